/** Reading one rating as people and programs write it, and telling stars from other scales by a whole column of them. */
import { plainDigits } from "./plain-digits.ts";
import { NPS_NAME, STAR_NAME, STAR_WORD, WORDS } from "./rating-words.ts";

/** `outOf` when the value says it itself (4/5, 80 %); `stars` when it says that it counts stars. */
export interface Rating {
  readonly value: number;
  readonly outOf?: number;
  readonly stars?: true;
}

const numberNamed = new Map(WORDS.flatMap((words, value) => words.split(" ").map((word) => [word, value] as const)));

const NUMBER = "\\d{1,7}(?:[.,]\\d{1,4})?";
const PLAIN = new RegExp(`^[+-]?${NUMBER}$`);
const OUT_OF = new RegExp(
  `^(?:rated |rating:? ?)?(${NUMBER})(?: ?${STAR_WORD})? ?(?:/|of|out of|von|sur|sobre|de|su|van) ?(\\d{1,3})(?: ?${STAR_WORD})?$`,
  "i",
);
const COUNTED = new RegExp(`^(?:rated )?(${NUMBER})[ _-]?${STAR_WORD}$`, "i");
/** 星5つ, 별 4개. */
const AFTER_STAR = new RegExp(`^(?:星|별|★|⭐️?) ?(${NUMBER}) ?(?:つ|個|个|개)?$`);
const SPELT = new RegExp(`^(\\p{L}+)(?:[ _-]?${STAR_WORD})?$`, "iu");
const SPELT_STARS = new RegExp(`[ _-]?${STAR_WORD}$`, "i");
const PERCENT = new RegExp(`^(${NUMBER}) ?%$`);
/** Full, half and empty stars, with the variation selectors that emoji carry. */
const SYMBOLS = /^(?:[★⭐🌟✭✮✩☆⯪½\s]|\ufe0f)+$/u;
const LONGEST = 40;

/** A comma before three digits parts thousands, any other one is decimal. */
const numberOf = (text: string): number =>
  Number(/,\d{3}$/.test(text) ? text.replace(",", "") : text.replace(",", "."));

function countSymbols(text: string): Rating | undefined {
  const full = text.match(/[★⭐🌟✭✮]/gu)?.length ?? 0;
  const half = /[⯪½]/u.test(text) ? 0.5 : 0;
  const any = full + half > 0 || /[☆✩]/u.test(text);
  return any ? { value: full + half, stars: true } : undefined;
}

/** Undefined for what is no rating: free text, thumbs, nothing. */
export function readRating(value: unknown): Rating | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? { value } : undefined;
  if (typeof value !== "string") return undefined;
  const text = plainDigits(value).trim();
  if (text === "" || text.length > LONGEST) return undefined;
  if (PLAIN.test(text)) return { value: numberOf(text) };
  const outOf = OUT_OF.exec(text);
  if (outOf !== null) return { value: numberOf(outOf[1]!), outOf: Number(outOf[2]) };
  const counted = COUNTED.exec(text);
  if (counted !== null) return { value: numberOf(counted[1]!), stars: true };
  const after = AFTER_STAR.exec(text);
  if (after !== null) return { value: numberOf(after[1]!), stars: true };
  const percent = PERCENT.exec(text);
  if (percent !== null) return { value: numberOf(percent[1]!), outOf: 100 };
  if (SYMBOLS.test(text)) return countSymbols(text);
  const spelt = SPELT.exec(text);
  const named = spelt === null ? undefined : numberNamed.get(spelt[1]!.toLowerCase());
  if (named === undefined) return undefined;
  return SPELT_STARS.test(text) ? { value: named, stars: true } : { value: named };
}

/** `other` counts something else: votes, a sum, thumbs. */
export const scales = ["1-5", "0-10", "1-10", "0-100", "other"] as const;
export type Scale = (typeof scales)[number];

/** What a column of ratings holds: only values that {@link readRating} reads, those that name their own scale apart. */
export interface RatingRange {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly zeros: number;
  /** Above 5. */
  readonly above: number;
  /** Values that say themselves that they are stars, or of five. */
  readonly stars: number;
  /** The largest scale that a value names itself. */
  readonly outOf: number;
}

const RANGE_IN_NAME = /(?:^|[^\d.])([01]) ?(?:-|–|—|to|bis|à|a|até|al?) ?(5|7|10|100)(?!\d)/i;
const OUT_OF_IN_NAME = /(?:out of|\/|\bof|\bvon|\bsur|\bde|\bsu|\bvan) ?(5|7|10|100)(?!\d)/i;

/** `Rating (0-10)`, `Note sur 5`. */
function scaleInName(name: string): { readonly scale: Scale; readonly max: number } | undefined {
  const range = RANGE_IN_NAME.exec(name);
  const max = Number(range?.[2] ?? OUT_OF_IN_NAME.exec(name)?.[1] ?? 0);
  if (max === 0) return undefined;
  const scale = { 5: "1-5", 10: range?.[1] === "1" ? "1-10" : "0-10", 100: "0-100" } as const;
  return { scale: scale[max as keyof typeof scale] ?? "other", max };
}

/** Of so many ratings, a few above 5 are slips of the keyboard. */
const SLIPS = { among: 200, share: 0.005 };

/** So many ratings of 0 to 10 would have some above 5. */
const ENOUGH = 50;

/** Stars are 1 to 5; what goes beyond, or counts recommendations from 0, is another scale, whichever single value is looked at. */
export function scaleOf(name: string, range: RatingRange): Scale {
  if (range.count === 0) return "1-5";
  if (range.outOf > 10) return "0-100";
  if (range.outOf > 5) return "0-10";
  if (range.min < 0) return "other";
  const said = scaleInName(name);
  if (said !== undefined && range.max <= said.max) return said.scale;
  const slips = range.count >= SLIPS.among && range.above <= range.count * SLIPS.share && STAR_NAME.test(name);
  if (range.max > 5 && !slips) {
    if (range.max > 100) return "other";
    if (range.max > 10) return "0-100";
    return range.min >= 1 && range.zeros === 0 && !NPS_NAME.test(name) ? "1-10" : "0-10";
  }
  if (range.stars > 0) return "1-5";
  if (NPS_NAME.test(name)) return "0-10";
  if (range.max <= 1 && range.zeros > 0) return "other";
  // Stars have no 0; an export of stars may write it for none, but then its name says what it holds.
  return range.zeros > 0 && range.count < ENOUGH && !STAR_NAME.test(name) ? "0-10" : "1-5";
}
