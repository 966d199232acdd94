/** How the original dashboard's paths say no: `{"error": "..."}`, in the original's words. */
import type { Problem } from "../problem.ts";

export const INVALID_REQUEST = "Invalid request";

export const isLegacyPath = (path: string): boolean => path.startsWith("/api/app/");

/** Whatever is wrong with a request is the one error that the original knows. */
export function legacyError(problem: Problem): { readonly status: number; readonly body: { readonly error: string } } {
  if (problem.status === 400 || problem.status === 415) return { status: 400, body: { error: INVALID_REQUEST } };
  return { status: problem.status, body: { error: problem.message } };
}
