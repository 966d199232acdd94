/** What a browser and Node have of what the client needs; each part may be missing, and asking for it may throw. */

/** As localStorage. */
export interface KeyStorage {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

interface Listening {
  addEventListener?(type: string, listener: () => void): void;
  removeEventListener?(type: string, listener: () => void): void;
}

export interface Platform extends Listening {
  readonly localStorage?: KeyStorage;
  readonly document?: Listening & {
    readonly visibilityState: string;
    readonly title: string;
    readonly referrer: string;
  };
  readonly location?: { readonly origin: string; readonly pathname: string };
  readonly navigator?: {
    sendBeacon?(url: string, body: string): boolean;
    readonly locks?: { request(name: string, work: () => Promise<void>): Promise<unknown> };
  };
}

export const platform = globalThis as unknown as Platform;

/** In memory, where nothing else is. */
export function createMemoryStorage(): KeyStorage {
  const values = new Map<string, string>();
  return {
    get length() {
      return values.size;
    },
    key: (index) => [...values.keys()][index] ?? null,
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
}

/** A page may be forbidden to store anything. */
export function defaultStorage(): KeyStorage {
  try {
    const storage = platform.localStorage;
    if (platform.document !== undefined && storage !== undefined) {
      storage.setItem("gsw", "1");
      storage.removeItem("gsw");
      return storage;
    }
  } catch {}
  return createMemoryStorage();
}

/** UUIDv7: by time, then at random. */
export function createId(now: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let at = 5, rest = now; at >= 0; at--, rest = Math.floor(rest / 256)) bytes[at] = rest % 256;
  bytes[6] = (bytes[6]! & 15) | 112;
  bytes[8] = (bytes[8]! & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
