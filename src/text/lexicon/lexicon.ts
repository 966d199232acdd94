/**
 * What a language's words are to us. Each list of words stands once, under the role that it plays, in the folder of its
 * language; what is in this interface is read in all languages together (languages.ts), the rest of English in English alone.
 * All lists were written by hand from general knowledge, so that nothing of any app is in them. The classifier's weights were
 * learnt with them: what a change is worth is for `npm run evaluate` to say, and a large one asks for new weights (tools/train).
 */

/** Words, parted by white space. Where a role says so, an entry that ends in "*" stands for every word that starts so. */
export type WordList = string;

export const wordsOf = (list: WordList): readonly string[] => list.trim().split(/\s+/);

/**
 * Classes of words that tell kinds of feedback apart whatever the product: how wishes, faults, lacks and praise are
 * worded. The classifier's weights go by their order.
 */
export const wordClasses = [
  "negation",
  "modal",
  "wish",
  "polite",
  "supply",
  "lack",
  "facility",
  "more",
  "condition",
  "asking",
  "suggestion",
  "fault",
  "work",
  "stopped",
  "since",
  "update",
  "fix",
  "contrast",
  "only",
  "thanks",
  "app",
  "first",
  "second",
] as const;

export type WordClass = (typeof wordClasses)[number];

/** What the words that tell of harm name: what was lost, by what, and what was to be done with it. */
export const harmWords = [
  "money",
  "taken",
  "charged",
  "unduly",
  "breach",
  "guarded",
  "lost",
  "kept",
  "cannot",
  "entry",
  "locked",
  "absent",
  "act",
  "turned",
  "wasted",
  "time",
  "crash",
  "fault",
  "negation",
] as const;

export type HarmWord = (typeof harmWords)[number];

/** By strength; "*" is heeded. */
export interface Opinions {
  readonly strongPraise?: WordList;
  readonly praise?: WordList;
  readonly strongBlame?: WordList;
  readonly blame?: WordList;
}

export interface Lexicon {
  /** Frequent words that the other languages here lack: they tell that feedback is in this one. */
  readonly frequent?: WordList;
  /** Words that stand in nearly every phrase: they tell that a product's description is in this language. */
  readonly functionWords?: WordList;
  /** Words of praise and small talk that name no task and no feature; opinions are none of them. */
  readonly nameless?: WordList;
  /** Words that praise or blame whatever they are said of. */
  readonly opinions?: Opinions;
  /** "*" is heeded. */
  readonly classes?: Readonly<Partial<Record<WordClass, WordList>>>;
  /** What harm is told by; "*" is heeded. */
  readonly harms?: Readonly<Partial<Record<HarmWord, WordList>>>;
  /** "Not working", "stopped working": it can't be used. "*" is heeded in `works`. */
  readonly failure?: { readonly denies: WordList; readonly works: WordList };
  /** What may stand between a negation and what it denies: "no single crash". */
  readonly afterNegation?: WordList;
  readonly clauses?: {
    /** Words with which a writer turns: a clause begins. */
    readonly turns?: WordList;
    /** Words that join two clauses. */
    readonly joins?: WordList;
    /** Of these, the ones that join words as often: a clause begins only where a subject follows. */
    readonly and?: WordList;
    /** Words that a clause of its own begins with. */
    readonly subjects?: WordList;
  };
  /** Of a cluster's name, which is a phrase of its texts. */
  readonly names?: {
    /** Words that a name neither starts nor ends with. */
    readonly neitherEnd?: WordList;
    /** Of these, small words that carry the sense: a name may start and end with them, or only end with them. */
    readonly eitherEnd?: WordList;
    readonly lastOnly?: WordList;
  };
  readonly questions?: {
    /** What a sentence that ends in a question mark begins with. */
    readonly starts?: WordList;
    /** Beginnings of a text that seeks to know something, question mark or not; the source of an expression. */
    readonly seeks?: string;
  };
}
