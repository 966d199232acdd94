/**
 * Leases on top of the store: of all runners, one at a time does a periodic work. No clocks are compared: a lease is
 * taken over once its version has not changed for its time-to-live on the watcher's own monotonic clock.
 */
import { INSTALLATION } from "../model/tenant.ts";
import type { LeaseDocument } from "./documents.ts";
import type { Store, Stored, Version, Write, WriteResult } from "./store.ts";
import { won } from "./written.ts";

export interface Lease {
  /** Grows by one with each change of holder. What is written under the lease carries it. */
  readonly term: number;
  /** Shows that the holder lives. False: somebody else holds it now, so stop. Throws what the store throws. */
  renew(): Promise<boolean>;
  /** Frees it at once for others. Does nothing when somebody else holds it. */
  release(): Promise<void>;
}

export interface Leases {
  /**
   * The lease, or undefined when somebody else holds it. A lease that somebody else holds is watched for `ttlMs` first
   * (to take over from the dead), for which `signal` ends the wait with undefined. The holder renews well within `ttlMs`.
   */
  acquire(name: string, ttlMs: number, signal: AbortSignal): Promise<Lease | undefined>;
}

export interface LeaseDeps {
  /** Unique for each runner that runs, not only for each machine. */
  readonly holder: string;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  /** Resolves after so many milliseconds, or as soon as the signal aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

/** How often a watched lease is looked at within its time-to-live. */
const LOOKS = 4;
/** Holder of a lease that was released; no runner has this name. */
const NOBODY = "";

type LeaseWrite = Extract<Write<LeaseDocument>, { readonly op: "replace" }>;

/** What is asked for in one turn of the event loop is written at once; each gets its own answer. */
function createGathering<T>(write: (all: readonly T[]) => Promise<readonly WriteResult[]>) {
  let gathered: { readonly one: T; readonly answer: PromiseWithResolvers<WriteResult | undefined> }[] = [];
  const flush = (): void => {
    const all = gathered;
    gathered = [];
    write(all.map(({ one }) => one)).then(
      (results) => all.forEach(({ answer }, at) => void answer.resolve(results[at])),
      (error: unknown) => {
        for (const { answer } of all) answer.reject(error);
      },
    );
  };
  return (one: T): Promise<WriteResult | undefined> => {
    const answer = Promise.withResolvers<WriteResult | undefined>();
    if (gathered.push({ one, answer }) === 1) setImmediate(flush);
    return answer.promise;
  };
}

export function createLeases(store: Store, { holder, now, sleep }: LeaseDeps): Leases {
  const read = (name: string) => store.get(INSTALLATION, "leases", name);

  const writeOne = async (write: LeaseWrite) => (await store.write(INSTALLATION, "leases", [write]))[0];
  const writeTogether = createGathering((writes: readonly LeaseWrite[]) => store.write(INSTALLATION, "leases", writes));

  const create = async (name: string): Promise<Lease | undefined> => {
    const doc: LeaseDocument = { holder, term: 1, beat: 0 };
    const [result] = await store.write(INSTALLATION, "leases", [{ op: "create", id: name, doc }]);
    return won(result) ? held(name, doc, result.version) : undefined;
  };

  const takeOver = async (name: string, { doc, version }: Stored<LeaseDocument>): Promise<Lease | undefined> => {
    const mine: LeaseDocument = { holder, term: doc.term + 1, beat: 0 };
    const [result] = await store.write(INSTALLATION, "leases", [{ op: "replace", id: name, version, doc: mine }]);
    return won(result) ? held(name, mine, result.version) : undefined;
  };

  const held = (name: string, first: LeaseDocument, version: Version): Lease => {
    let current: { readonly doc: LeaseDocument; readonly version: Version } | undefined = { doc: first, version };
    const replace = async (doc: LeaseDocument, write = writeOne): Promise<boolean> => {
      if (current === undefined) return false;
      const result = await write({ op: "replace", id: name, version: current.version, doc });
      current = won(result) ? { doc, version: result.version } : await readBack(doc);
      return current !== undefined;
    };
    /** The reply to an earlier renewal may have been lost after it was written: then the lease is still ours. */
    const readBack = async (doc: LeaseDocument): Promise<typeof current> => {
      const found = await read(name);
      const ours = found?.doc.holder === doc.holder && found.doc.term === doc.term;
      return ours ? found : undefined;
    };
    return {
      term: first.term,
      renew: async () =>
        current !== undefined && replace({ ...current.doc, beat: current.doc.beat + 1 }, writeTogether),
      release: async () => {
        if (current !== undefined) await replace({ ...current.doc, holder: NOBODY });
        current = undefined;
      },
    };
  };

  /** True when the version stays the same for the whole time-to-live. */
  const isStale = async (name: string, version: Version, ttlMs: number, signal: AbortSignal): Promise<boolean> => {
    const since = now();
    for (let left = ttlMs; left > 0; left = ttlMs - (now() - since)) {
      await sleep(Math.min(left, ttlMs / LOOKS), signal);
      if (signal.aborted) return false;
      const seen = await read(name);
      if (seen?.version !== version) return false;
    }
    return true;
  };

  return {
    acquire: async (name, ttlMs, signal) => {
      const found = await read(name);
      if (found === undefined) return create(name);
      if (found.doc.holder === NOBODY) return takeOver(name, found);
      return (await isStale(name, found.version, ttlMs, signal)) ? takeOver(name, found) : undefined;
    },
  };
}
