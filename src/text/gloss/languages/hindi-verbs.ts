/**
 * Hindi says a verb in several words: what is done ("upload", "khul"), then "kar" or "ho", "nahi" somewhere, and what tells of time
 * and ability ("raha hai", "gaya", "sakta"). This reads such a group as a whole.
 */
// cspell:disable
import { inTense } from "../english-forms.ts";
import type { Entry, Find } from "../language.ts";

/** A folded word of a group. */
type Part = "not" | "stress" | "is" | "ongoing" | "ability" | "done" | "habit" | "keeps" | "must" | "ho" | "kar";

const said: Readonly<Record<Part, string>> = {
  not: "nahi nai nhi ni nahin na mat nahe",
  stress: "hi hii bhi to toh",
  is: "hai h hain hu hun hoon tha thi the hoga hogi",
  ongoing: "raha rahi rahe",
  ability: "sakta sakti sakte sake saku sakun pa paa paya payi paye pata pati pate paata",
  done: "gaya gayi gaye gai diya diye liya liye chuka chuki chuke gya gyi",
  habit: "jata jati jate jaata deta deti dete leta leti lete jaye jae jaaye",
  keeps: "rehta rehti rehte rahta rahti rahte",
  must: "padta padti padega padegi",
  ho: "ho hota hoti hote hua hui hue huye huya hone hona",
  kar: "kar kr karta karti karte krta krti krte kiya kiye karna karne karni krna krne karo kro kijiye kare karen karke krke kardo kardiya krdo krdiya",
};

/** English and Hindi words that need "kar" or "ho" to be verbs; "=" where the verb is another word. */
const MADE = `accept activate add answer apply approve ban block book call cancel change charge check claim clear click close comment
  complain=complaint confirm connect copy crash deactivate debit deduct delete deliver delay disable disconnect download edit enable
  enter exit fail fix follow freeze hack handle hang improve install invite join lag like load lock log_in=login log_out=logout mute manage
  match order open pair=pair pause pay play post press print process ban record recharge recover redeem refresh refund register
  reject remove renew reply report reset respond restart restore return rotate save scan scroll search select send set share show
  schedule end sign_up=signup skip solve split export import filter highlight rate review recommend customise=customize sort start stop submit subscribe support swipe switch sync track transfer translate turn_off turn_on try type uninstall
  unlock unsubscribe update upload use verify waste withdraw work zoom match_up like
  stop=band start=chalu start=shuru start=suru try=koshish wait=intezar wait=intezaar bother=pareshan return=wapas return=vapas
  waste=barbad spend=kharch use=istemal use=istmal disappear=gayab end=khatam end=khatm deposit=jama fix=theek fix=thik help=madad
  cancel=radd refuse=mana clean=saaf apologise=maaf collect=ikattha choose=pasand`;
/** What is done without anybody doing it. */
const OF_ITSELF =
  /^(?:close|connect|crash|disappear|disconnect|download|end|fail|freeze|hang|install|lag|load|log in|log out|match|open|pair|play|post|print|record|refresh|register|restart|save|scan|scroll|send|share|show|sign up|start|stop|sync|type|update|upload|verify|work|zoom)$/;
const INFINITIVE = /n[aei]$/;
const HABIT = /t[aei]$/;

/** Behind an infinitive: what it is then. */
const BEHIND: readonly { readonly words: string; readonly english: string }[] = [
  { words: "ke baad", english: "after V-ing" },
  { words: "se pehle|phle", english: "before V-ing" },
  { words: "ke liye|lie|liy", english: "to V" },
  { words: "ka|ki option|opsan", english: "option to V" },
  { words: "ka|ki button", english: "button to V" },
  { words: "ka|ki feature", english: "feature to V" },
  { words: "ka|ki tarika|tareeka|rasta", english: "way to V" },
  { words: "ki suvidha", english: "feature to V" },
  { words: "ki jagah", english: "place to V" },
  { words: "nahi|nhi|nai deta|dete|deti|diya", english: "does not let me V" },
  { words: "hi nahi|nhi|nai deta|dete|deti|diya", english: "does not let me V" },
  { words: "nahi|nhi de raha|rahi|rahe", english: "does not let me V" },
  { words: "pe|par|per|se", english: "when V-ing" },
  { words: "me|mein|mai", english: "to V" },
];

