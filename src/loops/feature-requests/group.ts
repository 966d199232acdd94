/** Grouping wishes: each item joins the group that says the same, or founds one. Which it joined is decided once and remembered. */
import { LRUCache } from "lru-cache";
import {
  type FeatureRequestDocument,
  type FeatureRequestItem,
  MAX_ITEMS,
  MAX_SEEN,
  requestId,
} from "../../model/feature-request.ts";
import { duplicate, type Outcome, ok } from "../../model/outcome.ts";
import type { TenantId } from "../../model/tenant.ts";
import { dot } from "../../numeric/dot.ts";
import type { Store, Stored, Write } from "../../store/store.ts";
import { won } from "../../store/written.ts";
import { titleOfWishes, wishLikeness, wishWords } from "../../text/wish-likeness.ts";
import { type Candidate, createNearestGroups, type WishEmbedder } from "./nearest.ts";

/** A wish of one text, ready to be grouped. */
export interface Wish {
  readonly app: string;
  readonly item: FeatureRequestItem;
  /** The wish as words to search by, and its vector (absent where no word is known). */
  readonly search: string;
  readonly vector?: Float32Array;
}

/** Wordings of a group that are compared, the newest. */
const WORDINGS = 30;
const QUOTES = 20;
/** Wordings whose group is remembered, and for how long: another runner may have founded the like at the same time, and then all go on with one of the two. */
const MOST_WORDINGS = 10_000;
const WORDING_MS = 60_000;
/** Longer wordings hardly come twice. */
const LONGEST_WORDING = 500;
const MAX_ROUNDS = 12;

