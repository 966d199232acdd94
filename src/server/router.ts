/** From route definitions to Express: authenticate, authorise, validate, call, answer. */
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { type Express, type Request, type RequestHandler, type Response, Router } from "express";
import { type ZodType, z } from "zod";
import { allows, type Principal, runsInstallation } from "../auth/principal.ts";
import { readFor } from "../store/asker.ts";
import { hasBody, readJson, SMALL_BODY_BYTES, type WatchBody } from "./body.ts";
import type { BodyBudget } from "./body-budget.ts";
import type { FairTurns } from "./fair-turns.ts";
import { Problem, problemOf } from "./problem.ts";
import { readQueryString } from "./query-string.ts";
import type { Reply, Route } from "./route.ts";

const noParameters = z.strictObject({});

function check(schema: ZodType, value: unknown, what: string): unknown {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw problemOf(parsed.error, what);
  return parsed.data;
}

/** What all requests share: how much may be held of bodies, and whose turn it is to be answered. */
export interface Shares {
  readonly bodies: BodyBudget;
  readonly turns: FairTurns;
  readonly heavyTurns: FairTurns;
}

async function readRouteBody(route: Route, request: Request, watch: WatchBody): Promise<unknown> {
  if (route.read !== undefined) return route.read(request, watch);
  if (route.body === undefined) return undefined;
  const value = hasBody(request) ? await readJson(request, SMALL_BODY_BYTES, watch) : undefined;
  return check(route.body, value, "body");
}

/** `publishable`: what a key that everybody can read has to be for. */
export function requireScope(principal: Principal, scope: Route["scope"], publishable?: Route["publishable"]): void {
  const { pipelines } = principal.publishable ?? {};
  if (pipelines !== undefined && (publishable === undefined || !pipelines.includes(publishable)))
    throw new Problem(403, "a publishable key sends what it was made for, and does nothing else");
  const may = scope === "installation" ? runsInstallation(principal) : allows(principal, scope);
  if (!may)
    throw new Problem(403, scope === "installation" ? "for the installation's admin" : `needs the scope ${scope}`);
}

export async function sendReply(
  response: Response,
  { status = 200, body, stream, headers = {} }: Reply,
): Promise<void> {
  response.status(body === undefined && stream === undefined && status === 200 ? 204 : status);
  // Answers depend on who asks, which a cache on the way need not see.
  response.set({ "Cache-Control": "no-store", ...headers });
  if (stream !== undefined) {
    response.type(stream.type);
    // What never ends, or takes a while, would keep whoever asks only for the headers waiting.
    if (response.req.method === "HEAD") return void response.end();
    // A pipe listens for its end in several ways, beside all who wait for the end of an answer.
    response.setMaxListeners(20);
    // One that can't go on is cut off, so that nobody takes a part for the whole.
    await pipeline(Readable.from(stream.pieces), response).catch(() => response.destroy());
  } else if (body === undefined) response.end();
  else response.json(body);
}

/** Aborts when the connection ends before the answer is out, and when only its headers were asked for. */
function whileConnected(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once("close", () => {
    if (!response.writableEnded || response.req.method === "HEAD") controller.abort();
  });
  return controller.signal;
}

/** What comes in waits for no turn: never behind what is asked. */
function turnsFor({ heavy = false, scope }: Route, { turns, heavyTurns }: Shares): FairTurns | undefined {
  if (heavy) return heavyTurns;
  return scope === "ingest" ? undefined : turns;
}

async function serve(route: Route, shares: Shares, request: Request, response: Response): Promise<void> {
  const principal = response.locals.principal as Principal;
  requireScope(principal, route.scope, route.publishable);
  const { key, ...rest } = readQueryString(request.url);
  // Where a key may stand in the address it is no parameter of the route.
  const asked = route.publishable === undefined && key !== undefined ? { ...rest, key } : rest;
  const query = check(route.query ?? noParameters, asked, "query");
  const params = route.params === undefined ? undefined : check(route.params, request.params, "path");
  const body = await readRouteBody(
    route,
    request,
    shares.bodies.hold(response, `${route.scope === "ingest" ? "in" : "asked"} ${principal.tenant}`),
  );
  const signal = whileConnected(response);
  const handle = () => route.handle({ principal, query, params, body, request, signal } as never);
  // What changes something goes on when whoever asked is gone.
  const answer = () => (route.method === "get" ? readFor(signal, handle) : handle());
  const turns = turnsFor(route, shares);
  await sendReply(response, await (turns?.run(principal.tenant, answer, signal) ?? answer()));
}

/** After the handlers of a path: whatever other method comes. OPTIONS asks which there are. */
export const refuseMethod =
  (allowed: readonly string[]): RequestHandler =>
  (request, response) => {
    if (request.method === "OPTIONS")
      return void response
        .set("Allow", `${allowed.join(", ")}, OPTIONS`)
        .status(204)
        .end();
    throw new Problem(405, `${request.method} is not for this path`, { headers: { Allow: allowed.join(", ") } });
  };

/** The request's principal must be in `response.locals` by then. */
export function mountRoutes(app: Express, routes: readonly Route[], shares: Shares): void {
  const router = Router({ caseSensitive: true, strict: false });
  const methods = new Map<string, string[]>();
  for (const route of routes) {
    router[route.method](route.path, (request, response) => serve(route, shares, request, response));
    methods.set(route.path, [...(methods.get(route.path) ?? []), route.method.toUpperCase()]);
  }
  for (const [path, allowed] of methods) {
    router.all(path, refuseMethod(allowed.flatMap((method) => (method === "GET" ? [method, "HEAD"] : method))));
  }
  app.use(router);
}
