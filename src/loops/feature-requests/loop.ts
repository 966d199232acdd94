/** The feature-request monitor: what the other_features snap-in publishes, and the wishes found in insights, grouped and stored for the dashboard. */

import type { TextPool } from "../../enrichment/pool.ts";
import { enterIntake } from "../../ledger/intake.ts";
import { type Batch, batchAttributes, derivedName } from "../../model/batch.ts";
import { FeatureItem } from "../../model/feature-request.ts";
import { shortId } from "../../model/identity.ts";
import type { InsightDocument } from "../../model/insight-document.ts";
import { ok } from "../../model/outcome.ts";
import { plainIssue } from "../../model/plain-issue.ts";
import { readDate } from "../../model/read-record.ts";
import type { TenantId } from "../../model/tenant.ts";
import { eraseLateWishes } from "../../operations/erase.ts";
import type { OutgoingMessage, Queue, ReceivedMessage } from "../../queue/queue.ts";
import type { Store } from "../../store/store.ts";
import type { ConsumingLoop, Part, ReadItem } from "../frame/consuming-loop.ts";
import { cut } from "../frame/cut.ts";
import { intoParts, type Placed } from "../frame/parts.ts";
import { createGrouping, type Wish } from "./group.ts";

export interface FeatureRequestsDeps {
  readonly store: Store;
  readonly text: Pick<TextPool, "wishes" | "embed" | "vectorVersion">;
  readonly defaultApp: string;
}

/** A feature item with its text settled. */
interface ReadFeature {
  readonly id: string;
  readonly app: string;
  readonly source: string;
  readonly title: string;
  readonly text: string;
  readonly date: number;
  readonly item: FeatureItem;
}

const SOURCE = "other_features";
/** Characters of a text that are kept beside its wish: fewer of an insight's, which can be opened. */
const QUOTED = 500;
const QUOTED_OF_INSIGHT = 200;

function readFeature(raw: unknown, tenant: string, defaultApp: string, sentAt: number): ReadItem<ReadFeature> {
  const present =
    typeof raw === "object" && raw !== null
      ? Object.fromEntries(Object.entries(raw).filter(([, value]) => value !== null))
      : raw;
  const parsed = FeatureItem.safeParse(present);
  if (!parsed.success) {
    return {
      raw,
      errors: parsed.error.issues.map((issue) => ({
        field: issue.path.join("."),
        code: "invalid",
        message: plainIssue(issue),
      })),
    };
  }
  const item = parsed.data;
  const title = (item.title ?? "").trim();
  const text = (item.text ?? "").trim() || title;
  const date = item.date === undefined ? sentAt : readDate(item.date);
  if (text === "")
    return { raw, errors: [{ field: "text", code: "required", message: "text (or title) must not be empty" }] };
  if (date === undefined)
    return { raw, errors: [{ field: "date", code: "invalid_date", message: "ISO 8601 or unix seconds" }] };
  const app = item.app ?? defaultApp;
  const source = item.source ?? SOURCE;
  const id = shortId(
    "feature",
    tenant,
    item.id ?? item.insight_id ?? [item.org ?? "", title, text, item.date ?? ""],
    item.insight_id === undefined ? "" : title,
  );
  return { raw, value: { id, app, source, title: title || text.slice(0, 200), text, date, item } };
}

export function createFeatureRequestsLoop(deps: FeatureRequestsDeps): ConsumingLoop<ReadFeature, Wish> {
  const group = createGrouping(deps.store, deps.text);

  async function read(items: readonly unknown[], batch: Batch, message: ReceivedMessage): Promise<Part<ReadFeature>[]> {
    const sentAt = Math.floor(message.sentAt / 1000);
    const placed = items.map((raw): Placed<ReadFeature> => {
      const item = readFeature(raw, batch.tenant, deps.defaultApp, sentAt);
      const { app, source } = "value" in item ? item.value : { app: deps.defaultApp, source: SOURCE };
      return { app, source, item };
    });
    return intoParts(batch, placed);
  }

  return {
    name: "feature-requests",
    read,
    async stage(features) {
      const read = await deps.text.wishes(
        features.map(({ title, text, item }) => {
          const isWish = item.insight_id !== undefined;
          return { title, text: isWish ? "" : text, isWish };
        }),
      );
      return features.map((feature, index): ReturnType<typeof ok<Wish>> => {
        const { wish, search } = read.rows[index]!;
        const vector = read.vectors.slice(index * read.dims, (index + 1) * read.dims);
        const { item } = feature;
        return ok({
          app: feature.app,
          item: {
            id: feature.id,
            title: feature.title,
            wish,
            text: feature.text.slice(0, QUOTED),
            date: feature.date,
            org: item.org,
            hashtag: item.hashtag,
            url: item.url,
            insight_id: item.insight_id,
          },
          search,
          ...(vector.some((value) => value !== 0) ? { vector } : {}),
        });
      });
    },
    async write(wishes, { batch: { tenant, batch } }) {
      const outcomes = await group(tenant, batch, wishes);
      await eraseLateWishes(
        deps.store,
        tenant,
        wishes.map(({ app, item: { insight_id } }) => ({ app, insight_id })),
      );
      return { outcomes, sent: [] };
    },
    concurrency: 1,
  };
}

/** The wishes found in insights, on their way to the same queue; ids make a second sending harmless. */
export async function publishWishes(
  { queue, store }: { readonly queue: Queue; readonly store: Store },
  tenant: TenantId,
  batch: Batch,
  insights: readonly InsightDocument[],
): Promise<void> {
  const items = insights.flatMap((insight) =>
    insight.attributes.feature_requests
      .flatMap((request) => request.suggetions_on_features)
      .map((wish) => ({
        title: wish,
        text: insight.main_text.slice(0, QUOTED_OF_INSIGHT),
        date: insight.date,
        insight_id: insight.id,
        app: insight.app_name,
        source: insight.source,
      })),
  );
  if (items.length === 0) return;
  const name = derivedName(batch.batch, "wishes", ...(batch.redriveOf === undefined ? [] : [batch.redriveOf]));
  const trace = batch.traceparent === undefined ? {} : { traceparent: batch.traceparent };
  const stem = derivedName(batch.part);
  const parts = cut(items).map((body, index) => ({ body, part: `${stem}.${index}` }));
  const messages = parts.map(
    ({ body, part }): OutgoingMessage => ({
      body,
      attributes: batchAttributes({ tenant, batch: name, part, refused: {}, ...trace }),
      group: tenant,
    }),
  );
  await queue.send("features", messages);
  const { app, source } = items[0]!;
  await enterIntake(
    store,
    tenant,
    parts.map(({ body, part }) => {
      const received = (JSON.parse(body) as unknown[]).length;
      return { pipeline: "features", batch: name, part, app, source, in: received, refused: {} };
    }),
  );
}
