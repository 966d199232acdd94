/** Alerts: what people want to be told of, where, and what became of each message. */
import { z } from "zod";
import { Alert, AlertChange, AlertDelivery, AlertInput } from "../../model/alert.ts";
import { alertEvents } from "../../model/alert-names.ts";
import {
  type AlertDeps,
  AlertRefused,
  changeAlert,
  createAlert,
  deleteAlert,
  listAlerts,
  listDeliveries,
  readAlert,
  testAlert,
} from "../../operations/alerts.ts";
import { id, listOf, paging, place } from "../parameters.ts";
import { notFound, Problem } from "../problem.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";

const MadeAlert = Alert.extend({
  note: z
    .string()
    .optional()
    .meta({ description: "what may not be as it was meant: no feedback of its app has come yet" }),
  webhook_secret: z.string().optional().meta({ description: "what a webhook is signed with, shown this once" }),
}).meta({ id: "MadeAlert" });

/** What is wrong with it, as a problem. */
async function orRefusal<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AlertRefused)
      throw new Problem(400, "the alert can't be set like this", { errors: error.errors });
    throw error;
  }
}

const found = <T>(value: T | undefined): T => {
  if (value === undefined) throw notFound("alert");
  return value;
};

const tag = "Alerts";
const missing = { 404: { description: "No such alert" } };

export const alertRoutes = (deps: RouteDeps): Route[] => [...settingRoutes(deps), ...deliveryRoutes(deps)];

const depsOf = ({ store, now, sources }: RouteDeps): AlertDeps => ({
  store,
  secretBox: sources?.secretBox,
  allowPrivate: sources?.allowPrivate ?? false,
  now,
});

/** What is told to whom. */
function settingRoutes(routeDeps: RouteDeps): Route[] {
  const { store } = routeDeps;
  const deps = depsOf(routeDeps);
  return [
    defineRoute({
      method: "get",
      path: "/api/v1/alerts",
      tag,
      summary: "Alerts, newest first",
      scope: "read",
      query: z.strictObject({ app: place.optional(), on: z.enum(alertEvents).optional(), ...paging }),
      answers: { 200: { description: "A page", schema: listOf(Alert) } },
      handle: async ({ principal, query }) => ({ body: await listAlerts(store, principal.tenant, query) }),
    }),
    defineRoute({
      method: "post",
      path: "/api/v1/alerts",
      tag,
      summary: "Set an alert",
      scope: "admin",
      body: AlertInput,
      answers: { 201: { description: "The alert", schema: MadeAlert } },
      async handle({ principal, body }) {
        const alert = await orRefusal(createAlert(deps, principal, body));
        return { status: 201, body: alert, headers: { Location: `/api/v1/alerts/${alert.id}` } };
      },
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/alerts/:id",
      tag,
      summary: "One alert",
      scope: "read",
      params: id,
      answers: { 200: { description: "It", schema: Alert }, ...missing },
      handle: async ({ principal, params }) => ({ body: found(await readAlert(store, principal.tenant, params.id)) }),
    }),
    defineRoute({
      method: "patch",
      path: "/api/v1/alerts/:id",
      tag,
      summary: "Change an alert; what happens while it is off is not told later",
      scope: "admin",
      params: id,
      body: AlertChange,
      answers: { 200: { description: "The alert as it is now", schema: MadeAlert }, ...missing },
      async handle({ principal, params, body }) {
        return { body: found(await orRefusal(changeAlert(deps, principal, params.id, body))) };
      },
    }),
    defineRoute({
      method: "delete",
      path: "/api/v1/alerts/:id",
      tag,
      summary: "Delete an alert; what waits to be sent is not sent",
      scope: "admin",
      params: id,
      answers: { 204: { description: "It is gone" }, ...missing },
      async handle({ principal, params }) {
        if (!(await deleteAlert(deps, principal, params.id))) throw notFound("alert");
        return { status: 204 };
      },
    }),
  ];
}

/** What was told. */
function deliveryRoutes(routeDeps: RouteDeps): Route[] {
  const { store } = routeDeps;
  const deps = depsOf(routeDeps);
  return [
    defineRoute({
      method: "post",
      path: "/api/v1/alerts/:id/test",
      tag,
      summary: "Send a message of an alert, as a real one is sent; look at its deliveries for what became of it",
      scope: "admin",
      params: id,
      answers: { 202: { description: "The delivery", schema: AlertDelivery }, ...missing },
      async handle({ principal, params }) {
        return { status: 202, body: found(await testAlert(deps, principal, params.id)) };
      },
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/alerts/:id/deliveries",
      tag,
      summary: "What an alert told, newest first, and what became of it",
      scope: "read",
      params: id,
      query: z.strictObject(paging),
      answers: { 200: { description: "A page", schema: listOf(AlertDelivery) }, ...missing },
      async handle({ principal, params, query }) {
        found(await readAlert(store, principal.tenant, params.id));
        return { body: await listDeliveries(store, principal.tenant, params.id, query) };
      },
    }),
  ];
}
