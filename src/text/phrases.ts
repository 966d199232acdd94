/** Cuts a text into clauses, each with its place in the text: `text.slice(start, end) === phrase.text`. */

export interface Clause {
  readonly text: string;
  /** UTF-16 offsets into the text that was cut. */
  readonly start: number;
  readonly end: number;
}

const boundary = /[.!?;\n]+(?=\s|$)|,\s+(?=but\b|however\b|though\b|although\b)|\s+(?=but\s)/gi;

export const splitPhrases = (text: string): Clause[] => {
  const clauses: Clause[] = [];
  let from = 0;
  const close = (to: number): void => {
    const clause = trimmed(text, from, to);
    if (clause !== undefined) clauses.push(clause);
  };
  for (const match of text.matchAll(boundary)) {
    close(match.index);
    from = match.index + match[0].length;
  }
  close(text.length);
  return clauses;
};

const trimmed = (text: string, start: number, end: number): Clause | undefined => {
  while (start < end && /\s/.test(text[start]!)) start++;
  while (end > start && /\s/.test(text[end - 1]!)) end--;
  const clause = text.slice(start, end);
  return /[\p{L}\p{N}]/u.test(clause) ? { text: clause, start, end } : undefined;
};
