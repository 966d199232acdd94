/**
 * A reader of statements that takes no question for a wish: who asks how something is done, what it costs or where it is wants to
 * know, and nothing built. Who asks why something that is there can't be done tells of a problem.
 */
import { ASKS_ABOUT, ASKS_TO_BUILD, ASKS_TO_KNOW, ASKS_WHY, ASKS_WHY_NOT } from "../lexicon/en/asking-words.ts";
import type { ReadStatement, StatementReader } from "./reader.ts";
import { isWell } from "./well.ts";

const SENTENCE_END = /[.!?\n]/;
const LONGEST = 300;

/** The sentence in which a statement begins, from its start to the end of the statement. */
function sentenceAt(text: string, { start, end }: ReadStatement): string {
  let from = start;
  while (from > 0 && start - from < LONGEST && !SENTENCE_END.test(text[from - 1]!)) from--;
  return text.slice(from, Math.min(end, from + LONGEST));
}

/** What a statement is where its sentence asks: the like, a problem, or none. `isToldBeside`: the text tells a problem already. */
function heard(text: string, one: ReadStatement, isToldBeside: boolean): ReadStatement | undefined {
  if (one.sureness >= 1) return one;
  const sentence = sentenceAt(text, one);
  if (one.kind === "problem") return ASKS_ABOUT.test(sentence) && isWell(sentence) ? undefined : one;
  if (ASKS_WHY_NOT.test(sentence)) return { ...one, kind: "problem" };
  const isAsked = ASKS_ABOUT.test(sentence) || (ASKS_TO_KNOW.test(sentence) && !ASKS_TO_BUILD.test(sentence));
  if (isAsked && !isToldBeside && ASKS_WHY.test(sentence) && !isWell(sentence)) return { ...one, kind: "problem" };
  return isAsked ? undefined : one;
}

export const withoutQuestions =
  (read: StatementReader): StatementReader =>
  (input) => {
    const reading = read(input);
    const tellsProblem = reading.statements.some(({ kind }) => kind === "problem");
    const statements = reading.statements.flatMap((one) => heard(input.text, one, tellsProblem) ?? []);
    const isSame = statements.every((one, at) => one === reading.statements[at]);
    if (isSame && statements.length === reading.statements.length) return reading;
    return { ...reading, statements, asks: statements.length < reading.statements.length };
  };

/** Who asks so much wants to know something in particular. */
const QUESTION_WORDS = 5;

/** Whether a sentence of the text asks for information: somebody waits for an answer, though nothing is wrong or wished for. */
export const asksToKnow = (text: string): boolean =>
  text.split(SENTENCE_END).some((sentence) => {
    const said = sentence.trim();
    return said.split(/\s+/).length >= QUESTION_WORDS && ASKS_TO_KNOW.test(said);
  });
