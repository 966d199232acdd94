/** Parsing JSON as senders write it: ids keep their digits, and the NaN of pandas is nothing. */

/** Sixteen digits in a row are needed to pass 2^53; those of a text in quotes don't matter. */
const MANY_DIGITS = /(?:^|[:,[\s])-?\d{16}/;

interface Source {
  readonly source?: string;
}

/** For `JSON.parse`: a whole number past 2^53 stays as the digits that were written. */
export function keepDigits(_name: string, value: unknown, context?: Source): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value)) return value;
  const written = context?.source;
  return written !== undefined && /^-?\d+$/.test(written) ? written : value;
}

/** Throws `SyntaxError` as `JSON.parse` does. Only texts with long numbers pay for looking at them. */
export function parseJson(text: string): unknown {
  return MANY_DIGITS.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);
}

const STRING_OR_NOT_A_NUMBER = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g;

/** As {@link parseJson}, for files that Python wrote: NaN and Infinity, which JSON does not know, are null. */
export function parsePythonJson(text: string): unknown {
  try {
    return parseJson(text);
  } catch (thrown) {
    if (!/NaN|Infinity/.test(text)) throw thrown;
    return parseJson(text.replace(STRING_OR_NOT_A_NUMBER, (found) => (found.startsWith('"') ? found : "null")));
  }
}
