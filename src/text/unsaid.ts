// cspell:ignore reproduc
/**
 * What stands in a text and nobody says there of the product: addresses, signatures, what other people wrote before and is quoted,
 * footers of mail programs, lines about the device, what forms for reports put in, code. It stays in the text and is not read.
 */

import { withoutDressing } from "./dressing.ts";
import { ADDRESSEE, WROTE_WITHIN } from "./lexicon/machine-words.ts";
import {
  ACTUAL,
  BROWSER,
  CLOSING,
  DEVICE_FACT,
  EXPECTED,
  EXPECTED_HEADING,
  FOOTER,
  FORM_HEADING,
  FORWARDED,
  INSTRUCTION,
  MACHINE_LINE,
  MAIL_HEADER,
  REPLY_HEADER,
  STEPS_HEADING,
  SUBJECT,
} from "./lexicon/mail-words.ts";
import { withoutMachineText } from "./machine-text.ts";

/** What none of it does without. */
const SUSPECT = /[@>:[{=`#\n]|www\.|sent from|mozilla\/|uncaught/i;

/** An address in brackets goes with them; the mark that ends a sentence stays. */
const ADDRESS =
  /\((?:https?:\/\/|www\.)[^\s()]{1,2000}\)|<(?:https?:\/\/|www\.|mailto:)[^\s<>]{1,2000}>|(?:\bhttps?:\/\/|\bwww\.)[^\s<>()"\]]{1,2000}(?<![.,;:!?])/gi;
const MAIL_ADDRESS = /<?(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,5}>?/g;
/** "@shop my order is late" is said to somebody, as are those that stand at the end; "why does @shop do that" names who does. */
const MENTION =
  /(?<=(?:^|\n)[\s.]*(?:@\w{1,31}[\s,:]+){0,9})@[a-z_]\w{1,30}\b(?!\.\w)|(?<![\w@.])@[a-z_]\w{1,30}(?=(?:[\s,]+@\w{1,31}){0,9}[\s\p{P}\p{S}]*(?:$|\n))/giu;
const FENCE = /```[^`]{0,20000}```/g;
const STACK_FRAME =
  /\bFile "[^"\n]{1,300}", line \d{1,6}(?:, in ?\S{0,100})?(?:\n ?(?:[\w.]{1,100}\(|[\w.]{1,100}(?:\[[^\]\n]{0,60}\])? ?=|(?:raise|return|import|await|yield|with|for|if|assert) )[^\n]{0,300}$)?/gm;
const FORUM_QUOTE = /\[quote\b[^\]\n]{0,200}\][^[]{0,20000}\[\/quote\]/gi;
const FORUM_TAG = /\[\/?(?:quote|b|i|u|s|url|img|code|list|size|color|spoiler|center)(?:=[^\]\n]{0,300})?\]/gi;

/** Tags that are hung on to what was said, not those that are part of a sentence. */
const LAST_TAGS = /(?<=[.!?…]\s?|\s\s|\p{Extended_Pictographic}\s?)(?:#[\p{L}\d_]{1,60}(?: |$)){1,20}$/u;

const WITHIN = [
  BROWSER,
  FENCE,
  FORUM_QUOTE,
  FORUM_TAG,
  ADDRESS,
  MAIL_ADDRESS,
  MENTION,
  WROTE_WITHIN,
  STACK_FRAME,
  LAST_TAGS,
  MACHINE_LINE,
];

const QUOTED = /^>+ ?(?!\d)/;
/** Lines of a signature below its closing. */
const MOST_SIGNED = 7;
const LONGEST_SIGNED = 60;
const NAME = /^(?:\p{Lu}[\p{L}'’.-]*(?:\s|$)){1,4}$/u;

interface Line {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function linesOf(text: string): Line[] {
  let start = 0;
  return text.split("\n").map((line) => {
    const end = start + line.length;
    const one = { start, end, text: line };
    start = end + 1;
    return one;
  });
}

const letters = /[\p{L}\p{N}]/u;

/** From which line on all is signature or an older message; the number of lines where none is. */
function saidUntil(lines: readonly Line[], headers: number): number {
  for (let at = headers + 1; at < lines.length; at++) {
    const { text } = lines[at]!;
    if (!lines.slice(headers, at).some((line) => letters.test(line.text) && !QUOTED.test(line.text))) continue;
    if (text === "--" || FORWARDED.test(text)) return at;
    const isQuotedBelow = lines.slice(at + 1).some((line) => QUOTED.test(line.text));
    if (REPLY_HEADER.test(text) && !isQuotedBelow) return at;
    if (MAIL_HEADER.test(text) && MAIL_HEADER.test(lines[at + 1]?.text ?? "")) return at;
    const signed = lines.slice(at + 1);
    const isShort = signed.length <= MOST_SIGNED && signed.every((line) => line.text.length <= LONGEST_SIGNED);
    if (CLOSING.test(text) && isShort && NAME.test(signed[0]?.text ?? "")) return at;
  }
  return lines.length;
}

/** How many lines at the top say whose mail it is: two at least, or none. */
function headed(lines: readonly Line[]): number {
  const end = lines.findIndex(({ text }) => !ADDRESSEE.test(text) && !MAIL_HEADER.test(text));
  return end < 2 ? 0 : end;
}

const isUnsaid = (line: string, at: number): boolean =>
  QUOTED.test(line) ||
  REPLY_HEADER.test(line) ||
  DEVICE_FACT.test(line) ||
  FORM_HEADING.test(line) ||
  (at > 0 && FOOTER.test(line));

/** What no form for reports does without, in some line. */
const FORM =
  /reproduc|recreate|repeat|replicate|repro\b|str\b|expect|actual|current|observed|describe|bug|additional|environment|screenshot|user agent/i;
const NO_LINES: ReadonlySet<number> = new Set();

/** Lines of a form that say what to do and what should have been: nothing that happened. */
function unsaidInForm(lines: readonly Line[]): ReadonlySet<number> {
  const unsaid = new Set<number>();
  let section: "steps" | "expected" | undefined;
  let hasBegun = false;
  for (const [at, { text }] of lines.entries()) {
    const heads = STEPS_HEADING.test(text) ? "steps" : EXPECTED_HEADING.test(text) ? "expected" : undefined;
    if (heads !== undefined || FORM_HEADING.test(text)) {
      unsaid.add(at);
      section = heads;
      hasBegun = false;
      continue;
    }
    const isEmpty = !letters.test(text);
    // What stands below another empty line is said again.
    if (section === "expected" && isEmpty && hasBegun) section = undefined;
    hasBegun ||= !isEmpty;
    if (section === "expected" || (section === "steps" && INSTRUCTION.test(text))) unsaid.add(at);
  }
  return unsaid;
}

/** "Expected: …" of a line that goes on with what happened, and the names of both. */
function* unsaidWithin({ start, text }: Line): Generator<{ readonly start: number; readonly end: number }> {
  const expected = EXPECTED.exec(text);
  if (expected !== null) yield { start, end: start + expected[0].length };
  for (const { index, 0: name } of text.matchAll(ACTUAL))
    yield { start: start + index, end: start + index + name.length };
}

const LONGEST_TAIL = 200;

/** Where a line ends in what a line of its own may say: "It crashes. Sent from my phone". */
function unsaidTail({ end, text }: Line): { readonly start: number; readonly end: number } | undefined {
  for (const { index } of text.matchAll(/(?<=[.!?)] )\p{Lu}/gu)) {
    if (text.length - index > LONGEST_TAIL) continue;
    const tail = text.slice(index);
    if (FOOTER.test(tail) || DEVICE_FACT.test(tail)) return { start: end - tail.length, end };
  }
  return undefined;
}

const blank = (stretch: string): string => stretch.replace(/[^\n]/g, " ");

/** Texts whose lines are looked at one by one: longer ones are no mails. */
const MOST_LINES = 500;

/**
 * `text` (normalised) with spaces for what is unsaid: as long, so that each place stays. A text that would have nothing else is left
 * as it is but for addresses.
 */
export function spoken(written: string): string {
  const text = withoutDressing(written);
  if (!SUSPECT.test(text)) return text;
  const plain = WITHIN.reduce((told, pattern) => told.replace(pattern, blank), withoutMachineText(text));
  const lines = linesOf(text);
  if (lines.length > MOST_LINES) return plain;
  const headers = headed(lines);
  const until = saidUntil(lines, headers);
  let said = plain;
  const hide = (start: number, end: number): void => {
    said = said.slice(0, start) + blank(said.slice(start, end)) + said.slice(end);
  };
  const inForm = FORM.test(text) ? unsaidInForm(lines) : NO_LINES;
  for (const [at, line] of lines.entries()) {
    const isHidden =
      at >= until || inForm.has(at) || isUnsaid(line.text, at) || (at < headers && ADDRESSEE.test(line.text));
    const [subject = ""] = (at < headers && SUBJECT.exec(line.text)) || [];
    hide(line.start, line.start + subject.length);
    for (const { start, end } of isHidden
      ? [line]
      : [...unsaidWithin(line), unsaidTail(line)].flatMap((one) => one ?? []))
      hide(start, end);
  }
  if (letters.test(said)) return said;
  return letters.test(plain) ? plain : text;
}
