/**
 * Strangers' schemas, run in threads of their own, each question with a time limit. Who ran out of time once is asked about
 * in another thread for a while, so that it holds up no neighbour a second time.
 */
import { LRUCache } from "lru-cache";
import type { FieldError } from "../model/outcome.ts";
import { createThread, type Thread } from "../threads/thread.ts";
import type { DataErrors } from "./data-errors.ts";
import type { SchemaJobs } from "./schema-jobs.ts";

const CHECK_MS = 1_000;
const VALIDATE_MS = 1_000;
const IDLE_MS = 60_000;
/** How long a tenant is asked about apart, and a schema not at all. */
const APART_MS = 3_600_000;
const SLOW_MS = 60_000;
const MAX_KNOWN = 10_000;

export interface KeyedSchema {
  /** Stands for the schema: a hash of it. */
  readonly key: string;
  readonly schema: unknown;
}

export interface Schemas {
  /** Every reason why it can't be a type's schema. */
  check(tenant: string, schema: unknown): Promise<readonly FieldError[]>;
  /** One answer per value, in order. What takes too long is an error of each. */
  validate(tenant: string, schema: KeyedSchema, values: readonly unknown[]): Promise<readonly DataErrors[]>;
  close(): Promise<void>;
}

export interface SchemasOptions {
  /** Milliseconds. */
  readonly checkMs?: number;
  readonly validateMs?: number;
}

const isLate = (error: unknown): boolean => error instanceof DOMException && error.name === "TimeoutError";

const startWhenAsked = (name: string): Thread<SchemaJobs> =>
  createThread<SchemaJobs>({
    name,
    file: new URL("./schema-worker.ts", import.meta.url),
    worker: { resourceLimits: { maxOldGenerationSizeMb: 256 } },
    onDeath: "restart",
    idleMs: IDLE_MS,
    oneAtATime: true,
  });

export function createSchemas({ checkMs = CHECK_MS, validateMs = VALIDATE_MS }: SchemasOptions = {}): Schemas {
  const usual = startWhenAsked("the schema thread");
  const apart = startWhenAsked("the slow schema thread");
  const slowTenants = new LRUCache<string, true>({ max: MAX_KNOWN, ttl: APART_MS });
  const slowSchemas = new LRUCache<string, true>({ max: MAX_KNOWN, ttl: SLOW_MS });
  const threadOf = (tenant: string) => (slowTenants.has(tenant) ? apart : usual);

  const tooSlow: DataErrors = {
    errors: [{ field: "data", code: "schema", message: "could not be checked within the time that a schema has" }],
  };

  async function ask(tenant: string, { key, schema }: KeyedSchema, values: readonly unknown[]) {
    const thread = threadOf(tenant);
    const options = { deadlineMs: validateMs };
    const known = await thread.run("validate", { key, values }, options);
    return known ?? (await thread.run("validate", { key, schema, values }, options));
  }

  return {
    async check(tenant, schema) {
      try {
        return await threadOf(tenant).run("check", schema, { deadlineMs: checkMs });
      } catch (error) {
        if (!isLate(error)) throw error;
        slowTenants.set(tenant, true);
        return [{ field: "schema", code: "invalid", message: `takes longer than ${checkMs} ms to compile` }];
      }
    },
    async validate(tenant, schema, values) {
      if (slowSchemas.has(schema.key)) return values.map(() => tooSlow);
      try {
        const answers = await ask(tenant, schema, values);
        if (answers === undefined) throw new Error("the schema thread lost a schema that it was just given");
        return answers;
      } catch (error) {
        if (!isLate(error)) throw error;
        slowTenants.set(tenant, true);
        slowSchemas.set(schema.key, true);
        return values.map(() => tooSlow);
      }
    },
    async close() {
      await Promise.all([usual.end(), apart.end()]);
    },
  };
}
