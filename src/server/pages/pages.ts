/** Pages for people, rendered here: the overview, an insight, a ticket, signing in, and the API's documentation. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
} from "express";
import { z } from "zod";
import { allows, type Principal } from "../../auth/principal.ts";
import type { TenantId } from "../../model/tenant.ts";
import { TicketStatus } from "../../model/ticket.ts";
import { listClusters } from "../../operations/clusters.ts";
import { insightSorts, listInsights, readInsight, similarInsights } from "../../operations/insights.ts";
import { stepsBefore } from "../../operations/sessions.ts";
import { readThemeNames, readThemeReport } from "../../operations/theme-report.ts";
import { listTickets, readTicket } from "../../operations/tickets.ts";
import type { FairTurns } from "../fair-turns.ts";
import { createOpenApi, type OpenApiDocument } from "../openapi.ts";
import { name, oneOrMore, paging } from "../parameters.ts";
import { notFound, Problem, problemOf, readProblem } from "../problem.ts";
import { readQueryString } from "../query-string.ts";
import type { Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";
import { refuseMethod } from "../router.ts";
import { insightFilters } from "../routes/insights.ts";
import { serveDashboard } from "./dashboard.ts";
import { docsPage } from "./docs.ts";
import type { Html } from "./html.ts";
import { insightPage } from "./insight.ts";
import { layout } from "./layout.ts";
import { type Chosen, clustersPage, insightsPage, ticketsPage } from "./lists.ts";
import { shownEvidence } from "./parts.ts";
import { readSaid } from "./said.ts";
import { problemPage, signInPage } from "./sign-in.ts";
import { themePage } from "./theme.ts";
import { ticketPage } from "./ticket.ts";

const ASSETS = fileURLToPath(new URL("../assets/", import.meta.url));
const SIMILAR = 5;
/** Events before a complaint on its page. */
const STEPS = 20;
const LISTED = 30;

const { cursor } = paging;
const InsightsQuery = z.strictObject({ ...insightFilters, sort: z.enum(insightSorts).optional(), cursor });
const TicketsQuery = z.strictObject({
  app: name.optional(),
  status: oneOrMore(TicketStatus.options).optional(),
  cursor,
});
const ClustersQuery = z.strictObject({ app: name.optional(), label: name.optional(), cursor });

function readQuery<T extends z.ZodType>(schema: T, chosen: Chosen): z.output<T> {
  const parsed = schema.safeParse(chosen);
  if (!parsed.success) throw problemOf(parsed.error, "query");
  return parsed.data;
}

export interface PageDeps extends RouteDeps {
  readonly principal: RequestHandler;
  readonly routes: readonly Route[];
  readonly turns: FairTurns;
}

const principalOf = (response: Response) => response.locals.principal as Principal;

function send(response: Response, title: string, main: Html): void {
  const signedIn = (response.locals.principal as Principal | undefined)?.via === "session";
  const page = layout({ title, signedIn }, main);
  // Pages hold a tenant's data: no shared cache may keep them.
  response.set("Cache-Control", "private, no-store").type("html").send(page);
}

const readersOnly: RequestHandler = (_, response, next) => {
  if (!allows(principalOf(response), "read")) throw new Problem(403, "this key may not read");
  next();
};

/** People are sent to where they can sign in, and told in words what went wrong. */
function tellPerson(response: Response, problem: Problem): void {
  if (problem.options.signIn === true) {
    response.redirect(303, "/sign-in");
    return;
  }
  response.status(problem.status).set(problem.options.headers ?? {});
  send(response, "Sorry", problemPage(problem.status === 404 ? "Not found" : "That did not work", problem.message));
}

const tellPeople: ErrorRequestHandler = (error: unknown, _, response, next) => {
  const problem = readProblem(error);
  if (problem === undefined || response.headersSent) return next(error);
  tellPerson(response, problem);
};

