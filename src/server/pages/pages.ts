/** Pages for people, rendered here: the overview, an insight, a ticket, signing in, and the API's documentation. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Response } from "express";
import { allows, type Principal } from "../../auth/principal.ts";
import { readInsight, similarInsights } from "../../operations/insights.ts";
import { stepsBefore } from "../../operations/sessions.ts";
import { readTicket } from "../../operations/tickets.ts";
import { createOpenApi, type OpenApiDocument } from "../openapi.ts";
import { notFound, Problem, readProblem } from "../problem.ts";
import { readQueryString } from "../query-string.ts";
import type { Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";
import { refuseMethod } from "../router.ts";
import { docsPage } from "./docs.ts";
import type { Html } from "./html.ts";
import { insightPage } from "./insight.ts";
import { layout } from "./layout.ts";
import { appSelector, overviewPage, readOverview } from "./overview.ts";
import { problemPage, signInPage } from "./sign-in.ts";
import { ticketPage } from "./ticket.ts";

const ASSETS = fileURLToPath(new URL("../assets/", import.meta.url));
const SIMILAR = 5;
/** Events before a complaint on its page. */
const STEPS = 20;

export interface PageDeps extends RouteDeps {
  readonly principal: RequestHandler;
  readonly routes: readonly Route[];
}

const principalOf = (response: Response) => response.locals.principal as Principal;

function send(response: Response, title: string, main: Html, options: { readonly bar?: Html | undefined } = {}): void {
  const signedIn = (response.locals.principal as Principal | undefined)?.via === "session";
  const { bar } = options;
  const page = layout({ title, signedIn, bar }, main);
  // Pages hold a tenant's data: no shared cache may keep them.
  response.set("Cache-Control", "private, no-store").type("html").send(page);
}

const readersOnly: RequestHandler = (_, response, next) => {
  if (!allows(principalOf(response), "read")) throw new Problem(403, "this key may not read");
  next();
};

/** People are sent to where they can sign in, and told in words what went wrong. */
const tellPeople: ErrorRequestHandler = (error: unknown, _, response, next) => {
  const problem = readProblem(error);
  if (problem === undefined || response.headersSent) return next(error);
  if (problem.status === 401) return response.redirect(303, "/sign-in");
  response.status(problem.status).set(problem.options.headers ?? {});
  send(response, "Sorry", problemPage(problem.status === 404 ? "Not found" : "That did not work", problem.message));
};

const packageVersion = (): string => {
  const text = readFileSync(new URL("../../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
};

export function createPages(app: Express, { store, now, principal, routes, config }: PageDeps): void {
  const reader = [principal, readersOnly];
  let made: OpenApiDocument | undefined;
  const document = (): OpenApiDocument => {
    made ??= createOpenApi(routes, packageVersion());
    return made;
  };

  app.use("/assets", express.static(ASSETS, { index: false, maxAge: "1h", redirect: false }));
  app.get("/openapi.json", (_, response) => {
    response.json(document());
  });
  app.get(["/docs", "/swagger", "/redoc"], (_, response) => {
    send(response, "API", docsPage(document()));
  });
  app.get("/sign-in", (request, response) => {
    send(response, "Sign in", signInPage("wrong" in readQueryString(request.url)));
  });
  app.get("/", ...reader, async (request, response) => {
    const chosen = readQueryString(request.url).app;
    const app = chosen === undefined || chosen === "" ? undefined : chosen;
    const overview = await readOverview(store, principalOf(response).tenant, app, now());
    const url = config.PUBLIC_URL ?? `${request.protocol}://${request.headers.host}`;
    send(response, app ?? "Overview", overviewPage(overview, now(), url), { bar: appSelector(overview) });
  });
  app.get("/insights/:id", ...reader, async (request, response) => {
    const { tenant } = principalOf(response);
    const id = String(request.params.id);
    const insight = await readInsight(store, tenant, id);
    if (insight === undefined) throw notFound("insight");
    const similar = await similarInsights(store, tenant, id, SIMILAR);
    const steps = await stepsBefore(store, tenant, id, STEPS);
    send(response, "Insight", insightPage(insight, similar?.items ?? [], steps));
  });
  app.get("/tickets/:id", ...reader, async (request, response) => {
    const ticket = await readTicket(store, principalOf(response).tenant, String(request.params.id));
    if (ticket === undefined) throw notFound("ticket");
    send(response, ticket.title, ticketPage(ticket));
  });
  app.all(["/openapi.json", "/docs", "/swagger", "/redoc", "/"], refuseMethod(["GET", "HEAD"]));
  app.use(["/insights", "/tickets"], tellPeople);
  app.use(/^\/$/, tellPeople);
}
