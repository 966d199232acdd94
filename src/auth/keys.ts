/**
 * API keys: 256 random bits, shown once, kept only as their SHA-256. Looked up through a short-lived cache, so that a
 * revocation counts within two seconds everywhere, and an outage of the store does not lock out who was known.
 */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { LRUCache } from "lru-cache";
import type { KeyDocument, Publishable, Scope } from "../model/key.ts";
import { INSTALLATION, type TenantId } from "../model/tenant.ts";
import { type Store, StoreUnavailable } from "../store/store.ts";
import { mustWin, won } from "../store/written.ts";

const PREFIX = "gsw_";
/** Of keys that everybody may read. */
const PUBLIC_PREFIX = "gsw_pub_";
const KEY = /^gsw_(pub_)?[A-Za-z0-9_-]{43}$/;
const HINT_LENGTH = 8;
const FRESH_MS = 2_000;
const MAX_CACHED = 10_000;

export interface NewKey {
  readonly tenant: TenantId;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly application?: string | undefined;
  readonly publishable?: Publishable | undefined;
  /** As {@link randomKey} makes them; by default a new one. */
  readonly key?: string;
}

export interface StoredKey {
  readonly id: string;
  readonly doc: KeyDocument;
}

export interface CreatedKey extends StoredKey {
  /** The secret itself: shown to its owner once, never kept. */
  readonly key: string;
}

/** What is told of a key: everything but the key. */
export function shownKey({ id, doc: { publishable, ...doc } }: StoredKey) {
  const kind: "secret" | "publishable" = publishable === undefined ? "secret" : "publishable";
  return { id, kind, uses: 0, refusals: 0, ...doc, ...publishable };
}

export interface KeyRing {
  create(key: NewKey): Promise<CreatedKey>;
  /** The key that this secret is, unless it is unknown or revoked. */
  verify(secret: string): Promise<StoredKey | undefined>;
  /** A key that has not been revoked, by its id. */
  find(id: string): Promise<StoredKey | undefined>;
  /** Newest first, revoked ones too. */
  list(
    tenant: TenantId,
    page: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
  ): Promise<{
    readonly items: readonly StoredKey[];
    readonly total: number;
    readonly next_cursor: string | null;
  }>;
  /** False when the tenant has no such key. */
  revoke(tenant: TenantId, id: string): Promise<boolean>;
  /** Whether a key was ever created in this installation: from then on nothing goes without one. */
  anyCreated(): Promise<boolean>;
}

export interface KeyRingOptions {
  /** Unix seconds. */
  readonly now: () => number;
  /** Monotonic milliseconds. */
  readonly clock?: () => number;
  /** Told each time that a revoked key is shown, or a session of one. */
  readonly onRevoked?: (key: StoredKey) => void;
}

export const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");

export const randomSecret = (): string => randomBytes(32).toString("base64url");

export const randomKey = (publishable?: Publishable): string =>
  (publishable === undefined ? PREFIX : PUBLIC_PREFIX) + randomSecret();

export const isKey = (text: string): boolean => KEY.test(text);

/** Both are hex digests of the same length. */
export const sameHash = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

export function createKeyRing(
  store: Store,
  { now, clock = () => performance.now(), onRevoked }: KeyRingOptions,
): KeyRing {
  const cache = new LRUCache<string, { readonly at: number; readonly doc: KeyDocument | undefined }>({
    max: MAX_CACHED,
  });
  let created: { readonly at: number; readonly any: boolean } | undefined;

  async function load(id: string): Promise<KeyDocument | undefined> {
    const known = cache.get(id);
    if (known !== undefined && clock() - known.at < FRESH_MS) return known.doc;
    try {
      const stored = await store.get(INSTALLATION, "keys", id);
      cache.set(id, { at: clock(), doc: stored?.doc });
      return stored?.doc;
    } catch (error) {
      // While the store is away nobody can revoke anything either.
      if (error instanceof StoreUnavailable && known !== undefined) return known.doc;
      throw error;
    }
  }

  async function find(id: string): Promise<StoredKey | undefined> {
    const doc = await load(id);
    if (doc?.revoked) onRevoked?.({ id, doc });
    return doc === undefined || doc.revoked ? undefined : { id, doc };
  }

  return {
    find,

    async create({ tenant, name, scopes, application, publishable, key = randomKey(publishable) }) {
      const prefix = publishable === undefined ? PREFIX : PUBLIC_PREFIX;
      const id = hashOf(key);
      const hint = key.slice(0, prefix.length + HINT_LENGTH);
      const traits = { ...(application === undefined ? {} : { application }), ...(publishable && { publishable }) };
      const doc: KeyDocument = { tenant, name, scopes, hint, created_at: now(), revoked: false, ...traits };
      mustWin(await store.write(INSTALLATION, "keys", [{ op: "create", id, doc }]));
      cache.set(id, { at: clock(), doc });
      created = { at: clock(), any: true };
      return { id, doc, key };
    },

    async verify(secret) {
      if (!KEY.test(secret)) return undefined;
      const id = hashOf(secret);
      const found = await find(id);
      return found !== undefined && sameHash(found.id, id) ? found : undefined;
    },

    async list(tenant, { limit, cursor }) {
      // Who has just made or revoked one looks here for it.
      await store.refresh(["keys"]);
      const page = await store.search(INSTALLATION, "keys", {
        where: { tenant },
        sort: [{ by: "created_at", order: "desc" }],
        limit,
        cursor,
      });
      return { ...page, items: page.items.map(({ id, doc }) => ({ id, doc })) };
    },

    async revoke(tenant, id) {
      const stored = await store.get(INSTALLATION, "keys", id);
      if (stored === undefined || stored.doc.tenant !== tenant) return false;
      try {
        const [result] = await store.write(INSTALLATION, "keys", [{ op: "update", id, set: { revoked: true } }]);
        return won(result);
      } finally {
        // It may be revoked although the answer was lost.
        cache.delete(id);
      }
    },

    async anyCreated() {
      if (created !== undefined && (created.any || clock() - created.at < FRESH_MS)) return created.any;
      try {
        created = { at: clock(), any: (await store.count(INSTALLATION, "keys", {})) > 0 };
      } catch (error) {
        if (!(error instanceof StoreUnavailable) || created === undefined) throw error;
      }
      return created.any;
    },
  };
}
