/** Words as they are compared: one spelling for what Unicode writes in several, whatever their case and blanks. */

import { digitOf } from "../model/plain-digits.ts";

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

/** In ASCII's digits, without marks of direction, which come along when a number is copied from a page or an address book. */
export const plainDigits = (text: string): string =>
  text
    .normalize("NFKC")
    .replaceAll(/[\p{Cf}]/gu, "")
    .replaceAll(/(?![0-9])\p{Nd}/gu, digitOf);
