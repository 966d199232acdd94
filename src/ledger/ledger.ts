/** Writing the ledger: one entry per batch part and stage, created once, moved only by a redrive. */
import { addCounts, type Counts, type LedgerEntry } from "../model/ledger.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store, Stored } from "../store/store.ts";
import { mustBeStorable, won } from "../store/written.ts";
import { readMarks } from "./sealed.ts";

export interface EntryKey {
  readonly batch: string;
  readonly part: string;
  readonly stage: string;
}

export const entryId = (key: EntryKey): string => `${key.batch}/${key.part}/${key.stage}`;

/** The records of a dead letter, run again: what they counted as, and what became of them. */
export interface Redriven {
  readonly deadLetter: string;
  /** How many records the entry counts as dead for this letter. */
  readonly dead: number;
  readonly in: number;
  readonly counts: Counts;
  readonly sent: readonly string[];
}

/** Of an entry that is in a total: all of it is done, and nothing of it is dead. */
export type Sealed = "sealed";

export interface Ledger {
  /** One answer per key, in order: what has been written for it, "sealed" when it is in a total by now, or undefined. */
  find(tenant: TenantId, keys: readonly EntryKey[]): Promise<(LedgerEntry | Sealed | undefined)[]>;
  /** Creates the entry; one that is there already, or in a total, stays as it is. */
  record(tenant: TenantId, entry: LedgerEntry): Promise<void>;
  /** Moves a dead letter's records to their new outcome; a second time changes nothing. */
  moveDead(tenant: TenantId, key: EntryKey, redriven: Redriven): Promise<void>;
}

function moved(entry: LedgerEntry, redriven: Redriven): LedgerEntry {
  const left = { ...entry.counts, dead: entry.counts.dead - redriven.dead };
  return {
    ...entry,
    in: entry.in - redriven.dead + redriven.in,
    counts: addCounts(left, redriven.counts),
    sent: [...entry.sent, ...redriven.sent],
    redriven: [...entry.redriven, redriven.deadLetter],
  };
}

export function createLedger(store: Store): Ledger {
  return {
    async find(tenant, keys) {
      const ids = keys.map(entryId);
      const found = await store.getMany(tenant, "ledger", ids);
      // Before an entry is gone it is marked: what was not found is looked for there.
      const gone = ids.filter((_, index) => found[index] === undefined);
      const marks = new Map((await readMarks(store, tenant, gone)).map((mark, index) => [gone[index]!, mark]));
      return found.map((stored, index) => stored?.doc ?? (marks.get(ids[index]!) && "sealed"));
    },

    async record(tenant, entry) {
      const id = entryId(entry);
      const [mark] = await readMarks(store, tenant, [id]);
      if (mark !== undefined) return;
      // One that exists stays as it is. What is sealed between the two lines is marked, and counts no second time.
      mustBeStorable(await store.write(tenant, "ledger", [{ op: "create", id, doc: entry }]));
    },

    async moveDead(tenant, key, redriven) {
      for (;;) {
        const stored: Stored<LedgerEntry> | undefined = await store.get(tenant, "ledger", entryId(key));
        if (stored === undefined) throw new Error(`no ledger entry ${entryId(key)} to redrive`);
        if (stored.doc.redriven.includes(redriven.deadLetter)) return;
        const doc = moved(stored.doc, redriven);
        const [result] = await store.write(tenant, "ledger", [
          { op: "replace", id: stored.id, version: stored.version, doc },
        ]);
        if (won(result)) return;
      }
    },
  };
}
