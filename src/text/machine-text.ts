/** What a program wrote within a text: logs, stack traces, JSON. Each stretch is blanked, so that all else stays in its place. */
import { JSON_START, LEVELLED, LOG_LINE, OUTPUT, PAIRS, STAMP, TRACE_LINE } from "./lexicon/machine-words.ts";

const LINES = [LOG_LINE, TRACE_LINE, OUTPUT, LEVELLED, PAIRS, STAMP];
/** What none of it does without. */
const SUSPECT =
  /\d:\d\d:\d|[a-z](?:Error|Exception)\b|\[[A-Z]{3,}\]|^ ?(?:at |#\d)|[{[]\s?["'{[]|=\S+[ ,;&]|\/\w+ ?\(|Uncaught|Trace|resource:|(?:console|log|output|trace)\b/im;
/** Of a longer object what follows is read. */
const LONGEST_JSON = 20_000;
/** Places that may begin one. */
const MOST_STARTS = 50;

const OPENING = new Set("{[");
const CLOSING = new Set("}]");

/** Where the object or list ends that begins at `start`; the end of its line where it was cut off. */
function endOfJson(text: string, start: number): number {
  let depth = 0;
  let quote = "";
  const last = Math.min(text.length, start + LONGEST_JSON);
  for (let at = start; at < last; at++) {
    const letter = text[at]!;
    if (quote !== "") {
      if (letter === "\\") at++;
      else if (letter === quote) quote = "";
    } else if (letter === '"') quote = letter;
    else if (OPENING.has(letter)) depth++;
    else if (CLOSING.has(letter) && --depth === 0) return at + 1;
  }
  const line = text.indexOf("\n", start);
  return line < 0 ? text.length : line;
}

const blank = (stretch: string): string => stretch.replace(/[^\n]/g, " ");

function withoutJson(text: string): string {
  let told = text;
  let clear = 0;
  let starts = 0;
  for (const { index } of text.matchAll(JSON_START)) {
    if (index < clear || ++starts > MOST_STARTS) continue;
    clear = endOfJson(text, index);
    told = told.slice(0, index) + blank(told.slice(index, clear)) + told.slice(clear);
  }
  return told;
}

export function withoutMachineText(text: string): string {
  if (!SUSPECT.test(text)) return text;
  return LINES.reduce((told, pattern) => told.replace(pattern, blank), withoutJson(text));
}
