/** Parsing JSON as senders write it: ids keep their digits, and the NaN of pandas is nothing. */

/** Sixteen digits in a row are needed to pass 2^53, three of an exponent to pass all numbers; those of a text in quotes don't matter. */
const MANY_DIGITS = /(?:^|[:,[\s])-?(?:\d{16}|[\d.]{1,40}e\+?\d{3})/i;

interface Source {
  readonly source?: string;
}

/** For `JSON.parse`: a whole number past 2^53, and one that is past all numbers, stays as it was written. */
export function keepDigits(_name: string, value: unknown, context?: Source): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  const written = context?.source;
  return written !== undefined && (/^-?\d+$/.test(written) || !Number.isFinite(value)) ? written : value;
}

/** Throws `SyntaxError` as `JSON.parse` does. Only texts with long numbers pay for looking at them. */
export function parseJson(text: string): unknown {
  return MANY_DIGITS.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);
}

/** A string that is never closed goes on to the end, so that no text is looked at twice. */
const STRING_OR_WORD =
  /u?"(?:[^"\\]|\\.?)*(?:"|$)|u?'(?:[^'\\]|\\.?)*(?:'|$)|-?\b(?:NaN|nan|Infinity|inf)\b|\b(?:None|True|False)\b/gs;
const WORDS: Readonly<Record<string, string>> = { True: "true", False: "false" };

/** How many backslashes stand before the last character. */
function escapesAtEnd(found: string): number {
  let at = found.length - 2;
  while (found[at] === "\\") at--;
  return found.length - 2 - at;
}

/** A string or word of Python in JSON; `\'` and `\x41` are no escapes there. */
function asJson(found: string): string {
  const at = found.search(/["']/);
  if (at < 0) return WORDS[found] ?? "null";
  const isClosed = found.length > at + 1 && found.endsWith(found[at]!) && escapesAtEnd(found) % 2 === 0;
  if (!isClosed) return found;
  const inner = found
    .slice(at + 1, -1)
    .replace(/\\(?:x([\da-f]{2})|(.))|"/gis, (all: string, hex: string | undefined, escaped: string | undefined) => {
      if (hex !== undefined) return `\\u00${hex}`;
      if (escaped === undefined) return '\\"';
      return escaped === "'" ? "'" : all;
    });
  return `"${inner}"`;
}

/**
 * As {@link parseJson}, for files that Python wrote: NaN and Infinity, which JSON does not know, are null, and so is
 * None; dictionaries as `print` shows them have strings in single quotes.
 */
export function parsePythonJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch (thrown) {
    if (!/nan|inf|None|True|False|'/i.test(text)) throw thrown;
    try {
      return parseJson(text.replace(STRING_OR_WORD, asJson));
    } catch {
      // What was wrong with the text as it came is told.
      throw thrown;
    }
  }
}
