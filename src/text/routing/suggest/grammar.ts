/** Just enough English to fit a phrase into a sentence: gerunds, number, articles, the reviewer's point of view. */
// cspell:ignore AEFHILMNORSX aeiou aeiouwxy suiy ying
import { determiners, doubling, makesNew, mass, personal, prepositions } from "../../lexicon/en/descriptions.ts";

/** "track" → "tracking", "log in" → "logging in". */
export function gerund(verb: string): string {
  const [head = "", ...rest] = verb.split(" ");
  return [ing(head), ...rest].join(" ");
}

function ing(verb: string): string {
  if (verb === "quit") return "quitting";
  if (verb.endsWith("ie")) return `${verb.slice(0, -2)}ying`;
  if (/[^eoy]e$/.test(verb)) return `${verb.slice(0, -1)}ing`;
  if (doubling.has(verb) || /^[^aeiou]*[aeiou][^aeiouwxy]$/.test(verb)) return `${verb}${verb.at(-1)}ing`;
  return `${verb}ing`;
}

/** Words of a phrase up to its first preposition or what says how often ("steps all day"). */
export function core(words: readonly string[]): readonly string[] {
  const ends = (word: string): boolean => prepositions.has(word) || /^(?:all|every|each|online|offline)$/.test(word);
  const end = words.findIndex((word, at) => at > 0 && ends(word.toLowerCase()));
  return end < 0 ? words : words.slice(0, end);
}

export function isPlural(words: readonly string[]): boolean {
  const head = core(words);
  const last = (head.at(-1) ?? "").toLowerCase();
  if (isDoing(words)) return false;
  if (head.some((word) => word === "and")) return true;
  return /[^suiy']s$|[aeo]ys$|ies$/.test(last) && !/^(?:news|gps|sms|always|ios|maths|wireless)$/.test(last);
}

/** "buying and selling cars" */
const isDoing = (words: readonly string[]): boolean =>
  words[1] === "and" && words[0]!.endsWith("ing") && /ing$/.test(words[2] ?? "");

export function singular(word: string): string {
  if (!isPlural([word])) return word;
  if (/ies$/i.test(word) && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:sh|ch|x|ss)es$/i.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

/** In a reviewer's mouth: "your card" is "my card", "all our shops" are "shops". */
export function fromReviewer(words: readonly string[]): readonly string[] {
  return words.flatMap((word, at) => {
    const lower = word.toLowerCase();
    if (lower === "your") return ["my"];
    if (lower === "yourself") return ["myself"];
    if (lower === "you") return ["me"];
    if (lower === "our" || lower === "their") return at === 0 ? [] : ["the"];
    if (at === 0 && /^(?:any|all|every|each|some|both|these|those|this|that|another)$/.test(lower)) return [];
    return [word];
  });
}

/** With an article where a singular noun needs one. `verb`: what is done to it, if anything. */
export function withArticle(words: readonly string[], verb?: string): readonly string[] {
  const object = core(words);
  const owned = verb === undefined ? words.slice(object.length) : ownedAfterPreposition(words.slice(object.length));
  const article = articleOf(object, verb);
  return [...(article === undefined ? [] : [article]), ...object, ...owned];
}

function articleOf(words: readonly string[], verb: string | undefined): string | undefined {
  const first = (words[0] ?? "").toLowerCase();
  const last = (words.at(-1) ?? "").toLowerCase();
  if (words.length === 0 || determiners.has(first) || prepositions.has(first) || /^\p{N}/u.test(first))
    return undefined;
  if (isPlural(words) || isDoing(words) || mass.has(last) || /(?:ing|ly|ed)$/.test(last)) return undefined;
  if (words.length === 1 && /^\p{Lu}+$/u.test(words[0]!)) return undefined;
  if (/^(?:me|myself|it|them|what|how|where|when|more|less|everything|anything|nothing)$/.test(first)) return undefined;
  if (verb === undefined) return "the";
  if (makesNew.has(verb)) return indefinite(words[0]!);
  return personal.has(last) ? "my" : "the";
}

/** "with registered mobile number" → "with my registered mobile number". */
function ownedAfterPreposition(words: readonly string[]): readonly string[] {
  const [preposition, ...rest] = words;
  const last = (rest.at(-1) ?? "").toLowerCase();
  const isOwned = rest.length > 1 && personal.has(last) && !mass.has(last) && !determiners.has(rest[0]!.toLowerCase());
  return isOwned ? [preposition!, "my", ...rest] : words;
}

function indefinite(word: string): string {
  if (/^[A-Z]{2,}/.test(word)) return /^[AEFHILMNORSX]/.test(word) ? "an" : "a";
  return /^(?:[aio]|e(?!u)|u(?!ni|s[aeiou]|ti))/i.test(word) ? "an" : "a";
}

/** Sentence case goes; abbreviations, names with inner capitals and "I" stay. */
export function lowerFirst(text: string): string {
  return /^\p{Lu}(?:\p{Ll}|[\s-]|$)/u.test(text) && !/^I\b/.test(text) ? text[0]!.toLowerCase() + text.slice(1) : text;
}