export type ReadGroup = (
  words: readonly string[],
  written: readonly string[],
  find: Find,
) => { readonly entry: Entry; readonly count: number } | undefined;

interface Scanned {
  readonly found: ReadonlySet<Part>;
  /** Behind the last word of the group. */
  readonly end: number;
  readonly isDone: boolean;
  readonly isOrder: boolean;
  readonly isInfinitive: boolean;
}

interface Made {
  readonly base: string;
  /** It is no verb without "kar" or "ho". */
  readonly needs: boolean;
  readonly isDone: boolean;
}

interface Verb {
  readonly base: string;
  readonly isDone: boolean;
  readonly isNot: boolean;
  readonly isAble: boolean;
  readonly isOrder: boolean;
  readonly isPassive: boolean;
  readonly isKept: boolean;
  readonly isMust: boolean;
}

/** What is done to something: "cancel nahi hota". */
function passive({ base, isDone, isNot, isKept }: Verb): string {
  const given = inTense(base, "past");
  if (isNot) return isDone ? `was not ${given}` : `cannot be ${given}`;
  if (isDone) return `was ${given}`;
  return isKept ? `keeps being ${given}` : `gets ${given}`;
}

function denied({ base, isDone, isAble, isMust }: Verb): string {
  if (isAble) return `cannot ${base}`;
  if (isMust) return `need not ${base}`;
  return isDone ? `did not ${base}` : `does not ${base}`;
}

function active(verb: Verb): string {
  const { base, isDone, isNot, isAble, isKept, isMust } = verb;
  if (isNot) return denied(verb);
  if (isAble) return `can ${base}`;
  if (isMust) return `must ${base}`;
  if (isDone) return inTense(base, "past");
  return isKept ? `keeps ${inTense(base, "doing")}` : inTense(base, "present");
}

function english(verb: Verb): string {
  if (verb.isOrder) return verb.isNot ? `please do not ${verb.base}` : `please ${verb.base}`;
  return verb.isPassive ? passive(verb) : active(verb);
}

/** Whether a word of this kind goes on with a group; `needs`: its verb is none without "kar" or "ho". */
function goesOn(part: Part, found: ReadonlySet<Part>, needs: boolean): boolean {
  const isMade = !needs || found.has("ho") || found.has("kar");
  if (part === "ho" || part === "kar") return needs && !found.has("kar");
  return isMade || part === "not" || part === "stress";
}

