/** A schema from what was sent: what nearly all of it has in common, so that the odd ones show. */
import { isObject } from "../model/read-event.ts";

/** Of the values of a property, those that its type must fit. */
const MOSTLY = 0.95;
/** Of the objects, those that must have a property for it to be required. */
const ALWAYS = 0.99;
/** Rarer properties are not worth naming. */
const SELDOM = 0.01;
const MAX_PROPERTIES = 100;
/** Fewer texts show no format. */
const FEWEST = 3;
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

/** How many of the values are of each type, most first. Where some are fractions, whole numbers are numbers too. */
function countTypes(values: readonly unknown[]): (readonly [Type, number])[] {
  const counts = new Map<Type, number>();
  for (const value of values) counts.set(typeOf(value), (counts.get(typeOf(value)) ?? 0) + 1);
  const floats = counts.get("number") ?? 0;
  if (floats > 0) {
    counts.set("number", floats + (counts.get("integer") ?? 0));
    counts.delete("integer");
  }
  return [...counts].sort((a, b) => b[1] - a[1]);
}

/**
 * The types of nearly all values: the one that nearly all have, or those that are usual where several are, and null where that is
 * usual. None where all are null, which says nothing of what else may come.
 */
function commonTypes(values: readonly unknown[]): readonly Type[] {
  const filled = values.filter((value) => value !== null);
  const usual: Type[] = [];
  let count = 0;
  for (const [type, some] of countTypes(filled)) {
    if (count >= filled.length * MOSTLY) break;
    usual.push(type);
    count += some;
  }
  const isNullable = usual.length > 0 && values.length - filled.length > values.length * (1 - MOSTLY);
  return isNullable ? [...usual, "null"] : usual;
}

interface Format {
  readonly format: string;
  /** Characters of the longest that there can be, and that a schema must name. */
  readonly maxLength: number;
  readonly is: RegExp;
}
const FORMATS: readonly Format[] = [
  {
    format: "date-time",
    maxLength: 40,
    is: /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/,
  },
  { format: "date", maxLength: 10, is: /^\d{4}-\d{2}-\d{2}$/ },
  { format: "uuid", maxLength: 36, is: /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i },
  { format: "email", maxLength: 320, is: /^[\w.+-]{1,64}@[a-z\d-]+(?:\.[a-z\d-]+)+$/i },
];

/** The format of nearly all texts. */
function formatOf(values: readonly unknown[]): Schema {
  const texts = values.filter((value) => typeof value === "string");
  const found = FORMATS.find(
    ({ is, maxLength }) =>
      texts.filter((text) => text.length <= maxLength && is.test(text)).length >= texts.length * MOSTLY,
  );
  return texts.length < FEWEST || found === undefined ? {} : { format: found.format, maxLength: found.maxLength };
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
  const types = commonTypes(values);
  if (types.length === 0) return {};
  const type = types.length === 1 ? types[0]! : types;
  const inside = level >= MAX_LEVELS ? [] : types;
  const elements = inside.includes("array")
    ? values.flatMap((value) => (Array.isArray(value) ? value : [])).slice(0, MAX_ELEMENTS)
    : [];
  return {
    type,
    ...(inside.includes("object") ? objectSchema(values.filter(isObject), level) : {}),
    ...(types.includes("string") ? formatOf(values) : {}),
    ...(elements.length === 0 ? {} : { items: schemaOf(elements, level + 1) }),
  };
}

/** Of data that was sent, newest first or in any order; at least one. */
export const proposeSchema = (samples: readonly Schema[]): Schema => ({
  type: "object",
  ...objectSchema(samples, 0),
});
