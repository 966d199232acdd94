/** What was wrong with events: one error for each wrong field, added up, and run again. */
import { z } from "zod";
import { createJudge } from "../../events/judge.ts";
import { EventError } from "../../model/event.ts";
import { listEventErrors, readEventError, summariseEventErrors } from "../../operations/event-errors.ts";
import { previewReplay, replayEventErrors } from "../../operations/event-replay.ts";
import { createTypeCheck } from "../../operations/event-types.ts";
import type { Store } from "../../store/store.ts";
import { flag, from, id, listOf, name, paging, to } from "../parameters.ts";
import { notFound } from "../problem.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";

const tag = "Events";

const errorFilters = {
  application: name.optional(),
  field: name.optional(),
  code: name.optional(),
  batch: name.optional(),
  replayed: flag.optional(),
  from: from.optional(),
  to: to.optional(),
};

const ErrorCounts = z.object({
  total: z.number().int(),
  items: z.array(z.object({ application: z.string(), field: z.string(), code: z.string(), count: z.number().int() })),
});

/** One error by its id, at whatever path. */
export const oneError = (store: Store, path: string, under: string): Route =>
  defineRoute({
    method: "get",
    path,
    tag: under,
    summary: "One error",
    scope: "read",
    params: id,
    answers: { 200: { description: "The event error", schema: EventError }, 404: { description: "No such error" } },
    async handle({ principal, params }) {
      const error = await readEventError(store, principal.tenant, params.id);
      if (error === undefined) throw notFound("error");
      return { body: error };
    },
  });

function errorRoutes({ store }: RouteDeps): Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/api/v1/errors",
      tag,
      summary: "What was wrong with events, one for each wrong field, newest first",
      scope: "read",
      query: z.strictObject({ ...errorFilters, ...paging }),
      answers: { 200: { description: "A page of event errors", schema: listOf(EventError) } },
      handle: async ({ principal, query }) => ({ body: await listEventErrors(store, principal.tenant, query) }),
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/errors/summary",
      tag,
      summary: "How many errors by application, field and code",
      scope: "read",
      query: z.strictObject(errorFilters),
      answers: { 200: { description: "Most first", schema: ErrorCounts } },
      handle: async ({ principal, query }) => ({ body: await summariseEventErrors(store, principal.tenant, query) }),
    }),
    oneError(store, "/api/v1/errors/:id", tag),
  ];
}

const textOf = z.union([z.string(), z.number().transform(String)]);

const Selection = z
  .strictObject({
    ids: z.array(z.string().min(1).max(300)).min(1).max(10_000).optional(),
    application: name.optional(),
    field: name.optional(),
    code: name.optional(),
    batch: name.optional(),
    from: textOf.pipe(from).optional(),
    to: textOf.pipe(to).optional(),
    preview: z.boolean().optional().meta({ description: "only report what would be done" }),
  })
  .refine(
    ({ ids, preview: _, ...rest }) => ids === undefined || Object.values(rest).every((one) => one === undefined),
    "either ids, or what to choose by",
  )
  .default({});

const Replayed = z.union([
  z.object({ replayed: z.number().int(), skipped: z.number().int(), batch_ids: z.array(z.string()) }),
  z.object({
    would_pass: z.number().int(),
    would_fail: z.number().int(),
    skipped: z.number().int(),
    errors: ErrorCounts.shape.items,
  }),
]);

function replayRoute(deps: RouteDeps): Route {
  const { store, schemas, config } = deps;
  const judge = createJudge({
    checkTypes: createTypeCheck({ store, schemas }),
    clockSkewMs: config.EVENT_CLOCK_SKEW,
  });
  return defineRoute({
    method: "post",
    path: "/api/v1/errors/replay",
    tag,
    summary:
      "Check wrong events again by the present event types and store what is right; or only report what would be stored",
    scope: "admin",
    body: Selection,
    answers: { 200: { description: "How many events were stored, or would be", schema: Replayed } },
    async handle({ principal, body: { ids, preview, ...filter } }) {
      const selection = ids === undefined ? { filter } : { ids };
      if (preview) return { body: await previewReplay({ ...deps, judge }, principal.tenant, selection) };
      return { body: await replayEventErrors({ ...deps, judge }, principal, selection) };
    },
  });
}

export const eventErrorRoutes = (deps: RouteDeps): Route[] => [...errorRoutes(deps), replayRoute(deps)];
