/** What an insight's page shows: it, the themes it tells of, what is like it, the conversation it is part of, and what the user did before. */
import type { Event } from "../../model/event.ts";
import type { Insight } from "../../model/insight.ts";
import type { TenantId } from "../../model/tenant.ts";
import type { Store } from "../../store/store.ts";
import { readApp } from "../apps.ts";
import { countFacets } from "../figures.ts";
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
  /** What it may be labelled with: of the app's model, else what its feedback has. */
  readonly labels: { readonly first: readonly string[]; readonly second: readonly string[] };
}

const SIMILAR = 5;
const STEPS = 20;
const MOST_LABELS = 500;

async function labelsOf(store: Store, tenant: TenantId, app: string): Promise<InsightView["labels"]> {
  const model = await readApp(store, tenant, app);
  const of = model?.first_order_labels ?? [];
  if (of.length > 0) {
    const second = new Set(of.flatMap(({ second_order_labels }) => second_order_labels));
    return { first: of.map(({ name }) => name), second: [...second] };
  }
  const { label = [], sublabel = [] } = await countFacets(store, tenant, ["label", "sublabel"], {
    app,
    size: MOST_LABELS,
  });
  return { first: label.map(({ value }) => value), second: sublabel.map(({ value }) => value) };
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
