/**
 * What a schema that a stranger wrote must keep to before it is compiled: JSON Schema 2020-12, bounded in size, nothing from
 * elsewhere, and ajv's own rules against what is slow on hostile data, at every place that may hold a schema.
 */
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import secureSchema from "ajv/lib/refs/json-schema-secure.json" with { type: "json" };
import type { FieldError } from "../model/outcome.ts";
import { isObject } from "../model/read-event.ts";
import { depthOf } from "../model/read-record.ts";
import { dataErrors } from "./data-errors.ts";
import { linearPattern } from "./linear-pattern.ts";
import { type Schema, subschemas, wrong } from "./schema-notes.ts";

export const MAX_SCHEMA_BYTES = 64 * 1024;
export const MAX_SCHEMA_DEPTH = 16;
/** Properties named in all of a schema. */
const MAX_PROPERTIES = 200;
const DIALECT = "https://json-schema.org/draft/2020-12/schema";

const FORBIDDEN = [
  "$dynamicRef",
  "$dynamicAnchor",
  "$recursiveRef",
  "$recursiveAnchor",
  "$id",
  "$anchor",
  "$vocabulary",
];

function shapeErrors(schema: Schema): FieldError[] {
  const errors: FieldError[] = [];
  let properties = 0;
  for (const [part, path] of subschemas(schema, [])) {
    for (const name of FORBIDDEN) if (name in part) errors.push(wrong([...path, name], "is not allowed"));
    if (typeof part.$ref === "string" && !/^#(\/|$)/.test(part.$ref))
      errors.push(wrong([...path, "$ref"], "may only point into this schema: #/…"));
    if (part.$schema !== undefined && String(part.$schema).replace(/#$/, "") !== DIALECT)
      errors.push(wrong([...path, "$schema"], `must be ${DIALECT}`));
    if (isObject(part.properties)) properties += Object.keys(part.properties).length;
    for (const [name, at] of patternsOf(part)) {
      const fault = patternFault(name);
      if (fault !== undefined) errors.push(wrong([...path, ...at], fault));
    }
  }
  if (properties > MAX_PROPERTIES) errors.push(wrong([], `names more than ${MAX_PROPERTIES} properties`));
  return errors;
}

function patternsOf({ pattern, patternProperties }: Schema): (readonly [string, readonly string[]])[] {
  const own = typeof pattern === "string" ? [[pattern, ["pattern"]] as const] : [];
  const named = isObject(patternProperties) ? Object.keys(patternProperties) : [];
  return [...own, ...named.map((name) => [name, ["patternProperties", name]] as const)];
}

function patternFault(pattern: string): string | undefined {
  try {
    linearPattern(pattern);
    return undefined;
  } catch (error) {
    return `no pattern that can be matched in linear time: ${(error as Error).message.slice(0, 200)}`;
  }
}

const pointer = (path: string): string[] =>
  path
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));

const told = (errors: readonly ErrorObject[] | null | undefined, path: readonly string[]): FieldError[] =>
  (errors ?? []).map((error) => {
    const missing = error.keyword === "required" ? [String(error.params.missingProperty)] : [];
    return wrong([...path, ...pointer(error.instancePath), ...missing], error.message ?? "is wrong");
  });

let secure: ValidateFunction | undefined;
let meta: Ajv2020 | undefined;

/** Where ajv's rules, written for an older draft, don't look by themselves. */
function secureErrors(schema: Schema): FieldError[] {
  secure ??= new Ajv({ strict: false, allErrors: true }).compile(secureSchema);
  const errors: FieldError[] = [];
  for (const [part, path] of subschemas(schema, [])) if (!secure(part)) errors.push(...told(secure.errors, path));
  return errors;
}

/** Every reason not to compile it; none when it may be. */
export function schemaErrors(schema: unknown): FieldError[] {
  if (!isObject(schema)) return [wrong([], "must be a JSON object")];
  if (depthOf(schema, MAX_SCHEMA_DEPTH) > MAX_SCHEMA_DEPTH)
    return [wrong([], `nested more than ${MAX_SCHEMA_DEPTH} levels deep`)];
  if (Buffer.byteLength(JSON.stringify(schema)) > MAX_SCHEMA_BYTES)
    return [wrong([], `more than ${MAX_SCHEMA_BYTES} bytes of JSON`)];
  const shape = shapeErrors(schema);
  if (shape.length > 0) return shape;
  meta ??= new Ajv2020({ strict: false, allErrors: true });
  if (!meta.validateSchema(schema))
    return dataErrors(meta.errors ?? [], "schema").errors.map((error) => ({ ...error, code: "invalid" }));
  return unique(secureErrors(schema));
}

/** Ajv's rules reach some places on two ways. */
function unique(errors: readonly FieldError[]): FieldError[] {
  return [...new Map(errors.map((error) => [JSON.stringify([error.field, error.message]), error])).values()];
}
