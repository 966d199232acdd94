/**
 * What waits to be sent, kept where a reload finds it: one list a tab, so that no tab writes another's. Lists of tabs that
 * are closed, or have not been heard of for a while, are taken over by whoever comes next.
 */
import { createId, type KeyStorage } from "./platform.ts";

const MAX_BYTES = 1_000_000;
/** Of one: more of it than the server takes, and little enough to leave room for others. */
const MAX_ENTRY = 256_000;
const SAVE_MS = 200;
/** Timers of hidden tabs run once a minute. */
const DEAD_MS = 150_000;

/** Where it goes, and what. */
export interface Entry {
  readonly to: "events" | "feedback";
  readonly item: { readonly id: string };
}

interface Stored {
  /** Whether its tab is there, and when it last said so. */
  open: boolean;
  at: number;
  entries: Entry[];
  /** Of the oldest, those that had to go. */
  dropped: number;
}

export interface Buffer {
  readonly entries: readonly Entry[];
  readonly dropped: number;
  /** Whether there is room for it; what is lost is counted. */
  add(entry: Entry): boolean;
  /** They were accepted or refused, and so was the count of those dropped. */
  done(entries: readonly Entry[], dropped: number): void;
  /** Takes over what other tabs left. */
  adopt(): void;
  /** `open`: whether this tab goes on. */
  save(open: boolean): void;
}

const sizeOf = (entry: Entry): number => JSON.stringify(entry).length;

export function createBuffer(storage: KeyStorage, prefix: string, most: number, now: () => number): Buffer {
  const own = `${prefix}${createId(now())}`;
  let entries: Entry[] = [];
  let dropped = 0;
  let bytes = 0;
  let saving: ReturnType<typeof setTimeout> | undefined;

  /** The oldest go first; without this, the tab would lose the newest when it can store no more. */
  function trim(): void {
    while (entries.length > most || (bytes > MAX_BYTES && entries.length > 1)) {
      bytes -= sizeOf(entries.shift()!);
      dropped++;
    }
  }

  function save(open: boolean): void {
    clearTimeout(saving);
    saving = undefined;
    try {
      if (entries.length + dropped === 0) storage.removeItem(own);
      else storage.setItem(own, JSON.stringify({ open, at: now(), entries, dropped } satisfies Stored));
    } catch {}
  }

  function saveSoon(): void {
    // A process that has nothing else to do stays until it is saved: what is in no file is lost with it.
    saving ??= setTimeout(save, SAVE_MS, true);
  }

  function take(key: string): void {
    let stored: Stored | null = null;
    try {
      stored = JSON.parse(storage.getItem(key) ?? "null") as Stored | null;
    } catch {}
    // What was cut short, or is nobody's list, would else be met for ever.
    if (!Array.isArray(stored?.entries)) {
      storage.removeItem(key);
      return;
    }
    if (stored.open && Math.abs(now() - stored.at) < DEAD_MS) return;
    const known = new Set(entries.map(({ item }) => item.id));
    const theirs = (stored.entries as (Partial<Entry> | null)[]).filter(
      (one): one is Entry => one?.item?.id !== undefined,
    );
    entries = [...theirs.filter(({ item }) => !known.has(item.id)), ...entries];
    bytes = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
    dropped += stored.dropped || 0;
    trim();
    // First written as ours, then no longer theirs: a crash in between doubles, which ids undo.
    save(true);
    storage.removeItem(key);
  }

  return {
    get entries() {
      return entries;
    },
    get dropped() {
      return dropped;
    },
    add(entry) {
      const size = sizeOf(entry);
      const fits = size <= MAX_ENTRY;
      if (fits) {
        entries.push(entry);
        bytes += size;
        trim();
      } else dropped++;
      saveSoon();
      return fits;
    },
    done(some, counted) {
      const gone = new Set(some);
      entries = entries.filter((entry) => !gone.has(entry));
      bytes = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
      dropped -= counted;
      save(true);
    },
    adopt() {
      try {
        const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index));
        for (const key of keys) if (key?.startsWith(prefix) && key !== own) take(key);
      } catch {}
    },
    save,
  };
}
