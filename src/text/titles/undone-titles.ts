// cspell:ignore receiv recogni recognis recogniz inspite
/** What people say that they cannot do, is hard to do or is not shown to them, as titles: "Cannot check balance", "Invoice is not shown". */
import { searchWords } from "../words.ts";
import { isPlural, isThing, nameable } from "./noun-phrase.ts";
import type { TitledStatement } from "./objects.ts";

type Writing = (word: string) => string;

const MOST_TITLES = 3;
const UNDONE =
  /\b(?:can(?:no|['’]?)t|can not|can no longer|could no longer|could(?:n['’]?t| not)|(?:un|not |n['’]?t )able (?:though |however )?to|(?:im|not )possible to|(?:does|do|did|wo|would|will|is|are)(?:n['’]?t| not) (?:let|allows?|allowing|letting)(?: me| us| you| one| users| people)?(?: to)?)\s+(?:even |also |able to |to |be able to )*/i;
const HARD =
  /\b(?:hard|harder|difficult|tedious|cumbersome|tricky|complicated|a (?:pain|hassle|chore|nightmare)) (?:for (?:me|us|users|people) )?to\s+/i;
const NOT_SHOWN =
  /(?:\b(?:does|do|did|is|are|am|was|were|will|wo|has|have)(?:n['’]?t| not)|['’]m not|['’]s not|\bnever(?: wants? to)?)\s+(?:(?:actually|always|at all|correctly|even|ever|properly|really)\s+)*(accept|count|detect|display|list|load|recogni[sz]|receiv|record|remember|sav|show|track)(?:e|es|ed|s|ing)?\s+/i;
/** How a thing is that nobody shows, loads or counts. */
const PARTICIPLES: Readonly<Record<string, string>> = {
  recogniz: "recognized",
  recognis: "recognised",
  receiv: "received",
  sav: "saved",
  show: "shown",
};
const MOST_UNDONE_WORDS = 4;
/** What cannot be done speaks for a theme when so many members say it. */
const LEAST_UNDONE_SHARE = 0.15;
const ARTICLE = /^(?:a|an|the|my|your|our|any|this|that|it|its)$/i;
const CLAUSE_END = /[,;:!?()"“”\n]|\.(?:\s|$)/;

/** Up to where more is said of how, when or why: "change seat" of "change my seat without calling". */
const BESIDE =
  /^(?:about|after|again|and|as|at|because|before|but|by|cause|coz|cuz|despite|during|even|for|from|if|in|into|i|inspite|keeps|it['’]?s|more|on|only|or|properly|since|so|than|they|through|till|unless|until|using|via|we|when|whenever|which|while|whilst|with|within|without)$/i;
/** What nobody asks a product to let them do: "cannot believe it". */
const MEANT =
  /^(?:afford|be|believe|care|complain|do|even|get|give|go|have|hear|help|imagine|like|live|need|recommend|say|seem|stand|stress|take|tell|think|understand|use|wait|want|work)$|^(?:make (?:out|sense|sure|up|use)|see (?:how|myself|what|where|why))\b|^see (?:benefit|difference|future|harm|need|point|purpose|reason|sense|use|value)(?: of\b|$)/i;

const NAMELESS =
  /^(?:options?|ways?|anything|something|anyone|stuff|things?|much|many|one|ones|that|this|them|everything)$/i;

/** What is said behind the match, up to where its clause ends. */
function saidBehind(quote: string, match: RegExpExecArray): readonly string[] {
  const [clause = ""] = quote.slice(match.index + match[0].length).split(CLAUSE_END);
  return clause.split(/\s+/).filter((word) => word !== "" && !ARTICLE.test(word));
}

const upToBeside = (words: readonly string[]): readonly string[] => {
  const cut = words.findIndex((word, place) => place > 0 && BESIDE.test(word));
  return cut < 0 ? words : words.slice(0, cut);
};

/** What one person does, or would, where it takes few words. */
function deedOf(said: readonly string[]): readonly string[] | undefined {
  const words = nameable(upToBeside(said).join(" "), MOST_UNDONE_WORDS + 1);
  if (words === undefined || words.length < 2) return undefined;
  const thing = words.slice(1);
  // "Wallet option" says which.
  const isNameless = NAMELESS.test(words.at(-1)!) && (thing.length < 2 || !/^options?$/i.test(words.at(-1)!));
  const isTold = !isNameless && !MEANT.test(words[0]!) && !MEANT.test(words.join(" "));
  return isTold && isThing(thing) && nameable(thing.join(" "), MOST_UNDONE_WORDS) !== undefined ? words : undefined;
}

/** What one person finds hard: "Hard to change profile picture". */
export function hardTitles({ quote }: TitledStatement, writing: Writing): string[] {
  const match = HARD.exec(quote);
  const words = match && deedOf(saidBehind(quote, match));
  return words ? [`Hard to ${words.map(writing).join(" ")}`] : [];
}

/** What is not shown, loaded, counted to one person, where they say what: "Payment history is not displayed". */
export function notShownTitles({ quote }: TitledStatement, writing: Writing): string[] {
  const match = NOT_SHOWN.exec(quote);
  const behind = match === null ? [] : saidBehind(quote, match);
  if (match === null || behind.length === 0 || BESIDE.test(behind[0]!)) return [];
  const words = nameable(upToBeside(behind).join(" "), MOST_UNDONE_WORDS);
  if (words === undefined || !isThing(words) || NAMELESS.test(words.at(-1)!)) return [];
  const verb = match[1]!.toLowerCase();
  const said = words.map(writing).join(" ");
  const [one, many] = verb === "load" ? ["does", "do"] : ["is", "are"];
  const rest = verb === "load" ? "load" : (PARTICIPLES[verb] ?? `${verb}ed`);
  return [`${said.replace(/^./u, (first) => first.toUpperCase())} ${isPlural(words) ? many : one} not ${rest}`];
}

/** "Find ones", "see fully", "believe it" name nothing that a team could enable. */
const namesDeed = (words: readonly string[]): boolean =>
  !NAMELESS.test(words.at(-1)!) && !/^\p{L}{3,}ly$/iu.test(words.at(-1)!) && !MEANT.test(words.join(" "));

/** What people say that they cannot do, the most frequent first: "Cannot check balance". */
export function undoneTitles(members: readonly TitledStatement[], writing: Writing): string[] {
  if (members.length === 1) {
    const match = UNDONE.exec(members[0]!.quote);
    const words = match && deedOf(saidBehind(members[0]!.quote, match));
    return words ? [`Cannot ${words.map(writing).join(" ")}`] : [];
  }
  const told = members.flatMap(({ quote }) => {
    const match = UNDONE.exec(quote);
    const words =
      match &&
      nameable(
        saidBehind(quote, match)
          .slice(0, MOST_UNDONE_WORDS + 4)
          .join(" "),
        MOST_UNDONE_WORDS + 4,
      );
    const short = words && nameable(words.slice(0, MOST_UNDONE_WORDS).join(" "), MOST_UNDONE_WORDS);
    return words && short ? [{ words: short, stems: searchWords(words.join(" ")) }] : [];
  });
  const counted = told.map(({ words }) => {
    const stems = searchWords(words.join(" "));
    const count = told.filter((other) => stems.every((stem) => other.stems.includes(stem))).length;
    return { words, count, key: words.join(" ").toLowerCase() };
  });
  const least = Math.max(2, LEAST_UNDONE_SHARE * members.length);
  return counted
    .filter(({ words, count }) => count >= least && words.length > 1 && namesDeed(words))
    .sort((a, b) => b.count - a.count || a.words.length - b.words.length || (a.key < b.key ? -1 : 1))
    .slice(0, MOST_TITLES)
    .map(({ words }) => `Cannot ${words.map(writing).join(" ")}`);
}

const NOT_GOT =
  /(?:n['’]?t|\b(?:cannot|never|not|no longer|unable to))\s+(?:(?:able to|actually|always|at all|been|being|even|ever|still|yet)\s+)*(get|gets|getting|got|see|seeing)\s+(?!(?:access|all|along|any(?:thing|where|one)?|around|away|back|better|enough|home|in|into|most|off|on|one|out|over|paid|past|ready|rid|started|stuck|that|this|through|to|tired|touch|used|what|where|why|worse)\b)/i;
/** "The upgrade your wallet option": several things, or a clause. */
const RUNS_ON = /\b(?:because|been|even|in|is|it|its|my|our|to|was|were|work|working|your)\b/i;

/** What one person does not get or see: "Payment history is missing". */
export function notGotTitles({ quote }: TitledStatement, writing: Writing): string[] {
  const match = NOT_GOT.exec(quote);
  const behind = match === null ? [] : saidBehind(quote, match);
  if (match === null || behind.length === 0 || BESIDE.test(behind[0]!)) return [];
  const said = upToBeside(behind);
  const words = RUNS_ON.test(said.join(" "))
    ? undefined
    : nameable(said.join(" ").replace(/ back$/i, ""), MOST_UNDONE_WORDS);
  if (words === undefined || !isThing(words) || (words.length < 2 && NAMELESS.test(words[0]!))) return [];
  if (MEANT.test(`see ${words.join(" ")}`)) return [];
  const named = words.map(writing).join(" ");
  const how = /^see/i.test(match[1]!) ? "shown" : "received";
  const state = /\b(?:buttons?|features?|functions?|options?|sections?|tabs?)$/i.test(named) ? "missing" : `not ${how}`;
  return [`${named.replace(/^./u, (first) => first.toUpperCase())} ${isPlural(words) ? "are" : "is"} ${state}`];
}

const NO_WAY =
  /(?<!\b(?:with|have) )\b(?:no|any|an|the) (?:\w+ )?(facility|feature|function|option|provision|setting|way) (?:is there |was given )?to\s+(?:be able to )?/i;
/** It is there, or is wanted. */
const HAS_WAY = /\b(?:if|please|there (?:is|was) (?:an?|the)|with the|wish|would)\b/i;
const DENIES = /\b(?:no|not|cannot|without|lacks?|never|none)\b|n['’]t\b/i;

/** What one person finds no way to do: "No option to hide message preview". */
export function noWayTitles({ quote }: TitledStatement, writing: Writing): string[] {
  const match = NO_WAY.exec(quote);
  if (match === null || !DENIES.test(quote.slice(0, match.index + 3)) || HAS_WAY.test(quote.slice(0, match.index)))
    return [];
  const words = deedOf(saidBehind(quote, match));
  const what = match[1]!.toLowerCase() === "way" ? "way" : "option";
  return words ? [`No ${what} to ${words.map(writing).join(" ")}`] : [];
}
