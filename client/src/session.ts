/** The session that events belong to: shared between tabs, and another one after half an hour of silence. */
import { createId, type KeyStorage } from "./platform.ts";

const SILENCE_MS = 1_800_000;
const KEY = "gsw-session";

interface Stored {
  id: string;
  /** When it was used last, in unix milliseconds. */
  at: number;
  /** Events so far. */
  n: number;
  person?: string | undefined;
}

export interface Sessions {
  /** The session as it is now, with one more event in it. */
  next(): { readonly id: string; readonly sequence: number; readonly person: string | undefined };
  use(id: string | undefined): string;
  identify(person: string | undefined): void;
}

export function createSessions(storage: KeyStorage, now: () => number): Sessions {
  let session: Stored | undefined;

  function read(): Stored {
    try {
      session = (JSON.parse(storage.getItem(KEY) ?? "null") as Stored | null) ?? session;
    } catch {}
    const at = now();
    // Also when the clock was set back by more than that.
    if (session !== undefined && Math.abs(at - session.at) <= SILENCE_MS) return session;
    return write({ id: createId(at), at, n: 0 });
  }

  function write(next: Stored): Stored {
    session = next;
    try {
      storage.setItem(KEY, JSON.stringify(next));
    } catch {}
    return next;
  }

  return {
    next() {
      const before = read();
      const { id, n, person } = write({ ...before, at: now(), n: before.n + 1 });
      return { id, sequence: n, person };
    },
    use(id) {
      const before = read();
      if (id === undefined || id === before.id) return before.id;
      return write({ id, at: now(), n: 0, person: before.person }).id;
    },
    identify: (person) => void write({ ...read(), person }),
  };
}
