/** Pasted text as reviews: one a line; longer ones are parted by an empty line. */
export function splitReviews(text: string): string[] {
  const trimmed = text.trim();
  const separator = /\n\s*\n/.test(trimmed) ? /\n\s*\n/ : /\n/;
  return trimmed
    .split(separator)
    .map((review) => review.trim())
    .filter((review) => review !== "");
}
