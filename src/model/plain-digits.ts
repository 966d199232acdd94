/** Digits of other scripts as ASCII, for what is read as a number, a date or a rating. */

const DIGIT = /(?![0-9])\p{Nd}/gu;
/** Forms of ASCII's marks that are as wide as a Chinese sign: `２０２６／０３／１４`. */
const WIDE_MARK = /[\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff5e]/g;
const ARABIC_POINT = /\u066b/g;
/** They only say in which direction is written; Windows and browsers put them into dates. */
const DIRECTION = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g;
const BEYOND_LATIN = /[\u0600-\uffff]/;

/** The value of a decimal digit of any script: each script's ten stand in a row, the nought first (Unicode, `Nd`). */
export function digitOf(character: string): string {
  const code = character.codePointAt(0)!;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return String(code - zero);
}

/** The same text with its digits and wide marks in ASCII and without marks of direction. */
export function plainDigits(text: string): string {
  if (!BEYOND_LATIN.test(text)) return text;
  return text
    .replace(DIRECTION, "")
    .replace(ARABIC_POINT, ".")
    .replace(DIGIT, digitOf)
    .replace(WIDE_MARK, (mark) => String.fromCharCode(mark.charCodeAt(0) - 0xfee0));
}
