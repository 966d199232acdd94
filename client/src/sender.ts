/** Sending what waits: a batch at a time, again with patience while the server can't take it, and never twice for good. */
import type { Buffer, Entry } from "./buffer.ts";
import { platform } from "./platform.ts";

const MAX_BATCH = 100;
/** Of what is worth compressing. */
const GZIP_BYTES = 1_024;
const TIMEOUT_MS = 15_000;
const FIRST_PAUSE_MS = 1_000;
const SHORTEST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 1_800_000;
/** Browsers take 64 KB of beacons together. */
const BEACON_BYTES = 60_000;
const BEACONS = 2;
const BEACON_TRIES = 5;

export interface SenderOptions {
  readonly url: string;
  readonly key: string;
  readonly fetch: typeof fetch;
  readonly now: () => number;
  readonly warn: (what: string) => void;
  readonly random: () => number;
}

export interface Sender {
  /** Sends until nothing waits or the server can't take it; resolves then. */
  flush(): Promise<void>;
  /** The network is back: what waited for it is tried at once. */
  wake(): void;
  /** Puts what fits into beacons. What they say is never known: it stays until a later page has an answer. */
  beacon(): void;
  /** Milliseconds in which nothing is sent; undefined: never again. */
  rest(): number | undefined;
}

/** Of all tabs of a page's origin, where the browser can tell. */
const oneAtATime = async (work: () => Promise<void>): Promise<void> => {
  const { locks } = platform.navigator ?? {};
  let begun = false;
  const begin = () => {
    begun = true;
    return work();
  };
  if (locks === undefined || platform.document === undefined) return begin();
  try {
    await locks.request("gsw", begin);
  } catch (thrown) {
    // A page in a sandbox has locks that it may not use.
    if (begun) throw thrown;
    await begin();
  }
};