/** A browser asked for a page: true when it was told so in one. Programs, which take anything or JSON, are told in JSON. */
export function tellBrowser(request: Request, response: Response, problem: Problem): boolean {
  if (/^\/api(?:\/|$)/.test(request.path)) return false;
  response.vary("Accept");
  if (request.accepts(["json", "html"]) !== "html") return false;
  tellPerson(response, problem);
  return true;
}

const packageVersion = (): string => {
  const text = readFileSync(new URL("../../../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { readonly version: string }).version;
};

export function createPages(app: Express, { store, now, principal, routes, config, turns }: PageDeps): void {
  const reader = [principal, readersOnly];
  let made: OpenApiDocument | undefined;
  const document = (): OpenApiDocument => {
    made ??= createOpenApi(routes, packageVersion(), config.PUBLIC_URL);
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
  /** In the tenant's turn, as the API's reads are. */
  const page = (path: string, show: (request: Request, tenant: TenantId, response: Response) => Promise<void>) =>
    app.get(path, ...reader, (request, response) => {
      const { tenant } = principalOf(response);
      return turns.run(tenant, () => show(request, tenant, response));
    });
  // As it was called before apps had addresses of their own.
  app.get("/", ...reader, ({ url }, response, next) => {
    const chosen = readQueryString(url).app;
    if (chosen === undefined || chosen === "") next();
    else response.redirect(303, `/apps/${encodeURIComponent(chosen)}`);
  });
  serveDashboard(app, reader);
  page("/insights", async ({ url }, tenant, response) => {
    const chosen = readQueryString(url);
    const query = readQuery(InsightsQuery, chosen);
    send(response, "Insights", insightsPage(await listInsights(store, tenant, { ...query, limit: LISTED }), chosen));
  });
  page("/insights/:id", async (request, tenant, response) => {
    const id = String(request.params.id);
    const insight = await readInsight(store, tenant, id);
    if (insight === undefined) throw notFound("insight");
    const [similar, names, steps] = await Promise.all([
      similarInsights(store, tenant, id, SIMILAR),
      readThemeNames(store, tenant, [...insight.statements.map(({ theme }) => theme), insight.cluster_id]),
      stepsBefore(store, tenant, id, STEPS),
    ]);
    send(response, "Insight", insightPage(insight, similar?.items ?? [], names, steps));
  });
  page("/tickets", async ({ url }, tenant, response) => {
    const chosen = readQueryString(url);
    const list = await listTickets(store, tenant, { ...readQuery(TicketsQuery, chosen), limit: LISTED });
    const quoted = list.items.flatMap(shownEvidence).map(({ insight_id }) => insight_id);
    send(response, "Tickets", ticketsPage(list, await readSaid(store, tenant, quoted), chosen));
  });
  page("/tickets/:id", async (request, tenant, response) => {
    const ticket = await readTicket(store, tenant, String(request.params.id));
    if (ticket === undefined) throw notFound("ticket");
    const quoted = ticket.evidence.map(({ insight_id }) => insight_id);
    send(response, ticket.title, ticketPage(ticket, await readSaid(store, tenant, quoted)));
  });
  page("/clusters", async ({ url }, tenant, response) => {
    const chosen = readQueryString(url);
    const list = await listClusters(store, tenant, { ...readQuery(ClustersQuery, chosen), limit: LISTED });
    send(response, "Themes", clustersPage(list, chosen));
  });
  page("/clusters/:id", async (request, tenant, response) => {
    const report = await readThemeReport(store, tenant, String(request.params.id), now());
    if (report === undefined) throw notFound("theme");
    send(response, report.theme.name, themePage(report, now()));
  });
  app.all(
    ["/openapi.json", "/docs", "/swagger", "/redoc", "/insights", "/tickets", "/clusters"],
    refuseMethod(["GET", "HEAD"]),
  );
  app.use(["/insights", "/tickets", "/clusters"], tellPeople);
  app.use(/^\/(?:apps\/.*)?$/, tellPeople);
}
