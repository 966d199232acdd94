/** The names of encodings, and guessing which one bytes are in that are no UTF-8. */
import chardet from "chardet";

/** Names that Windows and Python use and the WHATWG doesn't. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  ansi: "windows-1252",
  cp932: "shift_jis",
  cp936: "gbk",
  cp949: "euc-kr",
  cp950: "big5",
  cp65001: "utf-8",
  macroman: "macintosh",
  "utf-8-sig": "utf-8",
  utf_8: "utf-8",
  latin_1: "windows-1252",
};

/** The standard's name; undefined for one that nobody knows. */
export function encodingNamed(name: string): string | undefined {
  const plain = name.trim().toLowerCase();
  try {
    return new TextDecoder(OTHER_NAMES[plain] ?? plain).encoding;
  } catch {
    return undefined;
  }
}

const isHigh = (byte: number): boolean => byte >= 0x80;

/** The text; undefined where a byte is none of the encoding's. */
export const strictly = (name: string, bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder(name, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
};

const shareOf = (text: string, pattern: RegExp): number => {
  const beyond = text.match(/[^\u0000-\u007f]/gu)?.length ?? 0;
  return beyond === 0 ? 0 : (text.match(pattern)?.length ?? 0) / beyond;
};

/** Share of the bytes beyond ASCII that have none beside them: letters with accents among plain ones. */
function alone(bytes: Uint8Array): number {
  let [high, single] = [0, 0];
  for (const [at, byte] of bytes.entries()) {
    if (!isHigh(byte)) continue;
    high++;
    if (!isHigh(bytes[at - 1] ?? 0) && !isHigh(bytes[at + 1] ?? 0)) single++;
  }
  return high === 0 ? 1 : single / high;
}

/** chardet's sureness, in percent, that is worth a decision; and how much surer than of Windows-1252. */
const SURE = { several: 30, single: 40, margin: 15 };
const KANA = /[\u3041-\u30fa\u30fc]/gu;

/** The commonest Chinese characters and the Korean syllables lie in the first rows of their tables. */
function guessEastAsian(bytes: Uint8Array): string | undefined {
  const [lead, rows] = [[] as number[], [] as number[]];
  for (let at = 0; at + 1 < bytes.length; at++) {
    if (!isHigh(bytes[at]!)) continue;
    lead.push(bytes[at]!);
    if (bytes[at]! >= 0xb0 && bytes[at]! <= 0xd7 && bytes[at + 1]! >= 0xa1) rows.push(bytes[at]!);
    at++;
  }
  if (lead.length === 0 || rows.length / lead.length < 0.6) return undefined;
  if (rows.length >= 12 && rows.every((row) => row <= 0xc8) && strictly("euc-kr", bytes) !== undefined) return "euc-kr";
  return strictly("gbk", bytes) === undefined ? undefined : "gbk";
}

/** ä, ü, é, è, à, ê, ç, á and å of old Macs, which in Windows-1252 are signs that no small letter stands beside. */
const MAC_LETTERS: ReadonlySet<number> = new Set([0x8a, 0x9f, 0x8e, 0x8f, 0x88, 0x90, 0x8d, 0x87, 0x8c]);
/** Of those that stand at the end of words too; the others are footnotes there. */
const MAC_ENDINGS: ReadonlySet<number> = new Set([0x8a, 0x9f, 0x8e, 0x8f]);
const isSmall = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x61 && byte <= 0x7a;

function isMac(bytes: Uint8Array): boolean {
  let [mac, western] = [0, 0];
  for (const [at, byte] of bytes.entries()) {
    if (!isHigh(byte)) continue;
    const isBefore = isSmall(bytes[at + 1]);
    if ((isBefore && MAC_LETTERS.has(byte)) || (MAC_ENDINGS.has(byte) && isSmall(bytes[at - 1]))) mac++;
    else if (byte >= 0xc0 && isBefore) western++;
  }
  return mac >= 2 && mac > 3 * western;
}

/** Of bytes that are no UTF-8. Western text is the default: each byte is some letter of Windows-1252. */
export function guessEncoding(bytes: Uint8Array): string {
  for (const name of ["shift_jis", "euc-jp"]) {
    const text = strictly(name, bytes);
    if (text !== undefined && shareOf(text, KANA) >= 0.25) return name;
  }
  const matches = chardet
    .analyse(bytes)
    .map(({ name, confidence }) => ({ name: encodingNamed(name) ?? "", confidence }))
    .filter(
      ({ name }) =>
        name !== "" && name !== "utf-8" && !name.startsWith("utf-16") && strictly(name, bytes) !== undefined,
    );
  const [best] = matches;
  const western = matches.find(({ name }) => name === "windows-1252")?.confidence ?? 0;
  const ofSeveralBytes = /^(?:gb|big5|euc|shift|iso-2022)/.test(best?.name ?? "");
  if (alone(bytes) < 0.5) {
    if (best !== undefined && ofSeveralBytes && best.confidence >= SURE.several) return best.name;
    const eastAsian = guessEastAsian(bytes);
    if (eastAsian !== undefined) return eastAsian;
  }
  const isSurer = best !== undefined && best.confidence >= SURE.single && best.confidence >= western + SURE.margin;
  if (isSurer && !ofSeveralBytes) return best.name;
  return isMac(bytes) ? "macintosh" : "windows-1252";
}
