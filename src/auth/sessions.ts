/**
 * Dashboard sessions: an opaque random token in a cookie, kept only as its SHA-256. A session is as good as the key it
 * was opened with: when the key is revoked, the session ends too.
 */
import { LRUCache } from "lru-cache";
import { INSTALLATION, TenantId } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";
import { mustWin } from "../store/written.ts";
import { hashOf, type KeyRing, randomSecret } from "./keys.ts";
import { keyTraits, type Principal } from "./principal.ts";

export const SESSION_COOKIE = "groundswell_session";
/** A working day. */
export const SESSION_SECONDS = 12 * 3600;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;
const FRESH_MS = 2_000;
const MAX_CACHED = 10_000;

interface Session {
  readonly key: string;
  /** Unix seconds. */
  readonly expires_at: number;
}

export interface Sessions {
  /** A new session for the owner of the key; undefined when the key is not valid. */
  open(key: string): Promise<{ readonly token: string; readonly principal: Principal } | undefined>;
  find(token: string): Promise<Principal | undefined>;
  end(token: string): Promise<void>;
}

const documentId = (token: string): string => `session-${hashOf(token)}`;

function readSession(value: unknown): Session | undefined {
  const { key, expires_at } = (value ?? {}) as Partial<Session>;
  return typeof key === "string" && typeof expires_at === "number" ? { key, expires_at } : undefined;
}

/** `now`: unix seconds; `clock`: monotonic milliseconds. */
export function createSessions(
  store: Store,
  keys: KeyRing,
  { now, clock = () => performance.now() }: { readonly now: () => number; readonly clock?: () => number },
): Sessions {
  const cache = new LRUCache<string, { readonly at: number; readonly session: Session | undefined }>({
    max: MAX_CACHED,
  });

  async function load(id: string): Promise<Session | undefined> {
    const known = cache.get(id);
    if (known !== undefined && clock() - known.at < FRESH_MS) return known.session;
    const session = readSession((await store.get(INSTALLATION, "progress", id))?.doc.value);
    cache.set(id, { at: clock(), session });
    return session;
  }

  async function principalOf(keyId: string): Promise<Principal | undefined> {
    const key = await keys.find(keyId);
    const tenant = TenantId.safeParse(key?.doc.tenant);
    if (key === undefined || !tenant.success) return undefined;
    return { tenant: tenant.data, via: "session", keyId, ...keyTraits(key.doc) };
  }

  /** Sessions are few; whoever opens one sweeps out those that have ended. */
  async function sweep(): Promise<void> {
    for await (const { id, doc } of store.scan(INSTALLATION, "progress")) {
      const session = id.startsWith("session-") ? readSession(doc.value) : undefined;
      if (session !== undefined && session.expires_at <= now()) {
        await store.write(INSTALLATION, "progress", [{ op: "delete", id }]);
      }
    }
  }

  return {
    async open(secret) {
      const key = await keys.verify(secret);
      // What everybody can read signs nobody in.
      const principal = key === undefined || key.doc.publishable ? undefined : await principalOf(key.id);
      if (key === undefined || principal === undefined) return undefined;
      await sweep();
      const token = randomSecret();
      const value: Session = { key: key.id, expires_at: now() + SESSION_SECONDS };
      mustWin(await store.write(INSTALLATION, "progress", [{ op: "create", id: documentId(token), doc: { value } }]));
      return { token, principal };
    },

    async find(token) {
      if (!TOKEN.test(token)) return undefined;
      const session = await load(documentId(token));
      return session === undefined || session.expires_at <= now() ? undefined : principalOf(session.key);
    },

    async end(token) {
      if (!TOKEN.test(token)) return;
      const id = documentId(token);
      await store.write(INSTALLATION, "progress", [{ op: "delete", id }]);
      cache.delete(id);
    },
  };
}
