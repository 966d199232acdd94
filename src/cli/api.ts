/** The daemon's HTTP interface, as commands use it: one request, its JSON, and failures in words. */
import type { ClientSettings } from "./client-settings.ts";
import { CommandFailed, Interrupted } from "./shell.ts";

const TIMEOUT_MS = 60_000;

/** What is sent in a query; what is undefined is left out. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Call {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly query?: Query;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is, with its media type. */
  readonly body?: string;
  readonly contentType?: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed body; undefined when it is empty, its text when it is no JSON. */
  readonly body: unknown;
}

export interface Api {
  readonly url: string;
  /** Any answer; throws {@link Unreachable} when there is none. */
  send(path: string, call?: Call): Promise<Reply>;
  /** The body of a 2xx answer; throws {@link CommandFailed} with the problem in words else. */
  call(path: string, call?: Call): Promise<unknown>;
  /** Every item of a list, page after page, at most `limit`. */
  items(path: string, query: Query, limit?: number): AsyncGenerator<Readonly<Record<string, unknown>>>;
}

/** Nobody answered: no connection, or none within the time. */
export class Unreachable extends CommandFailed {
  override name = "Unreachable";
}

interface Problem {
  readonly title?: string;
  readonly detail?: string;
  readonly error?: string;
  readonly errors?: readonly { readonly field?: string; readonly message?: string }[];
}

/** A refusal as a person reads it: what, and each field that is wrong. */
export function describeProblem(reply: Reply): string {
  const problem = (typeof reply.body === "object" && reply.body !== null ? reply.body : {}) as Problem;
  const said = problem.detail ?? problem.title ?? problem.error ?? "";
  const fields = (Array.isArray(problem.errors) ? problem.errors : []).map((error) => {
    return `\n  ${error.field ? `${error.field}: ` : ""}${error.message ?? ""}`;
  });
  const hints: Record<number, string> = {
    401: "set GROUNDSWELL_API_KEY to a key; `keys create` makes one with a key that has the scope admin, or while the daemon is stopped",
    403: "this key may not do that",
  };
  const hint = hints[reply.status];
  return `the daemon answered ${reply.status}${said && `: ${said}`}${fields.join("")}${hint ? `\n  ${hint}` : ""}`;
}

function reasonOf(thrown: unknown): string {
  const cause = (thrown as { cause?: { code?: string; message?: string } }).cause;
  if (cause?.code === "ECONNREFUSED") return "nothing listens there";
  return cause?.code ?? cause?.message ?? (thrown as Error).message;
}

function readBody(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function addressOf(base: string, path: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, String(value));
  const search = parameters.toString();
  return `${base}${path}${search && `?${search}`}`;
}

export function createApi(settings: ClientSettings, interruption: AbortSignal, timeoutMs = TIMEOUT_MS): Api {
  async function send(path: string, call: Call = {}): Promise<Reply> {
    const headers: Record<string, string> = { accept: "application/json" };
    if (settings.key !== undefined) headers.authorization = `Bearer ${settings.key}`;
    const body = call.json === undefined ? call.body : JSON.stringify(call.json);
    if (body !== undefined) headers["content-type"] = call.contentType ?? "application/json";
    try {
      const response = await fetch(addressOf(settings.url, path, call.query), {
        method: call.method ?? "GET",
        headers,
        body,
        signal: AbortSignal.any([interruption, AbortSignal.timeout(timeoutMs)]),
      });
      return { status: response.status, headers: response.headers, body: readBody(await response.text()) };
    } catch (thrown) {
      if (interruption.aborted) throw new Interrupted();
      throw new Unreachable(
        `no answer from ${settings.url}: ${reasonOf(thrown)}. Is the daemon running (npm start)? GROUNDSWELL_URL says where it is.`,
      );
    }
  }

  async function call(path: string, options?: Call): Promise<unknown> {
    const reply = await send(path, options);
    if (reply.status < 200 || reply.status > 299) throw new CommandFailed(describeProblem(reply));
    return reply.body;
  }

  return {
    url: settings.url,
    send,
    call,
    async *items(path, query, limit = Number.POSITIVE_INFINITY) {
      let cursor: string | undefined;
      for (let left = limit; left > 0; ) {
        const page = (await call(path, { query: { ...query, limit: Math.min(1_000, left), cursor } })) as {
          items: Record<string, unknown>[];
          next_cursor: string | null;
        };
        const items = page.items.slice(0, left);
        yield* items;
        left -= items.length;
        if (page.next_cursor === null || page.next_cursor === undefined) return;
        cursor = page.next_cursor;
      }
    },
  };
}
