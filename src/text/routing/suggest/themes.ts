/** Themes of a product's description: one for each short entry, sentence or bullet that says what the product does. */
// cspell:ignore apos favou rsquo

import { praise, prepositions } from "../../lexicon/en/descriptions.ts";
import { lowerFirst } from "./grammar.ts";
import { isForeign, readTheme } from "./reading.ts";
import { listItems, nameable } from "./titles.ts";

export interface Theme {
  /** Short and as the description has it: the label's name comes from it. */
  readonly title: string;
  /** What it was read from. */
  readonly text: string;
}

/** An entry of up to so many words in one line is a theme as it stands. */
const SHORT_ENTRY = 12;
const LONGEST_TITLE = 10;
const LONGEST_TEXT = 400;
const MOST_THEMES = 200;
const MOST_CHARACTERS = 200_000;

const WORDS = /[^\s]+/gu;
const SENTENCE_END = /(?<=[.!?])\s(?=[\p{Lu}\p{N}"'])|(?<=[。！？।])|\n/gu;
const BULLET = /[●•▪■◆►✓✔★☆➤➔✅·]|\s[-–—]\s/gu;
/** What calls, boasts or informs the reader instead of naming something the product does. */
const CALLS =
  /^(?:join (?:over |more than )?(?:millions|thousands|hundreds|crores|\d)|we(?:['’]d| would) love|trusted by|loved by|used by|download (?:it |the app )?(?:now|today|free)|get it now|try it|what are you waiting|follow us|contact us|visit (?:us|our)|write to us|have (?:a )?questions?|need help\??$|any questions|learn more|read more|why choose|welcome to|thank you|introducing|about us|know (?:the|more)|if (?:you|the|your)\b|what's new)/iu;
const PAPERWORK =
  /https?:|www\.|\S@\S|©|™|\b(?:terms (?:of|and|&)|privacy policy|copyright|all rights reserved|trademarks?|subsidiary|registered (?:with|office)|ltd|pvt|plot no|inc|llc|gmbh|limited|corp|disclaimer|for example|e\.?g\b|note:|annual percentage|per annum)(?:\b|$)/iu;

const BOAST =
  /\b(?:best|leading|number one|no\.? ?1|most (?:popular|trusted|loved)|fastest[- ]growing|top[- ]rated|favou?rite)\b.*\b(?:app|platform|service|solution|company|brand|choice|game|store|site|website)$/iu;
/** A line that begins a list of companies, conditions or figures: the rest of its paragraph is left out. */
const ASIDE =
  /^[^\p{L}]{0,10}(?:(?:representative examples?|examples?|e\.?g\.?|notes?|contact|disclaimer|legal|permissions?|requirements|lenders?|.{0,30}\bpartners?(?: \([^()]{0,20}\))?) ?:|(?:contact us|follow us|disclaimer|eg)[^\p{L}]{0,10}$)/iu;
const HAS_VERB =
  /\b(?:is|are|was|were|will|has|have|works?|comes?|makes?|keeps?|gives?|means?|yes|don['’]?t|not|never)\b/iu;

const PRONOUN = /^(?:it|them|him|her|me|us|you|this|that|these|those)$/iu;
/** The subject of a sentence: "You can …", "It lets users …". */
const SAYS_OF = /^(?:i|you|he|she|it|we|they|this|that|these|those|there|our|the app|users?|people)(?:['’]\w+)?\s/iu;

/** Without repeats, in the order of the description. `app`: its name, which names no theme. */
export function findThemes(description: readonly string[], app = ""): Theme[] {
  const found = new Map<string, Theme>();
  let left = MOST_CHARACTERS;
  for (const entry of description) {
    if (left <= 0 || found.size >= MOST_THEMES) break;
    const text = plain(entry.slice(0, left));
    left -= entry.length;
    for (const theme of themesOf(text, app)) {
      const key = theme.title.toLowerCase();
      if (found.size < MOST_THEMES && !found.has(key)) found.set(key, theme);
    }
  }
  return [...found.values()];
}

function themesOf(entry: string, app: string): Theme[] {
  const parts = withoutAsides(entry)
    .split(SENTENCE_END)
    .flatMap((part) => part.split(BULLET))
    .filter((part) => !/[?？]\s*$/u.test(part.slice(-20)))
    .map(clean);
  const isOne = parts.filter((part) => part !== "").length === 1;
  const isShort = isOne && wordsOf(entry).length <= SHORT_ENTRY;
  return parts.flatMap((part) => {
    const items = listItems(part);
    if (items !== undefined) return items.flatMap((item) => shortTheme(item, app));
    const isSentence = HAS_VERB.test(part) && /[.!]\s*$/u.test(entry);
    if (isShort && !isSentence) return shortTheme(part, app);
    const name = isPadding(part) ? "" : nameable(part, app);
    return isPadding(name) || isFact(name) ? [] : shortened(name);
  });
}

/** As it stands, unless it is a sentence about the reader or the app: then what that lets people do. */
function shortTheme(part: string, app: string): Theme[] {
  const name = isPadding(part) ? "" : nameable(part, app);
  if (isPadding(name) || PAPERWORK.test(name)) return [];
  if (!SAYS_OF.test(name)) return [{ title: name.slice(0, 120), text: name }];
  return shortened(name);
}

function withoutAsides(text: string): string {
  const kept = text.split("\n\n").map((paragraph) => {
    const lines = paragraph.split("\n");
    const end = lines.findIndex((line) => ASIDE.test(line.slice(0, LONGEST_TEXT)));
    return (end < 0 ? lines : lines.slice(0, end)).join("\n");
  });
  return kept.join("\n\n");
}

/** Without markup and entities; one space, one line end or one empty line at most. */
function plain(text: string): string {
  return text
    .replaceAll(/&amp;/gi, "&")
    .replaceAll(/&(?:#39|apos|rsquo);/gi, "'")
    .replaceAll(/&(?:nbsp|quot|lt|gt|#\d{1,6});/gi, " ")
    .replaceAll(/<\/?(?:i|em|strong|u|span|a|font|div|big|small)\b[^<>]{0,200}>/gi, " ")
    .replaceAll(/<\/?[a-z][^<>]{0,200}>/gi, "\n")
    .normalize("NFKC")
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/[^\S\n]+/gu, " ")
    .replaceAll(/ ?\n ?/g, "\n")
    .replaceAll(/\n{3,}/g, "\n\n");
}

function clean(part: string): string {
  return part
    .trim()
    .slice(0, LONGEST_TEXT)
    .replace(/^(?:[^\p{L}\p{N}#]+|\d{1,2}[.)]\s+|[QA]:\s+)+/u, "")
    .replace(/[\s\p{P}\p{S}]+$/u, "")
    .replaceAll(/\s+/gu, " ")
    .replace(/\s*\([^()]*$/u, "");
}

const wordsOf = (text: string): string[] => text.match(WORDS) ?? [];

function isPadding(part: string): boolean {
  if (part === "" || CALLS.test(part) || BOAST.test(part)) return true;
  const words = wordsOf(part).map((word) => word.toLowerCase().replaceAll(/^[^\p{L}\p{N}#]+|[^\p{L}\p{N}]+$/gu, ""));
  return words.every((word) => word === "" || praise.has(word) || /^#?\d[\d.,+%]*$/.test(word));
}

/** Legal and company matters, figures, questions put to the reader. */
function isFact(part: string): boolean {
  const words = wordsOf(part);
  const figures = words.filter((word) => /\d/.test(word)).length;
  return (
    PAPERWORK.test(part) ||
    /:\s*\S*\d|^(?:please )?(?:don['’]?t|never)\b/iu.test(part) ||
    /^(?:who|what|why|how|will|is|are|do|does|can i)\b/iu.test(part) ||
    figures * 4 > words.length
  );
}

/** A sentence of a long text: what it lets people do, or itself when it is short enough; nothing otherwise. */
function shortened(part: string): Theme[] {
  const words = wordsOf(part);
  const actions = readTheme(part).actions.filter(({ rest }) => !PRONOUN.test(rest.join(" ")));
  const first = actions[0];
  const isSaid = SAYS_OF.test(part);
  if (!isSaid && words.length <= LONGEST_TITLE && (first !== undefined || !(HAS_VERB.test(part) || /\d/.test(part))))
    return [{ title: withoutYour(part).slice(0, 120), text: part }];
  if (first !== undefined) {
    const told = actions.slice(0, 2).map(({ verb, rest }) => `${verb} ${rest.join(" ")}`.trim());
    const both = told.join(" and ");
    const title = wordsOf(both).length <= LONGEST_TITLE ? both : told[0]!;
    return [{ title: withoutYour(title[0]!.toUpperCase() + title.slice(1)), text: told.join(" and ") }];
  }
  if (isSaid || !isForeign(words)) return [];
  const kept = words.slice(0, LONGEST_TITLE);
  while (kept.length > 1 && prepositions.has(lowerFirst(kept.at(-1)!))) kept.pop();
  return [{ title: kept.join(" ").slice(0, 120), text: part }];
}

const withoutYour = (title: string): string =>
  title.replaceAll(/\b(?:your|our) (?=\p{L})/giu, "").replaceAll(/\s+/gu, " ");
