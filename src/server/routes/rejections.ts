/** What was dropped or rejected and why, and running it again. */
import { z } from "zod";
import { Rejection } from "../../model/rejection.ts";
import { listRejections, replayRejections } from "../../operations/rejections.ts";
import { flag, from, listOf, name, paging, to } from "../parameters.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";

const filters = {
  app: name.optional(),
  source: name.optional(),
  stage: name.optional(),
  outcome: Rejection.shape.outcome.optional(),
  reason: name.optional(),
  batch: name.optional(),
};

/** A time in a body may also be a number. */
const textOf = z.union([z.string().max(64), z.number().transform(String)]);

const Selection = z
  .strictObject({
    ids: z.array(z.string().min(1).max(300)).min(1).max(10_000).optional(),
    ...filters,
    from: textOf.pipe(from).optional(),
    to: textOf.pipe(to).optional(),
    again: z.boolean().optional().meta({ description: "includes what earlier replays came to" }),
  })
  .refine(
    ({ ids, ...rest }) => ids === undefined || Object.values(rest).every((one) => one === undefined),
    "either ids, or what to choose by",
  )
  .default({});

const Replayed = z.object({
  replayed: z.number().int(),
  rejected: z.number().int(),
  skipped: z.number().int(),
  batch_ids: z.array(z.string()),
});

export function rejectionRoutes({ store, writer, writeEvents, queue, now }: RouteDeps): Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/api/v1/rejections",
      tag: "Books",
      summary: "What was dropped or rejected and why, newest first",
      scope: "read",
      query: z.strictObject({
        ...filters,
        replayed: flag.optional(),
        from: from.optional(),
        to: to.optional(),
        ...paging,
      }),
      answers: { 200: { description: "A page of rejections", schema: listOf(Rejection) } },
      handle: async ({ principal, query }) => ({ body: await listRejections(store, principal.tenant, query) }),
    }),
    defineRoute({
      method: "post",
      path: "/api/v1/rejections/replay",
      tag: "Books",
      summary: "Run rejections again as new batches: those with the ids, or all that match and have not been run again",
      scope: "admin",
      body: Selection,
      answers: { 200: { description: "What was sent", schema: Replayed } },
      async handle({ principal, body: { ids, again, ...filter } }) {
        const selection = ids === undefined ? { filter, again } : { ids };
        return { body: await replayRejections({ store, writer, writeEvents, queue, now }, principal, selection) };
      },
    }),
  ];
}
