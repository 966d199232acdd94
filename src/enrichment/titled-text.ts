/**
 * What a title tells that its text leaves out is read with it: posts, tickets and reviews of stores often say what is wrong in
 * their title alone ("Crashes since the update": "Please fix this.").
 */
import type { Statement } from "../model/insight.ts";
import { PLAIN_FAILURES } from "../text/lexicon/en/repair-words.ts";
import { createRecent } from "../text/recent.ts";
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

/** Answers that are kept: the denoiser and, moments later, the data-model creator ask about the same ones. */
const REMEMBERED = 4_096;
const LONGEST_REMEMBERED = 4_000;

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
  const tellsMore = (title: string, { text, score, app }: Titled): boolean => {
    // By its words alone: with one star anything seems to tell a problem.
    const told = toldIn(title, 0, app);
    if (told.length === 0) return false;
    const known = toldIn(spoken(text), score ?? 0, app);
    return told.some((one) => isNews(one, known, text));
  };
  const answers = createRecent<string, boolean>(REMEMBERED);
  return (input) => {
    const { text, score, app } = input;
    const title = input.title.length > LONGEST_TITLE ? "" : meaningfulTitle(input.title, text);
    if (title === "" || isTopic(title) || text.includes(title)) return text;
    const key = `${score ?? ""}\n${app ?? ""}\n${title}\n${text}`;
    let isMore = answers.get(key);
    if (isMore === undefined) {
      isMore = tellsMore(title, input);
      if (key.length <= LONGEST_REMEMBERED) answers.set(key, isMore);
    }
    return isMore ? `${title}\n${text}` : text;
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
