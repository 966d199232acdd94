// cspell:ignore safeint optin
/**
 * Whether a value is valid as it stands, so that parsing it would give an equal one: most records are, and parsing takes
 * several copies of each. Made from the schema itself, so that nothing is said twice.
 */
import type { z } from "zod";

/** True only for what the schema parses to an equal value; what is false for may still be valid. */
export type Accepts = (value: unknown) => boolean;

type Schema = z.core.$ZodType;
type Check = NonNullable<z.core.$ZodTypeDef["checks"]>[number];

/** Throws for a kind of schema or check that it does not know. */
export function acceptsOf(schema: Schema): Accepts {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  const checks = (def.checks ?? []).map((check) => readCheck(check));
  const passes: Accepts = (value) => {
    for (let at = 0; at < checks.length; at++) if (!checks[at]!(value)) return false;
    return true;
  };
  switch (def.type) {
    case "string":
      return (value) => typeof value === "string" && passes(value);
    case "number":
      return (value) => typeof value === "number" && Number.isFinite(value) && passes(value);
    case "boolean":
      return (value) => typeof value === "boolean";
    case "unknown":
      return () => true;
    case "optional":
      return acceptsOf(def.innerType);
    case "default":
    case "catch":
      return acceptsOf(def.innerType);
    case "union": {
      const options = def.options.map((option) => acceptsOf(option));
      return (value) => {
        for (let at = 0; at < options.length; at++) if (options[at]!(value)) return true;
        return false;
      };
    }
    case "record":
      return recordOf(def);
    case "object":
      return objectOf(def);
    default:
      throw new Error(`no schema to read as it stands: ${def.type}`);
  }
}

function readCheck(check: Check): Accepts {
  const { def } = (check as z.core.$ZodChecks)._zod;
  switch (def.check) {
    case "overwrite":
      return (value) => def.tx(value) === value;
    case "min_length":
      return (value) => (value as string).length >= def.minimum;
    case "max_length":
      return (value) => (value as string).length <= def.maximum;
    case "greater_than":
      return (value) => (value as number) > (def.value as number) || (def.inclusive && value === def.value);
    case "less_than":
      return (value) => (value as number) < (def.value as number) || (def.inclusive && value === def.value);
    case "number_format":
      if (def.format === "safeint") return Number.isSafeInteger;
      throw new Error(`no number to read as it stands: ${def.format}`);
    default:
      throw new Error(`no check to read as it stands: ${def.check}`);
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** Of anything, under any names. */
function recordOf({ keyType, valueType }: z.core.$ZodRecordDef): Accepts {
  const isPlain = (keyType as z.core.$ZodTypes)._zod.def.type === "string";
  if (!isPlain || (valueType as z.core.$ZodTypes)._zod.def.type !== "unknown")
    throw new Error("no record to read as it stands");
  return (value) => isObject(value) && !Object.hasOwn(value, "__proto__");
}

/** What is needed is there, and nothing beside it, which parsing would take away. */
function objectOf({ shape, checks = [] }: z.core.$ZodObjectDef): Accepts {
  if (checks.length > 0) throw new Error("no object to read as it stands");
  const fields = new Map(Object.entries(shape).map(([name, schema]) => [name, acceptsOf(schema)]));
  const needed = Object.entries(shape).flatMap(([name, schema]) => (schema._zod.optin === "optional" ? [] : [name]));
  const made = Object.entries(shape).flatMap(([name, schema]) => (schema._zod.optout === "optional" ? [] : [name]));
  const expected = [...new Set([...needed, ...made])];
  return (value) => {
    if (!isObject(value)) return false;
    for (const name in value) {
      const accepts = fields.get(name);
      if (accepts === undefined || !accepts(value[name])) return false;
    }
    for (let at = 0; at < expected.length; at++) if (!Object.hasOwn(value, expected[at]!)) return false;
    return true;
  };
}
