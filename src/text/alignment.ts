/** Where stretches of a normalised text stand in the text as it was written: markup decoded, white space folded, marks removed in between. */

export interface Span {
  /** UTF-16 units; `end` is past the last. */
  readonly start: number;
  readonly end: number;
}

/** So many characters in a row that are the same are the same place again. */
const ANCHOR = 4;
/** How many characters of the normalised text may stand for something else in between: a character that an entity wrote, and its kind. */
const MOST_REPLACED = 12;

/**
 * Answers for spans of `normal` where they stand in `written`. What `normal` leaves out belongs to no span at its edge; where
 * the two go apart for good (a translation), a span ends where the written text does at the latest.
 */
export function alignment(written: string, normal: string): (span: Span) => Span {
  if (written === normal) return (span) => span;
  const places = placesOf(written, normal);
  const last = written.length;
  return ({ start, end }) => ({
    start: places[start] ?? last,
    end: end <= start ? (places[start] ?? last) : Math.min(last, (places[end - 1] ?? last) + 1),
  });
}

/** But for white space, and for letters of another width. */
const isSame = (normal: string, written: string): boolean =>
  normal === written || (/\s/u.test(normal) && /\s/u.test(written)) || normal === written.normalize("NFKC");

/** For each unit of `normal`, the unit of `written` that it comes from. */
function placesOf(written: string, normal: string): Uint32Array {
  const places = new Uint32Array(normal.length);
  let from = 0;
  let at = 0;
  while (at < normal.length) {
    if (from < written.length && isSame(normal[at]!, written[from]!)) {
      places[at++] = from++;
      continue;
    }
    const next = nextAnchor(written, from, normal, at);
    for (; at < next.at; at++) places[at] = Math.min(from, written.length);
    from = next.from;
  }
  return places;
}

/** The nearest place from which both go on alike. */
function nextAnchor(written: string, from: number, normal: string, at: number): { at: number; from: number } {
  let best = { at: normal.length, from: written.length };
  for (let replaced = 0; replaced <= MOST_REPLACED && at + replaced < normal.length; replaced++) {
    const anchor = normal.slice(at + replaced, at + replaced + ANCHOR);
    const found = written.slice(from, best.from + anchor.length).indexOf(anchor);
    if (found >= 0 && from + found < best.from) best = { at: at + replaced, from: from + found };
  }
  return best;
}
