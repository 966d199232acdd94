/** The original's own ways in for reviews and posts, one at a time or in a list, and its list of all feedback. */
import { z } from "zod";
import { withDeadline } from "../../lifecycle.ts";
import type { Insight } from "../../model/insight.ts";
import type { RawRecord } from "../../model/record.ts";
import { dateOf } from "../../model/times.ts";
import { listInsights } from "../../operations/insights.ts";
import { QueueUnavailable } from "../../queue/queue.ts";
import { from, place, to } from "../parameters.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";
import { type Feedback, INTAKE_TIMEOUT_MS, readFeedback, refusal } from "../routes/feedback.ts";

const tag = "Legacy";
/** Of a list. */
const NEWEST = 1_000;

const id = z.union([z.string(), z.number()]);
const time = z.union([z.string(), z.number()]);
/** What the original's clients send; times come as `created_at`, `created_at_source` and their like. */
const Sent = z
  .looseObject({
    application: z.string().optional(),
    username: z.string().optional(),
    title: z.string().optional(),
    description: z.string(),
    created_at: time.optional(),
    updated_at: time.optional(),
    app_version: z.string().optional(),
  })
  .meta({ id: "LegacyFeedback" });
const SentReview = Sent.extend({ review_id: id, ratings: z.number().optional(), parent_review_id: id.nullish() });
const SentPost = Sent.extend({ post_id: id, like_count: z.number().optional(), parent_post_id: id.nullish() });

interface Names {
  readonly source: "playstore" | "discourse";
  readonly id: string;
  readonly impact: string;
  readonly parent: string;
}
const REVIEW: Names = { source: "playstore", id: "review_id", impact: "ratings", parent: "parent_review_id" };
const POST: Names = { source: "discourse", id: "post_id", impact: "like_count", parent: "parent_post_id" };

type Fields = Readonly<Record<string, unknown>>;

const isFilled = (value: unknown): boolean => value !== undefined && value !== null && value !== "";
const filled = (fields: Fields): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => isFilled(value)));

/** The first time whose name begins so. */
const timeOf = (fields: Fields, start: string): unknown =>
  fields[start] ?? Object.entries(fields).find(([field, value]) => field.startsWith(start) && isFilled(value))?.[1];

const isTime = (field: string): boolean => field.startsWith("created_at") || field.startsWith("updated_at");

/** What has no place of its own is metadata. */
function recordOf(value: unknown, names: Names): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const sent = value as Fields;
  const { application, title, description, app_version, ...others } = sent;
  const placed = [names.id, names.impact, names.parent];
  const rest = Object.entries(others).filter(([field]) => !placed.includes(field) && !isTime(field));
  const stars = names.impact === "ratings" ? sent.ratings : undefined;
  const parent = sent[names.parent];
  return filled({
    ...{ source: names.source, app: application, title, text: description, id: sent[names.id] },
    ...{ date: timeOf(sent, "created_at"), updated_at: timeOf(sent, "updated_at"), impact: sent[names.impact] },
    parent_id: isFilled(parent) ? String(parent) : undefined,
    metadata: filled({ ...Object.fromEntries(rest), score: stars, version: app_version }),
  }) satisfies RawRecord;
}

function intakeRoute({ writer, config, intakeTimeoutMs = INTAKE_TIMEOUT_MS }: RouteDeps, names: Names): Route {
  const Body = names === REVIEW ? SentReview : SentPost;
  const late = (): never => {
    throw new QueueUnavailable(`nothing was taken within ${intakeTimeoutMs} ms`);
  };
  return defineRoute({
    method: "post",
    path: `/api/v1/${names.source}/ingest`,
    tag,
    summary: "Send feedback under the original's names: one, or a list",
    scope: "ingest",
    body: z.union([Body, z.array(Body)]) as unknown as z.ZodType<Feedback>,
    read: (request, watch) => readFeedback(request, config.INTAKE_MAX_BYTES, watch),
    answers: {
      201: {
        description: "What was taken, as it was sent: durable on the queue",
        schema: z.union([Body, z.array(Body)]),
      },
      503: { description: "The queue did not take all; send it again after Retry-After seconds" },
    },
    async handle({ principal, body }) {
      const records = body.records.map((value) => recordOf(value, names));
      const write = (signal: AbortSignal) => writer.write({ tenant: principal.tenant, records }, signal);
      const receipt = await withDeadline(intakeTimeoutMs, write, late);
      if (receipt.accepted === 0) throw refusal(receipt, body.several);
      const refused = new Set(receipt.rejected.map(({ index }) => index));
      const taken = body.records.filter((_, index) => !refused.has(index));
      return { status: 201, body: body.several ? taken : taken[0] };
    },
  });
}

const Shown = z
  .object({
    id: z.string(),
    source: z.string(),
    application: z.string(),
    title: z.string(),
    description: z.string(),
    impact: z.unknown(),
    metadata: z.record(z.string(), z.unknown()),
    parent_id: z.string().nullable(),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .meta({ id: "LegacyFeedbackItem" });

const isoOf = (seconds: number): string => dateOf(seconds).toISOString();

const shownOf = (insight: Insight): z.input<typeof Shown> => ({
  id: insight.data_id,
  source: insight.source,
  application: insight.app_name,
  title: insight.subinfo.title,
  description: insight.original_text ?? insight.main_text,
  impact: insight.impact ?? null,
  metadata: insight.metadata,
  parent_id: insight.parent_id ?? null,
  created_at: isoOf(insight.date),
  updated_at: isoOf(insight.updated_at),
});

const listRoute = ({ store }: RouteDeps): Route =>
  defineRoute({
    method: "get",
    path: "/api/v1/feedback/list",
    tag,
    summary: "The newest 1,000 pieces of feedback in one form, whatever their source",
    scope: "read",
    query: z.object({
      application: place.optional(),
      source: place.optional(),
      from: from.optional(),
      to: to.optional(),
    }),
    answers: { 200: { description: "Newest first", schema: z.array(Shown) } },
    async handle({ principal, query: { application: app, ...query } }) {
      const { items } = await listInsights(store, principal.tenant, { ...query, app, sort: "newest", limit: NEWEST });
      return { body: items.map(shownOf) };
    },
  });

export const legacyFeedbackRoutes = (deps: RouteDeps): Route[] => [
  intakeRoute(deps, REVIEW),
  intakeRoute(deps, POST),
  listRoute(deps),
];
