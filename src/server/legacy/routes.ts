/** The original dashboard's routes, with exactly the shapes that it reads. */
import { z } from "zod";
import { AppModel } from "../../model/app-model.ts";
import type { Insight } from "../../model/insight.ts";
import { appLabels, appNames, deleteApp, putApp } from "../../operations/apps.ts";
import { listFeatureRequests } from "../../operations/feature-requests.ts";
import { listInsights, withCorrections } from "../../operations/insights.ts";
import { Problem } from "../problem.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";
import { LONGEST_DESCRIPTION, MOST_THEMES, splitThemes, suggestModel } from "../routes/apps.ts";

/** The original answers with everything; a browser has use for the newest of it. */
const NEWEST = 1_000;
const tag = "Legacy";

const app_name = z.string().min(1).max(300);
const byApp = z.object({ app_name });
const names = z.array(z.string());

/** A list, or the text that an untouched form field holds. */
const texts = z.union([
  z.array(z.string().max(LONGEST_DESCRIPTION)).max(MOST_THEMES),
  z.string().max(LONGEST_DESCRIPTION).transform(splitThemes),
]);
const trimmed = texts.transform((values) => values.map((value) => value.trim()).filter((value) => value !== ""));

/** More labels than an app has that a person can read. */
const MOST_CHOSEN = 1_000;
const label = z.string().max(300);
const choice = z.union([label, z.array(label).max(MOST_CHOSEN)]).nullish();
const time = z
  .union([
    z.number(),
    z.literal(""),
    z
      .string()
      .max(64)
      .regex(/^\d+(\.\d+)?$/)
      .transform(Number),
  ])
  .nullish();

const FilterRequest = byApp.extend({
  first_order_labels: choice,
  second_order_labels: choice,
  sentiment: choice,
  priority: choice,
  start_date: time,
  end_date: time,
});

/** Here `second_order_labels` maps each label to its keywords. */
export function withLabelMap(insight: Insight) {
  const { attributes } = insight;
  const keywords = new Map(attributes.second_order_label_to_keywordlist.map((one) => [one.name, one.keywords]));
  const second_order_labels = Object.fromEntries(
    [...new Set([...attributes.second_order_labels, ...keywords.keys()])].map((label) => [
      label,
      keywords.get(label) ?? [],
    ]),
  );
  return { ...insight, attributes: { ...attributes, second_order_labels } };
}

/** An empty string or list means any. */
function anyOf(value: z.output<typeof choice>): string[] | undefined {
  const values = (typeof value === "string" ? [value] : (value ?? [])).filter((one) => one !== "");
  return values.length === 0 ? undefined : values;
}

function datesOf({ start_date, end_date }: z.output<typeof FilterRequest>) {
  const range = {
    ...(typeof start_date === "number" ? { gte: start_date } : {}),
    ...(typeof end_date === "number" ? { lte: end_date } : {}),
  };
  return Object.keys(range).length === 0 ? undefined : range;
}

function insightRoutes({ store }: RouteDeps): Route[] {
  return [
    defineRoute({
      method: "post",
      path: "/api/app/datamodel/getall",
      tag,
      summary: "The newest 1,000 insights of an app; `second_order_labels` is a map label → keywords",
      scope: "read",
      body: byApp,
      answers: { 200: { description: "Insights", schema: z.array(z.looseObject({ id: z.string() })) } },
      async handle({ principal, body }) {
        const { items } = await listInsights(store, principal.tenant, {
          app: body.app_name,
          sort: "newest",
          limit: NEWEST,
        });
        return { body: items.map(withLabelMap) };
      },
    }),
    defineRoute({
      method: "post",
      path: "/api/app/datamodel/filter",
      tag,
      summary: "The newest 1,000 insights that match; an empty string or list means any",
      scope: "read",
      body: FilterRequest,
      answers: { 200: { description: "Insights", schema: z.array(z.looseObject({ id: z.string() })) } },
      async handle({ principal, body }) {
        const page = await store.search(principal.tenant, "insights", {
          where: {
            app_name: body.app_name,
            "attributes.first_order_labels": anyOf(body.first_order_labels),
            "attributes.second_order_labels": anyOf(body.second_order_labels),
            "attributes.sentiment": anyOf(body.sentiment),
            "attributes.priority": anyOf(body.priority),
            date: datesOf(body),
          },
          sort: [{ by: "date", order: "desc" }],
          limit: NEWEST,
        });
        return { body: await withCorrections(store, principal.tenant, page.items) };
      },
    }),
    defineRoute({
      method: "post",
      path: "/api/app/features/getdata",
      tag,
      summary: "What users asked for",
      scope: "read",
      answers: {
        200: {
          description: "One each",
          schema: z.array(z.object({ title: z.string(), text: z.string(), date: z.number() })),
        },
      },
      async handle({ principal }) {
        const { items } = await listFeatureRequests(store, principal.tenant, { sort: "newest", limit: NEWEST });
        const wishes = items.flatMap((request) => request.items);
        const newest = wishes.sort((a, b) => b.date - a.date).slice(0, NEWEST);
        return { body: newest.map(({ title, text, date }) => ({ title, text, date })) };
      },
    }),
  ];
}

