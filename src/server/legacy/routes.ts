/** The original dashboard's routes, with exactly the shapes that it reads. */
import { z } from "zod";
import { AppModel } from "../../model/app-model.ts";
import { givenName } from "../../model/given-name.ts";
import type { Insight } from "../../model/insight.ts";
import { dateOf } from "../../model/times.ts";
import { appLabels, appNames, deleteApp, putApp } from "../../operations/apps.ts";
import { listFeatureRequests } from "../../operations/feature-requests.ts";
import { listInsights, withCorrections } from "../../operations/insights.ts";
import { builtInAppModel } from "../../text/routing/built-in.ts";
import { Problem } from "../problem.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";
import { LONGEST_DESCRIPTION, MOST_THEMES, splitThemes, suggestModel } from "../routes/apps.ts";
import { FilterRequest, NEWEST, newestWithAll } from "./filter.ts";

const tag = "Legacy";

const app_name = givenName(300);
const byApp = z.object({ app_name });
const names = z.array(z.string());

/** A list, or the text that an untouched form field holds. */
const texts = z.union([
  z.array(z.string().max(LONGEST_DESCRIPTION)).max(MOST_THEMES),
  z.string().max(LONGEST_DESCRIPTION).transform(splitThemes),
]);
const trimmed = texts.transform((values) => values.map((value) => value.trim()).filter((value) => value !== ""));

const filled = (keywords: readonly string[]): string[] => keywords.filter((keyword) => keyword.trim() !== "");

/** The dashboard makes a chip of each keyword. */
function withoutEmptyKeywords(insight: Insight): Insight {
  const { attributes } = insight;
  const { keywords, positive_keywords, second_order_label_to_keywordlist: lists } = attributes;
  return {
    ...insight,
    attributes: {
      ...attributes,
      keywords: filled(keywords),
      positive_keywords: filled(positive_keywords),
      second_order_label_to_keywordlist: lists.map((one) => ({ ...one, keywords: filled(one.keywords) })),
    },
  };
}

/** Here `second_order_labels` maps each label to its keywords. */
export function withLabelMap(stored: Insight) {
  const insight = withoutEmptyKeywords(stored);
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

function insightRoutes({ store }: RouteDeps): Route[] {
  return [
    defineRoute({
      method: "post",
      path: "/api/app/datamodel/getall",
      tag,
      summary: "The newest 1,000 insights of an app; `second_order_labels` is a map label → keywords",
      scope: "read",
      body: byApp,
      answers: { 200: { description: "The insights", schema: z.array(z.looseObject({ id: z.string() })) } },
      async handle({ principal, body }) {
        const { items, total } = await listInsights(store, principal.tenant, {
          app: body.app_name,
          sort: "newest",
          limit: NEWEST,
        });
        const oldest = items.at(-1)?.date;
        const headers = {
          "X-Total-Count": String(total),
          // How far back the answer reaches, where it is not all there is.
          ...(oldest === undefined || total <= items.length ? {} : { "X-Newest-Since": dateOf(oldest).toISOString() }),
        };
        return { body: items.map(withLabelMap), headers };
      },
    }),
    defineRoute({
      method: "post",
      path: "/api/app/datamodel/filter",
      tag,
      summary: "The newest 1,000 insights that match; an empty string or list means any",
      scope: "read",
      body: FilterRequest,
      answers: { 200: { description: "The insights", schema: z.array(z.looseObject({ id: z.string() })) } },
      async handle({ principal, body }) {
        const found = await newestWithAll(store, principal.tenant, body);
        const insights = await withCorrections(store, principal.tenant, found);
        return { body: insights.map(withoutEmptyKeywords) };
      },
    }),
    defineRoute({
      method: "post",
      path: "/api/app/features/getdata",
      tag,
      summary: "The features that users asked for",
      scope: "read",
      answers: {
        200: {
          description: "One each",
          schema: z.array(z.object({ title: z.string(), text: z.string(), date: z.number() })),
        },
      },
      async handle({ principal }) {
        const { items } = await listFeatureRequests(store, principal, { sort: "newest", limit: NEWEST });
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
      answers: { 200: { description: "The labels by name", schema: names } },
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
      body: byApp.extend({ first_order_label: z.string().max(300) }),
      answers: { 200: { description: "The labels by name", schema: names } },
      async handle({ principal, body }) {
        const labels = await appLabels(store, principal.tenant, body.app_name);
        return { body: labels.find(({ name }) => name === body.first_order_label)?.second_order_labels ?? [] };
      },
    }),
  ];
}

/** An app model as other programs write it: a field that is null is not there, and figures of Google Play are numbers. */
const asKept = (model: unknown): unknown =>
  typeof model !== "object" || model === null || Array.isArray(model)
    ? model
    : Object.fromEntries(
        Object.entries(model).flatMap(([field, value]) =>
          value === null ? [] : [[field, ["number", "boolean"].includes(typeof value) ? String(value) : value]],
        ),
      );

function modelRoutes({ store, now, suggestAppModel }: RouteDeps): Route[] {
  const Done = z.object({ success: z.literal(true) });
  return [
    defineRoute({
      method: "get",
      path: "/api/app/appmodel/appnames",
      tag,
      summary: "The names of all apps",
      scope: "read",
      answers: { 200: { description: "The names", schema: names } },
      handle: async ({ principal }) => ({ body: await appNames(store, principal.tenant) }),
    }),
    defineRoute({
      method: "post",
      path: "/api/app/appmodel/getdata",
      tag,
      summary: "Suggest an app model; nothing is stored",
      scope: "read",
      body: byApp.extend({
        app_id: z.string().max(300).nullish(),
        description: trimmed.nullish(),
        general_label_list: trimmed.nullish(),
      }),
      answers: { 200: { description: "An app model", schema: AppModel } },
      heavy: true,
      async handle({ body, signal }) {
        const { description, general_label_list } = body;
        // The original took its own of both unless it was given both.
        const isWhole = description !== null && description !== undefined && general_label_list;
        const about = {
          name: body.app_name,
          app_id: body.app_id ?? undefined,
          description: isWhole ? description : [],
          general_labels: isWhole ? general_label_list : builtInAppModel.first_order_labels.map(({ name }) => name),
        };
        return { body: await suggestModel(suggestAppModel, about, signal) };
      },
    }),
    defineRoute({
      method: "post",
      path: "/api/app/appmodel/insert",
      tag,
      summary: "Register an app",
      scope: "admin",
      body: z.object({ app_model: z.preprocess(asKept, AppModel), description: trimmed.nullable() }),
      answers: {
        200: { description: "Whether it was done", schema: Done },
        500: { description: "An app of this name exists" },
      },
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
      summary: "Remove an app's model",
      scope: "admin",
      body: byApp,
      answers: { 200: { description: "Whether it was done", schema: Done }, 404: { description: "No such app" } },
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