/** `fold`: how the words that are handed over are folded. */
export function createHindiVerbs(fold: (word: string) => string): ReadGroup {
  const parts = new Map<string, Part>();
  for (const [part, list] of Object.entries(said)) {
    for (const word of list.split(" ")) parts.set(fold(word), part as Part);
  }
  const made = new Map(
    MADE.split(/\s+/).map((pair) => {
      const [base = "", word = base] = pair.split("=");
      return [fold(word), base.replaceAll("_", " ")] as const;
    }),
  );
  const infinitives = new Set(["karna", "karne", "karni", "krna", "krne", "hona", "hone"].map(fold));
  const habits = new Set(["karta", "karti", "karte", "krta", "krti", "krte", "hota", "hoti", "hote"].map(fold));
  const deeds = new Set(["kiya", "kiye", "kardiya", "krdiya", "hua", "hui", "hue", "huye", "huya"].map(fold));
  const orders = new Set(["karo", "kro", "kijiye", "kare", "karen", "kardo", "krdo"].map(fold));
  const whiles = new Set(["time", "waqt", "samay", "vakt", "hue", "huye"].map(fold));
  const give = new Set(["do", "dijiye", "dijie", "dijiyega", "dena", "dedo"].map(fold));

  const onward = BEHIND.map(({ words: behind, english }) => ({
    behind: behind.split(" ").map((step) => step.split("|").map(fold)),
    english,
  }));
  /** What stands behind an infinitive or a participle and makes it a clause: "karne ke baad", "karte time". */
  function afterVerb(words: readonly string[], end: number, base: string) {
    const isHabit = HABIT.test(words[end - 1]!);
    const doing = inTense(base, "doing");
    if (isHabit) {
      if (words[end] === words[end - 1]) return { english: `while ${doing}`, end: end + 1 };
      if (whiles.has(words[end]!)) return { english: `while ${doing}`, end: end + 1 };
      const isAtOnce = words[end] === "hi" && parts.get(words[end + 1] ?? "") === undefined;
      return isAtOnce ? { english: `when ${doing}`, end: end + 1 } : undefined;
    }
    for (const { behind, english: says } of onward) {
      if (behind.every((step, place) => step.includes(words[end + place] ?? "")))
        return { english: says.replace("V-ing", doing).replace("V", base), end: end + behind.length };
    }
    return undefined;
  }

  /** What follows a verb from `from` on. `needs`: it is no verb without "kar" or "ho". */
  function scan(words: readonly string[], from: number, needs: boolean, stem: string): Scanned {
    const found = new Set<Part>();
    const read = { found, end: from, isDone: false, isOrder: false, isInfinitive: !needs && INFINITIVE.test(stem) };
    for (let at = from; at < words.length && !read.isInfinitive; at++) {
      const next = words[at]!;
      const part = parts.get(next);
      const isMade = !needs || found.has("ho") || found.has("kar");
      if (give.has(next) && isMade && !(at === from && HABIT.test(stem)))
        return { ...read, isOrder: true, end: at + 1 };
      if (part === undefined || !goesOn(part, found, needs)) break;
      found.add(part);
      read.isDone = !habits.has(next) && (read.isDone || part === "done" || deeds.has(next));
      read.isOrder ||= orders.has(next);
      read.isInfinitive = infinitives.has(next);
      if (part !== "stress") read.end = at + 1;
    }
    return read;
  }

  /** The English verb that `word` stands for, and whether it needs "kar" or "ho". */
  function verbOf(word: string | undefined, written: string | undefined, find: Find): Made | undefined {
    if (word === undefined || written === undefined) return undefined;
    const base = made.get(word);
    if (base !== undefined) return { base, needs: true, isDone: false };
    const verb = parts.has(word) ? undefined : find(written);
    return verb?.role === "verb" && verb.base !== undefined
      ? { base: verb.base, needs: false, isDone: verb.tense === "did" }
      : undefined;
  }

  /** `first`: where the verb stands, behind its denial or not; undefined where what was read is no group. */
  function entryOf(words: readonly string[], first: number, verb: Made, read: Scanned): Entry | undefined {
    const { base, needs } = verb;
    const { found, end } = read;
    if (read.isInfinitive) return needs ? { english: base, role: "verb", tense: "base", base } : undefined;
    const isDone = read.isDone || (verb.isDone && !needs);
    // A denial and a lone stem may be of two clauses; a lone verb is no group.
    if (end === first + 1 && (first === 0 || (!isDone && !HABIT.test(words[first]!)))) return undefined;
    const rendered = english({
      base,
      isDone,
      isNot: first > 0 || found.has("not"),
      isAble: found.has("ability"),
      isOrder: read.isOrder,
      isPassive: found.has("ho") && !OF_ITSELF.test(base),
      isKept: found.has("keeps"),
      isMust: found.has("must"),
    });
    return { english: rendered, role: "word" };
  }

  return (words, written, find) => {
    const first = parts.get(words[0]!) === "not" ? 1 : 0;
    const verb = verbOf(words[first], written[first], find);
    if (verb === undefined) return undefined;
    const read = scan(words, first + 1, verb.needs, words[first]!);
    const { found, end } = read;
    if (verb.needs && !found.has("ho") && !found.has("kar")) return undefined;
    const isBare = [...found].every((part) => /^(?:stress|ho|kar)$/.test(part));
    const isClause = read.isInfinitive || (isBare && HABIT.test(words[end - 1]!));
    const behind = isClause ? afterVerb(words, end, verb.base) : undefined;
    if (behind !== undefined) return { entry: { english: behind.english, role: "word" }, count: behind.end };
    const entry = entryOf(words, first, verb, read);
    return entry && { entry, count: end };
  };
}
