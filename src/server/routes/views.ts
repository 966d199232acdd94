/** Answers in the shape of the dashboard's pages: a handful of calls a page. They change with the pages; programs use the other routes. */
import { z } from "zod";
import { runsInstallation } from "../../auth/principal.ts";
import { meaningfulTitle } from "../../enrichment/denoise.ts";
import { givenName } from "../../model/given-name.ts";
import { Rejection } from "../../model/rejection.ts";
import { TicketStatus } from "../../model/ticket.ts";
import { eventSorts } from "../../operations/events.ts";
import { readAppView } from "../../operations/views/app.ts";
import { readEvents } from "../../operations/views/events.ts";
import { readExplore } from "../../operations/views/explore.ts";
import { readFrame } from "../../operations/views/frame.ts";
import { readHealth } from "../../operations/views/health.ts";
import { readInsightView } from "../../operations/views/insight.ts";
import { readOverview } from "../../operations/views/overview.ts";
import { readQuarantine } from "../../operations/views/quarantine.ts";
import { readRequests } from "../../operations/views/requests.ts";
import { readThemeView } from "../../operations/views/theme.ts";
import { readThemes } from "../../operations/views/themes.ts";
import { readTickets, readTicketView } from "../../operations/views/tickets.ts";
import { flag, id, name, oneOrMore, paging, place } from "../parameters.ts";
import { notFound } from "../problem.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";
import { eventFilters } from "./events.ts";
import { requestFilters } from "./feature-requests.ts";
import { insightFilters } from "./insights.ts";
import { soughtWords } from "./rejections.ts";

const appName = z.object({ app: givenName(300) });

const tag = "Dashboard";

export const viewRoutes = (deps: RouteDeps): Route[] => [
  ...wholeRoutes(deps),
  ...feedbackRoutes(deps),
  ...ticketAndInsightRoutes(deps),
  ...operationRoutes(deps),
];

/** The frame, and what changed. */
function wholeRoutes({ store, now, publicUrl, config }: RouteDeps): Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/api/v1/views/frame",
      tag,
      summary: "What the dashboard shows around every page: apps and who is signed in",
      scope: "read",
      answers: { 200: { description: "Apps, and who looks" } },
      handle: async ({ principal }) => ({
        body: await readFrame(store, principal, {
          publicUrl: publicUrl(),
          sendsMail: config.SMTP_URL !== undefined,
        }),
      }),
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/views/overview",
      tag,
      summary: "What the dashboard's overview shows",
      scope: "read",
      answers: { 200: { description: "What changed, by app" } },
      handle: async ({ principal }) => ({ body: await readOverview(store, principal, now()) }),
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/views/apps/:app",
      tag,
      summary: "What the dashboard shows of an app",
      scope: "read",
      params: appName,
      answers: { 200: { description: "Its report" } },
      handle: async ({ principal, params }) => ({
        body: await readAppView(store, principal.tenant, params.app, now()),
      }),
    }),
  ];
}

/** Feedback and themes. */
function feedbackRoutes({ store, now }: RouteDeps): Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/api/v1/views/explore",
      tag,
      summary: "Feedback by any filters: over time, what it can be narrowed by, its themes and versions",
      scope: "read",
      query: z.strictObject(insightFilters),
      answers: { 200: { description: "Figures" } },
      handle: async ({ principal, query }) => ({ body: await readExplore(store, principal.tenant, query) }),
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/views/themes",
      tag,
      summary: "The themes of an app with how each changed; without an app, of the busiest",
      scope: "read",
      query: z.strictObject({ app: place.optional() }),
      answers: { 200: { description: "The largest first" } },
      handle: async ({ principal, query }) => ({
        body: await readThemes(store, principal.tenant, query.app, now()),
      }),
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/views/themes/:id",
      tag,
      summary: "What the dashboard shows of a theme",
      scope: "read",
      params: id,
      answers: { 200: { description: "Its report" }, 404: { description: "No such theme" } },
      async handle({ principal, params }) {
        const view = await readThemeView(store, principal.tenant, params.id, now());
        if (view === undefined) throw notFound("theme");
        return { body: view };
      },
    }),
  ];
}

/** One ticket or insight, and lists of them. */
function ticketAndInsightRoutes({ store }: RouteDeps): Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/api/v1/views/tickets",
      tag,
      summary: "Tickets with a quote of each, the most urgent first",
      scope: "read",
      query: z.strictObject({ app: place.optional(), status: oneOrMore(TicketStatus.options).optional(), ...paging }),
      answers: { 200: { description: "A page" } },
      handle: async ({ principal, query }) => ({ body: await readTickets(store, principal.tenant, query) }),
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/views/tickets/:id",
      tag,
      summary: "What the dashboard shows of a ticket",
      scope: "read",
      params: id,
      answers: { 200: { description: "It, with its evidence in its text" }, 404: { description: "No such ticket" } },
      async handle({ principal, params }) {
        const view = await readTicketView(store, principal.tenant, params.id);
        if (view === undefined) throw notFound("ticket");
        return { body: view };
      },
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/views/requests",
      tag,
      summary: "Feature requests with who said their quotes, those asked for most first",
      scope: "read",
      query: requestFilters,
      answers: { 200: { description: "A page" } },
      handle: async ({ principal, query }) => ({ body: await readRequests(store, principal, query) }),
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/views/insights/:id",
      tag,
      summary: "What the dashboard shows of an insight",
      scope: "read",
      params: id,
      answers: { 200: { description: "It, and what is like it" }, 404: { description: "No such insight" } },
      async handle({ principal, params }) {
        const view = await readInsightView(store, principal.tenant, params.id, meaningfulTitle);
        if (view === undefined) throw notFound("insight");
        return { body: view };
      },
    }),
  ];
}

/** What became of what came in, and how the daemon does. */
function operationRoutes({ store, now, live, metrics }: RouteDeps): Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/api/v1/views/quarantine",
      tag,
      summary: "What was dropped or rejected, newest first, counted by why and where",
      scope: "read",
      query: z.strictObject({
        q: soughtWords,
        app: place.optional(),
        reason: name.optional(),
        stage: name.optional(),
        source: place.optional(),
        outcome: Rejection.shape.outcome.optional(),
        replayed: flag.optional(),
        ...paging,
      }),
      answers: { 200: { description: "A page" } },
      handle: async ({ principal, query }) => ({ body: await readQuarantine(store, principal.tenant, query) }),
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/views/events",
      tag,
      summary: "Events that match, and what they can be narrowed by",
      scope: "read",
      query: z.strictObject({ ...eventFilters, sort: z.enum(eventSorts).optional(), ...paging }),
      answers: { 200: { description: "A page" } },
      handle: async ({ principal, query }) => ({ body: await readEvents(store, principal.tenant, query) }),
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/views/health",
      tag,
      summary: "The books of each pipeline, queues, dead letters and what came in",
      scope: "read",
      answers: { 200: { description: "How the installation does" } },
      handle: async ({ principal }) => ({
        body: await readHealth({ store, metrics }, principal.tenant, runsInstallation(principal), now()),
      }),
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/live",
      tag,
      summary: "Server-sent events: `changed` whenever something that pages show has changed",
      scope: "read",
      answers: { 200: { description: "A stream of events" }, 503: { description: "Too many clients listen already" } },
      handle: async ({ principal, signal }) => ({
        stream: { type: "text/event-stream", pieces: live.listen(principal.tenant, signal) },
        // Compressing would hold events back; a connection that is kept would hold up the server's end.
        headers: { "Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no", Connection: "close" },
      }),
    }),
  ];
}
