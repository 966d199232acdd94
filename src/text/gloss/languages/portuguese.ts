/** Portuguese for the gloss. */
import { ptGloss } from "../../lexicon/pt/gloss.ts";
import { type AbleForms, ableEntry } from "../able.ts";
import type { Tense } from "../english-forms.ts";
import type { Entry, Find, GlossLanguage } from "../language.ts";
import { iberianCognates } from "./iberian.ts";

type Endings = Readonly<Partial<Record<Tense, string>>>;

const byEnding: Readonly<Record<string, Endings>> = {
  ar: {
    present: "a am as amos",
    past: "ado ada ados adas",
    did: "ou aram ava avam ávamos ámos",
    first: "o",
    firstDid: "ei",
    base: "ar e em arem asse assem ássemos",
    doing: "ando",
    will: "ará arão arei aremos",
    would: "aria ariam",
  },
  er: {
    present: "e em es emos",
    past: "ido ida idos idas",
    did: "eu eram ia iam íamos",
    first: "o",
    firstDid: "i",
    base: "er a am erem esse essem",
    doing: "endo",
    will: "erá erão",
    would: "eria",
  },
  ir: {
    present: "e em i imos",
    past: "ido ida idos idas",
    did: "iu iram ia iam íamos",
    first: "o",
    firstDid: "i",
    base: "ir a am irem isse issem",
    doing: "indo",
    will: "irá irão",
    would: "iria",
  },
};

function* conjugate(infinitive: string): Generator<readonly [string, Tense]> {
  yield [infinitive, "base"];
  const own = byEnding[infinitive.slice(-2)];
  if (own === undefined) return;
  const stem = infinitive.slice(0, -2);
  const soft = stem.replace(/c$/, "qu").replace(/g$/, "gu").replace(/ç$/, "c");
  for (const [tense, list] of Object.entries(own)) {
    for (const ending of list.split(" ")) {
      yield [(infinitive.endsWith("ar") && /^e/.test(ending) ? soft : stem) + ending, tense as Tense];
    }
  }
}

const plurals = (noun: string): string[] => {
  if (noun.endsWith("ão")) return [`${noun.slice(0, -2)}ões`, `${noun}s`];
  if (/[aeou]l$/.test(noun)) return [`${noun.slice(0, -1)}is`];
  if (noun.endsWith("m")) return [`${noun.slice(0, -1)}ns`];
  return /[rsz]$/.test(noun) ? [`${noun}es`] : [`${noun}s`];
};

const agreements = (adjective: string): string[] => {
  if (adjective.endsWith("vel")) return [`${adjective.slice(0, -3)}veis`];
  const stem = adjective.replace(/o$/, "");
  return adjective.endsWith("o")
    ? [`${stem}a`, `${stem}os`, `${stem}as`, `${stem.replace(/c$/, "qu")}íssimo`, `${stem.replace(/c$/, "qu")}íssima`]
    : [`${adjective}s`, `${adjective}a`, `${adjective}es`];
};

const ABLE: AbleForms = {
  ending: /^(.+)[aáií]v(?:el|eis)$/,
  denial: /^(?:in|im|ir|i)/,
  infinitives: ["ar", "er", "ir"],
};

/** "cadastrar-me" is two words; "baixá-lo", "fotinha" and "dinheirinho" are these. */
function takeApart(word: string, find: Find): readonly Entry[] | undefined {
  const able = ableEntry(word, find, ABLE);
  if (able !== undefined) return [able];
  const plain = /^(.+?)(?:inho|inha|inhos|inhas)$/.exec(word)?.[1];
  const entry = plain === undefined ? undefined : (find(`${plain}o`) ?? find(`${plain}a`));
  return entry && [entry];
}

/** "o som e baixo": "é" without its accent. */
const settle: GlossLanguage["settle"] = ({ said }, before, after) => {
  const isTold = after?.role === "quality" || /^(?:too|very|not|never)\b/.test(after?.english ?? "");
  return said === "e" && before?.role === "thing" && isTold ? { english: "is" } : undefined;
};

export const portuguese: GlossLanguage = {
  lexicon: ptGloss,
  conjugate,
  plurals,
  agreements,
  takeApart,
  settle,
  qualitiesFirst: true,
  qualityFollows: true,
  compounds: "joined",
  cognates: [
    [/c(?:ao|oes)$/, "tion"],
    [/s(?:ao|oes)$/, "sion"],
    [/idades?$/, "ity"],
    [/dades?$/, "ty"],
    ...iberianCognates,
  ],
  denied: "after",
  subjectFollows: true,
  dropsSubject: true,
};
