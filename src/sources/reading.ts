/**
 * Reading what providers answer. Null says no more than a field that is missing, and an odd value where a record does without
 * one costs nothing but itself.
 */
import { type ZodType, z } from "zod";
import { type Fetched, SourceFault } from "../ingestion/connector.ts";

/** Places in a list keep their null. */
function withoutNull(this: unknown, _name: string, value: unknown): unknown {
  return value === null && !Array.isArray(this) ? undefined : value;
}

/** JSON that a provider wrote. Throws when it is none. */
export const parseSent = (text: string): unknown => JSON.parse(text.replace(/^\uFEFF/, ""), withoutNull);

/** A field that a record does without: one of another kind than documented counts as missing. */
export const extra = <T>(schema: ZodType<T>) => schema.optional().catch(undefined);

/** Of some providers digits within a text. */
export const numeric = z.union([
  z.number(),
  z
    .string()
    .regex(/^\d+(?:\.\d+)?$/)
    .transform(Number),
]);

/** An id, as text whatever it was. */
export const idText = z.union([z.string(), z.number()]).transform(String);

const LONGEST_TITLE = 100;

/** Says that a text is a web page, and whose; undefined when it is none. */
export function pageNote(text: string): string | undefined {
  if (!/^\s*(?:<!doctype html|<html|<head)/i.test(text)) return undefined;
  const title = /<title[^>]{0,200}>([^<]{1,300})/i.exec(text)?.[1]?.replaceAll(/\s+/g, " ").trim();
  const titled = title ? `, "${title.slice(0, LONGEST_TITLE)}"` : "";
  return `a web page${titled}; is the address right, and does nothing in between want a person?`;
}

/** An answer's JSON; an empty or broken body of a 200 is a fault of the moment, never an end. */
export function readJson({ text }: Fetched, what: string): unknown {
  try {
    return parseSent(text);
  } catch {
    const note = pageNote(text) ?? `no JSON (${text.length} characters)`;
    throw new SourceFault("unavailable", `${what}: the answer is ${note}`);
  }
}