async function gzip(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Seconds, or a date. */
function retryAfter(reply: Response, now: number): number {
  const said = reply.headers.get("retry-after") ?? "";
  const ms = /^\d+$/.test(said) ? Number(said) * 1_000 : Date.parse(said) - now;
  return ms > 0 ? Math.min(ms, LONGEST_PAUSE_MS) : 0;
}

/** Whatever page answers in the server's place takes nothing. */
const isPage = (reply: Response): boolean =>
  reply.redirected || (reply.ok && /html/.test(reply.headers.get("content-type") ?? ""));

/** Of feedback that was sent together, some may be taken and some not. */
async function refusedIn(reply: Response): Promise<number> {
  try {
    const { rejected } = (await reply.json()) as { readonly rejected?: readonly unknown[] };
    return rejected?.length ?? 0;
  } catch {
    return 0;
  }
}

export function createSender(buffer: Buffer, { url, key, fetch, now, warn, random }: SenderOptions): Sender {
  let batch = MAX_BATCH;
  let failures = 0;
  let restingUntil = 0;
  let stopped = false;
  /** No answer came at all. */
  let unheard = false;
  const told = new WeakSet<Entry>();
  let running: Promise<void> | undefined;

  /** The first that go to one place. */
  function first(most: number, bytes = Number.POSITIVE_INFINITY): Entry[] {
    const [head] = buffer.entries;
    const some: Entry[] = [];
    for (const entry of buffer.entries.slice(0, most)) {
      bytes -= JSON.stringify(entry.item).length * 3;
      if (entry.to !== head?.to || (bytes < 0 && some.length > 0)) break;
      some.push(entry);
    }
    return some;
  }

  function bodyOf(some: readonly Entry[], dropped: number): string {
    const items = some.map(({ item }) => item);
    if (some[0]?.to === "feedback") return JSON.stringify(items);
    const sent_at = new Date(now()).toISOString();
    return JSON.stringify({ sent_at, events: items, ...(dropped > 0 ? { client_dropped: dropped } : {}) });
  }

  async function post(to: string, text: string): Promise<Response> {
    const headers: Record<string, string> = { "content-type": "application/json", authorization: `Bearer ${key}` };
    let body: string | Uint8Array<ArrayBuffer> = text;
    if (text.length > GZIP_BYTES && typeof CompressionStream === "function") {
      body = await gzip(text);
      headers["content-encoding"] = "gzip";
    }
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
    try {
      // Goes on when the page is left, where the browser allows.
      const keepalive = text.length < BEACON_BYTES / 2;
      return await fetch(`${url}/api/v1/${to}`, { method: "POST", headers, body, keepalive, signal: abort.signal });
    } finally {
      clearTimeout(timer);
    }
  }

  /** A clock that was set back must not silence us until it is there again. */
  function restLeft(): number {
    const left = restingUntil - now();
    if (left > LONGEST_PAUSE_MS) restingUntil = 0;
    return left > LONGEST_PAUSE_MS ? 0 : Math.max(0, left);
  }

  function rest(ms: number): false {
    const most = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures++);
    restingUntil = now() + Math.max(ms, SHORTEST_PAUSE_MS, random() * most);
    return false;
  }

  /** Whether to go on at once. */
  async function sendSome(): Promise<boolean> {
    const some = first(batch);
    const dropped = some[0]?.to === "events" ? buffer.dropped : 0;
    let reply: Response;
    try {
      reply = await post(some[0]!.to, bodyOf(some, dropped));
    } catch {
      unheard = true;
      return rest(0);
    }
    unheard = false;
    const { status } = reply;
    if (isPage(reply)) {
      warn(`the server's address leads to ${reply.url}`);
      return rest(0);
    }
    if (status === 413 && some.length > 1) {
      batch = Math.ceil(some.length / 2);
      return true;
    }
    if (status >= 401 && status <= 404) {
      stopped = true;
      warn(`stopped: the server answered ${status}`);
      return false;
    }
    if (status >= 500 || status === 429 || status === 408) return rest(retryAfter(reply, now()));
    const refused = status > 299 ? some.length : await refusedIn(reply);
    if (refused > 0) warn(`${refused} ${some[0]!.to} refused: the server answered ${status}`);
    failures = 0;
    // One that was too large is behind us.
    batch = Math.min(MAX_BATCH, batch * 2);
    // What had to be given up is counted like what had no room.
    const lost = some[0]!.to === "events" ? some.length : 0;
    buffer.done(some, status > 299 ? -lost : dropped);
    return true;
  }

  async function send(): Promise<void> {
    while (!stopped && restLeft() === 0 && buffer.entries.length > 0 && (await sendSome()));
  }

  return {
    rest: () => (stopped ? undefined : restLeft()),
    flush: () => {
      running ??= oneAtATime(send).finally(() => {
        running = undefined;
      });
      return running;
    },
    wake() {
      if (unheard) restingUntil = failures = 0;
    },
    beacon() {
      const utf8 = new TextEncoder();
      const sizeOf = ({ item }: Entry) => utf8.encode(JSON.stringify(item)).length + 1;
      let room = BEACON_BYTES - bodyOf([], 0).length;
      let left = buffer.entries.filter((entry) => !told.has(entry) && sizeOf(entry) <= room);
      for (let tries = 0, sent = 0; tries < BEACON_TRIES && sent < BEACONS && !stopped && left.length > 0; tries++) {
        const some: Entry[] = [];
        let bytes = 0;
        for (const entry of left.slice(0, MAX_BATCH)) {
          bytes += sizeOf(entry);
          if (entry.to !== left[0]!.to || bytes > room) break;
          some.push(entry);
        }
        const address = `${url}/api/v1/${left[0]!.to}?key=${encodeURIComponent(key)}`;
        if (some.length > 0 && platform.navigator?.sendBeacon?.(address, bodyOf(some, 0))) {
          for (const entry of some) told.add(entry);
          left = left.slice(some.length);
          sent++;
          // Other requests under way take of the same room.
        } else room /= 2;
      }
    },
  };
}
