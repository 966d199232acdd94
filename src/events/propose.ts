/** A schema from what was sent: what nearly all of it has in common, so that the odd ones show. */
import { isObject } from "../model/read-event.ts";

/** Of the values of a property, those that its type must fit. */
const MOSTLY = 0.95;
/** Of the objects, those that must have a property for it to be required. */
const ALWAYS = 0.99;
/** Rarer properties are not worth naming. */
const SELDOM = 0.01;
const MAX_PROPERTIES = 100;
const MAX_LEVELS = 5;
/** Elements of lists that are looked at. */
const MAX_ELEMENTS = 5_000;

type Type = "null" | "boolean" | "integer" | "number" | "string" | "array" | "object";
type Schema = Readonly<Record<string, unknown>>;

function typeOf(value: unknown): Type {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value as Type;
}

/** The type of nearly all values, null beside it where that is usual; undefined where they differ. */
function commonType(values: readonly unknown[]): Type | readonly Type[] | undefined {
  const counts = new Map<Type, number>();
  for (const value of values) counts.set(typeOf(value), (counts.get(typeOf(value)) ?? 0) + 1);
  const floats = counts.get("number") ?? 0;
  if (floats > 0) {
    counts.set("number", floats + (counts.get("integer") ?? 0));
    counts.delete("integer");
  }
  const nulls = counts.get("null") ?? 0;
  counts.delete("null");
  const [type, count] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? (["null", nulls] as const);
  const isNullable = type !== "null" && nulls > values.length * (1 - MOSTLY);
  if (count + (isNullable ? nulls : 0) < values.length * MOSTLY) return undefined;
  return isNullable ? [type, "null"] : type;
}

function objectSchema(objects: readonly Schema[], level: number): Schema {
  const values = new Map<string, unknown[]>();
  for (const object of objects) {
    for (const [name, value] of Object.entries(object)) {
      const some = values.get(name);
      if (some === undefined) values.set(name, [value]);
      else some.push(value);
    }
  }
  const usual = [...values].filter(([, some]) => some.length >= objects.length * SELDOM);
  const named = usual.sort((a, b) => b[1].length - a[1].length).slice(0, MAX_PROPERTIES);
  const required = named.filter(([, some]) => some.length >= objects.length * ALWAYS).map(([name]) => name);
  const properties = Object.fromEntries(named.map(([name, some]) => [name, schemaOf(some, level + 1)]));
  return { properties, ...(required.length === 0 ? {} : { required: required.sort() }) };
}

function schemaOf(values: readonly unknown[], level: number): Schema {
  const type = commonType(values);
  if (type === undefined) return {};
  const [main] = typeof type === "string" ? [type] : type;
  if (main === "object" && level < MAX_LEVELS) return { type, ...objectSchema(values.filter(isObject), level) };
  if (main !== "array" || level >= MAX_LEVELS) return { type };
  const elements = values.flatMap((value) => (Array.isArray(value) ? value : [])).slice(0, MAX_ELEMENTS);
  return elements.length === 0 ? { type } : { type, items: schemaOf(elements, level + 1) };
}

/** Of data that was sent, newest first or in any order; at least one. */
export const proposeSchema = (samples: readonly Schema[]): Schema => ({
  type: "object",
  ...objectSchema(samples, 0),
});
