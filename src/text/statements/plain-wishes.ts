/** A reader of statements that misses no wish that a sentence plainly asks for, where nothing else was read: "please allow more alarms". */
import { extractFeatureRequests } from "../feature-requests.ts";
import { ASKS_REPAIR } from "../lexicon/en/repair-words.ts";
import { PLAIN_WISH, VAGUE_WISH } from "../lexicon/en/wish-words.ts";
import type { ReadStatement, StatementReader } from "./reader.ts";
import { trimSpan } from "./span.ts";

const SENTENCE = /[^.!?\n]+/g;
const MOST_CHARACTERS = 120;
/** Of longer texts what the network reads says more. */
const LONGEST_TEXT = 400;

export const withPlainWishes =
  (read: StatementReader): StatementReader =>
  (input) => {
    const { text } = input;
    const reading = read(input);
    if (reading.statements.length > 0 || text.length > LONGEST_TEXT) return reading;
    const statements = [...text.matchAll(SENTENCE)].flatMap(({ index, 0: sentence }): ReadStatement[] => {
      const isPlain = sentence.length <= MOST_CHARACTERS && PLAIN_WISH.test(sentence);
      if (!isPlain || ASKS_REPAIR.test(sentence) || VAGUE_WISH.test(sentence)) return [];
      const span = trimSpan(text, index, index + sentence.length);
      const isNamed = extractFeatureRequests(sentence, [], "request").length > 0;
      return span === undefined || !isNamed ? [] : [{ ...span, kind: "wish", failures: [], sureness: 1 }];
    });
    return statements.length === 0 ? reading : { ...reading, statements };
  };
