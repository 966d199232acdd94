/** Spanish for the gloss. */
import { esGloss } from "../../lexicon/es/gloss.ts";
import { type AbleForms, ableEntry } from "../able.ts";
import { inTense, type Tense } from "../english-forms.ts";
import type { Entry, Find, GlossLanguage } from "../language.ts";
import { iberianCognates } from "./iberian.ts";

type Endings = Readonly<Partial<Record<Tense, string>>>;

const AR: Endings = {
  present: "a an as amos",
  past: "ado ada ados adas",
  did: "ó aron aste aba aban ábamos",
  first: "o",
  firstDid: "é",
  base: "ar e en emos ara aran ase asen",
  doing: "ando",
  will: "ará arán aré aremos",
  would: "aría arían",
};
const ER: Endings = {
  present: "e en es emos imos",
  past: "ido ida idos idas",
  did: "ió ieron iste ía ían íamos",
  first: "o",
  firstDid: "í",
  base: "er ir a an amos iera ieran iese",
  doing: "iendo",
  will: "erá irá erán irán",
  would: "ería iría",
};

const STRONG = ["ie", "ue", "i"] as const;

/** "cierra", "encuentra", "pide": the last vowel of the stem where the stress is on it. */
const strongStems = (stem: string): string[] =>
  STRONG.flatMap((vowel) => {
    const changed = stem.replace(vowel === "ue" ? /[ou](?=[^aeiou]*$)/ : /e(?=[^aeiou]*$)/, vowel);
    return changed === stem ? [] : [changed];
  });

function* conjugate(infinitive: string): Generator<readonly [string, Tense]> {
  const own = /[eií]r$/.test(infinitive) ? ER : AR;
  const stem = infinitive.slice(0, -2);
  const soft = stem.replace(/c$/, "qu").replace(/g$/, "gu").replace(/z$/, "c");
  for (const [tense, list] of Object.entries(own)) {
    for (const ending of list.split(" ")) {
      const isPast = tense === "past" || tense === "did" || tense === "firstDid";
      yield [(own === AR && /^[eé]/.test(ending) ? soft : stem) + ending, tense as Tense];
      if (isPast) continue;
      for (const strong of strongStems(stem)) yield [strong + ending, tense as Tense];
    }
  }
  yield [infinitive, "base"];
}

const plurals = (noun: string): string[] => {
  if (noun.endsWith("ón")) return [`${noun.slice(0, -2)}ones`];
  return /[aeiouáé]$/.test(noun) ? [`${noun}s`] : [`${noun}es`, `${noun}s`];
};

const agreements = (adjective: string): string[] => {
  const stem = adjective.replace(/o$/, "");
  return adjective.endsWith("o")
    ? [`${stem}a`, `${stem}os`, `${stem}as`, `${stem.replace(/c$/, "qu")}ísimo`, `${stem.replace(/c$/, "qu")}ísima`]
    : [`${adjective}s`, `${adjective}es`, `${adjective}a`];
};

const ABLE: AbleForms = { ending: /^(.+)[ai]bles?$/, denial: /^(?:in|im|ir|i)/, infinitives: ["ar", "er", "ir"] };
/** "conectarme", "abrirla", "devuélvanme", "fotitos". */
const CLITIC = /(?:me|te|se|lo|la|le|los|las|les|nos)$/;

function takeApart(word: string, find: Find): readonly Entry[] | undefined {
  let rest = word;
  for (let times = 0; times < 2 && CLITIC.test(rest) && rest.length > 4; times++) {
    rest = rest.replace(CLITIC, "");
    const entry = find(rest);
    if (entry?.role === "verb") return [entry];
  }
  const able = ableEntry(word, find, ABLE);
  if (able !== undefined) return [able];
  const plain = /^(.+?)(?:ito|ita|itos|itas)$/.exec(word)?.[1];
  const small = plain === undefined ? undefined : (find(`${plain}o`) ?? find(`${plain}a`));
  return small && [small];
}

const FIRST_ENDING = /[^aeiou]o$/;
/** What things do rather than who writes. */
const HAPPENS = /^(?:appear|arrive|crash|disappear|fail|freeze|happen|load|take long)$/;

/** "esta mal" may be "is wrong" already. */
const sayIs = (after: Entry | undefined) => ({ english: /^(?:is|are) /.test(after?.english ?? "") ? "" : "is" });

/** "me mando", "se borro", "la comida llego" without their accents; "cambie de celular", "pague": what somebody did, not what they ask. */
const settle: GlossLanguage["settle"] = ({ said, role, tense, base }, before, after) => {
  if (said === "esta" && before !== undefined && after?.role !== "thing") return sayIs(after);
  if (role !== "verb" || base === undefined) return undefined;
  const isOther =
    /^(?:me|te|se|le|les|nos)$/.test(before?.said ?? "") || before?.role === "thing" || HAPPENS.test(base);
  if (tense === "first" && isOther && FIRST_ENDING.test(said) && before?.said !== "yo")
    return { english: inTense(base, "did"), tense: "did" };
  const isDone = tense === "base" && said.endsWith("e") && before === undefined && after !== undefined;
  return isDone ? { english: inTense(base, "firstDid"), tense: "firstDid" } : undefined;
};

export const spanish: GlossLanguage = {
  lexicon: esGloss,
  conjugate,
  plurals,
  agreements,
  takeApart,
  settle,
  qualitiesFirst: true,
  qualityFollows: true,
  compounds: "joined",
  cognates: [
    [/cion(?:es)?$/, "tion"],
    [/sion(?:es)?$/, "sion"],
    [/idad(?:es)?$/, "ity"],
    [/dad$/, "ty"],
    ...iberianCognates,
  ],
  denied: "after",
  subjectFollows: true,
  dropsSubject: true,
};
