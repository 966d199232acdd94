/** The emulator without a network: requests in, answers out, faults between, everything logged. */
import { createFaults, type FaultSettings, type Faults, NO_FAULTS } from "./faults.ts";
import type { MethodContext, MethodReply } from "./method.ts";
import { methods } from "./methods.ts";
import { createOrganisation, type Organisation } from "./state.ts";
import { ApiError, badRequest, type Fields } from "./validation.ts";

export interface EmulatorRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** `lost`: the request was carried out and the connection broke before the answer. */
export type EmulatorReply =
  | {
      readonly kind: "reply";
      readonly status: number;
      readonly headers: Record<string, string>;
      readonly body: unknown;
    }
  | { readonly kind: "lost" };

export interface LoggedRequest {
  readonly at: number;
  readonly call: string;
  /** What the caller saw: a status, or "lost". */
  readonly answer: string;
  readonly note: string;
}

export interface EmulatorOptions {
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly random: () => number;
  readonly faults?: Partial<FaultSettings>;
  /** The only token that is let in; any token that isn't empty when left out. */
  readonly token?: string;
}

export interface Emulator {
  handle(request: EmulatorRequest): Promise<EmulatorReply>;
  readonly organisation: Organisation;
  readonly faults: Faults;
  /** The newest 1,000 requests, oldest first. */
  readonly log: readonly LoggedRequest[];
  /** Requests that were carried out, by method. */
  readonly counts: Readonly<Record<string, number>>;
}

const MAX_LOG = 1_000;
const MAX_BODY_BYTES = 1_000_000;

function fieldsOf(request: EmulatorRequest, url: URL, read: boolean): Fields {
  if (request.method === "GET") {
    if (!read) throw new ApiError(405, "method_not_allowed", "use POST");
    const fields: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    for (const name of new Set(url.searchParams.keys())) {
      const values = url.searchParams.getAll(name).flatMap((value) => value.split(","));
      fields[name] = values.length === 1 ? values[0] : values;
    }
    return fields;
  }
  if (request.method !== "POST") throw new ApiError(405, "method_not_allowed", "use POST");
  if (Buffer.byteLength(request.body) > MAX_BODY_BYTES) throw new ApiError(413, "too_large", "the body is too large");
  try {
    const parsed = JSON.parse(request.body === "" ? "{}" : request.body) as unknown;
    if (typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)) return parsed as Fields;
  } catch {
    // Answered below, as any other body that is no object.
  }
  throw badRequest("the body must be a JSON object");
}

export function createEmulator(options: EmulatorOptions): Emulator {
  const organisation = createOrganisation();
  const faults = createFaults({ ...NO_FAULTS, ...options.faults }, options.random);
  const log: LoggedRequest[] = [];
  const counts: Record<string, number> = {};

  function authorise(request: EmulatorRequest): void {
    const token = (request.authorization ?? "").replace(/^Bearer\s+/i, "").trim();
    if (token === "" || (options.token !== undefined && token !== options.token)) {
      throw new ApiError(401, "unauthenticated", "the token is missing or not valid");
    }
  }

  function carryOut(request: EmulatorRequest): MethodReply {
    const url = new URL(request.path, "http://emulator");
    const name = url.pathname.replace(/^\/+/, "");
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    try {
      authorise(request);
      if (method === undefined) throw new ApiError(404, "not_found", "route not found");
      const now = options.now();
      const context: MethodContext = {
        organisation,
        now,
        listedAt: now - faults.settings.listLagMs,
        caller: organisation.serviceAccount,
      };
      const reply = method.run(fieldsOf(request, url, method.read), context);
      counts[name] = (counts[name] ?? 0) + 1;
      return reply;
    } catch (error) {
      if (error instanceof ApiError)
        return { status: error.status, body: { message: error.message, type: error.type } };
      throw error;
    }
  }

  function remember(request: EmulatorRequest, answer: string, note: string): void {
    const call = request.path.split("?")[0]!.replace(/^\/+/, "");
    log.push({ at: options.now(), call: `${request.method} ${call}`, answer, note });
    if (log.length > MAX_LOG) log.shift();
  }

  const answer = (request: EmulatorRequest, status: number, body: unknown, headers = {}, note = ""): EmulatorReply => {
    remember(request, String(status), note);
    return { kind: "reply", status, headers: { "content-type": "application/json", ...headers }, body };
  };
  const serverError = (request: EmulatorRequest, status: number, note: string) =>
    answer(request, status, { message: "internal error", type: "internal_error" }, {}, note);

  async function handle(request: EmulatorRequest): Promise<EmulatorReply> {
    const { fault, latencyMs } = faults.next(options.now());
    if (latencyMs > 0) await options.sleep(latencyMs / 2);
    if (fault.kind === "busy") {
      const headers = { "retry-after": String(fault.retryAfterSeconds) };
      return answer(request, 429, { message: "rate limit exceeded", type: "too_many_requests" }, headers, "storm");
    }
    if (fault.kind === "error_before") return serverError(request, fault.status, "nothing was done");
    const reply = carryOut(request);
    if (latencyMs > 0) await options.sleep(latencyMs / 2);
    if (fault.kind === "lost_reply") {
      remember(request, "lost", `was carried out: ${reply.status}`);
      return { kind: "lost" };
    }
    if (fault.kind === "error_after") return serverError(request, 500, `was carried out: ${reply.status}`);
    return answer(request, reply.status, reply.body);
  }

  return { handle, organisation, faults, log, counts };
}

/** A `fetch` that reaches the emulator in the same process, as `HttpDeps.fetch` of the snap-ins takes it. */
export function fetchFrom(emulator: Emulator) {
  return async (
    url: string,
    init: { readonly method: string; readonly headers: Record<string, string>; readonly body?: string },
  ): Promise<Response> => {
    const { pathname, search } = new URL(url);
    const reply = await emulator.handle({
      method: init.method,
      path: pathname + search,
      authorization: init.headers.authorization,
      body: init.body ?? "",
    });
    if (reply.kind === "lost") throw new TypeError("fetch failed");
    return new Response(JSON.stringify(reply.body), { status: reply.status, headers: reply.headers });
  };
}
