/**
 * JSON over HTTP with patience: 429 with Retry-After, errors of the server, timeouts and lost replies. A request that
 * is not `repeatable` is sent again only when it is certain that the server did nothing with the first.
 */
import type { Budget, Clock } from "./clock.ts";
import { fail, ok, type Result } from "./result.ts";

/** The part of the web's `fetch` that is used, so that an emulator in the same process can stand in for it. */
export type Fetch = (
  url: string,
  init: {
    readonly method: string;
    readonly headers: Record<string, string>;
    readonly body?: string;
    readonly signal: AbortSignal;
  },
) => Promise<Response>;

export interface HttpDeps {
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly budget: Budget;
}

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON unless it is a string. */
  readonly body?: unknown;
  /** Doing it twice is the same as doing it once. */
  readonly repeatable: boolean;
  /** How long to wait, all pauses together, before giving up; as long as the run may take when left out. */
  readonly patienceMs?: number;
  /** Who is asked, for messages: "DevRev". */
  readonly whom: string;
}

export interface HttpReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Undefined where the body is no JSON. */
  readonly json: unknown;
}

export type SendRequest = (request: HttpRequest) => Promise<Result<HttpReply>>;

const TIMEOUT_MS = 15_000;
const TRIES = 4;
/** Where a 429 says nothing. DevRev's window resets every five minutes, so waiting longer than that is never asked. */
const DEFAULT_RETRY_AFTER_MS = 5_000;
const MAX_RETRY_AFTER_MS = 300_000;
/** What must remain of a run after a pause, to do something useful and to report. */
const RESERVE_MS = 10_000;

/** Retry-After is a number of seconds or an HTTP date. */
export function retryAfterMs(headers: Headers, now: number): number {
  const value = headers.get("retry-after")?.trim();
  if (value === undefined || value === "") return DEFAULT_RETRY_AFTER_MS;
  const milliseconds = /^\d+(\.\d+)?$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - now;
  if (!Number.isFinite(milliseconds)) return DEFAULT_RETRY_AFTER_MS;
  return Math.min(MAX_RETRY_AFTER_MS, Math.max(0, milliseconds));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A connection that was refused never carried the request. */
const neverSent = (error: unknown): boolean =>
  (error as { readonly cause?: { readonly code?: string } }).cause?.code === "ECONNREFUSED";

type Attempt = { readonly reply: HttpReply } | { readonly lost: string; readonly neverSent: boolean };

/** `message` of DevRev's errors, `detail` of problem details. */
function reasonIn(reply: HttpReply): string {
  const body = reply.json as { readonly message?: unknown; readonly detail?: unknown } | null | undefined;
  const reason = body?.detail ?? body?.message;
  return typeof reason === "string" ? `: ${reason.slice(0, 300)}` : "";
}

export function createHttp(deps: HttpDeps): SendRequest {
  async function attempt(request: HttpRequest): Promise<Attempt> {
    const body = typeof request.body === "string" ? request.body : JSON.stringify(request.body);
    const isJson = request.body !== undefined && typeof request.body !== "string";
    const headers: Record<string, string> = { accept: "application/json", ...request.headers };
    if (isJson) headers["content-type"] = "application/json";
    try {
      const response = await deps.fetch(request.url, {
        method: request.method,
        headers,
        ...(request.body === undefined ? {} : { body }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const text = await response.text();
      return { reply: { status: response.status, headers: response.headers, text, json: parseJson(text) } };
    } catch (error) {
      const name = (error as Error).name;
      return {
        lost: name === "TimeoutError" ? "no answer in time" : "the connection broke",
        neverSent: neverSent(error),
      };
    }
  }

  const busy = (request: HttpRequest, wait: number): Result<never> =>
    fail({
      kind: "busy",
      status: 429,
      retryAfterMs: wait,
      message: `${request.whom} asked us to wait ${Math.ceil(wait / 1_000)} s`,
    });

  /** Equal jitter: half of the step is certain, so that a struggling server gets a pause. */
  const backoffMs = (tries: number): number => 500 * 2 ** tries * (0.5 + 0.5 * deps.random());

  /** False, without waiting, when the pause would outlast the run or the request's patience. */
  const createPause = (patienceMs: number) => {
    const start = deps.clock.elapsed();
    return async (milliseconds: number): Promise<boolean> => {
      if (milliseconds + RESERVE_MS > deps.budget.left()) return false;
      if (deps.clock.elapsed() - start + milliseconds > patienceMs) return false;
      await deps.clock.sleep(milliseconds);
      return true;
    };
  };

  type Verdict =
    | { readonly kind: "final"; readonly result: Result<HttpReply> }
    | { readonly kind: "wait"; readonly milliseconds: number; readonly otherwise: Result<HttpReply> };

  function judge(request: HttpRequest, outcome: Attempt, tries: number): Verdict {
    const unknown = (what: string, status?: number): Result<never> =>
      fail({ kind: "unknown", message: `${request.whom}: ${what}`, status });
    const maybeAgain = (may: boolean, otherwise: Result<never>): Verdict =>
      may && tries + 1 < TRIES
        ? { kind: "wait", milliseconds: backoffMs(tries), otherwise }
        : { kind: "final", result: otherwise };

    if ("lost" in outcome) return maybeAgain(request.repeatable || outcome.neverSent, unknown(outcome.lost));
    const { reply } = outcome;
    const { status } = reply;
    if (status < 300) return { kind: "final", result: ok(reply) };
    if (status === 429) {
      const wait = retryAfterMs(reply.headers, deps.clock.now());
      // A little more than asked, so that not everybody returns in the same instant.
      return { kind: "wait", milliseconds: wait + deps.random() * 1_000, otherwise: busy(request, wait) };
    }
    if (status >= 500) return maybeAgain(request.repeatable, unknown(`error ${status}`, status));
    const message = `${request.whom} said ${status}${reasonIn(reply)}`;
    return { kind: "final", result: fail({ kind: "refused", status, message }) };
  }

  return async function send(request) {
    const pause = createPause(request.patienceMs ?? Number.POSITIVE_INFINITY);
    for (let tries = 0; ; tries += 1) {
      const verdict = judge(request, await attempt(request), tries);
      if (verdict.kind === "final") return verdict.result;
      if (!(await pause(verdict.milliseconds))) return verdict.otherwise;
    }
  };
}
