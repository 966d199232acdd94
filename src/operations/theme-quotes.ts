/** What people say of a theme: one statement a person, the most telling first. */
import type { Cluster } from "../model/cluster.ts";
import { priorityRank, type Statement } from "../model/insight.ts";
import type { InsightDocument } from "../model/insight-document.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";
import { searchWords } from "../text/words.ts";

export interface ThemeQuote {
  readonly statement: Statement;
  readonly insight: InsightDocument;
}

/** Newest insights of a theme that quotes are chosen from, and how many for each quote that is wanted. */
const LOOKED_AT = 60;
const LOOKED_AT_A_QUOTE = 24;
/** A quote of fewer characters says too little, one of more isn't read. */
const SHORTEST = 25;
const LONGEST = 160;

const isReadable = ({ quote }: Statement): boolean => quote.length >= SHORTEST && quote.length <= LONGEST;

const wordsOf = (text: string): Set<string> => new Set(searchWords(text).filter((word) => word.length > 3));

/** Words of the title that the quote holds, two at most. */
function sharedWords(title: string, quote: string): number {
  const words = wordsOf(quote);
  return Math.min(2, [...wordsOf(title)].filter((word) => words.has(word)).length);
}

/** How well a statement tells its theme: by its title, the title's words in it, its length, then its weight. */
const weightOf = (statement: Statement, { name, failure }: ThemeLike): number =>
  (statement.title === name ? 4 : 0) +
  (failure !== undefined && statement.failure === failure ? 4 : 0) +
  2 * sharedWords(name, statement.quote) +
  (isReadable(statement) ? 3 : 0) +
  priorityRank[statement.priority] / 2;

type ThemeLike = Pick<Cluster, "id" | "app" | "name" | "failure">;

const sameWords = (quote: string): string =>
  quote
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** At most `most`; of those that tell it equally well the newest first. */
export async function readThemeQuotes(
  store: Store,
  tenant: TenantId,
  theme: ThemeLike,
  most: number,
): Promise<ThemeQuote[]> {
  const items = await store.first(tenant, "insights", {
    where: { app_name: theme.app, themes: theme.id },
    sort: [{ by: "date", order: "desc" }],
    limit: Math.min(LOOKED_AT, most * LOOKED_AT_A_QUOTE),
  });
  const seen = new Set<string>();
  const quotes = items.flatMap(({ doc }): (ThemeQuote & { readonly weight: number })[] => {
    const weighed = (doc.statements ?? [])
      .filter((statement) => statement.theme === theme.id)
      .map((statement) => ({ statement, insight: doc, weight: weightOf(statement, theme) }))
      .sort((a, b) => b.weight - a.weight);
    const [best] = weighed;
    if (best === undefined || seen.has(sameWords(best.statement.quote))) return [];
    seen.add(sameWords(best.statement.quote));
    return [best];
  });
  return quotes.sort((a, b) => b.weight - a.weight).slice(0, most);
}
