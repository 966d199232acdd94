/** German for the gloss. */
import { deGloss } from "../../lexicon/de/gloss.ts";
import { type AbleForms, ableEntry } from "../able.ts";
import type { Tense } from "../english-forms.ts";
import type { Beside, Entry, Find, GlossLanguage } from "../language.ts";

const PRESENT = ["t", "st"];
const PAST = ["te", "ten"];
/** Verbs with these take no "ge": "aktualisiert", "bezahlt". */
const WITHOUT_GE = /^(?:be|ver|er|ent|zer|emp|ge|miss|über|unter|de|re)|ieren$/;

/** A "|" parts a separable prefix from its verb. */
function* conjugate(infinitive: string): Generator<readonly [string, Tense]> {
  const [prefix, verb] = infinitive.includes("|") ? (infinitive.split("|") as [string, string]) : ["", infinitive];
  const stem = verb.replace(/e?n$/, "");
  const own = /[td]$/.test(stem) ? `${stem}e` : stem;
  yield [prefix + verb, "base"];
  if (prefix !== "") yield [`${prefix}zu${verb}`, "base"];
  for (const ending of PRESENT) {
    yield [prefix + own + ending, "present"];
    yield [prefix + stem + ending, "present"];
    // "lädt", "fährt", "stößt".
    yield [prefix + stem.replace(/a(?=[^aeiou]*$)/, "ä") + ending, "present"];
  }
  yield [`${prefix}${stem}e`, "first"];
  for (const ending of PAST) yield [prefix + own + ending, "did"];
  const ge = WITHOUT_GE.test(verb) ? "" : "ge";
  for (const ending of ["t", "te", "ten", "en", "ene", "enen"]) {
    yield [`${prefix}${ge}${ending.startsWith("t") ? own : stem}${ending}`, "past"];
  }
  // "ich komm", "ich wechsle".
  yield [prefix + stem, "first"];
  if (/[^aeiou]el$/.test(stem)) yield [`${prefix}${stem.slice(0, -2)}le`, "first"];
}

const plurals = (noun: string): string[] => {
  const changed = noun.replace(
    /au(?=[^aeiou]*$)|[aou](?=[^aeiou]*$)/,
    (vowel) => `${{ a: "ä", o: "ö", u: "ü", au: "äu" }[vowel]}`,
  );
  return ["n", "en", "e", "er", "s", "es", "nen", "ern"]
    .map((ending) => noun + ending)
    .concat(`${changed}e`, `${changed}er`, changed);
};

const agreements = (adjective: string): string[] => {
  const stem = adjective.replace(/el$/, "l").replace(/er$/, "r");
  return ["e", "er", "es", "en", "em", "ere", "eren", "erer", "ste", "sten"].flatMap((ending) =>
    stem === adjective ? [adjective + ending] : [adjective + ending, stem + ending],
  );
};

const SHORTEST_PART = 3;
const ABLE: AbleForms = { ending: /^(.+)bar(?:e[rnsm]?)?$/, denial: /^un/, infinitives: ["en", "n"] };
/** "werbefrei", "problemlos". */
const WITHOUT = /^(.{3,}?)(?:s?los|n?frei)(?:e[rnsm]?)?$/;

/** What joins the parts is no plural: "zahlungsart", "kartennummer". */
const JOINTS = ["s", "es", "n", "en", "er"];
const joined = (start: string, find: Find): Entry | undefined =>
  JOINTS.filter((joint) => start.endsWith(joint) && start.length - joint.length >= SHORTEST_PART)
    .map((joint) => find(start.slice(0, -joint.length)))
    .find((entry) => entry?.role === "thing");

/** "anmeldebildschirm": two known words, with or without what joins them. */
function takeApart(word: string, find: Find): readonly Entry[] | undefined {
  const able = ableEntry(word, find, ABLE);
  if (able !== undefined) return [able];
  const lacking = WITHOUT.exec(word)?.[1];
  const lacked = lacking === undefined ? undefined : (find(lacking) ?? find(lacking.replace(/e$/, "ung")));
  if (lacked?.role === "thing") return [{ english: "without", role: "word" }, lacked];
  for (let at = word.length - SHORTEST_PART; at >= SHORTEST_PART; at--) {
    const last = find(word.slice(at));
    if (last === undefined || (last.role !== "thing" && last.role !== "quality")) continue;
    const start = word.slice(0, at);
    const first = joined(start, find) ?? find(start) ?? find(`${start}n`) ?? find(`${start}en`);
    if (first === undefined || first.role === "word") continue;
    if (first.role !== "verb" || first.tense === "base") return [first, last];
  }
  return undefined;
}

