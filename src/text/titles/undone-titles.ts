/** What people say that they cannot do, as titles: "Cannot check balance". */
import { searchWords } from "../words.ts";
import { isThing, nameable } from "./noun-phrase.ts";
import type { TitledStatement } from "./objects.ts";

const MOST_TITLES = 3;
const UNDONE =
  /\b(?:can(?:no|['’]?)t|can not|can no longer|could no longer|could(?:n['’]t| not)|unable to|not able to|(?:does|do|did|wo|would|will|is|are)(?:n['’]t| not) (?:let|allow|allowing|letting)(?: me| us| you| one)?(?: to)?)\s+(?:even |also |able to |to |be able to )*/i;
const MOST_UNDONE_WORDS = 4;
/** What cannot be done speaks for a theme when so many members say it. */
const LEAST_UNDONE_SHARE = 0.15;
const ARTICLE = /^(?:a|an|the|my|your|our|any|this|that|it|its)$/i;

/** Up to where more is said of how, when or why: "change seat" of "change my seat without calling". */
const BESIDE =
  /^(?:about|after|and|as|at|before|because|but|by|cause|coz|cuz|during|for|from|if|in|into|more|on|or|since|so|than|through|till|unless|until|using|via|when|while|with|within|without)$/i;
/** What nobody asks a product to let them do: "cannot believe it". */
const MEANT =
  /^(?:afford|be|believe|care|complain|do|even|get|give|go|have|hear|help|imagine|like|live|make|need|recommend|say|see|seem|stand|stress|take|tell|think|understand|use|wait|want|work)$/i;

const NAMELESS = /^(?:options?|ways?|anything|something|anyone|stuff|things?|much|many|one|ones)$/i;

/** What one person cannot do, where it takes few words. */
function undoneAlone(words: readonly string[], writing: (word: string) => string): string | undefined {
  const cut = words.findIndex((word) => BESIDE.test(word));
  const done = cut < 0 ? words : words.slice(0, cut);
  const isTold = done.length > 1 && !NAMELESS.test(done.at(-1)!) && !MEANT.test(done[0]!) && isThing(done.slice(1));
  return isTold && nameable(done.slice(1).join(" "), MOST_UNDONE_WORDS) !== undefined
    ? `Cannot ${done.map(writing).join(" ")}`
    : undefined;
}

/** What people say that they cannot do, the most frequent first: "Cannot check balance". */
export function undoneTitles(members: readonly TitledStatement[], writing: (word: string) => string): string[] {
  const told = members.flatMap(({ quote }) => {
    const after = UNDONE.exec(quote);
    if (after === null) return [];
    const said = quote.slice(after.index + after[0].length).split(/\s+/);
    const words = nameable(said.filter((word) => !ARTICLE.test(word)).join(" "), MOST_UNDONE_WORDS + 4);
    if (words === undefined) return [];
    const short = nameable(words.slice(0, MOST_UNDONE_WORDS).join(" "), MOST_UNDONE_WORDS);
    return short === undefined ? [] : [{ words: short, stems: searchWords(words.join(" ")) }];
  });
  const counted = told.map(({ words }) => {
    const stems = searchWords(words.join(" "));
    const count = told.filter((other) => stems.every((stem) => other.stems.includes(stem))).length;
    return { words, count, key: words.join(" ").toLowerCase() };
  });
  if (members.length === 1) return told.flatMap(({ words }) => undoneAlone(words, writing) ?? []);
  const least = Math.max(2, LEAST_UNDONE_SHARE * members.length);
  return counted
    .filter(({ words, count }) => count >= least && words.length > 1)
    .sort((a, b) => b.count - a.count || a.words.length - b.words.length || (a.key < b.key ? -1 : 1))
    .slice(0, MOST_TITLES)
    .map(({ words }) => `Cannot ${words.map(writing).join(" ")}`);
}
