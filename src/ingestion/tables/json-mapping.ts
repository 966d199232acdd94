/** What the owner of a JSON file says of its names, done to a record. */
import { foldName } from "../../model/field-names/lookup.ts";
import { type Mapping, targetNamed } from "./columns.ts";
import { isObject } from "./json-lists.ts";

type Fields = Record<string, unknown>;

/** Where a field's likeliest name is another than its own. */
const FIELD_NAMES: Readonly<Record<string, string>> = { person: "userName", package: "packageName", likes: "thumbsUp" };

/** The value under a name that may lead into nested objects by dots; the same name with other letters counts too. */
function valueAt(record: Fields, path: string): { readonly value: unknown; readonly key: string } | undefined {
  const key = Object.hasOwn(record, path)
    ? path
    : Object.keys(record).find((each) => foldName(each) === foldName(path));
  if (key !== undefined) return { value: record[key], key };
  const [outer, ...inner] = path.split(".");
  const within = inner.length === 0 ? undefined : record[outer!];
  // A number leads into a list: `answers.0.text`.
  const holder = Array.isArray(within) ? Object.fromEntries(Object.entries(within)) : within;
  const found = isObject(holder) ? valueAt(holder, inner.join(".")) : undefined;
  return found === undefined ? undefined : { value: found.value, key: "" };
}

/** The record with what its owner says of its names done. */
export function mapped(
  record: Fields,
  mappings: readonly Mapping[],
): { readonly record: Fields; readonly rating?: unknown } {
  if (mappings.length === 0) return { record };
  const copy: Fields = { ...record };
  const metadata: Fields = isObject(copy.metadata) ? { ...copy.metadata } : {};
  let rating: unknown;
  for (const { to, column } of mappings) {
    const found = valueAt(record, column);
    if (found === undefined) continue;
    const target = targetNamed(to, column);
    if (found.key !== "") delete copy[found.key];
    if ("metadata" in target) metadata[target.metadata] = found.value;
    else if ("own" in target) copy[target.own] = found.value;
    else if (target.field === "stars") rating = found.value;
    else copy[FIELD_NAMES[target.field] ?? target.field] = found.value;
  }
  if (Object.keys(metadata).length > 0) copy.metadata = metadata;
  return rating === undefined ? { record: copy } : { record: copy, rating };
}
