/**
 * Strangers' schemas, run in threads of their own, each question with a time limit. What was never run before, and whose tenant
 * ran out of time lately, is asked about in another thread than all others, so that it holds up none of them.
 */
import { LRUCache } from "lru-cache";
import type { FieldError } from "../model/outcome.ts";
import { createThread, type Thread } from "../threads/thread.ts";
import type { DataErrors } from "./data-errors.ts";
import type { SchemaJobs } from "./schema-jobs.ts";

const CHECK_MS = 1_000;
const VALIDATE_MS = 5_000;
const IDLE_MS = 60_000;
/** What a question may take of a processor until its schema counts as slow, and until it is cut off: far more than any needs. */
const SLOW_CPU_MS = 100;
const MOST_CPU_MS = 200;
/** For each value, besides. */
const CPU_MS_A_VALUE = 1;
/** How long a tenant is asked about apart after that, and the schema not at all. */
const APART_MS = 3_600_000;
const SLOW_MS = 60_000;
/** So many slow schemas within that time are forgiven; each further one lets all of the tenant's rest, twice as long each time. */
const FORGIVEN = 2;
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

/** Which schemas and tenants were slow lately. Of both, only what the tenant itself did counts. */
function createRecord() {
  const strikes = new LRUCache<string, number>({ max: MAX_KNOWN, ttl: APART_MS });
  const resting = new LRUCache<string, true>({ max: MAX_KNOWN, ttl: SLOW_MS });
  const tried = new LRUCache<string, true>({ max: MAX_KNOWN });
  const nameOf = (tenant: string, key: string): string => JSON.stringify([tenant, key]);
  return {
    rests: (tenant: string, key: string) => resting.has(tenant) || resting.has(nameOf(tenant, key)),
    /** Whether it has held up nobody so far. */
    isTrusted: (tenant: string, key: string) => !strikes.has(tenant) && tried.has(nameOf(tenant, key)),
    fast: (tenant: string, key: string) => void tried.set(nameOf(tenant, key), true),
    slow(tenant: string, key?: string) {
      const count = (strikes.get(tenant) ?? 0) + 1;
      strikes.set(tenant, count);
      if (key !== undefined) resting.set(nameOf(tenant, key), true);
      const ttl = Math.min(SLOW_MS * 2 ** (count - FORGIVEN - 1), APART_MS);
      if (count > FORGIVEN) resting.set(tenant, true, { ttl });
    },
  };
}

/** One after the other for each tenant, so that what the one before came to counts for the next, and others wait for one at most. */
function createTurns() {
  const last = new Map<string, Promise<unknown>>();
  return async <T>(tenant: string, work: () => Promise<T>): Promise<T> => {
    const before = last.get(tenant);
    const mine = before === undefined ? work() : before.then(work, work);
    last.set(tenant, mine);
    try {
      return await mine;
    } finally {
      if (last.get(tenant) === mine) last.delete(tenant);
    }
  };
}

export function createSchemas({ checkMs = CHECK_MS, validateMs = VALIDATE_MS }: SchemasOptions = {}): Schemas {
  const usual = startWhenAsked("the schema thread");
  const apart = startWhenAsked("the slow schema thread");
  const record = createRecord();
  const inTurn = createTurns();

  const tooSlow: DataErrors = {
    errors: [{ field: "data", code: "schema", message: "could not be checked within the time that a schema has" }],
  };

  async function ask(thread: Thread<SchemaJobs>, { key, schema }: KeyedSchema, values: readonly unknown[]) {
    const options = { deadlineMs: validateMs, cpuMs: MOST_CPU_MS + values.length * CPU_MS_A_VALUE };
    const known = await thread.run("validate", { key, values }, options);
    const answer = known ?? (await thread.run("validate", { key, schema, values }, options));
    if (answer === undefined) throw new Error("the schema thread lost a schema that it was just given");
    return answer;
  }

  async function validateOn(
    thread: Thread<SchemaJobs>,
    tenant: string,
    schema: KeyedSchema,
    values: readonly unknown[],
  ): Promise<readonly DataErrors[]> {
    if (record.rests(tenant, schema.key)) return values.map(() => tooSlow);
    try {
      const { answers, cpuMs } = await ask(thread, schema, values);
      if (cpuMs > SLOW_CPU_MS + values.length * CPU_MS_A_VALUE) record.slow(tenant, schema.key);
      else record.fast(tenant, schema.key);
      return answers;
    } catch (error) {
      if (!isLate(error)) throw error;
      record.slow(tenant, schema.key);
      return values.map(() => tooSlow);
    }
  }

  return {
    async check(tenant, schema) {
      try {
        return await apart.run("check", schema, { deadlineMs: checkMs });
      } catch (error) {
        if (!isLate(error)) throw error;
        record.slow(tenant);
        return [{ field: "schema", code: "invalid", message: `takes longer than ${checkMs} ms to compile` }];
      }
    },
    async validate(tenant, schema, values) {
      const validate = () => validateOn(record.isTrusted(tenant, schema.key) ? usual : apart, tenant, schema, values);
      return record.isTrusted(tenant, schema.key) ? validate() : inTurn(tenant, validate);
    },
    async close() {
      await Promise.all([usual.end(), apart.end()]);
    },
  };
}
