/**
 * A reader of statements that hears a problem or wish told in one sentence of several: what stands around it ("Thanks.", "Used it for
 * years.") takes nothing from it. Only texts in which nothing else was read are read once more.
 */
import { movedBy, type StatementReader, type StatementReading } from "./reader.ts";

/** A colon leads to what is said, too. */
const SENTENCE = /(?:[^.!?:\n]|[.!?:](?!\s|$))+/g;
/** What leads to a sentence without being part of what it tells. */
const OPENER =
  /^\s*(?:(?:hi|hello|hey|dear)\b[^,\n]{0,24}|(?:quite |very )?(?:honestly|frankly|sadly|unfortunately|seriously|well|so|also|overall|lately|recently|basically|sorry|please note)|to be (?:honest|fair)|tbh|imo|imho|in my opinion|ok|okay|yes|no|wow|update|edit)\s*,\s*(?=\S)/i;
/** Of a longer text the whole says more than its sentences. */
const MOST_CHARACTERS = 400;
const MOST_SENTENCES = 6;
/** A sentence alone is so sure that it tells a problem or a wish: with less (tried from .5) praise and blame count as problems. */
const SURE = 0.88;
const SURE_WISH = 0.96;
const WORDS = /\p{L}+\P{L}+\p{L}+\P{L}+\p{L}+/u;

const sentencesOf = (text: string): { readonly index: number; readonly sentence: string }[] =>
  [...text.matchAll(SENTENCE)].map(({ index, 0: whole }) => {
    const [opener = ""] = OPENER.exec(whole) ?? [];
    return { index: index + opener.length, sentence: whole.slice(opener.length) };
  });

const surenessOf = ({ problem, request }: StatementReading): number => Math.max(problem, request);

export const withSentences =
  (read: StatementReader): StatementReader =>
  (input) => {
    const reading = read(input);
    const { text, stars } = input;
    if (reading.statements.length > 0 || text.length > MOST_CHARACTERS) return reading;
    const sentences = sentencesOf(text);
    if (sentences.length > MOST_SENTENCES) return reading;
    let surest: StatementReading | undefined;
    const statements = sentences.flatMap(({ index, sentence }) => {
      if (sentence.length === text.length || !WORDS.test(sentence)) return [];
      const alone = read({ text: sentence, stars });
      const told = alone.statements.filter(({ kind }) =>
        kind === "wish" ? alone.request >= SURE_WISH : alone.problem >= SURE,
      );
      if (told.length > 0 && surenessOf(alone) > (surest === undefined ? 0 : surenessOf(surest))) surest = alone;
      return told.map((one) => movedBy(one, index));
    });
    return surest === undefined
      ? reading
      : { ...surest, informative: Math.max(surest.informative, reading.informative), statements };
  };
