/** From any JSON to records: by a mapping of JSON Pointers, or, without one, as what sends to us would be read. */
import { z } from "zod";
import type { Item, RecordItem } from "../ingestion/connector.ts";
import { readSubmitted } from "../ingestion/wire.ts";
import { hexDigest } from "../model/identity.ts";
import { nameFields } from "../model/known-fields.ts";
import { isPointer, valueAt } from "./json-pointer.ts";

const pointer = z
  .string()
  .max(500)
  .refine(isPointer, "has to be the way to the field, which begins with a slash, such as /data/message");

export const Mapping = z
  .strictObject({
    text: pointer,
    title: pointer.optional(),
    date: pointer.optional(),
    updated_at: pointer.optional(),
    id: pointer.optional(),
    parent_id: pointer.optional(),
    impact: pointer.optional(),
    url: pointer.optional(),
    metadata: pointer.optional(),
    items: pointer.optional().meta({ description: "where the list is whose elements are mapped" }),
  })
  .meta({ description: "JSON Pointers: where each field of a record is" });
export type Mapping = z.output<typeof Mapping>;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const scalar = (value: unknown): string | number | undefined =>
  typeof value === "string" || typeof value === "number"
    ? value
    : typeof value === "boolean"
      ? String(value)
      : undefined;

function mapped(value: unknown, mapping: Mapping): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  for (const [field, where] of Object.entries(mapping)) {
    if (field === "items" || field === "metadata") continue;
    const found = scalar(valueAt(value, where));
    if (found !== undefined) record[field] = found;
  }
  if (mapping.metadata === undefined) return record;
  const metadata = valueAt(value, mapping.metadata);
  return metadata === undefined ? record : { ...record, metadata: isObject(metadata) ? metadata : { value: metadata } };
}

/** Numbers and the like are text here; what holds more than one value is nobody's words, and refused as it is. */
const asText = (value: unknown): unknown =>
  value === null ? undefined : typeof value === "object" ? value : value === undefined ? undefined : String(value);

/** How often each was met before: two people may say the same. */
function createCount(): (id: string) => number {
  const met = new Map<string, number>();
  return (id) => {
    const before = met.get(id) ?? 0;
    met.set(id, before + 1);
    return before;
  };
}

/** `delivery` names what has no id of its own: it is the same when the same thing is sent again. */
export function mapItems(document: unknown, mapping: Mapping | undefined, delivery: string | undefined): Item[] {
  const found = mapping?.items === undefined ? document : valueAt(document, mapping.items);
  const values = Array.isArray(found) ? found : [found];
  const countOf = createCount();
  const nameOf = (digest: string): string => {
    const before = countOf(digest);
    return before === 0 ? digest : `${digest}-${before}`;
  };
  return values.map((value, index): Item => {
    if (!isObject(value)) return { malformed: value ?? document, why: "no JSON object where one should be" };
    const record = mapping === undefined ? readSubmitted(value) : mapped(value, mapping);
    // A retraction, in the words of the port.
    if (mapping === undefined && typeof value.retract === "string") return { retract: value.retract };
    const named = (mapping === undefined ? nameFields(record as Record<string, unknown>) : record) as Record<
      string,
      unknown
    >;
    const { id, title, text, date, url, parent_id } = named;
    const given = scalar(id);
    const unnamed = () => (delivery === undefined ? nameOf(hexDigest(title, text, date, url)) : `${delivery}-${index}`);
    const own = given === undefined || given === "" ? unnamed() : String(given);
    const texts = { title: asText(title), text: asText(text), url: asText(url), parent_id: asText(parent_id) };
    return { record: { ...named, ...texts, id: own } as RecordItem["record"] };
  });
}
