/** Why the members of a theme are together: words that they share and others don't, the nearest two, and the least alike to check. */
import type { Cluster } from "../../model/cluster.ts";
import type { InsightDocument } from "../../model/insight-document.ts";
import type { TenantId } from "../../model/tenant.ts";
import { dot } from "../../numeric/dot.ts";
import type { Store } from "../../store/store.ts";
import { searchWords } from "../../text/words.ts";
import { type Said, saidOf } from "../said.ts";

export interface Member {
  readonly said: Said;
  readonly quote: string;
  /** Cosine with the middle of the theme. */
  readonly similarity: number;
}

export interface Together {
  /** Shares of the members' statements, and of others of the app, that have the word. */
  readonly words: readonly { readonly word: string; readonly share: number; readonly elsewhere: number }[];
  readonly nearest: { readonly similarity: number; readonly members: readonly [Member, Member] } | undefined;
  readonly leastAlike: readonly Member[];
  /** Members that were looked at. */
  readonly looked: number;
}

/** Comparing all pairs of more takes longer than a page may. */
const MOST_MEMBERS = 200;
const MOST_OTHERS = 300;
const SHOWN_WORDS = 8;
const SHOWN_LEAST = 5;
const LEAST_SHARE = 0.15;
const FACTOR = 2;
const SHORTEST_WORD = 3;

interface Looked {
  readonly doc: InsightDocument;
  readonly quote: string;
  readonly vector: Float32Array;
}

async function membersOf(store: Store, tenant: TenantId, { id, app }: Pick<Cluster, "id" | "app">): Promise<Looked[]> {
  const found: Looked[] = [];
  const where = { app_name: app, themes: id };
  for await (const { doc, vector } of store.scan(tenant, "insights", {
    where,
    vectors: true,
    pageSize: MOST_MEMBERS,
  })) {
    const quote = (doc.statements ?? []).find(({ theme }) => theme === id)?.quote;
    if (vector !== undefined && quote !== undefined) found.push({ doc, quote, vector });
    if (found.length >= MOST_MEMBERS) break;
  }
  return found;
}

const distinct = (text: string): Set<string> =>
  new Set(searchWords(text).filter((word) => word.length >= SHORTEST_WORD && !/^\d+$/.test(word)));

function countWords(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) for (const word of distinct(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function sharedWords(inside: readonly string[], outside: readonly string[]): Together["words"] {
  const others = countWords(outside);
  return [...countWords(inside)]
    .map(([word, count]) => ({
      word,
      share: count / inside.length,
      elsewhere: (others.get(word) ?? 0) / Math.max(1, outside.length),
    }))
    .filter(({ share, elsewhere }) => share >= LEAST_SHARE && share >= FACTOR * elsewhere)
    .sort((a, b) => b.share - b.elsewhere - (a.share - a.elsewhere))
    .slice(0, SHOWN_WORDS);
}

function middleOf(members: readonly Looked[]): Float32Array {
  const middle = new Float32Array(members[0]!.vector.length);
  for (const { vector } of members) for (const [at, value] of vector.entries()) middle[at]! += value;
  const length = Math.sqrt(dot(middle, middle)) || 1;
  return middle.map((value) => value / length);
}

const round = (value: number): number => Math.round(value * 1000) / 1000;

function nearestOf(members: readonly Looked[]) {
  let best: { readonly similarity: number; readonly pair: readonly [Looked, Looked] } | undefined;
  for (const [at, one] of members.entries()) {
    for (const other of members.slice(at + 1)) {
      // The same words again say nothing.
      if (one.quote === other.quote) continue;
      const similarity = dot(one.vector, other.vector);
      if (similarity > (best?.similarity ?? -1)) best = { similarity, pair: [one, other] };
    }
  }
  return best;
}

export async function readTogether(store: Store, tenant: TenantId, theme: Cluster): Promise<Together> {
  const [members, others] = await Promise.all([
    membersOf(store, tenant, theme),
    store.search(tenant, "insights", {
      where: { app_name: theme.app, themes: { exists: true } },
      sort: [{ by: "date", order: "desc" }],
      limit: MOST_OTHERS,
    }),
  ]);
  if (members.length === 0) return { words: [], nearest: undefined, leastAlike: [], looked: 0 };
  const outside = others.items.flatMap(({ doc }) =>
    (doc.statements ?? []).filter((one) => one.theme !== theme.id).map(({ quote }) => quote),
  );
  const middle = middleOf(members);
  const shown = ({ doc, quote, vector }: Looked): Member => ({
    said: saidOf(doc),
    quote,
    similarity: round(dot(vector, middle)),
  });
  const nearest = nearestOf(members);
  return {
    words: sharedWords(
      members.map(({ quote }) => quote),
      outside,
    ),
    nearest: nearest && {
      similarity: round(nearest.similarity),
      members: [shown(nearest.pair[0]), shown(nearest.pair[1])],
    },
    leastAlike: members
      .map(shown)
      .sort((a, b) => a.similarity - b.similarity)
      .slice(0, SHOWN_LEAST),
    looked: members.length,
  };
}
