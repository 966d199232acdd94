/** Tells browsers that something of their tenant has changed, so that they ask again: server-sent events, from one look at the store for all who listen. */
import type { TenantId } from "../model/tenant.ts";
import { readForAll } from "../store/asker.ts";
import type { Store } from "../store/store.ts";
import { Problem } from "./problem.ts";

/** How often the store is looked at while anybody listens. */
const LOOK_MS = 3_000;
/** Proxies and our own server close what is silent for longer. */
const HEARTBEAT_MS = 15_000;
/** After this the browser connects again, so that nobody keeps a right that was taken away. */
const LONGEST_MS = 600_000;
/** Of one tenant; a browser needs one for all its tabs. More ask every so often instead. */
const MOST_LISTENERS = 50;
const RETRY_AFTER_SECONDS = 60;

const CHANGED = "event: changed\ndata: {}\n\n";

export interface Live {
  /** Server-sent events until the signal aborts. Throws a Problem when too many listen. */
  listen(tenant: TenantId, signal: AbortSignal): AsyncIterable<string>;
  /** Ends all that listen. */
  close(): void;
}

/** What is the same as long as nothing that pages show has changed. */
async function fingerprint(store: Store, tenant: TenantId): Promise<string> {
  const [insights, tickets, clusters, sessions, responses, runs, done, wrong, dropped, dead] = await Promise.all([
    store.search(tenant, "insights", { sort: [{ by: "ingested_at", order: "desc" }], limit: 1 }),
    store.search(tenant, "tickets", { sort: [{ by: "updated_at", order: "desc" }], limit: 1 }),
    store.search(tenant, "clusters", { where: { alive: true }, sort: [{ by: "size", order: "desc" }], limit: 3 }),
    store.search(tenant, "sessions", { sort: [{ by: "received_at", order: "desc" }], limit: 1 }),
    store.search(tenant, "responses", { sort: [{ by: "submitted_at", order: "desc" }], limit: 1 }),
    store.search(tenant, "source_runs", { sort: [{ by: "started_at", order: "desc" }], limit: 1 }),
    // Whatever people change stands there: a status, a form, an alert, a source.
    store.search(tenant, "audit", { sort: [{ by: "at", order: "desc" }], limit: 1 }),
    store.count(tenant, "event_errors", {}),
    store.count(tenant, "rejections", { where: { replayed: false } }),
    store.count(tenant, "dead_letters", { where: { state: "dead" } }),
  ]);
  const versions = [insights, tickets, clusters, sessions, responses, runs, done].map(({ total, items }) => [
    total,
    items.map(({ id, version }) => [id, version]),
  ]);
  return JSON.stringify([versions, wrong, dropped, dead]);
}

interface Watched {
  readonly listeners: Set<() => void>;
  known: string | undefined;
}

export function createLive(store: Store): Live {
  const tenants = new Map<TenantId, Watched>();
  const closing = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let looking = false;

  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    try {
      for (const [tenant, watched] of tenants) {
        const seen = await fingerprint(store, tenant);
        const isNew = watched.known !== undefined && watched.known !== seen;
        watched.known = seen;
        if (isNew) for (const tell of watched.listeners) tell();
      }
    } catch {
      // An outage is told where people ask; the next look may succeed.
    } finally {
      looking = false;
    }
  }

  function join(tenant: TenantId, tell: () => void): () => void {
    const watched = tenants.get(tenant) ?? { listeners: new Set(), known: undefined };
    if (watched.listeners.size >= MOST_LISTENERS)
      throw new Problem(503, "too many listen already", { headers: { "Retry-After": String(RETRY_AFTER_SECONDS) } });
    watched.listeners.add(tell);
    tenants.set(tenant, watched);
    timer ??= readForAll(() => setInterval(() => void look(), LOOK_MS));
    return () => {
      watched.listeners.delete(tell);
      if (watched.listeners.size === 0) tenants.delete(tenant);
      if (tenants.size > 0) return;
      clearInterval(timer);
      timer = undefined;
    };
  }

  async function* events(signal: AbortSignal, leave: () => void, state: { changed: boolean; wake: () => void }) {
    const ends = AbortSignal.any([signal, closing.signal, AbortSignal.timeout(LONGEST_MS)]);
    const wake = () => state.wake();
    ends.addEventListener("abort", wake);
    try {
      // What changed between the page's own asking and the first look is heard of too.
      yield "retry: 3000\n\n";
      await readForAll(look);
      yield CHANGED;
      while (!ends.aborted) {
        await new Promise<void>((resolve) => {
          const beat = setTimeout(resolve, HEARTBEAT_MS);
          state.wake = () => {
            clearTimeout(beat);
            resolve();
          };
          if (state.changed || ends.aborted) state.wake();
        });
        if (ends.aborted) break;
        yield state.changed ? CHANGED : ": still here\n\n";
        state.changed = false;
      }
    } finally {
      ends.removeEventListener("abort", wake);
      leave();
    }
  }

  return {
    listen(tenant, signal) {
      const state = { changed: false, wake: () => {} };
      const leave = join(tenant, () => {
        state.changed = true;
        state.wake();
      });
      // What is never begun never ends by itself.
      signal.addEventListener("abort", leave, { once: true });
      return events(signal, leave, state);
    },
    close() {
      closing.abort();
      clearInterval(timer);
    },
  };
}
