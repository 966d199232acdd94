/** What stands around what somebody says: greetings, marks of later additions, closings, quotation marks around it all. */
import { CLOSER, EDIT_MARK, GREETING, QUOTED_WHOLE, RATING_SENTENCE } from "./lexicon/en/dressing-words.ts";

const LETTER = /[\p{L}\p{N}]/u;
const blank = (stretch: string): string => stretch.replace(/[^\n]/g, " ");

/** With spaces for it, so that each place stays; a text that is nothing else stays as it is. */
export function withoutDressing(text: string): string {
  const bare = QUOTED_WHOLE.test(text) ? ` ${text.slice(1, -1)} ` : text;
  const said = [GREETING, EDIT_MARK, RATING_SENTENCE, CLOSER].reduce((told, one) => told.replace(one, blank), bare);
  return LETTER.test(said) ? said : text;
}
