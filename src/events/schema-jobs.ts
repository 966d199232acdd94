/** What the schema threads can be asked, and how they answer. */

import { threadCpuUsage } from "node:process";
import type { Format, ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { fullFormats } from "ajv-formats/dist/formats.js";
import { LRUCache } from "lru-cache";
import type { FieldError } from "../model/outcome.ts";
import { type DataErrors, dataErrors } from "./data-errors.ts";
import { ajvPatterns } from "./linear-pattern.ts";
import { FORMATS } from "./schema-notes.ts";
import { schemaErrors } from "./schema-rules.ts";

export interface SchemaJobs {
  /** Every reason why it can't be a type's schema. */
  check(schema: unknown): readonly FieldError[];
  /**
   * One answer per value, and what that took of a processor, compiling left out; undefined when the thread does not have the
   * schema: ask again with it.
   */
  validate(input: {
    /** Stands for the schema. */
    readonly key: string;
    readonly schema?: unknown;
    readonly values: readonly unknown[];
  }): { readonly answers: readonly DataErrors[]; readonly cpuMs: number } | undefined;
}

/** Of the types met last. */
const MAX_COMPILED = 500;

/** One compiler a schema: what one names is nothing to another. */
function compile(schema: unknown): ValidateFunction {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: false,
    ownProperties: true,
    // 19.99 is a multiple of 0.01, whatever the machine makes of it.
    multipleOfPrecision: 9,
    addUsedSchema: false,
    validateSchema: false,
    code: { regExp: ajvPatterns },
  });
  addFormats.default(ajv, { mode: "fast", formats: [...FORMATS] });
  // The fast ones take the 30th of February.
  for (const name of ["date", "time", "date-time"] as const) ajv.addFormat(name, fullFormats[name] as Format);
  return ajv.compile(schema as object);
}

export function createSchemaJobs(): SchemaJobs {
  const compiled = new LRUCache<string, ValidateFunction>({ max: MAX_COMPILED });
  return {
    check(schema) {
      const errors = schemaErrors(schema);
      if (errors.length > 0) return errors;
      try {
        compile(schema);
        return [];
      } catch (error) {
        return [{ field: "schema", code: "invalid", message: (error as Error).message.slice(0, 500) }];
      }
    },
    validate({ key, schema, values }) {
      let validate = compiled.get(key);
      if (validate === undefined) {
        if (schema === undefined) return undefined;
        validate = compile(schema);
        compiled.set(key, validate);
      }
      const check = validate;
      const before = threadCpuUsage();
      const answers = values.map((value) => (check(value) ? { errors: [] } : dataErrors(check.errors ?? [])));
      return { answers, cpuMs: threadCpuUsage(before).user / 1_000 };
    },
  };
}
