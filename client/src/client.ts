/**
 * Groundswell's client: reports what users do and say, from a page or from Node, and never throws into, waits in front of
 * or holds up its host. What can't be sent now is kept and sent later, at least once; its ids make that exactly once.
 */
import { createBuffer } from "./buffer.ts";
import { createId, defaultStorage, type KeyStorage, platform } from "./platform.ts";
import { createSender } from "./sender.ts";
import { createSessions } from "./session.ts";

const MOST_OBJECTS = 1_000;

export type { KeyStorage } from "./platform.ts";

export interface ClientOptions {
  /** Of the server, such as `https://feedback.example.com`. */
  readonly url: string;
  /** In a page, a publishable one. */
  readonly key: string;
  /** Heeded with an admin key; any other key says itself what application it is of. */
  readonly application?: string;
  /** Events that are sent at once. Default 20. */
  readonly flushAt?: number;
  /** Milliseconds after which what waits is sent. Default 2,000. */
  readonly flushMs?: number;
  /** Events that wait at most; the oldest go, and are counted. Default 1,000. */
  readonly maxQueue?: number;
  /** Default: localStorage in a page, memory elsewhere. */
  readonly storage?: KeyStorage;
  readonly fetch?: typeof fetch;
  /** Told of what is given up; by default a page's console is, once. */
  readonly onError?: (error: Error) => void;
}

export interface Feedback {
  readonly text: string;
  readonly title?: string;
  readonly [field: string]: unknown;
}

export interface Client {
  /** `data`: not empty, at most 64 KB of JSON. */
  track(category: string, name: string, data: Readonly<Record<string, unknown>>): void;
  /** That this page is looked at. */
  page(): void;
  /** The session's id; given one, it is that from now on. */
  session(id?: string): string;
  /** Whose visit it is, from now on; to erase by. */
  identify(person: string | undefined): void;
  feedback(feedback: Feedback): void;
  /** Resolves when all is sent, or can't be for now. */
  flush(): Promise<void>;
  /** Sends what waits, and stops. */
  close(): Promise<void>;
}

/** As it is now, for the host may change it; of what JSON has no way to say, what can be said. */
function copyOf<T>(value: T): T {
  let text: string;
  try {
    text = JSON.stringify(value, (_, part: unknown) => (part instanceof Error ? String(part) : part));
  } catch {
    // Circles, and whatever hangs on them: each object once, and not without end.
    const seen = new Set<unknown>();
    text = JSON.stringify(value, (_, part: unknown) => {
      if (typeof part === "bigint" || part instanceof Error) return String(part);
      if (typeof part !== "object" || part === null) return part;
      return seen.has(part) || seen.size === MOST_OBJECTS ? undefined : seen.add(part) && part;
    });
  }
  return JSON.parse(text) as T;
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

export function createClient(options: ClientOptions): Client {
  const { application, flushAt = 20, flushMs = 2_000, maxQueue = 1_000, storage = defaultStorage() } = options;
  // Settings that a build left out must not stop the host.
  const url = String(options.url ?? "").replace(/\/+$/, "");
  const key = String(options.key ?? "");
  const now = Date.now;
  let warned = false;
  const report = (error: Error): void => {
    try {
      if (options.onError !== undefined) options.onError(error);
      else if (!warned) console.warn(`groundswell: ${error.message}`);
      warned = true;
    } catch {}
  };
  /** Whatever goes wrong is never the host's. */
  const safely = <T>(work: () => T, otherwise: T): T => {
    try {
      return work();
    } catch (thrown) {
      report(asError(thrown));
      return otherwise;
    }
  };
  const sessions = createSessions(storage, now);
  // Of the key a few characters: two clients of a page don't mix.
  const buffer = createBuffer(storage, `gsw-${key.slice(-6)}-`, maxQueue, now);
  const sender = createSender(buffer, {
    ...{ url, key, now, random: Math.random },
    fetch: options.fetch ?? ((...request) => fetch(...request)),
    warn: (what) => report(new Error(what)),
  });
  let closed = url === "";
  if (closed) report(new Error("without the server's url nothing is sent"));
  let timer: ReturnType<typeof setTimeout> | undefined;

  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    buffer.adopt();
    await sender.flush().catch((thrown) => report(asError(thrown)));
    const rest = sender.rest();
    if (buffer.entries.length > 0 && rest !== undefined) flushLater(Math.max(flushMs, rest));
  };
  function flushLater(ms: number): void {
    if (closed || timer !== undefined) return;
    timer = setTimeout(flush, ms);
    (timer as { unref?(): void }).unref?.();
  }

  function add(to: "events" | "feedback", item: object): void {
    if (closed) return;
    const id = createId(now());
    if (!buffer.add({ to, item: copyOf({ id, ...item, application }) })) report(new Error(`too large: one of ${to}`));
    if (buffer.entries.length >= flushAt && sender.rest() === 0) void flush();
    else flushLater(flushMs);
  }

  const track: Client["track"] = (category, name, data) =>
    safely(() => {
      const { id: session_id, sequence, person } = sessions.next();
      const timestamp = new Date(now()).toISOString();
      add("events", { session_id, category, name, data, timestamp, sequence, person });
    }, undefined);

  const { document, location } = platform;
  let left = false;
  /** A page that nobody sees may be ended without another word. */
  const hide = (): void =>
    safely(() => {
      buffer.save(!left);
      sender.beacon();
    }, undefined);
  /** It is hidden after that, too: what it leaves stays there for whoever comes next. */
  const end = (): void => {
    left = true;
    hide();
  };
  const back = (): void => {
    left = false;
  };
  const seen = (): void => (document?.visibilityState === "hidden" ? hide() : void flush());
  const online = (): void => {
    sender.wake();
    void flush();
  };
  document?.addEventListener?.("visibilitychange", seen);
  document?.addEventListener?.("freeze", hide);
  platform.addEventListener?.("pagehide", end);
  platform.addEventListener?.("pageshow", back);
  platform.addEventListener?.("online", online);
  safely(() => buffer.adopt(), undefined);
  if (buffer.entries.length > 0) flushLater(0);

  return {
    track,
    page: () =>
      track("page", "view", {
        path: location?.pathname ?? "/",
        ...(document?.title ? { title: document.title } : {}),
        ...(document?.referrer ? { referrer: document.referrer.split("?")[0] } : {}),
      }),
    session: (id) => safely(() => sessions.use(id), id ?? ""),
    identify: (person) => safely(() => sessions.identify(person), undefined),
    feedback: (feedback) =>
      safely(() => {
        const date = new Date(now()).toISOString();
        add("feedback", { date, session_id: sessions.use(undefined), app: application, ...feedback });
      }, undefined),
    flush,
    async close() {
      await flush();
      closed = true;
      clearTimeout(timer);
      document?.removeEventListener?.("visibilitychange", seen);
      document?.removeEventListener?.("freeze", hide);
      platform.removeEventListener?.("pagehide", end);
      platform.removeEventListener?.("pageshow", back);
      platform.removeEventListener?.("online", online);
      buffer.save(false);
    },
  };
}
