/**
 * Names of clusters: the phrase of their texts that is common within and rare outside (c-TF-IDF over phrases), in the
 * words as people wrote them: "keyboard does not pop up", not "keyboard pop app".
 */
import { allWords } from "../text/lexicon/languages.ts";

const BORDER = new Set(allWords(({ names }) => names?.neitherEnd));
const DENIAL = new Set(allWords(({ names }) => names?.eitherEnd));
const ENDING = new Set([...DENIAL, ...allWords(({ names }) => names?.lastOnly)]);
const LONGEST_PHRASE = 5;
/** Both set by eye on names of clusters of reviews and questions: lower, and names become long; higher, single words. */
const LENGTH_COST = 0.4;
const USE_GAIN = 0.25;
/** One word seldom says what a cluster is about. */
const ALONE = 0.5;
const WORDS_PER_TEXT = 80;
const TEXTS_PER_CLUSTER = 400;
const WORD = /[\p{L}\p{M}\p{N}+#]+(?:['’.-][\p{L}\p{M}\p{N}+#]+)*/gu;
const BREAK = /[.!?,;:()\n"…|]/u;

interface Counts {
  /** texts of the cluster that hold the phrase */
  readonly phrases: Map<string, number>;
  readonly texts: number;
}

/** `place[i]`: cluster of `texts[i]`, 0 to clusters - 1, or -1. One name per cluster, all different where possible. */
export function nameClusters(texts: readonly string[], place: Int32Array, clusters: number): string[] {
  const counts: Counts[] = Array.from({ length: clusters }, () => ({ phrases: new Map(), texts: 0 }));
  texts.forEach((text, at) => {
    const of = counts[place[at]!];
    if (!of || of.texts >= TEXTS_PER_CLUSTER) return;
    (of as { texts: number }).texts++;
    for (const phrase of phrasesOf(text)) of.phrases.set(phrase, (of.phrases.get(phrase) ?? 0) + 1);
  });
  const everywhere = new Map<string, number>();
  for (const { phrases, texts: size } of counts)
    for (const [phrase, count] of phrases) everywhere.set(phrase, (everywhere.get(phrase) ?? 0) + count / size);
  const taken = new Set<string>();
  return counts.map((of, at) => {
    const name = best(of, everywhere, clusters, taken) ?? `topic ${at + 1}`;
    taken.add(name);
    return name;
  });
}

/**
 * The phrase whose words say most about the cluster: the sum of its words' weights (share of texts within, by how much
 * rarer they are elsewhere), a little less for length, and more the more texts use the phrase as it stands.
 */
function best(of: Counts, everywhere: ReadonlyMap<string, number>, clusters: number, taken: ReadonlySet<string>) {
  const weight = (word: string): number => {
    const share = (of.phrases.get(word) ?? 0) / of.texts;
    return share === 0 ? 0 : share * Math.log(1 + (share * clusters) / everywhere.get(word)!);
  };
  let name: string | undefined;
  let top = 0;
  for (const [phrase, count] of of.phrases) {
    if (taken.has(phrase) || (count < 2 && of.texts > 3)) continue;
    const words = phrase.split(" ");
    const sum = words.reduce((total, word) => total + weight(word), 0);
    const alone = words.length === 1 ? ALONE : 1;
    const score = alone * (sum / words.length ** LENGTH_COST) * (count / of.texts) ** USE_GAIN;
    if (score > top || (score === top && name !== undefined && phrase < name)) {
      top = score;
      name = phrase;
    }
  }
  return name === undefined ? undefined : completed(name, of);
}

/** With the small word that most uses go on with: "does not pop" is "does not pop up". */
function completed(name: string, { phrases }: Counts): string {
  for (const word of ENDING) {
    const longer = `${name} ${word}`;
    if ((phrases.get(longer) ?? 0) * 2 > phrases.get(name)!) return longer;
  }
  return name;
}

/** Runs of one to five words within a clause that neither start nor end with a small word. */
function phrasesOf(text: string): Set<string> {
  const phrases = new Set<string>();
  for (const words of clausesOf(text)) {
    for (let start = 0; start < words.length; start++) {
      if (BORDER.has(words[start]!) && !DENIAL.has(words[start]!)) continue;
      for (let end = start + 1; end <= Math.min(words.length, start + LONGEST_PHRASE); end++) {
        const last = words[end - 1]!;
        if (BORDER.has(last) && !(ENDING.has(last) && end - start > 1)) continue;
        if (end - start === 1 && (last.length < 3 || ENDING.has(last))) continue;
        phrases.add(words.slice(start, end).join(" "));
      }
    }
  }
  return phrases;
}

function clausesOf(text: string): string[][] {
  const clauses: string[][] = [[]];
  let end = 0;
  let words = 0;
  for (const match of text.matchAll(WORD)) {
    if (words++ >= WORDS_PER_TEXT) break;
    if (BREAK.test(text.slice(end, match.index))) clauses.push([]);
    clauses.at(-1)!.push(match[0].toLowerCase().replaceAll("’", "'"));
    end = match.index + match[0].length;
  }
  return clauses;
}
