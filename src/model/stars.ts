/** Stars and thumbs of a record, where its metadata has them. */

const number = (value: unknown): number | undefined => {
  const parsed =
    typeof value === "number" ? value : typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
  return Number.isFinite(parsed) ? parsed : undefined;
};

/** 1 to 5; a 0 or anything else is no rating. */
export function starsOf(metadata: Readonly<Record<string, unknown>>): number | undefined {
  const stars = number(metadata.score ?? metadata.rating);
  return stars !== undefined && stars >= 1 && stars <= 5 ? stars : undefined;
}

/** How many others agreed: thumbs, likes or votes; at least 0. */
export function thumbsOf(metadata: Readonly<Record<string, unknown>>): number | undefined {
  const thumbs = number(metadata.thumbsUp ?? metadata.likeCount ?? metadata.like_count);
  return thumbs === undefined ? undefined : Math.max(0, thumbs);
}
