/** A file's bytes as text: in the encoding that the command line would tell, or in the one that a person chose. */
import { strictly } from "../../../src/ingestion/tables/guess-encoding.ts";
import { encodingOf, mendedText } from "../../../src/ingestion/tables/letters.ts";

/** What can be chosen; a file may be told to be in another one. */
export const encodings = [
  "utf-8",
  "windows-1252",
  "windows-1250",
  "windows-1251",
  "windows-1253",
  "windows-1254",
  "macintosh",
  "utf-16le",
  "utf-16be",
  "shift_jis",
  "euc-jp",
  "euc-kr",
  "gbk",
  "big5",
] as const;

export interface Decoded {
  /** Undefined where a byte is none of the encoding's. */
  readonly text: string | undefined;
  /** As the WHATWG's Encoding Standard names it. */
  readonly encoding: string;
}

/** Undefined when it is no text. Nothing becomes U+FFFD. */
export function decodeFile(bytes: Uint8Array, chosen?: string): Decoded | undefined {
  if (chosen !== undefined) return { text: strictly(chosen, bytes), encoding: chosen };
  const told = encodingOf(bytes);
  if (told === undefined) return undefined;
  const { name, strayBytes } = told;
  return { text: strayBytes === undefined ? strictly(name, bytes) : mendedText(bytes), encoding: name };
}
