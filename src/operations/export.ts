/** Insights as a file: exactly those that a filter matches, newest first, streamed. */
import { csvLine } from "../csv.ts";
import type { Insight } from "../model/insight.ts";
import { starsOf } from "../model/stars.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";
import { type InsightFilter, insightFilter, listInsights } from "./insights.ts";

/** Rows of one read. */
const PAGE = 500;

export async function countInsights(store: Store, tenant: TenantId, filter: InsightFilter): Promise<number> {
  const asked = await insightFilter(store, tenant, filter);
  return asked === undefined ? 0 : store.count(tenant, "insights", asked);
}

async function* allInsights(store: Store, tenant: TenantId, filter: InsightFilter): AsyncGenerator<Insight> {
  let cursor: string | undefined;
  do {
    const page = await listInsights(store, tenant, { ...filter, sort: "newest", limit: PAGE, cursor });
    yield* page.items;
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
}

const columns: Readonly<Record<string, (insight: Insight) => unknown>> = {
  id: ({ id }) => id,
  date: ({ date }) => new Date(date * 1000).toISOString(),
  app: ({ app_name }) => app_name,
  source: ({ source }) => source,
  version: ({ version }) => version,
  stars: ({ metadata }) => starsOf(metadata),
  lang: ({ lang }) => lang,
  kind: ({ kind }) => kind,
  sentiment: ({ attributes }) => attributes.sentiment,
  priority: ({ attributes }) => attributes.priority,
  labels: ({ attributes }) => attributes.first_order_labels.join("; "),
  sublabels: ({ attributes }) => attributes.second_order_labels.join("; "),
  title: ({ subinfo }) => subinfo.title,
  text: ({ main_text }) => main_text,
  original_text: ({ original_text }) => original_text,
  statements: ({ statements }) => statements.map(({ quote }) => quote).join("; "),
  themes: ({ themes }) => themes.join("; "),
};

/** Spreadsheets read a file without it as the letters of their own country. */
const BYTE_ORDER_MARK = "\uFEFF";

/** Lines with their ends, the header first. */
export async function* insightsAsCsv(store: Store, tenant: TenantId, filter: InsightFilter): AsyncGenerator<string> {
  yield `${BYTE_ORDER_MARK}${csvLine(Object.keys(columns))}\r\n`;
  const cells = Object.values(columns);
  for await (const insight of allInsights(store, tenant, filter))
    yield `${csvLine(cells.map((cell) => cell(insight) as string | undefined))}\r\n`;
}

export async function* insightsAsLines(store: Store, tenant: TenantId, filter: InsightFilter): AsyncGenerator<string> {
  for await (const insight of allInsights(store, tenant, filter)) yield `${JSON.stringify(insight)}\n`;
}
