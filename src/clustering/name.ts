/**
 * Names of clusters: the phrase of their texts that is common within and rare outside (c-TF-IDF over phrases), in the
 * words as people wrote them: "keyboard does not pop up", not "keyboard pop app".
 */

/** Words that a name neither starts nor ends with. */
const BORDER = new Set(
  `a about an and any not no on off out up down back are as at be because been but by can could did do does doing for from get gets got had has have having he her his i i'd
  i'll i'm i've if in into is it it's its just like me more most my of on once one only or our out please she should so some such than that
  the their them then there these they this those to too up us very was we were what when where which while who why will with would you your
  am also even every really still now again since after before always ever lot much many make makes made want need needs say says said try
  trying tried going go goes thing things way let lets pls plz hi hello dear sir team thanks thank app apps application
  le la les un une des de du et en je il elle on ne pas que qui mon ma mes ce cette pour avec sur dans est c'est j'ai plus y l d
  au aux mais bien bonne bon très tout tous toute toutes depuis trop aussi comme si même sans son sa ses leur ils nous vous me te se lui
  être est sont était avait ai avoir fait faire quand encore toujours jamais rien rien dommage appli l'appli l'application merci svp ça
  good great nice bad best worst better love like last first other either two using use used able please really well new`.split(
    /\s+/,
  ),
);
/** Words that a name may start or end with though they are small, and those it may only end with: they carry the sense. */
const DENIAL = new Set("not no never can't cannot won't doesn't don't didn't isn't without".split(" "));
const ENDING = new Set([...DENIAL, ..."off on out up down in back".split(" ")]);
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
