/** Expected failures are values; what throws is a bug. */

/**
 * - `busy`: asked to come back later (429); nothing was done.
 * - `unknown`: no answer, or an error of the server: it may or may not have been done.
 * - `refused`: a final no (4xx); nothing was done and asking again will not help.
 */
export interface Failure {
  readonly kind: "busy" | "unknown" | "refused";
  /** For people, without secrets and without anybody's words. */
  readonly message: string;
  readonly status?: number;
  /** `busy` only: milliseconds until asking again makes sense. */
  readonly retryAfterMs?: number;
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const fail = (failure: Failure): Result<never> => ({ ok: false, failure });
/** `whom`: who answered, for messages. */
export const unreadable = (whom: string): Result<never> =>
  fail({ kind: "unknown", message: `${whom}: the answer can't be read` });
export const refused = (message: string): Result<never> => fail({ kind: "refused", message });
