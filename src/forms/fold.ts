/** Words as they are compared: one spelling for what Unicode writes in several, whatever their case and blanks. */

/** Full-width forms, letters that were taken apart, and ß against SS are the same. */
export const fold = (text: string): string =>
  text
    .replaceAll("\uFEFF", "")
    .normalize("NFKC")
    .replaceAll(/\s+/g, " ")
    .trim()
    .toUpperCase()
    .toLowerCase()
    .normalize("NFC");

const ZEROS = /\p{Nd}/gu;

/** The value of a decimal digit of any script: each script's ten stand in a row, the nought first (Unicode, `Nd`). */
function digitOf(character: string): string {
  const code = character.codePointAt(0)!;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return String(code - zero);
}

/** In ASCII's digits, without marks of direction, which come along when a number is copied from a page or an address book. */
export const plainDigits = (text: string): string =>
  text
    .normalize("NFKC")
    .replaceAll(/[\p{Cf}]/gu, "")
    .replaceAll(ZEROS, (digit) => (digit <= "9" ? digit : digitOf(digit)));
