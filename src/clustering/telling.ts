/** Which statements of a theme tell it best: what is quoted of it. Pure. */
import type { Cluster } from "../model/cluster.ts";
import { priorityRank, type Statement } from "../model/insight.ts";
import { searchWords } from "../text/words.ts";

/** Newest members of a theme that are looked through, at most. */
export const LOOKED_AT = 60;

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

type Told = Pick<Cluster, "name" | "failure">;

/** How well a statement tells its theme: by its title, the title's words in it, its length, then its weight. */
const weightOf = (statement: Statement, { name, failure }: Told): number =>
  (statement.title === name ? 4 : 0) +
  (failure !== undefined && statement.failure === failure ? 4 : 0) +
  2 * sharedWords(name, statement.quote) +
  (isReadable(statement) ? 3 : 0) +
  priorityRank[statement.priority] / 2;

const sameWords = (quote: string): string =>
  quote
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

interface Candidate {
  /** Of the insight that it stands in. */
  readonly record: string;
  readonly statement: Statement;
}

/** One of each insight and of each wording, the most telling first; of those that tell it equally well the newest. */
export function tellingFirst<T extends Candidate>(newestFirst: readonly T[], theme: Told): T[] {
  const weighed = newestFirst.map((one) => ({ one, weight: weightOf(one.statement, theme) }));
  const seen = new Set<string>();
  return [...Map.groupBy(weighed, ({ one }) => one.record).values()]
    .flatMap((same) => {
      const best = same.reduce((most, other) => (other.weight > most.weight ? other : most));
      const words = sameWords(best.one.statement.quote);
      if (seen.has(words)) return [];
      seen.add(words);
      return [best];
    })
    .sort((a, b) => b.weight - a.weight)
    .map(({ one }) => one);
}
