/** What stands around what somebody says: greetings, marks of later additions, closings, quotation marks around it all. */
import { CLOSER, EDIT_MARK, GREETING, QUOTED_WHOLE, RATING_SENTENCE } from "./lexicon/en/dressing-words.ts";

const LETTER = /[\p{L}\p{N}]/u;
const blank = (stretch: string): string => stretch.replace(/[^\n]/g, " ");

/** A text without these has no such dressing: most texts have none of it, and are asked for no more. */
const BEGINS_GREETING = /^[ "'“*–-]{0,4}(?:after|day|dear|even|good|greet|(?:he|hi|ha|ho)|morn|respect|to )/i;
const HAS_RATING = /rating|review|score|stars/i;
const HAS_EDIT_MARK = /[:–—]/;
/** Characters that the longest closing takes. */
const LONGEST_CLOSING = 60;

/** Of a text that is long, only its end is looked at. */
function withoutClosing(text: string): string {
  const from = Math.max(0, text.length - LONGEST_CLOSING);
  const tail = text.slice(from);
  const said = tail.replace(CLOSER, blank);
  return said === tail ? text : text.slice(0, from) + said;
}

/** With spaces for it, so that each place stays; a text that is nothing else stays as it is. */
export function withoutDressing(text: string): string {
  let said = QUOTED_WHOLE.test(text) ? ` ${text.slice(1, -1)} ` : text;
  if (BEGINS_GREETING.test(said) || said.includes("\n")) said = said.replace(GREETING, blank);
  if (HAS_EDIT_MARK.test(said)) said = said.replace(EDIT_MARK, blank);
  if (HAS_RATING.test(said)) said = said.replace(RATING_SENTENCE, blank);
  said = withoutClosing(said);
  return said === text || LETTER.test(said) ? said : text;
}
