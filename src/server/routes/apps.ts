/** App models: registering apps, reading and replacing their labels, and suggesting some to begin with. */
import { z } from "zod";
import { AppModel } from "../../model/app-model.ts";
import { givenName } from "../../model/given-name.ts";
import { deleteApp, listApps, putApp, readApp } from "../../operations/apps.ts";
import { LabelProposal, proposeLabels } from "../../operations/label-proposals.ts";
import type { AppDescription, SuggestAppModel } from "../deps.ts";
import { listOf, paging } from "../parameters.ts";
import { badField, notFound, Problem } from "../problem.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";

const params = z.object({ name: givenName(200) });

export const LONGEST_DESCRIPTION = 100_000;
export const MOST_THEMES = 500;
/** Themes one by one, or whole store pages; a single text counts as one theme a line or sentence. */
const themes = z.union([
  z.array(z.string().trim().min(1).max(LONGEST_DESCRIPTION)).max(MOST_THEMES),
  z
    .string()
    .max(LONGEST_DESCRIPTION)
    .transform((text) => splitThemes(text)),
]);

export const splitThemes = (text: string): string[] =>
  text
    .split(/\r?\n|(?<=[.!?])\s+/)
    .map((theme) => theme.trim().slice(0, 2_000))
    .filter((theme) => theme !== "")
    .slice(0, MOST_THEMES);

const Suggestion = z.strictObject({
  name: givenName(200).default("app"),
  app_id: z.string().trim().max(300).optional(),
  description: themes.meta({ description: "what the app does, a theme a sentence" }),
  general_labels: z.array(z.string().trim().min(1).max(300)).max(100).default([]),
});

const MOST_TRIED = 100;
const Trial = z.strictObject({
  model: AppModel,
  texts: z.array(z.string().trim().min(1).max(5_000)).min(1).max(MOST_TRIED),
});

/** The app is who the caller says it is, whatever was suggested of its labels. */
export async function suggestModel(
  suggest: SuggestAppModel,
  description: AppDescription,
  signal: AbortSignal,
): Promise<AppModel> {
  const { name, app_id } = description;
  return { ...(await suggest(description, signal)), name, ...(app_id === undefined ? {} : { app_id }) };
}

const tag = "Apps";
const missing = { 404: { description: "No such app" } };

/** Of all apps. */
function listRoutes({ store, now, suggestAppModel }: RouteDeps): Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/api/v1/apps",
      tag,
      summary: "Registered apps with their models, by name",
      scope: "read",
      query: z.strictObject(paging),
      answers: { 200: { description: "A page of app models", schema: listOf(AppModel) } },
      handle: async ({ principal, query }) => ({ body: await listApps(store, principal.tenant, query) }),
    }),
    defineRoute({
      method: "post",
      path: "/api/v1/apps",
      tag,
      summary: "Register an app",
      scope: "admin",
      body: AppModel,
      answers: {
        201: { description: "The app model as it is registered", schema: AppModel },
        409: { description: "An app of this name exists" },
      },
      async handle({ principal, body }) {
        if (!(await putApp(store, principal, body, now(), { create: true }))) {
          throw new Problem(409, "an app of this name exists", {
            errors: [{ field: "name", code: "exists", message: "an app of this name exists" }],
          });
        }
        return { status: 201, body, headers: { Location: `/api/v1/apps/${encodeURIComponent(body.name)}` } };
      },
    }),
    defineRoute({
      method: "post",
      path: "/api/v1/apps/suggest",
      tag,
      summary: "Suggest labels and utterances from a description, for a person to edit; nothing is stored",
      scope: "read",
      body: Suggestion,
      answers: { 200: { description: "A model to edit", schema: AppModel } },
      heavy: true,
      handle: async ({ body, signal }) => ({ body: await suggestModel(suggestAppModel, body, signal) }),
    }),
  ];
}

/** Of one app. */
function oneRoutes({ store, now, tryOut }: RouteDeps): Route[] {
  return [
    defineRoute({
      method: "post",
      path: "/api/v1/apps/try",
      tag,
      summary: "What would become of some reviews with these labels; nothing is stored",
      scope: "read",
      body: Trial,
      answers: {
        200: {
          description: "One each, in order",
          schema: z.object({ items: z.array(z.object({ outcome: z.enum(["ok", "dropped", "rejected"]) }).loose()) }),
        },
      },
      heavy: true,
      async handle({ body: { model, texts }, signal }) {
        const records = texts.map((text) => ({ text }));
        return { body: { items: await tryOut({ records, appModel: model }, signal) } };
      },
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/apps/:name",
      tag,
      summary: "One app's model",
      scope: "read",
      params,
      answers: { 200: { description: "The app model", schema: AppModel }, ...missing },
      async handle({ principal, params: { name } }) {
        const model = await readApp(store, principal.tenant, name);
        if (model === undefined) throw notFound("app");
        return { body: model };
      },
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/apps/:name/label-proposals",
      tag,
      summary: "New labels to consider: themes that fit none of the app's labels, the largest first; nothing is stored",
      scope: "read",
      params,
      answers: { 200: { description: "All of them", schema: listOf(LabelProposal) } },
      async handle({ principal, params: { name } }) {
        const items = await proposeLabels(store, principal.tenant, name);
        return { body: { items, total: items.length, next_cursor: null } };
      },
    }),
    defineRoute({
      method: "put",
      path: "/api/v1/apps/:name",
      tag,
      summary: "Register an app, or replace its model",
      scope: "admin",
      params,
      body: AppModel.partial({ name: true }),
      answers: { 200: { description: "The model as it is kept", schema: AppModel } },
      async handle({ principal, params: { name }, body }) {
        if (body.name !== undefined && body.name !== name) {
          throw badField("name", "mismatch", "the name in the body is not the one in the path");
        }
        const model: AppModel = { ...body, name };
        await putApp(store, principal, model, now());
        return { body: model };
      },
    }),
    defineRoute({
      method: "delete",
      path: "/api/v1/apps/:name",
      tag,
      summary: "Remove an app's model; its insights are kept",
      scope: "admin",
      params,
      answers: { 204: { description: "The app is no longer registered" }, ...missing },
      async handle({ principal, params: { name } }) {
        if (!(await deleteApp(store, principal, name, now()))) throw notFound("app");
        return {};
      },
    }),
  ];
}

export const appRoutes = (deps: RouteDeps): Route[] => [...listRoutes(deps), ...oneRoutes(deps)];
