/** Answers in the shape of the dashboard's pages: a handful of calls a page. They change with the pages; programs use the other routes. */
import { z } from "zod";
import { readAppView } from "../../operations/views/app.ts";
import { readFrame } from "../../operations/views/frame.ts";
import { readOverview } from "../../operations/views/overview.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";

const appName = z.object({ app: z.string().min(1).max(300) });

export function viewRoutes({ store, now, live }: RouteDeps): Route[] {
  const tag = "Dashboard";
  return [
    defineRoute({
      method: "get",
      path: "/api/v1/views/frame",
      tag,
      summary: "What stands around each page of the dashboard",
      scope: "read",
      answers: { 200: { description: "Apps, and who looks" } },
      handle: async ({ principal }) => ({ body: await readFrame(store, principal) }),
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/views/overview",
      tag,
      summary: "What the dashboard's overview shows",
      scope: "read",
      answers: { 200: { description: "What changed, by app" } },
      handle: async ({ principal }) => ({ body: await readOverview(store, principal.tenant, now()) }),
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
    defineRoute({
      method: "get",
      path: "/api/v1/live",
      tag,
      summary: "Server-sent events: `changed` whenever something that pages show has changed",
      scope: "read",
      answers: { 200: { description: "A stream of events" }, 503: { description: "Too many listen already" } },
      handle: async ({ principal, signal }) => ({
        stream: { type: "text/event-stream", pieces: live.listen(principal.tenant, signal) },
        // Compressing would hold events back; a connection that is kept would hold up the server's end.
        headers: { "Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no", Connection: "close" },
      }),
    }),
  ];
}
