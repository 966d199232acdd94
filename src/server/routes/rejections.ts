/** What was dropped or rejected and why, and running it again. */
import { z } from "zod";
import { Insight } from "../../model/insight.ts";
import { Rejection } from "../../model/rejection.ts";
import { listRejections, replayRejections } from "../../operations/rejections.ts";
import { previewReplay } from "../../operations/views/quarantine.ts";
import { flag, from, listOf, name, paging, place, to, words } from "../parameters.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";

export const soughtWords = words.optional().meta({
  description:
    'words of texts and reasons, each of which must occur; "words in quotes" as they stand; -word or -"words" must not',
});

const filters = {
  q: soughtWords,
  app: place.optional(),
  source: place.optional(),
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

const MOST_PREVIEWED = 100;

export function rejectionRoutes({ store, writer, writeEvents, queue, tryOut, now }: RouteDeps): Route[] {
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
      path: "/api/v1/rejections/preview",
      tag: "Books",
      summary: "What a replay of these would come to, as rules and labels are now; nothing is sent",
      scope: "read",
      body: z.strictObject({ ids: z.array(z.string().min(1).max(300)).min(1).max(MOST_PREVIEWED) }),
      answers: {
        200: {
          description: "One each; `none` where there is nothing to run again",
          schema: z.object({
            items: z.array(
              z.object({
                id: z.string(),
                outcome: z.enum(["ok", "dropped", "rejected", "none"]),
                reason: z.string().optional(),
                insight: Insight.optional(),
              }),
            ),
          }),
        },
      },
      heavy: true,
      handle: async ({ principal, body, signal }) => ({
        body: { items: await previewReplay({ store, tryOut }, principal.tenant, body.ids, signal) },
      }),
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
