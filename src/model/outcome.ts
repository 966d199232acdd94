/**
 * What became of one record in one stage. Expected failures are values of this type; an exception is a bug or an
 * outage, and only the loop frame catches those.
 */
import { z } from "zod";

/** One thing wrong with one field of an input. `field` is a dotted path, "" for the whole; `code` is stable, `message` is for people. */
export interface FieldError {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

export const FieldErrorShape = z.object({ field: z.string(), code: z.string(), message: z.string() });

/**
 * - `ok`: done, `value` goes on to the next stage (or was stored as new).
 * - `updated`: done, and it revised something that was already there.
 * - `duplicate`: the same identity with the same or older content; nothing written.
 * - `drop`: a rule filtered it out on purpose.
 * - `reject`: the input is invalid; kept with every reason.
 * - `retry`: this record failed for a reason that may pass; the frame tries again.
 */
export type Outcome<T> =
  | { readonly kind: "ok"; readonly value: T }
  | { readonly kind: "updated"; readonly value: T }
  | { readonly kind: "duplicate" }
  | { readonly kind: "drop"; readonly reason: string }
  | {
      readonly kind: "reject";
      readonly errors: readonly FieldError[];
      /** Errors beyond those that are named. */
      readonly more?: number;
    }
  | { readonly kind: "retry"; readonly error: Error };

export const ok = <T>(value: T): Outcome<T> => ({ kind: "ok", value });
export const updated = <T>(value: T): Outcome<T> => ({ kind: "updated", value });
export const duplicate: Outcome<never> = { kind: "duplicate" };
export const drop = (reason: string): Outcome<never> => ({ kind: "drop", reason });
export const reject = (errors: readonly FieldError[], more = 0): Outcome<never> => ({
  kind: "reject",
  errors,
  ...(more > 0 ? { more } : {}),
});
export const retry = (error: Error): Outcome<never> => ({ kind: "retry", error });
