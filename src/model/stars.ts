/** Stars and thumbs of a record, where its metadata has them. */
import { readRating } from "./ratings.ts";

/** 1 to 5, however it is written; a 0, another scale (`metadata.scale` says so) or anything else is no rating. */
export function starsOf(metadata: Readonly<Record<string, unknown>>): number | undefined {
  if (metadata.scale !== undefined && !isFive(metadata.scale)) return undefined;
  const rating = readRating(metadata.score ?? metadata.rating);
  if (rating === undefined || (rating.outOf ?? 5) !== 5) return undefined;
  return rating.value >= 1 && rating.value <= 5 ? rating.value : undefined;
}

export const wholeStars = ["1", "2", "3", "4", "5"] as const;
export type Stars = (typeof wholeStars)[number];

/** As they are shown, to find and count by. */
export function wholeStarsOf(metadata: Readonly<Record<string, unknown>>): Stars | undefined {
  const stars = starsOf(metadata);
  return stars === undefined ? undefined : wholeStars[Math.round(stars) - 1];
}

const isFive = (scale: unknown): boolean =>
  scale === 5 || (typeof scale === "string" && /^(?:[01]-)?5$/.test(scale.trim()));

const number = (value: unknown): number | undefined => {
  const parsed =
    typeof value === "number" ? value : typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
  return Number.isFinite(parsed) ? parsed : undefined;
};

/** How many others agreed: thumbs, likes or votes; at least 0. */
export function thumbsOf(metadata: Readonly<Record<string, unknown>>): number | undefined {
  const thumbs = number(metadata.thumbsUp ?? metadata.likeCount ?? metadata.like_count);
  return thumbs === undefined ? undefined : Math.max(0, thumbs);
}
