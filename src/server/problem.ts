/** Refusals: every error the server answers with, as problem details (RFC 9457). */
import { STATUS_CODES } from "node:http";
import type { ZodError } from "zod";
import type { FieldError } from "../model/outcome.ts";
import { plainIssue } from "../model/plain-issue.ts";
import { QueueRefused, QueueUnavailable } from "../queue/queue.ts";
import { InvalidCursor, StoreRefused, StoreUnavailable, TooManyPoints } from "../store/store.ts";

/** Seconds after which a client may try again what an outage refused. */
export const RETRY_AFTER_SECONDS = 5;

/** Node's, with the name that RFC 9110 gave 413. */
const TITLES: Readonly<Record<number, string | undefined>> = { ...STATUS_CODES, 413: "Content Too Large" };

export interface ProblemOptions {
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Who signs in may see it. */
  readonly signIn?: boolean;
  /** Further members of the problem document. */
  readonly members?: Readonly<Record<string, unknown>>;
}

/** Thrown anywhere below a route; the error handler answers with it. */
export class Problem extends Error {
  override name = "Problem";
  readonly status: number;
  readonly options: ProblemOptions;

  constructor(status: number, detail: string, options: ProblemOptions = {}) {
    super(detail);
    this.status = status;
    this.options = options;
  }
}

export const notFound = (what: string): Problem => new Problem(404, `no such ${what}`);

export const badField = (field: string, code: string, message: string): Problem =>
  new Problem(400, message, { errors: [{ field, code, message }] });

const codeOf = (issue: ZodError["issues"][number]): string => {
  if (issue.code === "unrecognized_keys") return "unknown";
  if (issue.code === "invalid_type" && /received undefined/.test(issue.message)) return "required";
  return "invalid";
};

/** More don't help anybody, and a body may have any number of unknown fields. */
const SHOWN_ERRORS = 100;
const SHOWN_TEXT = 1_000;

/** One error per wrong field, the first hundred; unknown ones each by their name. */
export function fieldErrors(error: ZodError): FieldError[] {
  const all = error.issues.slice(0, SHOWN_ERRORS).flatMap((issue) => {
    const field = issue.path.join(".");
    const fields =
      issue.code === "unrecognized_keys" ? issue.keys.map((key) => (field ? `${field}.${key}` : key)) : [field];
    return fields
      .slice(0, SHOWN_ERRORS)
      .map((name) => ({ field: name, code: codeOf(issue), message: plainIssue(issue).slice(0, SHOWN_TEXT) }));
  });
  return all.slice(0, SHOWN_ERRORS);
}

export function problemOf(error: ZodError, what: string): Problem {
  const errors = fieldErrors(error);
  const names = [...new Set(errors.map(({ field }) => field))].filter((field) => field !== "").slice(0, 10);
  return new Problem(400, names.length > 0 ? `wrong ${what}: ${names.join(", ")}` : `wrong ${what}`, { errors });
}

/** What an error means for the client; undefined when it is a bug of ours. */
export function readProblem(error: unknown): Problem | undefined {
  if (error instanceof Problem) return error;
  if (error instanceof InvalidCursor) return badField("cursor", "invalid", error.message);
  if (error instanceof TooManyPoints)
    return badField("interval", "too_many", `${error.message}: choose a longer interval, or a time with from and to`);
  if (error instanceof StoreUnavailable || error instanceof QueueUnavailable) {
    const what = error instanceof StoreUnavailable ? "store" : "queue";
    const isRefused = error instanceof StoreRefused || error instanceof QueueRefused;
    // Which one, and whose, is for those who run the installation.
    const why = isRefused
      ? "refuses it: a permission is missing or a key is wrong, as /readyz and the log tell"
      : "does not answer";
    return new Problem(503, `the ${what} ${why}`, { headers: { "Retry-After": String(RETRY_AFTER_SECONDS) } });
  }
  if (error instanceof DOMException && error.name === "TimeoutError")
    return new Problem(503, `${error.message}: ask for less at a time`, {
      headers: { "Retry-After": String(RETRY_AFTER_SECONDS) },
    });
  if (error instanceof URIError) return badField("path", "invalid", "the address is no percent-encoded UTF-8");
  // Express and Node mark what the client did wrong (a path that is no URI, say) with a status.
  const { status } = (error ?? {}) as { readonly status?: unknown };
  if (typeof status === "number" && status >= 400 && status < 500)
    return new Problem(status, TITLES[status] ?? "Bad Request");
  return undefined;
}

export function problemDocument(problem: Problem): Record<string, unknown> {
  const { members } = problem.options;
  // Whoever reads what is wrong with a request finds it at one place, also where it is no field.
  const whole = problem.status === 400 ? [{ field: "", code: "invalid", message: problem.message }] : undefined;
  const { errors = whole } = problem.options;
  return {
    type: "about:blank",
    title: TITLES[problem.status] ?? "Error",
    status: problem.status,
    detail: problem.message,
    errors,
    ...members,
  };
}
