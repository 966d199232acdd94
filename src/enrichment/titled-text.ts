/**
 * What a title tells that its text leaves out is read with it: posts, tickets and reviews of stores often say what is wrong in
 * their title alone ("Crashes since the update": "Please fix this.").
 */
import type { Statement } from "../model/insight.ts";
import { PLAIN_FAILURES } from "../text/lexicon/en/repair-words.ts";
import type { Router } from "../text/routing/router.ts";
import type { StatementReader } from "../text/statements/reader.ts";
import { wordCount } from "../text/statements/span.ts";
import { spoken } from "../text/unsaid.ts";
import { searchWords } from "../text/words.ts";
import { meaningfulTitle } from "./denoise.ts";
import type { Enriched, EnrichInput } from "./enriched.ts";
import { statementsOf } from "./statements.ts";

type Titled = Pick<EnrichInput, "app" | "text" | "title" | "score">;

export type TitledText = (input: Titled) => string;

/** A longer one is a text that somebody put into the wrong field. */
const LONGEST_TITLE = 300;

/** One word is what it is about ("Refund"), or how somebody feels, unless it names a failure ("Crashes"). */
const isTopic = (title: string): boolean =>
  wordCount(title) < 2 && !PLAIN_FAILURES.some(([, pattern]) => pattern.test(title));

/** A problem fails in another way than those of the text; what is wished for is not named there. */
function isNews({ kind, failure, object = "" }: Statement, known: readonly Statement[], text: string): boolean {
  if (kind === "problem") return !known.some((one) => one.kind === kind && one.failure === failure);
  const said = new Set(searchWords(text));
  return searchWords(object).some((word) => !said.has(word));
}

/** The text with its title before it, as a line of its own, where that tells a problem or a wish of which the text says nothing; else the text. */
export function createTitledText(read: StatementReader): TitledText {
  const toldIn = (text: string, stars: number, app = "") => statementsOf(text, read({ text, stars }), app).statements;
  return (input) => {
    const { text } = input;
    const title = input.title.length > LONGEST_TITLE ? "" : meaningfulTitle(input.title, text);
    if (title === "" || isTopic(title) || text.includes(title)) return text;
    // By its words alone: with one star anything seems to tell a problem.
    const told = toldIn(title, 0, input.app);
    if (told.length === 0) return text;
    const known = toldIn(spoken(text), input.score ?? 0, input.app);
    return told.some((one) => isNews(one, known, text)) ? `${title}\n${text}` : text;
  };
}

type Enrich = (input: EnrichInput, router: Router) => Enriched;

/** Of a text in another language its title is not read. */
export const createTitledEnrich =
  (enrich: Enrich, titledText: TitledText): Enrich =>
  (input, router) => {
    const text = input.untranslated ? input.text : titledText(input);
    return text === input.text ? enrich(input, router) : { ...enrich({ ...input, text }, router), text };
  };
