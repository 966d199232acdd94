/** Telephone numbers as people write them, brought to E.164. */
import { plainDigits } from "./fold.ts";

/** Countries whose numbers keep the nought behind the country's code (ITU E.164, national numbering plans): it is dialled from abroad too. */
const KEEP_NOUGHT = /^\+(?:39|378|379|225|229|241|242)/;

/** E.164: + and 8 to 15 digits. People write blanks, brackets, dashes, 00 for +, and in brackets the nought that is dialled within the country. */
export function readPhone(text: string): string | undefined {
  const plain = plainDigits(text)
    .replace(/^\s*tel:\s*/i, "")
    .replaceAll(/[\s.\-/\u2010-\u2015]/g, "")
    .replace(/^00/, "+");
  const nought = KEEP_NOUGHT.test(plain) ? "0" : "";
  const bare = plain
    .replace(/(?<=^\+\d{1,3})\(0\)/, nought)
    .replaceAll(/[()]/g, "")
    .replace(/^00/, "+");
  return /^\+[1-9]\d{7,14}$/.test(bare) ? bare : undefined;
}

/** `4,47701E+11`: a spreadsheet took it for a number, and what it does not show is gone. */
export const isShortened = (text: string): boolean => /^\s*\d(?:[.,]\d+)?e\+?\d{1,2}\s*$/i.test(text);
