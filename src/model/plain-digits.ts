/** Digits of other scripts as ASCII, for what is read as a number, a date or a rating. */

/** The zero of each script's ten digits (Unicode, Nd). */
const ZEROS: readonly number[] = [
  0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0x1040, 0x17e0, 0xff10,
];
const DIGIT = /(?![0-9])\p{Nd}/gu;
/** Forms of ASCII's marks that are as wide as a Chinese sign: `２０２６／０３／１４`. */
const WIDE_MARK = /[\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff5e]/g;
const ARABIC_POINT = /\u066b/g;
/** They only say in which direction is written; Windows and browsers put them into dates. */
const DIRECTION = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g;
const BEYOND_LATIN = /[\u0600-\uffff]/;

function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0)!;
  const zero = ZEROS.find((each) => code >= each && code <= each + 9);
  return zero === undefined ? digit : String(code - zero);
}

/** The same text with its digits and wide marks in ASCII and without marks of direction. */
export function plainDigits(text: string): string {
  if (!BEYOND_LATIN.test(text)) return text;
  return text
    .replace(DIRECTION, "")
    .replace(ARABIC_POINT, ".")
    .replace(DIGIT, asciiDigit)
    .replace(WIDE_MARK, (mark) => String.fromCharCode(mark.charCodeAt(0) - 0xfee0));
}
