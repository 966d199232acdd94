/** Dead letters: messages whose handling failed three times. */
import { z } from "zod";
import {
  listDeadLetters,
  purgeDeadLetters,
  readDeadLetter,
  redriveDeadLetters,
} from "../../operations/dead-letters.ts";
import { type QueueName, queueNames } from "../../queue/queue.ts";
import { listOf, paging, place } from "../parameters.ts";
import { notFound } from "../problem.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";

const state = z.enum(["dead", "redriven", "purged"]);

const DeadLetter = z
  .object({
    id: z.string(),
    queue: z.string(),
    reason: z.string(),
    app: z.string(),
    source: z.string(),
    at: z.number().int(),
    records: z.number().int(),
    body: z.string(),
    attributes: z.record(z.string(), z.string()),
    insights: z
      .array(z.string())
      .optional()
      .meta({ description: "ids of the insights that its records would have become" }),
    state,
  })
  .meta({ id: "DeadLetter" });

const params = z.object({ queue: z.string().max(100) });
const letterParams = params.extend({ id: z.string().min(1).max(300) });

/** Without ids: all of the queue that are still dead. */
const Choice = z.strictObject({ ids: z.array(z.string().min(1).max(300)).min(1).max(10_000).optional() }).default({});

function readQueue(queue: string): QueueName {
  const known = queueNames.find((one) => one === queue);
  if (known === undefined) throw notFound("queue");
  return known;
}

const tag = "Dead letters";
const missing = { 404: { description: "No such queue or letter" } };

/** Looking at them. */
function readRoutes({ store }: RouteDeps): Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/api/v1/dead/:queue",
      tag,
      summary: "Dead letters of a queue, newest first",
      scope: "admin",
      params,
      query: z.strictObject({ state: state.optional(), app: place.optional(), source: place.optional(), ...paging }),
      answers: { 200: { description: "A page of dead letters", schema: listOf(DeadLetter) }, ...missing },
      handle: async ({ principal, params, query }) => ({
        body: await listDeadLetters(store, principal.tenant, { ...query, queue: readQueue(params.queue) }),
      }),
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/dead/:queue/:id",
      tag,
      summary: "One dead letter",
      scope: "admin",
      params: letterParams,
      answers: { 200: { description: "The dead letter", schema: DeadLetter }, ...missing },
      async handle({ principal, params }) {
        const letter = await readDeadLetter(store, principal.tenant, readQueue(params.queue), params.id);
        if (letter === undefined) throw notFound("dead letter");
        return { body: letter };
      },
    }),
  ];
}

/** Sending them in again, and giving them up. */
function changeRoutes({ store, queue, now }: RouteDeps): Route[] {
  const deps = { store, queue, now };
  return [
    defineRoute({
      method: "post",
      path: "/api/v1/dead/:queue/redrive",
      tag,
      summary: "Send dead letters through the pipeline again",
      scope: "admin",
      params,
      body: Choice,
      answers: {
        200: {
          description: "What was sent",
          schema: z.object({
            redriven: z.number().int(),
            records: z.number().int(),
            refused: z.array(z.string()),
          }),
        },
        ...missing,
      },
      handle: async ({ principal, params, body }) => ({
        body: await redriveDeadLetters(deps, principal, readQueue(params.queue), body.ids),
      }),
    }),
    defineRoute({
      method: "delete",
      path: "/api/v1/dead/:queue",
      tag,
      summary: "Delete dead letters for good",
      scope: "admin",
      params,
      body: Choice,
      answers: {
        200: {
          description: "The dead letters that were deleted",
          schema: z.object({ purged: z.number().int(), records: z.number().int() }),
        },
        ...missing,
      },
      handle: async ({ principal, params, body }) => ({
        body: await purgeDeadLetters(deps, principal, readQueue(params.queue), body.ids),
      }),
    }),
  ];
}

export const deadRoutes = (deps: RouteDeps): Route[] => [...readRoutes(deps), ...changeRoutes(deps)];
