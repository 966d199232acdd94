/** The parts of a schema that a stranger wrote, and what of it checks nothing. Compiles none, so ajv isn't loaded for it. */
import type { FieldError } from "../model/outcome.ts";
import { isObject } from "../model/read-event.ts";
import { dotted } from "./data-errors.ts";

/** By what they hold. Those of `map` and `list` hold schemas by name and in order. */
const holders = {
  one: [
    "additionalProperties",
    "unevaluatedProperties",
    "unevaluatedItems",
    "items",
    "contains",
    "contentSchema",
    "propertyNames",
    "if",
    "then",
    "else",
    "not",
  ],
  map: ["properties", "patternProperties", "dependentSchemas", "$defs", "definitions"],
  list: ["allOf", "anyOf", "oneOf", "prefixItems"],
} as const;
export type Schema = Readonly<Record<string, unknown>>;

/** Every schema in it, itself included, with the path to it. Its depth is bounded by then. */
export function* subschemas(schema: unknown, path: readonly string[]): Generator<readonly [Schema, readonly string[]]> {
  if (!isObject(schema)) return;
  yield [schema, path];
  for (const name of holders.one) yield* subschemas(schema[name], [...path, name]);
  for (const name of [...holders.map, ...holders.list]) {
    const held = schema[name];
    if (typeof held !== "object" || held === null) continue;
    for (const [key, value] of Object.entries(held)) yield* subschemas(value, [...path, name, key]);
  }
}

export const wrong = (path: readonly string[], message: string): FieldError => ({
  field: dotted("schema", path),
  code: "invalid",
  message,
});

/** Those that are checked, all of them in linear time. */
export const FORMATS = ["date", "time", "date-time", "email", "hostname", "ipv4", "ipv6", "uri", "uuid"] as const;

/** Keywords of 2020-12 and of OpenAPI; all that begin with x- are somebody's own. */
const KEYWORDS = new Set(
  `$schema $ref $defs $comment definitions title description default examples example deprecated readOnly writeOnly nullable
  discriminator type enum const multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems
  minItems uniqueItems maxContains minContains maxProperties minProperties required dependentRequired dependencies format
  contentEncoding contentMediaType ${[...holders.one, ...holders.map, ...holders.list].join(" ")}`.split(/\s+/),
);

/** What of a schema checks nothing though it looks as if it did: a misspelt keyword, a format that nobody checks. */
export function schemaNotes(schema: unknown): FieldError[] {
  const notes: FieldError[] = [];
  for (const [part, path] of subschemas(schema, [])) {
    for (const name of Object.keys(part)) {
      if (!KEYWORDS.has(name) && !name.startsWith("x-"))
        notes.push({ ...wrong([...path, name], "is no keyword of JSON Schema: it checks nothing"), code: "unchecked" });
    }
    const { format } = part;
    if (typeof format === "string" && !(FORMATS as readonly string[]).includes(format))
      notes.push({ ...wrong([...path, "format"], `is not checked: ${FORMATS.join(", ")} are`), code: "unchecked" });
  }
  return notes;
}
