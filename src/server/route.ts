/** What a route is: one definition that validates, handles and documents. */
import type { IncomingMessage } from "node:http";
import type { ZodType, z } from "zod";
import type { Principal } from "../auth/principal.ts";
import type { KeyPipeline, Scope } from "../model/key.ts";
import type { WatchBody } from "./body.ts";

export interface Call<Query, Params, Body> {
  readonly principal: Principal;
  readonly query: Query;
  readonly params: Params;
  readonly body: Body;
  readonly request: IncomingMessage;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
}

/** `body` is sent as JSON; without one (or a stream) the answer is empty. Status 200 unless it says. */
export interface Reply {
  readonly status?: number;
  readonly body?: unknown;
  /** Sent piece by piece instead of a body: what is too long to be held. */
  readonly stream?: { readonly type: string; readonly pieces: AsyncIterable<string> };
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly description: string;
  readonly schema?: ZodType;
}

export interface RouteDefinition<Query extends ZodType, Params extends ZodType, Body extends ZodType> {
  readonly method: "get" | "post" | "put" | "patch" | "delete";
  /** As Express writes it: `/api/v1/things/:id`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  /** `installation`: only who runs the installation. */
  readonly scope: Scope | "installation";
  /** A publishable key for this may send here, in `?key=` too; all other routes refuse it. */
  readonly publishable?: KeyPipeline;
  /** Takes a second or more: such requests have turns of their own, one at a time. */
  readonly heavy?: boolean;
  readonly query?: Query;
  readonly params?: Params;
  readonly body?: Body;
  /** Only documents: the handler reads headers itself. */
  readonly headers?: ZodType;
  /** Reads the body in another way than as one JSON value checked by `body`, which then only documents. `watch` must see each piece of it. */
  readonly read?: (request: IncomingMessage, watch: WatchBody) => Promise<z.output<Body>>;
  readonly answers: Readonly<Record<number, Answer>>;
  readonly handle: (call: Call<z.output<Query>, z.output<Params>, z.output<Body>>) => Promise<Reply>;
}

/** Any route, its types forgotten: the router validates before it calls. */
export interface Route
  extends Omit<RouteDefinition<ZodType, ZodType, ZodType>, "handle" | "query" | "params" | "body" | "read"> {
  readonly query?: ZodType;
  readonly params?: ZodType;
  readonly body?: ZodType;
  readonly read?: (request: IncomingMessage, watch: WatchBody) => Promise<unknown>;
  readonly handle: (call: Call<never, never, never>) => Promise<Reply>;
}

export const defineRoute = <Query extends ZodType, Params extends ZodType, Body extends ZodType>(
  definition: RouteDefinition<Query, Params, Body>,
): Route => definition as unknown as Route;
