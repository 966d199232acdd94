/** Numbers as people and spreadsheets write them: with a decimal point or comma, grouped, in the digits of any script. What may be two numbers is neither. */
import { plainDigits } from "./fold.ts";

/** What parts the whole from the rest where a file shows it. */
export type Decimal = "point" | "comma";
/** The number in plain digits, or the two that a value may be. */
export type NumberReading = { readonly text: string } | { readonly either: readonly [string, string] };

const PLAIN = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
/** Digits that a double keeps of any number. */
const SAFE_DIGITS = 15;

/** Digits that a number of the machine would not keep stay as they were written. */
function kept(text: string): string | undefined {
  const number = Number(text);
  if (!Number.isFinite(number)) return undefined;
  const digits = text.replace(/e.*$/i, "").replaceAll(/\D/g, "").replace(/^0+/, "");
  if (digits.length <= SAFE_DIGITS || /e/i.test(text) || BigInt(digits) === 0n) return String(number);
  return text
    .replace(/^\+/, "")
    .replace(/^(-?)0+(?=\d)/, "$1")
    .replace(/^(-?)\./, "$10.");
}

const read = (text: string): NumberReading | undefined => {
  const plain = PLAIN.test(text) ? kept(text) : undefined;
  return plain === undefined ? undefined : { text: plain };
};

/** Blanks and apostrophes between groups of three: 1 234 567, 1'234. */
const ungrouped = (text: string): string =>
  /^[+-]?\d{1,3}(?:[ '\u2019]\d{3})+(?:[.,]\d*)?$/.test(text) ? text.replaceAll(/[ '\u2019]/g, "") : text;

/** `decimal`: what the other values of a file show. Undefined for what is no number. */
export function readNumberText(value: string, decimal?: Decimal): NumberReading | undefined {
  const text = ungrouped(
    plainDigits(value)
      .trim()
      .replaceAll("\u066B", ".")
      .replaceAll("\u066C", "'")
      .replace(/^\u2212/, "-"),
  );
  if (/^[+-]?\d{1,3}(?:\.\d{3}){2,}(?:,\d*)?$|^[+-]?\d{1,3}(?:\.\d{3})+,\d*$/.test(text))
    return read(text.replaceAll(".", "").replace(",", "."));
  if (/^[+-]?\d{1,3}(?:,\d{3}){2,}(?:\.\d*)?$|^[+-]?\d{1,3}(?:,\d{3})+\.\d*$/.test(text))
    return read(text.replaceAll(",", ""));
  if (decimal === "comma" && /^[+-]?[1-9]\d{0,2}\.\d{3}$/.test(text)) return read(text.replace(".", ""));
  if (!text.includes(",")) return read(text);
  if (!/^[+-]?\d*,\d+$/.test(text)) return undefined;
  const [asPoint, asGroup] = [read(text.replace(",", ".")), read(text.replace(",", ""))];
  if (!/^[+-]?[1-9]\d{0,2},\d{3}$/.test(text) || decimal === "comma") return asPoint;
  if (decimal === "point") return asGroup;
  return asPoint !== undefined && "text" in asPoint && asGroup !== undefined && "text" in asGroup
    ? { either: [asPoint.text, asGroup.text] }
    : undefined;
}

/** What one value shows of its file: 12,5 and 1.234,50 can only have a decimal comma. */
export function decimalShownBy(value: string): Decimal | undefined {
  const text = plainDigits(value)
    .trim()
    .replaceAll(/[ '\u2019]/g, "");
  const comma = text.lastIndexOf(",");
  const point = text.lastIndexOf(".");
  if (!/^[+-]?[\d.,]+$/.test(text) || (comma < 0 && point < 0)) return undefined;
  if (comma >= 0 && point >= 0) return comma > point ? "comma" : "point";
  const sign = comma >= 0 ? "," : ".";
  const [whole = "", ...parts] = text.replace(/^[+-]/, "").split(sign);
  if (parts.length > 1) return sign === "," ? "point" : "comma";
  if (/^[1-9]\d{0,2}$/.test(whole) && parts[0]!.length === 3) return undefined;
  return sign === "," ? "comma" : "point";
}