function foundedBy({ app, item }: Wish): FeatureRequestDocument {
  return {
    id: requestId(app, item.id),
    app,
    title: item.wish,
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
  const wordings = new Set([group.title, ...group.items.slice(-WORDINGS).map(({ wish }) => wish)]);
  return Math.max(...[...wordings].map((wording) => wishLikeness(similarity, words, wishWords(wording))));
}

/** Letters of an id, a hash in base 32, that tell the items of one group apart: 50 bits. */
const TELLING = 10;
const shortened = (id: string): string => id.slice(0, TELLING);

/** The group with the items counted in, each once; what a text asks for twice counts once. */
export function joined(group: FeatureRequestDocument, joining: readonly FeatureRequestItem[]): FeatureRequestDocument {
  const seen = new Set(group.seen.map(shortened));
  const fresh = joining.filter(({ id }) => !seen.has(shortened(id)) && seen.add(shortened(id)));
  if (fresh.length === 0) return group;
  const texts = new Set(group.items.map(({ insight_id }) => insight_id));
  const counted = fresh.filter(({ insight_id: text }) => text === undefined || (!texts.has(text) && texts.add(text)));
  const items = [...group.items, ...counted].slice(-MAX_ITEMS);
  const quotes = counted.map(({ insight_id, text }) => ({ insight_id, text }));
  const orgs = fresh.flatMap(({ org }) => (org === undefined ? [] : [org]));
  const dates = fresh.map(({ date }) => date);
  return {
    ...group,
    title: titleOfWishes(items.map(({ wish }) => wish)),
    count: group.count + counted.length,
    orgs: [...new Set([...group.orgs, ...orgs])],
    quotes: [...group.quotes, ...quotes].slice(0, QUOTES),
    first_seen: Math.min(group.first_seen, ...dates),
    last_seen: Math.max(group.last_seen, ...dates),
    items,
    seen: [...seen].slice(-Math.max(MAX_SEEN, joining.length)),
  };
}

interface Assignment {
  readonly group: string;
  readonly batch: string;
}

/** The candidate that wishes for the same as this wish, else the group that it would found. */
function choose(wish: Wish, candidates: readonly Candidate[]): string {
  const words = wishWords(wish.item.wish);
  let best = foundedBy(wish).id;
  let most = 0;
  for (const { id, doc, similarity } of candidates) {
    const like = likenessToGroup(similarity, words, doc);
    if (like < 1 || like <= most) continue;
    most = like;
    best = id;
  }
  return best;
}

/** The wishes' vectors are of the version of `text`. `clock`: monotonic milliseconds. */
export function createGrouping(store: Store, text: WishEmbedder, clock: () => number = () => performance.now()) {
  const nearestGroups = createNearestGroups(store, text);

  /** Groups that the wordings met last went to: what was said before needs no search. */
  const groupOfWording = new LRUCache<string, { readonly group: string; readonly at: number }>({ max: MOST_WORDINGS });
  const wordingOf = (tenant: TenantId, { app, search }: Wish): string => JSON.stringify([tenant, app, search]);

  function remember(tenant: TenantId, wish: Wish, group: string): void {
    if (wish.search === "" || wish.search.length > LONGEST_WORDING) return;
    groupOfWording.set(wordingOf(tenant, wish), { group, at: clock() });
  }

  function recall(tenant: TenantId, wish: Wish): string | undefined {
    const known = groupOfWording.get(wordingOf(tenant, wish));
    return known !== undefined && clock() - known.at < WORDING_MS ? known.group : undefined;
  }

  /** A group for each wish, in order: the second of two like wishes joins the group that the first founds. */
  async function choices(tenant: TenantId, wishes: readonly Wish[]): Promise<string[]> {
    // Recalled once: what is forgotten meanwhile was not searched for.
    const heard = new Map(wishes.map((wish) => [wish, recall(tenant, wish)]));
    const unheard = wishes.filter((wish) => heard.get(wish) === undefined);
    const nearest = await nearestGroups(tenant, unheard);
    const stored = new Map(unheard.map((wish, at) => [wish, nearest[at]!]));
    const founded: { readonly wish: Wish; readonly doc: FeatureRequestDocument }[] = [];
    return wishes.map((wish) => {
      const before = heard.get(wish) ?? recall(tenant, wish);
      if (before !== undefined) return before;
      const here = founded.flatMap(({ wish: founder, doc }): Candidate[] => {
        if (founder.app !== wish.app || founder.vector === undefined || wish.vector === undefined) return [];
        return [{ id: doc.id, doc, similarity: dot(founder.vector, wish.vector) }];
      });
      const chosen = choose(wish, [...(stored.get(wish) ?? []), ...here]);
      const own = foundedBy(wish);
      if (chosen === own.id) founded.push({ wish, doc: own });
      remember(tenant, wish, chosen);
      return chosen;
    });
  }

  /** What each wish was assigned to: now, or when it came first. */
  async function assign(tenant: TenantId, batch: string, wishes: readonly Wish[]): Promise<Assignment[]> {
    const ids = wishes.map(({ item }) => item.id);
    const known = (await store.getMany(tenant, "feature_items", ids)).map((stored) => stored?.doc);
    const fresh = wishes.flatMap((_, index) => (known[index] === undefined ? [index] : []));
    if (fresh.length === 0) return known as Assignment[];
    const groups = await choices(
      tenant,
      fresh.map((index) => wishes[index]!),
    );
    const docs = groups.map((group) => ({ group, batch }));
    const results = await store.write(
      tenant,
      "feature_items",
      fresh.map((index, at) => ({ op: "create", id: ids[index]!, doc: docs[at]! })),
    );
    // Somebody was faster with an item (or it is twice in this batch): theirs stands.
    const late = fresh.filter((_, at) => !won(results[at]));
    const theirs = await store.getMany(
      tenant,
      "feature_items",
      late.map((index) => ids[index]!),
    );
    fresh.forEach((index, at) => {
      known[index] = docs[at]!;
    });
    late.forEach((index, at) => {
      known[index] = theirs[at]?.doc ?? known[index];
    });
    return known as Assignment[];
  }

  function joinWrite(
    id: string,
    wishes: readonly Wish[],
    stored: Stored<FeatureRequestDocument> | undefined,
  ): Write<FeatureRequestDocument> | undefined {
    const items = wishes.map(({ item }) => item);
    if (stored !== undefined) {
      const set = joined(stored.doc, items);
      return set === stored.doc ? undefined : { op: "update", id, version: stored.version, set };
    }
    const [founder] = wishes;
    const { search, vector } = founder!;
    const doc = joined({ ...foundedBy(founder!), id, vector_version: text.vectorVersion }, items);
    return { op: "create", id, doc, search, vector };
  }

  /** Counts the wishes into their groups, a write a group; decides again where somebody else wrote in between. */
  async function join(tenant: TenantId, byGroup: ReadonlyMap<string, readonly Wish[]>): Promise<void> {
    let open = [...byGroup.keys()];
    for (let round = 0; round < MAX_ROUNDS && open.length > 0; round++) {
      const stored = await store.getMany(tenant, "feature_requests", open);
      const writes = open.flatMap((id, at) => joinWrite(id, byGroup.get(id)!, stored[at]) ?? []);
      const results = await store.write(tenant, "feature_requests", writes);
      open = writes.filter((_, at) => !won(results[at])).map(({ id }) => id);
    }
    if (open.length > 0) throw new Error(`others kept writing feature requests ${open.join(", ")}`);
  }

  /** One outcome per wish, in order: `ok` when this batch brought it, else `duplicate`. */
  return async function group(tenant: TenantId, batch: string, wishes: readonly Wish[]): Promise<Outcome<Wish>[]> {
    const assigned = await assign(tenant, batch, wishes);
    const byGroup = new Map<string, Wish[]>();
    wishes.forEach((wish, index) => {
      const { group: id } = assigned[index]!;
      byGroup.set(id, [...(byGroup.get(id) ?? []), wish]);
    });
    await join(tenant, byGroup);
    const counted = new Set<string>();
    return wishes.map((wish, index) => {
      const first = !counted.has(wish.item.id);
      counted.add(wish.item.id);
      return first && assigned[index]!.batch === batch ? ok(wish) : duplicate;
    });
  };
}