/** "kam … an", "fiel … aus": what the verb is in the present, which its prefix is put before. */
const strongPasts: ReadonlyMap<string, string> = new Map(
  `kam kommt|kamen kommen|ging geht|gingen gehen|fiel fällt|fielen fallen|hing hängt|rief ruft|riefen rufen|gab gibt|gaben geben
  nahm nimmt|nahmen nehmen|zog zieht|zogen ziehen|schlug schlägt|schlugen schlagen|lud lädt|luden laden|brach bricht
  brachen brechen|sprang springt|sprangen springen|stand steht|ließ lässt|fing fängt|fingen fangen|hielt hält|ging geht`
    .split(/[|\n]/)
    .map((pair) => pair.trim().split(" ") as [string, string]),
);

/** "fuer", "oeffnen": umlauts as who has no keys for them writes them. */
const fold = (word: string): string => word.replaceAll("ae", "a").replaceAll("oe", "o").replaceAll("ue", "u");

const A_NUMBER = /^(?:\d.*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)$/;
const SURFACE = /^(?:computer|laptop|pc|phone|screen|tablet|tv|watch)$/;
const COMPARED = /^(?:better|worse|more|less|other|different)$/;

/** "die Bilder der Gerichte". */
const GENITIVE = /^(?:der|des)$/;

/** What joins two things: "Suche nach Bildern", "die Bilder der Gerichte". */
function relationOf(said: string, before: Beside, after: Beside): string | undefined {
  if (said === "nach" && /^export$/i.test(before.english)) return "to";
  if (said === "nach" && /^(?:filter|sort)/i.test(before.english)) return "by";
  if (said === "nach" && /^search/.test(before.english)) return "for";
  return GENITIVE.test(said) && before.role === "thing" && after.role === "thing" ? "of" : undefined;
}

/** "höher als", "um vier", "drei Uhr"; "die App, die ich gekauft hab": the article before a pronoun is a relative one. */
const settle: GlossLanguage["settle"] = ({ said, english }, before, after) => {
  const isCounted = A_NUMBER.test(before?.english ?? "");
  if (said === "als" && before === undefined) return { english: "when" };
  if (said === "als" && (before!.role === "quality" || COMPARED.test(before!.english))) return { english: "than" };
  if (said === "zu" && after?.role === "quality") return { english: "too" };
  if (said === "uhr" && isCounted) return { english: "o'clock", role: "word" };
  if (said === "am" && SURFACE.test(after?.english ?? "")) return { english: "on the" };
  if (said === "sie" && [before, after].some((one) => one?.tense === "present")) return { english: "it" };
  if (said === "um" && A_NUMBER.test(after?.english ?? "")) return { english: "at" };
  if (before !== undefined && after !== undefined) {
    const relation = relationOf(said, before, after);
    if (relation !== undefined) return { english: relation };
  }
  if (english === "the" && /^(?:i|we|you|one|he|she|it|they)$/.test(after?.english ?? "")) return { english: "that" };
  return undefined;
};

export const german: GlossLanguage = {
  lexicon: deGloss,
  fold,
  conjugate,
  plurals,
  agreements,
  qualitiesFirst: true,
  takeApart,
  cognates: [
    [/itat(?:en)?$/, "ity"],
    [/ionen$/, "ion"],
    [/isch(?:e[rsnm]?)?$/, "ic"],
    [/isch(?:e[rsnm]?)?$/, "ical"],
    [/ie$/, "y"],
    [/k(?=[aorltu])/g, "c"],
    [/(?<=.{3})(?:e|en|er|es|s|n)$/, ""],
  ],
  settle,
  capitalNouns: true,
  denied: "before",
  subjectFollows: true,
  deniedReach: 6,
  verbLast: true,
  dropsSubject: true,
  strongPasts,
  separable: new Set([
    "ab",
    "an",
    "auf",
    "aus",
    "ein",
    "hoch",
    "runter",
    "herunter",
    "zu",
    "nach",
    "zurück",
    "fehl",
    "frei",
    "weiter",
    "um",
    "hinzu",
    "raus",
    "rein",
    "los",
    "vor",
    "mit",
    "fest",
    "weg",
    "wieder",
    "durch",
    "heraus",
    "hinein",
    "bei",
    "gut",
    "überein",
    "drauf",
  ]),
};
