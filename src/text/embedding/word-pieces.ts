/**
 * Cuts words into the pieces that an embedding table has vectors for: BERT's basic tokeniser (uncased, accents
 * stripped), then the longest known piece first. Unknown words have no pieces.
 */

/** BERT drops words that are longer, in code points. */
const longestWord = 100;

export type CutWord = (word: string) => Int32Array;

const none = new Int32Array(0);

/** `pieces` in the order of the table; one that continues a word starts with "##". The cut takes a stretch of text without white space. */
export const createWordCutter = (pieces: readonly string[]): CutWord => {
  const first = new Map<string, number>();
  const further = new Map<string, number>();
  let longest = 1;
  pieces.forEach((piece, index) => {
    const continues = piece.length > 2 && piece.startsWith("##");
    (continues ? further : first).set(continues ? piece.slice(2) : piece, index);
    longest = Math.max(longest, piece.length);
  });

  const cutWord = (word: string, into: number[]): void => {
    if ([...word].length > longestWord) return;
    const before = into.length;
    let at = 0;
    while (at < word.length) {
      const known = at === 0 ? first : further;
      let end = Math.min(word.length, at + longest);
      while (end > at && !known.has(word.slice(at, end))) end--;
      if (end === at) {
        into.length = before;
        return;
      }
      into.push(known.get(word.slice(at, end))!);
      at = end;
    }
  };

  return (stretch) => {
    const found: number[] = [];
    for (const word of basicTokens(stretch)) cutWord(word, found);
    return found.length === 0 ? none : Int32Array.from(found);
  };
};

const plain = /^[a-z0-9]+$/;
const dropped = /(?![\t\n\r])[\p{C}\uFFFD]/gu;
const accents = /\p{Mn}/gu;
const ideographs =
  /[\u4E00-\u9FFF\u3400-\u4DBF\u{20000}-\u{2A6DF}\u{2A700}-\u{2B73F}\u{2B740}-\u{2B81F}\u{2B820}-\u{2CEAF}\uF900-\uFAFF\u{2F800}-\u{2FA1F}]/gu;
const marks = /[!-/:-@[-`{-~\p{P}]/gu;

const basicTokens = (text: string): readonly string[] => {
  if (plain.test(text)) return [text];
  return text
    .replace(dropped, "")
    .replace(ideographs, " $& ")
    .normalize("NFD")
    .replace(accents, "")
    .toLowerCase()
    .replace(marks, " $& ")
    .split(/\s+/)
    .filter((word) => word !== "");
};
