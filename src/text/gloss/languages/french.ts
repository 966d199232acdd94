/** French for the gloss. */
import { frGloss } from "../../lexicon/fr/gloss.ts";
import { type AbleForms, ableEntry } from "../able.ts";
import { inTense, type Tense } from "../english-forms.ts";
import type { Beside, Entry, Find, GlossLanguage } from "../language.ts";

const endings: Readonly<Record<string, Readonly<Partial<Record<Tense, string>>>>> = {
  er: {
    present: "e es ent",
    past: "é ée és ées",
    did: "ait aient ais ions iez",
    base: "er ez ons",
    doing: "ant",
    will: "era eront erai erez erons",
    would: "erait eraient erais",
  },
  ir: {
    present: "it issent is",
    past: "i ie ies",
    did: "issait issaient",
    base: "ir issez",
    doing: "issant",
    will: "ira iront irai",
    would: "irait",
  },
  re: {
    present: "s ent d",
    past: "u ue us ues",
    did: "ait aient",
    base: "re ez",
    doing: "ant",
    will: "ra ront rai",
    would: "rait",
  },
};

function* conjugate(infinitive: string): Generator<readonly [string, Tense]> {
  yield [infinitive, "base"];
  const own = endings[infinitive.slice(-2)];
  if (own === undefined) return;
  const stem = infinitive.slice(0, -2);
  // "appelle", "rejette"; "paie"; "annonçait", "rechargeait".
  const strong = /e[lt]$/.test(stem) ? stem + stem.at(-1) : stem.replace(/y$/, "i");
  const soft = stem.replace(/c$/, "ç").replace(/g$/, "ge");
  for (const [tense, list] of Object.entries(own)) {
    for (const ending of list!.split(" ")) {
      yield [(/^[ao]/.test(ending) ? soft : stem) + ending, tense as Tense];
      if (strong !== stem && /^e(?!z)/.test(ending)) yield [strong + ending, tense as Tense];
    }
  }
}

const plurals = (noun: string): string[] => {
  if (/(?:s|x|z)$/.test(noun)) return [];
  if (noun.endsWith("al")) return [`${noun.slice(0, -1)}ux`, `${noun}s`];
  return /(?:au|eu)$/.test(noun) ? [`${noun}x`] : [`${noun}s`];
};

const agreements = (adjective: string): string[] => {
  const more = [`${adjective}s`, `${adjective}e`, `${adjective}es`];
  if (adjective.endsWith("x")) return [`${adjective.slice(0, -1)}se`, `${adjective.slice(0, -1)}ses`];
  if (/(?:en|on)$/.test(adjective)) return [`${adjective}s`, `${adjective}ne`, `${adjective}nes`];
  if (adjective.endsWith("f")) return [`${adjective}s`, `${adjective.slice(0, -1)}ve`, `${adjective.slice(0, -1)}ves`];
  return adjective.endsWith("l") ? [...more, `${adjective}le`, `${adjective}les`, adjective.replace(/l$/, "ux")] : more;
};

/** "lappli", "jarrive", "quil": the apostrophe was left out. */
const ELIDED = /^(?:qu|[ldjnsmtc])(?=[aeiouyhéèêâîô])/;
/** "jpeux", "jme": as it is spoken, before a consonant. */
const SPOKEN_I = /^j(?=[bcdfgkmlnpqrstv])/;
const ABLE: AbleForms = { ending: /^(.+)[ai]bles?$/, denial: /^(?:in|im|ir|il)/, infinitives: ["er", "ir", "re"] };

function takeApart(word: string, find: Find) {
  const able = ableEntry(word, find, ABLE);
  if (able !== undefined) return [able];
  const spoken = SPOKEN_I.test(word) ? find(word.slice(1)) : undefined;
  if (spoken?.role === "verb") return [{ english: "i", role: "word" } as const, spoken];
  const short = ELIDED.exec(word)?.[0];
  if (short === undefined) return undefined;
  const rest = find(word.slice(short.length));
  if (rest === undefined) return undefined;
  const before = /^[ns]$/.test(short) ? undefined : find(short);
  return before === undefined ? [rest] : [before, rest];
}

/** "a chaque fois", "a charger", "a 6h": "à" without its accent; undefined where it is "a". */
function preposition(isDone: boolean, before: Beside | undefined, after: Beside | undefined): string | undefined {
  const next = after?.english ?? "";
  if (/^(?:every|each|the|my)\b/.test(next)) return "at";
  if (after?.tense === "base") return "to";
  if (isDone || before?.role === "word" || /^(?:not|no longer|never|been)$/.test(next)) return undefined;
  return /^\d/.test(after?.said ?? "") ? "at" : "to";
}

/** "met 3 heures". */
function spent({ role, tense, base }: Beside, after: Beside | undefined): Partial<Entry> | undefined {
  const isSpent = role === "verb" && base === "put" && /^\d/.test(after?.said ?? "");
  return isSpent && tense !== undefined ? { english: inTense("take", tense), base: "take" } : undefined;
}

/** "le gps ma envoyé" is "m'a envoyé". */
const settle: GlossLanguage["settle"] = (piece, before, after) => {
  const { said } = piece;
  const isDone = after?.role === "verb" && (after.tense === "past" || after.tense === "did");
  if (/^(?:ma|ta)$/.test(said) && isDone) return { english: "has", role: "word" };
  if (said === "mont" && isDone) return { english: "have", role: "word" };
  if (said === "super" && after?.role === "quality") return { english: "very", role: "word" };
  if (said === "des" && before?.role === "thing" && after?.role === "thing") return { english: "of" };
  if (said !== "a") return spent(piece, after);
  const english = preposition(isDone, before, after);
  return english === undefined ? undefined : { english };
};

export const french: GlossLanguage = {
  lexicon: frGloss,
  conjugate,
  plurals,
  agreements,
  silent: new Set(["ne", "n"]),
  takeApart,
  settle,
  qualityFollows: true,
  compounds: "joined",
  cognates: [
    [/ites?$/, "ity"],
    [/tes?$/, "ty"],
    [/iques?$/, "ic"],
    [/iques?$/, "ical"],
    [/ement$/, "ely"],
    [/ment$/, "ly"],
    [/(?<=.{3})es?$/, ""],
    [/(?<=.{3})es?$/, "ed"],
    [/ants?$/, "ing"],
    [/aires?$/, "ary"],
    [/ions$/, "ion"],
  ],
  denied: "before",
};
