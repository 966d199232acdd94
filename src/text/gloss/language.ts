/** What the gloss has to know of a language beside its words: how they change, and where they stand. */
import type { GlossLexicon } from "../lexicon/gloss.ts";
import type { Tense } from "./english-forms.ts";

/** How a form of a word is to be said in English. */
export type Role = "verb" | "thing" | "quality" | "word";

export interface Entry {
  readonly english: string;
  readonly role: Role;
  /** Of verbs: in which tense `english` is, and the verb itself. */
  readonly tense?: Tense;
  readonly base?: string;
}

/** An entry in its place: `said` is what it renders, in lower case; what a mark parts from it is not beside it. */
export interface Beside extends Entry {
  readonly said: string;
}

export type Find = (word: string) => Entry | undefined;

export interface GlossLanguage {
  readonly lexicon: GlossLexicon;
  /** The form that words are compared in where they aren't met as they are written; accents are off already. */
  readonly fold?: (word: string) => string;
  /** An English word stays one, rather than to be taken for another spelling of a word of the language. */
  readonly englishFirst?: boolean;
  /** Forms of an infinitive. */
  readonly conjugate: (infinitive: string) => Iterable<readonly [form: string, tense: Tense]>;
  /** Plurals of a noun, the likely ones. */
  readonly plurals?: (noun: string) => readonly string[];
  /** Further forms of an adjective. */
  readonly agreements?: (adjective: string) => readonly string[];
  /** What is an adjective and a form of a verb is the first: "leer" of "leeren". */
  readonly qualitiesFirst?: boolean;
  /** Words that only go with others: left out before phrases are looked for. */
  readonly silent?: ReadonlySet<string>;
  /** An unknown word taken apart: what its parts are. */
  readonly takeApart?: (word: string, find: Find) => readonly Entry[] | undefined;
  /** What verbs of several words say, and how many words that is: of words from a place on, folded and as they are written. */
  readonly readGroup?: (
    words: readonly string[],
    written: readonly string[],
    find: Find,
  ) => { readonly entry: Entry; readonly count: number } | undefined;
  /** Words that only stress what is before them, and may stand within a phrase. */
  readonly stresses?: ReadonlySet<string>;
  /** Whether all nouns are written with a capital: elsewhere a capital within a sentence tells a name. */
  readonly capitalNouns?: boolean;
  /** Endings that differ from those of the same word in English: "-ción" is "-tion". */
  readonly cognates?: readonly (readonly [ending: RegExp, english: string])[];
  /** "écran noir": the quality follows the thing. */
  readonly qualityFollows?: boolean;
  /** How two things are one: "code de vérification" with a word between, "kode verifikasi" without; both say the main one first. */
  readonly compounds?: "joined" | "bare";
  /** Where what is denied stands: before the negation first ("marche pas"), or after it ("no funciona"). */
  readonly denied: "before" | "after";
  /** Pieces between a negation and what it denies, at most; default 3. */
  readonly deniedReach?: number;
  /** "phone me": what stands behind its noun and before it in English. "X ka Y" is "X Y", so an "of" goes. */
  readonly postpositions?: ReadonlySet<string>;
  /** Prefixes that stand alone at the end of a clause and belong to its verb: "stürzt … ab". */
  readonly separable?: ReadonlySet<string>;
  /** Pasts that no rule makes, and the present: their verbs are found with the prefix before that. */
  readonly strongPasts?: ReadonlyMap<string, string>;
  /** "no llega el código": a subject may follow its verb. */
  readonly subjectFollows?: boolean;
  /** "dark mode add karo": what asks for a thing ends its clause. */
  readonly requestLast?: boolean;
  /** "akun saya": who owns a thing is said behind it. */
  readonly ownerFollows?: boolean;
  /** What words mean beside their neighbours: the piece itself where that is as it is. `said`: as it is written, in lower case. */
  readonly settle?: (
    piece: Beside,
    before: Beside | undefined,
    after: Beside | undefined,
  ) => Partial<Entry> | undefined;
  /** "diblokir": a passive without an auxiliary. */
  readonly barePassive?: boolean;
  /** "masuk masuk": said twice, and meant once. */
  readonly doubles?: boolean;
  /** "kann das Abo nicht kündigen", "obwohl es aktiv ist": infinitives, participles and verbs of subordinate clauses end them. */
  readonly verbLast?: boolean;
  /** "no encuentro": a first person needs no "i". */
  readonly dropsSubject?: boolean;
}
