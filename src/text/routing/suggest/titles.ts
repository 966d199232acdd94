/**
 * What of a description's entry can name a label: never an answer, a pronoun, an amount, a version, the app itself, or what a
 * form says before it is filled in.
 */
// cspell:ignore jahr mois monat woche
import { alsoNouns, verbs } from "../../lexicon/en/descriptions.ts";
import { readTheme } from "./reading.ts";

/** At the beginning of an answer to a question that stands in the description. */
const ANSWER =
  /^(?:(?:yes|yeah|yep|yup|no|nope|sure|of course|absolutely|definitely|certainly|exactly|indeed|maybe(?: later)?|perhaps|probably|not (?:yet|sure|really|at all)|i (?:don['’]?t|do not) know|n\/?a|none|nothing|ok(?:ay)?|true|false)(?:[,.!;:–—-]+\s*|$))+/iu;
/** "Absolutely free", "No worries": an answer in two words. */
const ONLY_ANSWER =
  /^(?:yes|no|sure|of course|absolutely|definitely)(?: (?:it (?:is|does)|you (?:can|do)|we do|not|worries|problem|way|thing|thanks?))?$/iu;
const PRONOUNS =
  /^(?:(?:i|me|you|he|she|it|we|us|they|them|this|that|these|those|here|there|who|what|which|everyone|everybody|everything|anyone|anybody|anything|someone|somebody|something|nobody|nothing|none|mine|ours|yours|theirs|others?|all|more|etc)(?:\s+|$))+$/iu;
/** "PayPal", "iCloud": a name that somebody made up, alone. */
const MADE_UP_NAME = /^(?:\p{Ll}\p{Lu}\p{Ll}+|\p{Lu}\p{Ll}+\p{Lu}\p{Ll}\p{L}*)$/u;
const CURRENCY = /^(?:rs|usd|eur|gbp|inr|dollars?|euros?|pounds?|rupees?)\.?$/iu;
const A_TIME =
  "(?:per |a |pro |im |par |por |al |\\/)\\s?(?:day|week|month|mo|year|yr|user|seat|tag|woche|monat|jahr|mois|an|mes|año)";
/** Of money, or of what is to be paid for a time. */
const AMOUNT = new RegExp(
  `(?:(?:rs\\.?|usd|eur|gbp|inr|[$€£₹¥₩₽])\\s?\\d[\\d.,]*|\\d[\\d.,]*\\s?(?:[$€£₹¥₩₽%]|usd|eur|gbp|inr|dollars?|euros?|pounds?|rupees?|bucks|quid|cents?)(?!\\p{L})|\\d[\\d.,]*\\s?${A_TIME})(?:\\s?${A_TIME})?`,
  "giu",
);
const FIGURES =
  /^(?:version|v\.?|release|build|updated?(?: on)?|size|rated|rating|age)\s*:?\s*[\d.]|\b\d[\d.,]*\s?[kmb]?\+?\s?(?:users|downloads|installs|ratings?|reviews|stars?)\b/iu;
const PLACEHOLDER =
  /^(?:please )?(?:enter|type|write|describe|add|paste|insert|put)\b.{0,40}\b(?:here|descriptions?|your app)\b|lorem ipsum|^(?:(?:your|my|our|the|this) )?(?:(?:app|product)(?:['’]s)? )?(?:description|name|title|category|todo|tbd|test)$/iu;
/** "This app is a note taking app", "It's a planner for trips": what it is. */
const IS_A =
  /^(?:this|it|our|the|my)(?: (?:is|['’]s)|['’]s| (?:mobile |web )?(?:app|application|product|tool|platform|website|site|service|game) (?:is|['’]s))? (?:an?|the|your) (.+)$/iu;
const KIND =
  /\s*\b(?:mobile |web |online )?(?:app|apps|application|platform|service|tool|software|website|site|product|solution)(?: (?:by|from|that|which|where|with) .*)?$/iu;

/** What separates the items of a list in one line. */
const SEPARATOR = /\s*[;,]\s*(?:(?:and|or|&)\s+)?|\s*[|/]\s+|\s+\/\s*/iu;
const LEAST_ITEMS = 3;
const LONGEST_ITEM = 5;

const wordsIn = (text: string): string[] => text.split(/\s+/u).filter((word) => word !== "");
const plainOf = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "");

/** "chat, video calls, payments" as its items; undefined where a line is no list: "Buy, sell and trade shares". */
export function listItems(line: string): string[] | undefined {
  const items = line
    .split(SEPARATOR)
    .map((item) => item.trim())
    .filter((item) => item !== "");
  if (items.length < LEAST_ITEMS || items.some((item) => wordsIn(item).length > LONGEST_ITEM)) return undefined;
  const first = wordsIn(items[0]!)[0]!.toLowerCase();
  const isAct = (item: string): boolean => readTheme(item).actions.length > 0;
  // "Search for a song, artist or podcast" does one thing.
  if (!line.includes(";") && ((verbs.has(first) && !alsoNouns.has(first)) || (isAct(items[0]!) && !items.every(isAct))))
    return undefined;
  // "gold, loans and insurance": the last two.
  const last = items.at(-1)!.split(/\s+(?:and|or|&)\s+/iu);
  const isPair = last.length === 2 && last.every((item) => wordsIn(item).length <= 2);
  return isPair ? [...items.slice(0, -1), ...last] : items;
}

/** After the app's name: a sentence about it. */
const SAYS =
  /^(?:is|are|was|has|lets?|helps?|allows?|enables?|makes?|gives?|offers?|provides?|works?|uses?|supports?|brings?|comes|can|will)$/iu;

/** Names that the app goes by: "Notebook: Hikes" is Notebook. */
function namesOf(app: string): string[] {
  const short = app.split(/\s*[:|–—]\s*|\s+-\s+/u)[0] ?? "";
  return [...new Set([plainOf(app), plainOf(short)])].filter((name) => name.length > 2);
}

/** Takes the app's own name from both ends: "Notebook: Music", "with Notebook". */
function withoutName(text: string, names: readonly string[]): string {
  let words = wordsIn(text);
  for (let length = Math.min(4, words.length); length > 0; length--) {
    if (names.includes(plainOf(words.slice(0, length).join(""))))
      words = SAYS.test(words[length] ?? "") ? ["It", ...words.slice(length)] : words.slice(length);
    if (names.includes(plainOf(words.slice(-length).join(""))) && words.length >= length)
      words = words
        .slice(0, -length)
        .join(" ")
        .replace(/\s+(?:with|on|in|by|via|using|through|from|of|for|at|to)$/iu, "")
        .split(" ");
  }
  return words
    .join(" ")
    .replace(/^[\s\p{P}\p{S}]+/u, "")
    .trim();
}

/** What is left of an entry as the name of a theme; empty where nothing is. */
export function nameable(entry: string, app: string): string {
  if (/:\s*\S*\d/u.test(entry) || wordsIn(entry).every((word) => /\d/.test(word))) return "";
  if (PLACEHOLDER.test(entry) || FIGURES.test(entry) || ONLY_ANSWER.test(entry)) return "";
  const answered = entry.replace(ANSWER, "");
  const unnamed = withoutName(answered, namesOf(app));
  const what = IS_A.exec(unnamed)?.[1];
  const told = what === undefined ? unnamed : what.replace(KIND, "");
  const priced = told.replaceAll(AMOUNT, " ");
  if (priced !== told && !verbs.has((wordsIn(told)[0] ?? "").toLowerCase())) return "";
  const name = priced
    .replaceAll(/\s+/gu, " ")
    .replace(/(?:\s+(?:for|at|from|only|just|up to|of|to))+$/iu, "")
    .trim();
  return PRONOUNS.test(name) || MADE_UP_NAME.test(name) || CURRENCY.test(name) || !/\p{L}{2}/u.test(name) ? "" : name;
}
