/** Makes any text safe and uniform: the form that is stored as `main_text` and that every other part reads. */
// cspell:ignore fffe
import { withoutMarkup } from "./markup.ts";

/** Tab, line feeds and separators are white space; everything else below is removed. */
const REMOVED = new RegExp(
  [
    "[\\u0000-\\u0008\\u000e-\\u001f\\u007f-\\u0084\\u0086-\\u009f]", // C0 and C1 controls
    "[\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb]", // soft hyphen, zero width, bidi
    "[\\u115f\\u1160\\u3164\\uffa0]", // Hangul fillers: letters that show nothing
    "[\\ufdd0-\\ufdef]|[\\ufffe\\uffff]|[\\u{1fffe}\\u{1ffff}]|[\\u{e0000}-\\u{e007f}]", // noncharacters, tags
    "\\p{Cs}", // lone surrogates (in Unicode mode a pair is one character of another category)
  ].join("|"),
  "gu",
);
const SPACE_RUN = /[\s\u0085]+/gu;
const LINE_BREAK = /[\n-\r\u0085\u2028\u2029]/u;

/** More marks on one letter than any script needs are decoration, and slow to normalise: the rest is cut off. */
const MARK_RUN = /(\p{M}{8})\p{M}+/gu;

/** What no markup does without. */
const MARKED = /[&<\\*~`]|\]\(|__|^[ \t]*#{1,6} /m;
const PLAIN = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/;

/**
 * Without markup; NFKC without control, zero-width and bidi characters, lone surrogates and noncharacters; white space folded to one
 * space, or to one newline where it held one; trimmed. Idempotent and linear in the text's length.
 */
export function normalise(text: string): string {
  const told = MARKED.test(text) ? withoutMarkup(text) : text;
  if (PLAIN.test(told)) return told;
  const visible = told.replace(REMOVED, "").replace(MARK_RUN, "$1").normalize("NFKC").replace(MARK_RUN, "$1");
  return visible.replace(SPACE_RUN, (run) => (LINE_BREAK.test(run) ? "\n" : " ")).trim();
}