function labelRoutes({ store }: RouteDeps): Route[] {
  return [
    defineRoute({
      method: "post",
      path: "/api/app/firstorderlabels",
      tag,
      summary: "An app's first-order labels",
      scope: "read",
      body: byApp,
      answers: { 200: { description: "Names", schema: names } },
      async handle({ principal, body }) {
        const labels = await appLabels(store, principal.tenant, body.app_name);
        return { body: labels.map(({ name }) => name) };
      },
    }),
    defineRoute({
      method: "post",
      path: "/api/app/firstorderlabel/secondorderlabels",
      tag,
      summary: "The second-order labels below a first-order label",
      scope: "read",
      body: byApp.extend({ first_order_label: label }),
      answers: { 200: { description: "Names", schema: names } },
      async handle({ principal, body }) {
        const labels = await appLabels(store, principal.tenant, body.app_name);
        return { body: labels.find(({ name }) => name === body.first_order_label)?.second_order_labels ?? [] };
      },
    }),
  ];
}

function modelRoutes({ store, now, suggestAppModel }: RouteDeps): Route[] {
  const Done = z.object({ success: z.literal(true) });
  return [
    defineRoute({
      method: "get",
      path: "/api/app/appmodel/appnames",
      tag,
      summary: "The names of all apps",
      scope: "read",
      answers: { 200: { description: "Names", schema: names } },
      handle: async ({ principal }) => ({ body: await appNames(store, principal.tenant) }),
    }),
    defineRoute({
      method: "post",
      path: "/api/app/appmodel/getdata",
      tag,
      summary: "Suggest an app model; nothing is stored",
      scope: "read",
      body: byApp.extend({
        app_id: z.string().max(300).nullable(),
        description: trimmed.nullable(),
        general_label_list: trimmed.nullable(),
      }),
      answers: { 200: { description: "An app model", schema: AppModel } },
      heavy: true,
      async handle({ body, signal }) {
        const description = {
          name: body.app_name,
          app_id: body.app_id ?? undefined,
          description: body.description ?? [],
          general_labels: body.general_label_list ?? [],
        };
        return { body: await suggestModel(suggestAppModel, description, signal) };
      },
    }),
    defineRoute({
      method: "post",
      path: "/api/app/appmodel/insert",
      tag,
      summary: "Register an app",
      scope: "admin",
      body: z.object({ app_model: AppModel, description: trimmed.nullable() }),
      answers: { 200: { description: "Done", schema: Done }, 500: { description: "An app of this name exists" } },
      async handle({ principal, body: { app_model, description } }) {
        const isBare = app_model.description_list.length === 0;
        const model = isBare ? { ...app_model, description_list: description ?? [] } : app_model;
        if (!(await putApp(store, principal, model, now(), { create: true }))) {
          throw new Problem(500, "App already exists");
        }
        return { body: { success: true } };
      },
    }),
    defineRoute({
      method: "post",
      path: "/api/app/appmodel/delete",
      tag,
      summary: "Take an app's model away",
      scope: "admin",
      body: byApp,
      answers: { 200: { description: "Done", schema: Done }, 404: { description: "No such app" } },
      async handle({ principal, body }) {
        if (!(await deleteApp(store, principal, body.app_name, now()))) throw new Problem(404, "App not found");
        return { body: { success: true } };
      },
    }),
  ];
}

export const legacyRoutes = (deps: RouteDeps): Route[] => [
  ...modelRoutes(deps),
  ...insightRoutes(deps),
  ...labelRoutes(deps),
];
