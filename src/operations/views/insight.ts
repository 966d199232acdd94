/** What an insight's page shows: it, the themes it tells of, what is like it, the conversation it is part of, and what the user did before. */
import type { Event } from "../../model/event.ts";
import type { Insight } from "../../model/insight.ts";
import type { TenantId } from "../../model/tenant.ts";
import type { Store } from "../../store/store.ts";
import { builtInAppModel } from "../../text/routing/built-in.ts";
import { readApp } from "../apps.ts";
import { readInsight, similarInsights } from "../insights.ts";
import { stepsBefore } from "../sessions.ts";
import { readThemeNames } from "../theme-report.ts";
import { readThread } from "../threads.ts";

export interface InsightView {
  readonly insight: Insight;
  /** Empty when it says nothing that the text doesn't. */
  readonly title: string;
  /** Of themes, by id. */
  readonly names: Readonly<Record<string, string>>;
  readonly similar: readonly { readonly insight: Insight; readonly similarity: number }[];
  /** Oldest first; of a conversation of one, none. */
  readonly thread: readonly Insight[];
  readonly steps: readonly Event[];
  /** What it may be labelled with: of the app's model, else the built-in labels. */
  readonly labels: { readonly first: readonly string[]; readonly second: readonly string[] };
}

const SIMILAR = 5;
const STEPS = 20;

async function labelsOf(store: Store, tenant: TenantId, app: string): Promise<InsightView["labels"]> {
  const known = (await readApp(store, tenant, app))?.first_order_labels ?? [];
  const labels = known.length === 0 ? builtInAppModel.first_order_labels : known;
  const second = new Set(labels.flatMap(({ second_order_labels }) => second_order_labels));
  return { first: labels.map(({ name }) => name), second: [...second] };
}

/** Undefined when there is no such insight. `titleOf`: what a title says that its text doesn't. */
export async function readInsightView(
  store: Store,
  tenant: TenantId,
  id: string,
  titleOf: (title: string, text: string) => string,
): Promise<InsightView | undefined> {
  const insight = await readInsight(store, tenant, id);
  if (insight === undefined) return undefined;
  const [similar, names, thread = [], steps = [], labels] = await Promise.all([
    similarInsights(store, tenant, id, SIMILAR),
    readThemeNames(store, tenant, [...insight.statements.map(({ theme }) => theme), insight.cluster_id]),
    readThread(store, tenant, id),
    stepsBefore(store, tenant, id, STEPS),
    labelsOf(store, tenant, insight.app_name),
  ]);
  return {
    insight,
    title: titleOf(insight.subinfo.title, insight.main_text),
    names,
    similar: (similar?.items ?? []).map((one, at) => ({ insight: one, similarity: similar!.similarities[at]! })),
    thread: thread.length > 1 ? thread : [],
    steps,
    labels,
  };
}
