/** Finding in a text what somebody says is a quote of it. Quoting changes cases, quotation marks and white space, and cuts at punctuation. */

/** UTF-16 offsets: `text.slice(start, end)` is the quote as it is written there. */
export interface QuotePlace {
  readonly start: number;
  readonly end: number;
}

const LONGEST = 2_000;
const EDGE = /[\s"'“”‘’«»….,;:!?-]/u;
const CAPITAL = /\p{Lu}/gu;
/** Letters of scripts that part their words by spaces. */
const WORD = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Devanagari}\p{N}]/u;

/** Of the same length, offset by offset. */
const fold = (text: string): string =>
  text
    .replace(/[‘’]/g, "'")
    .replace(/[“”«»]/g, '"')
    .replace(/\s/g, " ")
    .replace(CAPITAL, (letter) => {
      const small = letter.toLowerCase();
      return small.length === letter.length ? small : letter;
    });

/** Without white space and punctuation at its ends. */
function trimmed(quote: string): string {
  let start = 0;
  let end = quote.length;
  while (start < end && EDGE.test(quote[start]!)) start++;
  while (end > start && EDGE.test(quote[end - 1]!)) end--;
  return quote.slice(start, end);
}

const cutsWord = (text: string, at: number): boolean => WORD.test(text[at - 1] ?? "") && WORD.test(text[at] ?? "");

/** The first place where `quote` stands in whole words; undefined when it doesn't, or says nothing. */
export function findQuote(text: string, quote: string): QuotePlace | undefined {
  if (quote.length > LONGEST) return undefined;
  const sought = fold(trimmed(quote));
  if (!/[\p{L}\p{N}\p{So}]/u.test(sought)) return undefined;
  const folded = fold(text);
  for (let start = folded.indexOf(sought); start >= 0; start = folded.indexOf(sought, start + 1)) {
    const end = start + sought.length;
    if (!cutsWord(text, start) && !cutsWord(text, end)) return { start, end };
  }
  return undefined;
}
