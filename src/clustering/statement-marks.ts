/**
 * How a decision remembers a statement: where it stood in its text and a hash of its words, no words themselves. It is found
 * again in what was read anew, or came again, as long as the text tells it still.
 */
import { shortId } from "../model/identity.ts";
import type { Statement } from "../model/insight.ts";

type Told = Pick<Statement, "start" | "end" | "quote">;

const hashOf = (quote: string): string => shortId("quote", quote).slice(0, 8);

export const markOf = (insight: string, { start, end, quote }: Told): string =>
  [insight, start, end, hashOf(quote)].join("|");

export const insightOfMark = (mark: string): string => mark.slice(0, mark.indexOf("|"));

/** Its place among the statements of its insight: the same words, else the stretch that most of it lies in, else the only one there is; -1 when it is gone. */
export function placeOfMark(mark: string, statements: readonly Told[]): number {
  const [, start, end, hash] = mark.split("|");
  const [from, to] = [Number(start), Number(end)];
  const same = statements.flatMap(({ quote }, at) => (hashOf(quote) === hash ? [at] : []));
  const overlapOf = (at: number): number => Math.min(to, statements[at]!.end) - Math.max(from, statements[at]!.start);
  const nearest = (places: readonly number[]): number => places.toSorted((a, b) => overlapOf(b) - overlapOf(a))[0]!;
  if (same.length > 0) return nearest(same);
  if (statements.length === 0) return -1;
  const best = nearest([...statements.keys()]);
  const shorter = Math.min(to - from, statements[best]!.end - statements[best]!.start);
  if (2 * overlapOf(best) > shorter) return best;
  return statements.length === 1 ? 0 : -1;
}
