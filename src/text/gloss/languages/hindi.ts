/** Hindi in Latin letters for the gloss: nobody spells it like the next one. */
import { hiLatnGloss } from "../../lexicon/hi-latn/gloss.ts";
import type { Tense } from "../english-forms.ts";
import type { Find, GlossLanguage } from "../language.ts";
import { createHindiVerbs } from "./hindi-verbs.ts";

const endings: Readonly<Partial<Record<Tense, readonly string[]>>> = {
  base: ["", "na", "ne", "ni", "o", "iye", "e", "en", "kar", "ke"],
  present: ["ta", "ti", "te"],
  did: ["a", "i", "ya", "yi", "ye"],
  will: ["ega", "egi", "enge", "unga", "ungi"],
};

function* conjugate(stem: string): Generator<readonly [string, Tense]> {
  for (const [tense, list] of Object.entries(endings))
    for (const ending of list!) yield [stem + ending, tense as Tense];
}

/** "nahi", "nahin", "nhi"; "bahut", "bhut"; "paisa", "pesa"; "wapas", "vapas". */
const fold = (word: string): string =>
  word
    .replace(/aa+/g, "a")
    .replace(/ee+|ii+/g, "i")
    .replace(/oo+|uu+/g, "u")
    .replace(/([^aeiou])\1+/g, "$1")
    .replaceAll("w", "v")
    .replaceAll("ph", "f")
    .replaceAll("z", "j")
    .replace(/(?<=.[aeiou])n$/, "")
    .replace(/(?<=[^aeiou])a(?=[^aeiou])/g, "");

/** "horaha", "karsakte", "hojaye": auxiliaries that are written together with their verb. */
const JOINED = /(?:rah[aie]|sakt[aie]|jay?e|jata|jati|diya|dena|do)$/;

function takeApart(word: string, find: Find) {
  const verb = JOINED.test(word) ? find(word.replace(JOINED, "")) : undefined;
  return verb?.role === "verb" ? [verb] : undefined;
}

/** "brake kharab the": "were", and no English article. */
const settle: GlossLanguage["settle"] = ({ said }, before, after) =>
  said === "the" && before !== undefined && after === undefined ? { english: "were" } : undefined;

export const hindi: GlossLanguage = {
  lexicon: hiLatnGloss,
  conjugate,
  qualitiesFirst: true,
  takeApart,
  fold,
  settle,
  englishFirst: true,
  readGroup: createHindiVerbs(fold),
  stresses: new Set(["hi"]),
  denied: "after",
  requestLast: true,
  postpositions: new Set([
    "of",
    "in",
    "in it",
    "on",
    "from",
    "to",
    "for",
    "with",
    "without",
    "after",
    "before",
    "since",
    "until",
    "by way of",
  ]),
};
