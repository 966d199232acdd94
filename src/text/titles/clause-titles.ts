/** Whole clauses of what members say as titles: "Pickup point lands two streets away" says more than that there are problems with it. */
// cspell:ignore isnt arent wasnt werent doesnt didnt wouldnt couldnt hasnt havent
import { clauseVerbs, plainVerbs, subordinating } from "../lexicon/en/title-words.ts";
import { wordsOf } from "../lexicon/lexicon.ts";
import { isWell } from "../statements/well.ts";
import { searchWords } from "../words.ts";
import { capitalised, isFragment, isPlural, isStop, isThing, isTitle, nameable } from "./noun-phrase.ts";
import type { TitledStatement } from "./objects.ts";

const LEAST_WORDS = 3;
const MOST_WORDS = 8;
const MOST_SUBJECT_WORDS = 5;
/** A clause speaks for others when so many name what it is about, and say its words on average. */
const LEAST_NAMING = 0.5;
const LEAST_SHARED = 0.4;

/** Where a sentence ends, or turns. */
const SENTENCE_END = /[,;:.!?()"“”\n–—=]|\s-+\s|\.\.+|\swhich\s/;
const DIGITS = /(?<=\d)[.,](?=\d)/g;
const LEADING =
  /^(?:(?:and|also|but|so|then|plus|the|an?|this|these|my|our|your|their|his|her|its|some|any|every|all|each|still|now|suddenly|sometimes|recently|lately|nowadays|apparently|somehow|sadly|unfortunately|even|yet|just)\s+)+/i;
const OWNED = /(?<=\s)(?:my|our|your|their|his|her)(?=\s\p{L})/giu;

/** What says no more at the end. */
const BESIDE =
  /\s+(?:any ?more|any longer|(?:in|on|with|from) (?:the|this|that|your) (?:app|application|page|platform|program|site|website))$/i;
const ADVERB = /^(?:also|always|constantly|just|never|now|often|only|really|simply|sometimes|still|suddenly)$/i;

const AUXILIARY =
  /^(?:is|are|was|were|does|do|did|has|have|had|ca|can|cannot|could|will|wo|would|never|(?:is|are|was|were|does|do|did|has|have|had|ca|could|wo|would)(?:n['’]?t)|get|gets|got|keep|keeps|kept)$/i;
/** "Ended the ride": what its writer did. */
const DONE_BY_WRITER =
  /^(?:bought|found|got|had|lost|made|paid|put|said|saw|sent|took|told|went)\b|^\p{L}+ed (?:an?|it|my|our|the|this|that)$/iu;
/** Nor does a title end on these, which stand before what is left away. */
const LEADS_ON = /^(?:about|been|do|few|last|next|recent|same|had|has|have|says?|said|such|then|until|too)$/i;
/** Where what follows is another clause, which joins this one or only tells more of it. */
const GOES_ON = /^(?:and|or|so|i|we|they|he|she|it['’]?s|there|who)$/i;
/** Where only more is said of a state: "is not usable" of "is not usable in most shops". */
const PREPOSITION =
  /^(?:across|among|as|at|between|by|during|for|from|in|into|on|over|through|to|under|via|with|within)$/i;
/** Verbs of which the state is told by the next words. */
const STATE = /^(?:is|are|was|were|keeps?|gets?|never|cannot|(?:is|are|was|were|does|do|did|ca|wo)n['’]?t)$/i;
const ARTICLE = /^(?:an?|the)$/i;
const TURNS = /^(?:but|who|whom|whose|which|what|why|how|please|pls|plz|if|that)$/i;

const extra = new Set(wordsOf(clauseVerbs));
const plain = new Set(wordsOf(plainVerbs));
const joint = new Set(wordsOf(subordinating));

const NO_APOSTROPHE = /^(are|ca|could|did|do|does|had|has|have|is|should|was|were|wo|would)nt$/i;

/** "wont", as it is spelt. */
export const withApostrophe = (word: string): string => word.replace(NO_APOSTROPHE, "$1n't");

/** "lands", "vanish" after one or many, "didn't". */
export function isFiniteVerb(word: string, before: string): boolean {
  if (AUXILIARY.test(word)) return true;
  const said = word.toLowerCase();
  if (isPlural([before])) return extra.has(said);
  return [said.replace(/s$/, ""), said.replace(/es$/, "")].some(
    (base) => base !== said && (extra.has(base) || plain.has(base)),
  );
}

/** A clause in ordinary words, the longest first. */
interface Clause {
  readonly subject: readonly string[];
  readonly forms: readonly (readonly string[])[];
}

const isTold = (words: readonly string[], at: number): boolean => {
  const isAlone = words.length <= at + 1 && AUXILIARY.test(words[at]!);
  return (
    !isAlone && words.length >= LEAST_WORDS && words.length <= MOST_WORDS && !words.some((word) => TURNS.test(word))
  );
};

const isApp = (subject: readonly string[]): boolean =>
  subject.length === 1 && /^(?:app|application)$/i.test(subject[0]!);

/** Without a word that is said twice, and of long ones without what a title can spare. */
function shortened(words: readonly string[]): readonly string[] {
  const once = words.filter((word, place) => word.toLowerCase() !== words[place - 1]?.toLowerCase());
  return once.length > MOST_WORDS ? once.filter((word) => !ARTICLE.test(word)) : once;
}

/** Up to the first word behind the verb that fits. */
function cutAt(words: readonly string[], at: number, fits: (word: string) => boolean): (readonly string[])[] {
  const stop = words.findIndex((word, place) => place > at + 1 && fits(word));
  return stop > 0 ? [words.slice(0, stop)] : [];
}

/** Undefined when words don't say of a thing what becomes of it, in few words and by themselves. */
function clauseOf(said: string): Clause | undefined {
  const text = said.replaceAll("\u0001", ".").trim().replace(LEADING, "").replace(OWNED, "the").trim();
  const all = text.replace(BESIDE, "").split(/\s+/);
  const at = all.findIndex((word, place) => place > 0 && isFiniteVerb(word, all[place - 1]!));
  if (at < 1 || DONE_BY_WRITER.test(all.slice(0, 2).join(" "))) return undefined;
  const subject = all.slice(0, ADVERB.test(all[at - 1]!) ? at - 1 : at);
  if (subject.length === 0 || subject.length > MOST_SUBJECT_WORDS || isFragment(subject) || !isThing(subject))
    return undefined;
  if (!isApp(subject) && nameable(subject.join(" "), MOST_SUBJECT_WORDS)?.length !== subject.length) return undefined;
  const shorter = [
    ...cutAt(all, at, (word) => joint.has(word.toLowerCase())),
    ...cutAt(all, at, (word) => joint.has(word.toLowerCase()) || GOES_ON.test(word)),
  ];
  const shortest = STATE.test(all[at]!) ? cutAt(all, at, (word) => PREPOSITION.test(word)) : [];
  const forms = [all, ...shorter, ...shortest].map(shortened).filter((words) => isTold(words, at));
  return { subject, forms };
}

const TURN = /\s(?:but|however)\s/i;

/** The clauses of a statement, the most telling first: what it turns to, what says that something is wrong, then the rest. */
function clausesOf(quote: string): Clause[] {
  const [before = "", ...turned] = quote.replace(DIGITS, "\u0001").split(TURN);
  const [first = "", ...rest] = before.split(SENTENCE_END);
  const to = turned.flatMap((part) => part.split(SENTENCE_END)).filter((part) => !isWell(part));
  const ill = rest.filter((part) => !isWell(part));
  return [...to, ...(isWell(first) ? [...ill, first] : [first, ...ill])].flatMap((part) => clauseOf(part) ?? []);
}

/** Whether enough of the members tell the same. */
function isShared(
  words: readonly string[],
  subject: readonly string[],
  stems: readonly ReadonlySet<string>[],
): boolean {
  const share = (stem: string): number => stems.filter((own) => own.has(stem)).length / stems.length;
  const said = searchWords(words.join(" ")).map(share);
  const named = searchWords(subject.join(" ")).map(share);
  const isNamed =
    named.length > 0 && Math.max(...named) > LEAST_NAMING - 1e-9 && Math.max(...named) * stems.length >= 2;
  return isNamed && said.reduce((sum, one) => sum + one, 0) >= LEAST_SHARED * said.length;
}

/** The clauses of those members that speak for the others, the first first. `ofApp`: also what becomes of the app. */
export function clauseTitles(
  members: readonly TitledStatement[],
  writing: (word: string) => string,
  isOwnName: (words: readonly string[]) => boolean,
  ofApp = false,
): string[] {
  const stems = members.map(({ quote }) => new Set(searchWords(quote)));
  const titleFor = ({ subject, forms }: Clause): string | undefined => {
    const isOwn = isApp(subject) || isOwnName(subject);
    if (isOwn && !ofApp) return undefined;
    for (const words of forms) {
      const isIll = !isWell(words.join(" "));
      const isSaid = members.length < 2 ? isIll || !isOwn : isIll && isShared(words, subject, stems);
      const title = isSaid ? titleIn(isOwn ? ["app", ...words.slice(subject.length)] : words, writing) : undefined;
      if (title !== undefined) return title;
    }
    return undefined;
  };
  return members.flatMap(({ quote }) => {
    for (const clause of clausesOf(quote)) {
      const title = titleFor(clause);
      if (title !== undefined) return [title];
    }
    return [];
  });
}

function titleIn(words: readonly string[], writing: (word: string) => string): string | undefined {
  const written = words.map((word) => withApostrophe(/^\p{L}+$/u.test(word) ? writing(word) : word.toLowerCase()));
  const title = capitalised(written.join(" "));
  const last = words.at(-1)!;
  return isTitle(title) && /[\p{L}\p{N}]$/u.test(title) && !isStop(last) && !LEADS_ON.test(last) ? title : undefined;
}
