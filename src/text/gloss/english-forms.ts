// cspell:ignore aeiou bdfgklmnprt
/** Forms of English words: a gloss says "crashes", "crashed", "crashing" of one entry. */

/** `past` is a participle, `did` tells; `first` and `firstDid` have "i" as their subject, whether it is said or not. */
export type Tense = "base" | "present" | "past" | "did" | "first" | "firstDid" | "doing" | "will" | "would";

/** Present and past participle, where they aren't made by the rule. */
const IRREGULAR = new Map(
  `become become|break broken|bring brought|buy bought|choose chosen|come come|cost cost|cut cut|fall fallen|feel felt
  find found|forget forgotten|freeze frozen|get got|give given|go gone|hang hung|hear heard|hide hidden|keep kept|know known
  learn learnt|leave left|lose lost|make made|pay paid|put put|read read|reset reset|ride ridden|ring rung|run run|see seen
  sell sold|send sent|set set|show shown|sleep slept|speak spoken|spend spent|spin spun|steal stolen|take taken|tell told
  think thought|understand understood|win won|withdraw withdrawn|write written|drive driven|swim swum|sing sung|drink drunk|rise risen|say said|hold held|build built|eat eaten
  throw thrown|draw drawn|wear worn|teach taught|meet met|lend lent|stand stood|be been|do done|have had`
    .split(/[|\n]/)
    .map((pair) => pair.trim().split(" ") as [string, string]),
);

/** The past that tells, where it is another word than the participle: "took", "taken". */
const TOLD = new Map(
  `be was|become became|break broke|choose chose|come came|do did|draw drew|eat ate|fall fell|forget forgot|freeze froze
  give gave|go went|hide hid|know knew|ride rode|ring rang|run ran|see saw|show showed|speak spoke|steal stole|take took
  throw threw|wear wore|withdraw withdrew|write wrote|drive drove|swim swam|sing sang|drink drank|rise rose`
    .split(/[|\n]/)
    .map((pair) => pair.trim().split(" ") as [string, string]),
);

const THIRD: Readonly<Record<string, string>> = { be: "is", have: "has" };

/** Nouns without a plural. */
const COUNTLESS =
  /(?:money|data|information|news|software|staff|support|help|music|memory|internet|privacy|security|slowness|wifi|bluetooth|furniture|luck|s)$/;

/** Whether a name is of many: "photos", "people". */
export const isPlural = (name: string): boolean =>
  /(?:^|\s)(?:people|children|men|women)$|(?<=..)(?<![sui'’])s$/.test(name) &&
  !/(?:^|\s)(?:gps|news|sms|lens|always)$/.test(name);

/** One syllable that ends in a consonant after a single vowel: "stop", "log", "plan". */
const DOUBLED = /^[^aeiou]*[aeiou][bdfgklmnprt]$/;

const isSibilant = (word: string): boolean => /(?:s|x|z|ch|sh)$/.test(word);

function present(word: string): string {
  if (THIRD[word] !== undefined) return THIRD[word];
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return isSibilant(word) || /[^aeiou]o$/.test(word) ? `${word}es` : `${word}s`;
}

function past(word: string): string {
  const known = IRREGULAR.get(word);
  if (known !== undefined) return known;
  if (word.endsWith("e")) return `${word}d`;
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ied`;
  if (word === "cancel") return "cancelled";
  return DOUBLED.test(word) ? `${word}${word.at(-1)}ed` : `${word}ed`;
}

const told = (word: string): string => TOLD.get(word) ?? past(word);

function doing(word: string): string {
  if (word.endsWith("ie")) return `${word.slice(0, -2)}ying`;
  if (word.endsWith("e") && !word.endsWith("ee") && word !== "be") return `${word.slice(0, -1)}ing`;
  if (word === "cancel") return "cancelling";
  return DOUBLED.test(word) ? `${word}${word.at(-1)}ing` : `${word}ing`;
}

const forms: Readonly<Record<Tense, (word: string) => string>> = {
  base: (word) => word,
  present,
  past,
  did: told,
  first: (word) => (word === "be" ? "am" : word),
  firstDid: told,
  doing,
  will: (word) => `will ${word}`,
  would: (word) => `would ${word}`,
};

/** The first word of "log in" changes. */
export function inTense(verb: string, tense: Tense): string {
  const [first = "", ...rest] = verb.split(" ");
  return [forms[tense](first), ...rest].join(" ");
}

export function pluralOf(noun: string): string {
  if (COUNTLESS.test(noun)) return noun;
  if (/[^aeiou]y$/.test(noun)) return `${noun.slice(0, -1)}ies`;
  if (/(?:^| )person$/.test(noun)) return noun.replace(/person$/, "people");
  if (/(?:^| )child$/.test(noun)) return `${noun}ren`;
  return isSibilant(noun) ? `${noun}es` : `${noun}s`;
}
