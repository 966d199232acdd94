/** What a statement is about: the stretch of it that names a thing. */
import type { Pieces } from "../embedding/embedder.ts";
import { trimSpan } from "./span.ts";

/** Gap of other pieces, in pieces, within one object. */
const OBJECT_GAP = 2;
const IN_OBJECT = 0.35;

/** The likeliest stretch of the pieces that name the object; for a wish, from the first of them to the last. */
export function objectOf(
  text: string,
  pieces: Pieces,
  inside: Float32Array,
  run: { readonly from: number; readonly to: number },
  isWhole: boolean,
): ReturnType<typeof trimSpan> {
  let best: ReturnType<typeof trimSpan>;
  let top = 0;
  let from = -1;
  let last = -1;
  let sum = 0;
  const gap = isWhole ? run.to : OBJECT_GAP;
  const close = (): void => {
    if (from >= 0 && sum > top) {
      top = sum;
      best = trimSpan(text, pieces.starts[from]!, pieces.ends[last]!);
    }
    from = -1;
    sum = 0;
  };
  for (let piece = run.from; piece < run.to; piece++) {
    if (inside[piece]! < IN_OBJECT) continue;
    if (from >= 0 && piece - last > gap) close();
    if (from < 0) from = piece;
    last = piece;
    sum += inside[piece]!;
  }
  close();
  return best;
}
