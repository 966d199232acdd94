/** What a thread does that works for nobody who waits. */
import { getPriority, setPriority } from "node:os";

/** Of a thread that can wait: it gets about a tenth of what an ordinary one does where both want the same core. */
const NICE = 10;

/**
 * Puts the calling worker thread behind those that answer requests, so that a page stays quick while texts are read on
 * every core. Only Linux knows priorities of single threads; elsewhere the whole process would be put behind. One
 * that was started further behind stays there.
 */
export function stepBack(): void {
  if (process.platform !== "linux" || getPriority() >= NICE) return;
  try {
    setPriority(NICE);
  } catch {
    // A sandbox may refuse it: then pages are a little slower under load.
  }
}
