/** Forms: making, changing, reading and deleting them, and what their responses say. */

import { z } from "zod";
import type { Principal } from "../../auth/principal.ts";
import { readForm } from "../../forms/form-lookup.ts";
import { Form, FormChange, FormInput } from "../../model/form.ts";
import { formStatuses } from "../../model/form-names.ts";
import { createForm, deleteForm, listForms, type MadeForm, shownForm, updateForm } from "../../operations/forms.ts";
import { Summary, summarise } from "../../operations/response-summary.ts";
import { from, id, listOf, paging, place, to } from "../parameters.ts";
import { notFound, Problem } from "../problem.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";

const tag = "Forms";
const missing = { 404: { description: "No such form" } };

function formOf(made: MadeForm | "missing"): Form {
  if (made === "missing") throw notFound("form");
  if ("form" in made) return shownForm(made.form);
  const fields = made.errors.map(({ field }) => field);
  throw new Problem(400, `wrong form: ${fields.slice(0, 10).join(", ")}`, { errors: made.errors });
}

/** Of all forms. */
function listRoutes({ store, now }: RouteDeps): Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/api/v1/forms",
      tag,
      summary: "Forms, newest first",
      scope: "read",
      query: z.strictObject({ app: place.optional(), status: z.enum(formStatuses).optional(), ...paging }),
      answers: { 200: { description: "A page of forms", schema: listOf(Form) } },
      handle: async ({ principal, query }) => ({ body: await listForms(store, principal.tenant, query) }),
    }),
    defineRoute({
      method: "post",
      path: "/api/v1/forms",
      tag,
      summary: "Create a form",
      scope: "admin",
      body: FormInput,
      answers: { 201: { description: "The form as it was made", schema: Form } },
      async handle({ principal, body }) {
        const form = formOf(await createForm(store, principal, body, now()));
        return { status: 201, body: form, headers: { Location: `/api/v1/forms/${form.id}` } };
      },
    }),
  ];
}

/** Of one form. */
function oneRoutes({ store, now, forms }: RouteDeps): Route[] {
  /** Who answers from now on answers the form as it has become. */
  async function changed(principal: Principal, form: string, what: Parameters<typeof updateForm>[3]) {
    const body = formOf(await updateForm(store, principal, form, what, now()));
    forms.forget(principal.tenant, form);
    return { body };
  }
  return [
    defineRoute({
      method: "get",
      path: "/api/v1/forms/:id",
      tag,
      summary: "One form, as it is now",
      scope: "read",
      params: id,
      answers: { 200: { description: "The form", schema: Form }, ...missing },
      async handle({ principal, params }) {
        const form = await readForm(store, principal.tenant, params.id);
        if (form === undefined) throw notFound("form");
        return { body: shownForm(form) };
      },
    }),
    defineRoute({
      method: "put",
      path: "/api/v1/forms/:id",
      tag,
      summary: "Replace a form: what differs is a new version, and responses keep the version they answered",
      scope: "admin",
      params: id,
      body: FormInput,
      answers: { 200: { description: "The form as it is kept", schema: Form }, ...missing },
      handle: async ({ principal, params, body }) => changed(principal, params.id, { input: body }),
    }),
    defineRoute({
      method: "patch",
      path: "/api/v1/forms/:id",
      tag,
      summary: "Change some of a form; null takes an optional part away",
      scope: "admin",
      params: id,
      body: FormChange,
      answers: { 200: { description: "The form as it is kept", schema: Form }, ...missing },
      handle: async ({ principal, params, body }) => changed(principal, params.id, { change: body }),
    }),
    defineRoute({
      method: "delete",
      path: "/api/v1/forms/:id",
      tag,
      summary: "Delete a form and its page; its responses are kept",
      scope: "admin",
      params: id,
      answers: { 204: { description: "The form is deleted" }, ...missing },
      async handle({ principal, params }) {
        if (!(await deleteForm(store, principal, params.id, now()))) throw notFound("form");
        forms.forget(principal.tenant, params.id);
        return {};
      },
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/forms/:id/summary",
      tag,
      summary: "What the responses say, question by question",
      scope: "read",
      params: id,
      query: z.strictObject({ from: from.optional(), to: to.optional() }),
      answers: { 200: { description: "The summary", schema: Summary }, ...missing },
      async handle({ principal, params, query }) {
        const form = await readForm(store, principal.tenant, params.id);
        if (form === undefined) throw notFound("form");
        return { body: await summarise(store, principal.tenant, form, query) };
      },
    }),
  ];
}

export const formRoutes = (deps: RouteDeps): Route[] => [...listRoutes(deps), ...oneRoutes(deps)];
