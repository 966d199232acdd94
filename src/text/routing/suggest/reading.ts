/** Reads a theme of a description: what is done ("send money to friends") and the things it is about ("bill payments"). */

import {
  acts,
  alsoNouns,
  breaks,
  determiners,
  flattering,
  gathering,
  leadsToVerb,
  mass,
  noTopic,
  notAdverbs,
  particles,
  prepositions,
  provides,
  verbs,
} from "../../lexicon/en/descriptions.ts";
import { allWords } from "../../lexicon/languages.ts";
import { core, fromReviewer, isPlural, lowerFirst, singular } from "./grammar.ts";

/** Something people do: the verb in its base form and what follows it, as the description has it. */
export interface Action {
  readonly verb: string;
  readonly rest: readonly string[];
}

export interface Reading {
  /** English enough for its words to be fitted with articles and endings */
  readonly english: boolean;
  readonly actions: readonly Action[];
  /** noun phrases, the most telling first */
  readonly things: readonly (readonly string[])[];
}

/** Words of other languages that stand in nearly every phrase. */
const foreign = new Set(allWords(({ functionWords }) => functionWords));

/** Words that a phrase may have. */
const LONGEST = 8;
const MOST_ACTIONS = 4;
const MOST_THINGS = 4;

const TOKEN = /[\p{L}\p{M}\p{N}]+(?:['’.&/+-][\p{L}\p{M}\p{N}]+|,\p{N}+)*|[^\s\p{L}\p{M}\p{N}]/gu;
const isWord = (token: string | undefined): boolean => token !== undefined && /[\p{L}\p{N}]/u.test(token);
const isJoin = (token: string | undefined): boolean => token === "&" || /^(?:and|or)$/i.test(token ?? "");

export function readTheme(text: string): Reading {
  const tokens = (text.slice(0, 2_000).match(TOKEN) ?? []).slice(0, 120);
  const english = !isForeign(tokens);
  const actions = english ? findActions(tokens) : [];
  const named = actions.flatMap(({ verb, rest }) => thingsOfAction(verb, rest));
  const things = actions.length > 0 ? named : thingsOf(tokens, english);
  const done = actions.filter(({ verb }) => !provides.has(verb));
  return { english, actions: done, things: distinct(things).slice(0, MOST_THINGS) };
}

/** Other scripts, or function words of other languages: such a text is used as it stands. */
export function isForeign(tokens: readonly string[]): boolean {
  const strange = tokens.filter(
    (token) => foreign.has(token.toLowerCase()) || /[^\p{ASCII}\p{P}\p{S}\p{M}\p{N}]/u.test(token),
  );
  return strange.length > 0 && strange.length * 8 >= tokens.length;
}

function findActions(tokens: readonly string[]): Action[] {
  const found: { verb: string; rest: string[] }[] = [];
  let at = 0;
  while (at < tokens.length && found.length < MOST_ACTIONS) {
    if (!isVerbAt(tokens, at, found.length > 0)) {
      at++;
      continue;
    }
    const head = baseOf(tokens[at]!);
    const next = (tokens[at + 1] ?? "").toLowerCase();
    const verb = particles[head]?.has(next) ? `${head} ${next}` : head === "backup" ? "back up" : head;
    const from = at + (verb === head || head === "backup" ? 1 : 2);
    const to = endOfRest(tokens, from);
    found.push({ verb, rest: tokens.slice(from, to).filter((token) => isWord(token) || token === "&") });
    at = Math.max(to, at + 1);
  }
  // "Buy, sell and trade shares": what follows the last verb belongs to all of them.
  for (let i = found.length - 2; i >= 0; i--) if (found[i]!.rest.length === 0) found[i]!.rest = found[i + 1]!.rest;
  return found.filter(({ verb, rest }) => rest.length > 0 || verb.includes(" "));
}

function isVerbAt(tokens: readonly string[], at: number, goesOn: boolean): boolean {
  const word = baseOf(tokens[at]!);
  const before = tokens[at - 1];
  if (!verbs.has(word) || (/^(?:keep|start|stop)$/.test(word) && tokens[at + 1]?.endsWith("ing"))) return false;
  const isLed = at === 0 || leadsToVerb.has(before!.toLowerCase()) || (goesOn && (isJoin(before) || !isWord(before)));
  const isFresh = !goesOn && before !== undefined && !isWord(before) && before !== "&" && before !== ",";
  if (!isLed && !isFresh) return false;
  return !alsoNouns.has(word) || takesObject(tokens, at);
}

/** "Integrates" → "integrate"; words that may be plurals stay. */
function baseOf(token: string): string {
  const lower = token.toLowerCase();
  if (verbs.has(lower) || !lower.endsWith("s")) return lower;
  const isBase = (base: string): boolean => verbs.has(base) && (!alsoNouns.has(base) || provides.has(base));
  return [lower.slice(0, -1), lower.slice(0, -2)].find(isBase) ?? lower;
}

/** After a word that may be a noun: does what follows look like what is done to something? */
function takesObject(tokens: readonly string[], at: number): boolean {
  const word = baseOf(tokens[at]!);
  const next = tokens[at + 1];
  if (next === undefined) return false;
  if (!isWord(next)) return next === "," && verbs.has((tokens[at + 2] ?? "").toLowerCase());
  const lower = next.toLowerCase();
  if (particles[word]?.has(lower) || determiners.has(lower)) return true;
  if (isJoin(next)) return verbs.has((tokens[at + 2] ?? "").toLowerCase());
  if (lower.endsWith("ing") || breaks.has(lower)) return false;
  if (prepositions.has(lower))
    return (
      at === 0 &&
      /^(?:to|with|for|on)$/.test(lower) &&
      /^(?:chat|talk|pay|listen|vote|work|shop|sign|search|sync|travel)$/.test(word)
    );
  const end = endOfRest(tokens, at + 1);
  const object = core(tokens.slice(at + 1, end).filter(isWord));
  return isPlural(object) || mass.has((object.at(-1) ?? "").toLowerCase()) || object.length > 1;
}

/** Index after the words that belong to the verb before `from`: its object and one preposition's. */
function endOfRest(tokens: readonly string[], from: number): number {
  let groups = 0;
  let at = from;
  while (at < tokens.length && at - from < LONGEST && !endsRest(tokens, at, at === from)) {
    if (at > from && prepositions.has(tokens[at]!.toLowerCase()) && ++groups > 1) break;
    at++;
  }
  while (at > from && (isLoose(tokens[at - 1]!) || flattering.has(tokens[at - 1]!.toLowerCase()))) at--;
  return at;
}

function endsRest(tokens: readonly string[], at: number, isFirst: boolean): boolean {
  const token = tokens[at]!;
  const lower = token.toLowerCase();
  const next = (tokens[at + 1] ?? "").toLowerCase();
  if (isJoin(token)) {
    const isNew = verbs.has(next) && (!alsoNouns.has(next) || takesObject(tokens, at + 1));
    return isNew || leadsToVerb.has(next) || !isWord(next) || /^(?:more|much|many|others?|so)$/.test(next);
  }
  if (!isWord(token) || breaks.has(lower)) return true;
  if (lower === "to" && verbs.has(next)) return true;
  return !isFirst && lower.endsWith("ly") && !notAdverbs.has(lower);
}

const isLoose = (token: string): boolean => {
  const lower = token.toLowerCase();
  return prepositions.has(lower) || determiners.has(lower) || isJoin(token) || !isWord(token);
};

/** The object of an action, the act itself ("bill payment") and what its preposition leads to. */
function thingsOfAction(verb: string, rest: readonly string[]): (readonly string[])[] {
  const groups = nounGroups(rest);
  const object = prepositions.has((rest[0] ?? "").toLowerCase()) ? undefined : groups[0];
  const act = acts[verb];
  const isPlain =
    object !== undefined && object.length <= 2 && !object.some((word) => isJoin(word) || /^(?:my|online)$/.test(word));
  const named = isPlain && act !== undefined ? [[...object.slice(0, -1), singular(object.at(-1)!), act]] : [];
  return [...named, ...groups].filter(isTopic);
}

function thingsOf(tokens: readonly string[], english: boolean): (readonly string[])[] {
  if (!english) return [tokens.filter(isWord).slice(0, LONGEST)];
  const stretches: string[][] = [[]];
  for (const token of tokens) {
    if ((isWord(token) && !breaks.has(token.toLowerCase())) || token === "&") stretches.at(-1)!.push(token);
    else stretches.push([]);
  }
  const whole = stretches.map((words, at) => stripped(words, at === 0)).filter((words) => words.length > 0);
  const parts = whole.flatMap((words) => nounGroups(words)).filter(isTopic);
  const short = whole.filter((words) => words.length <= LONGEST && !gathering.has(words[0]!.toLowerCase()));
  return [...short, ...parts];
}

const isTopic = (words: readonly string[]): boolean =>
  !/^(?:online|them|it)$/.test(words[0] ?? "") &&
  !(words.length === 1 && verbs.has(words[0]!) && !alsoNouns.has(words[0]!)) &&
  words[0] !== "one" &&
  !noTopic.has((words.at(-1) ?? "").toLowerCase());

/** Stretches between prepositions, without what only praises or counts them. */
function nounGroups(words: readonly string[]): (readonly string[])[] {
  const groups: string[][] = [[]];
  for (const word of words) {
    if (prepositions.has(word.toLowerCase())) groups.push([]);
    else groups.at(-1)!.push(word);
  }
  return groups
    .map((group) => stripped(group, false))
    .filter(
      (group) =>
        group.length > 0 && group.length <= 5 && !(group.length === 1 && gathering.has(group[0]!.toLowerCase())),
    );
}

/** `starts`: its first word is written large only because it starts a sentence. */
function stripped(words: readonly string[], starts: boolean): readonly string[] {
  let from = 0;
  let to = words.length;
  const isPadding = (word: string): boolean =>
    flattering.has(word.toLowerCase()) || determiners.has(word.toLowerCase()) || isJoin(word);
  while (from < to && isPadding(words[from]!)) from++;
  while (to > from && isLoose(words[to - 1]!)) to--;
  const kept = fromReviewer(words.slice(from, to)).map((word) => (isJoin(word) ? "and" : word));
  if (
    kept.length > 0 &&
    /^(?:\d+[+x]?|my|me|myself|it|them|etc|more|everything|anything|anywhere|\p{L}+ed|yes|absolutely)$/iu.test(
      kept.join(" "),
    )
  )
    return [];
  return kept.length === 0 || !starts ? kept : [lowerFirst(kept[0]!), ...kept.slice(1)];
}

function distinct(lists: readonly (readonly string[])[]): (readonly string[])[] {
  const seen = new Map<string, readonly string[]>();
  for (const words of lists) {
    const key = words.join(" ").toLowerCase();
    if (key !== "" && !seen.has(key)) seen.set(key, words);
  }
  return [...seen.values()];
}
