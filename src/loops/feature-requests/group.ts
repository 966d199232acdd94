/** Grouping wishes: each item joins the group that says the same, or founds one. Which it joined is decided once and remembered. */
import {
  type FeatureRequestDocument,
  type FeatureRequestItem,
  MAX_ITEMS,
  MAX_SEEN,
} from "../../model/feature-request.ts";
import { shortId } from "../../model/identity.ts";
import { duplicate, type Outcome, ok, reject, retry } from "../../model/outcome.ts";
import type { TenantId } from "../../model/tenant.ts";
import { type Store, StoreUnavailable, type WriteResult } from "../../store/store.ts";
import { titleOfWishes, wishLikeness, wishWords } from "../../text/wish-likeness.ts";

/** A wish of one text, ready to be grouped. */
export interface Wish {
  readonly app: string;
  readonly item: FeatureRequestItem;
  /** The wish as words to search by, and its vector (absent where no word is known). */
  readonly search: string;
  readonly vector?: Float32Array;
}

/** Groups nearest by meaning, among which the words decide; and wordings of a group that are compared, the newest. */
const CANDIDATES = 5;
const WORDINGS = 30;
const QUOTES = 20;
const MAX_ROUNDS = 12;

function foundedBy({ app, item }: Wish): FeatureRequestDocument {
  return {
    id: shortId("feature-request", app, item.id),
    app,
    title: item.title,
    count: 0,
    orgs: [],
    quotes: [],
    first_seen: item.date,
    last_seen: item.date,
    items: [],
    seen: [],
  };
}

/** At least 1 when the group wishes for the same: its founder in meaning, any of its wordings in words. */
function likenessToGroup(similarity: number, words: ReadonlySet<string>, group: FeatureRequestDocument): number {
  const wordings = new Set([group.title, ...group.items.slice(-WORDINGS).map(({ title }) => title)]);
  return Math.max(...[...wordings].map((wording) => wishLikeness(similarity, words, wishWords(wording))));
}

/** The group with the item counted in, once. */
export function joined(group: FeatureRequestDocument, item: FeatureRequestItem): FeatureRequestDocument {
  if (group.seen.includes(item.id)) return group;
  const quote = { ...(item.insight_id === undefined ? {} : { insight_id: item.insight_id }), text: item.text };
  const items = [...group.items, item].slice(-MAX_ITEMS);
  return {
    ...group,
    title: titleOfWishes(items.map(({ title }) => title)),
    count: group.count + 1,
    orgs: item.org === undefined || group.orgs.includes(item.org) ? group.orgs : [...group.orgs, item.org],
    quotes: group.quotes.length < QUOTES ? [...group.quotes, quote] : group.quotes,
    first_seen: Math.min(group.first_seen, item.date),
    last_seen: Math.max(group.last_seen, item.date),
    items,
    seen: [...group.seen, item.id].slice(-MAX_SEEN),
  };
}

/** Throws on an outage; true when written, false when somebody else was first. */
function won(result: WriteResult | undefined): boolean {
  if (result?.ok) return true;
  if (result?.reason === "unavailable" || result === undefined)
    throw new StoreUnavailable(result?.message ?? "no answer");
  if (result.reason === "invalid") throw new Error(result.message);
  return false;
}

export function createGrouping(store: Store) {
  /** An existing group that wishes for the same, else the one that this wish would found. */
  async function choose(tenant: TenantId, wish: Wish): Promise<string> {
    const founded = foundedBy(wish);
    if (wish.vector === undefined) return founded.id;
    const options = { where: { app: wish.app }, k: CANDIDATES };
    const nearest = await store.nearest(tenant, "feature_requests", wish.vector, options);
    const words = wishWords(wish.item.title);
    let best = founded.id;
    let most = 1;
    for (const { id, doc, similarity } of nearest) {
      const like = likenessToGroup(similarity, words, doc);
      if (like < most || (like === most && best !== founded.id)) continue;
      most = like;
      best = id;
    }
    return best;
  }

  /** What the item was assigned to: now, or when it came first. */
  async function assign(tenant: TenantId, batch: string, wish: Wish): Promise<{ group: string; batch: string }> {
    const known = await store.get(tenant, "feature_items", wish.item.id);
    if (known !== undefined) return known.doc;
    const doc = { group: await choose(tenant, wish), batch };
    const [result] = await store.write(tenant, "feature_items", [{ op: "create", id: wish.item.id, doc }]);
    if (won(result)) return doc;
    return (await store.get(tenant, "feature_items", wish.item.id))?.doc ?? doc;
  }

  async function join(tenant: TenantId, id: string, wish: Wish): Promise<void> {
    const indexed = { search: wish.search, ...(wish.vector === undefined ? {} : { vector: wish.vector }) };
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const stored = await store.get(tenant, "feature_requests", id);
      if (stored === undefined) {
        const doc = joined({ ...foundedBy(wish), id }, wish.item);
        const [result] = await store.write(tenant, "feature_requests", [{ op: "create", id, doc, ...indexed }]);
        if (won(result)) return;
        continue;
      }
      const doc = joined(stored.doc, wish.item);
      if (doc === stored.doc) return;
      const [result] = await store.write(tenant, "feature_requests", [
        { op: "update", id, version: stored.version, set: doc },
      ]);
      if (won(result)) return;
    }
    throw new Error(`others kept writing feature request ${id}`);
  }

  return async function group(tenant: TenantId, batch: string, wish: Wish): Promise<Outcome<Wish>> {
    try {
      const assigned = await assign(tenant, batch, wish);
      await join(tenant, assigned.group, wish);
      return assigned.batch === batch ? ok(wish) : duplicate;
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error;
      return error instanceof TypeError
        ? reject([{ field: "", code: "invalid", message: error.message }])
        : retry(error as Error);
    }
  };
}
