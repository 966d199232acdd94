/** Where a text is cut so that parts of it can be marked. */

export interface Place {
  readonly start: number;
  readonly end: number;
}

export interface Part<P extends Place> {
  readonly text: string;
  /** Undefined: what stands between. */
  readonly mark?: P;
}

/** All of the text, in order; places that overlap an earlier one or lie outside are left out. */
export function cutAtMarks<P extends Place>(text: string, places: readonly P[]): Part<P>[] {
  const parts: Part<P>[] = [];
  let at = 0;
  for (const mark of places.toSorted((a, b) => a.start - b.start)) {
    if (mark.start < at || mark.end > text.length || mark.end <= mark.start) continue;
    if (mark.start > at) parts.push({ text: text.slice(at, mark.start) });
    parts.push({ text: text.slice(mark.start, mark.end), mark });
    at = mark.end;
  }
  if (at < text.length) parts.push({ text: text.slice(at) });
  return parts;
}
