/** Insights as a file, streamed: exactly those that a filter matches, or those that mean the most like a text. */
import { csvLine } from "../csv.ts";
import type { Insight } from "../model/insight.ts";
import { starsOf } from "../model/stars.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";
import { insightsAlike, type TextVector } from "./alike.ts";
import { type InsightFilter, insightFilter, listInsights } from "./insights.ts";
import { readThemeNames } from "./theme-report.ts";

/** Rows of one read. */
const PAGE = 500;

/** `similarity`: to the text that was looked for, the cosine. */
type Row = Insight & { readonly similarity?: number };
/** Titles of themes, by id. */
type Titles = Readonly<Record<string, string>>;
type Columns = Readonly<Record<string, (row: Row, titles: Titles) => unknown>>;
type Pages = AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>;

export interface ExportedInsights {
  readonly total: number;
  readonly pages: Pages;
  /** Of a CSV. */
  readonly columns: Columns;
  titlesIn(page: readonly Row[]): Promise<Titles>;
}

/** Newest first. */
export async function insightsMatching(
  store: Store,
  tenant: TenantId,
  filter: InsightFilter,
): Promise<ExportedInsights> {
  const asked = await insightFilter(store, tenant, filter);
  const total = asked === undefined ? 0 : await store.count(tenant, "insights", asked);
  return {
    total,
    pages: allInsights(store, tenant, filter),
    columns,
    titlesIn: titlesReader(store, tenant),
  };
}

/** The nearest first, at most `most`; what points the other way means something else. */
export async function insightsNearest(
  store: Store,
  tenant: TenantId,
  text: TextVector,
  filter: Omit<InsightFilter, "q">,
  most: number,
): Promise<ExportedInsights> {
  const { items, similarities } = await insightsAlike(store, tenant, text, filter, most);
  const rows = items
    .map((insight, at) => ({ ...insight, similarity: similarities[at]! }))
    .filter(({ similarity }) => similarity > 0);
  return {
    total: rows.length,
    pages: [rows],
    columns: { ...columns, similarity: (row) => row.similarity },
    titlesIn: titlesReader(store, tenant),
  };
}

/** Each theme is asked for once a page, however many rows tell of it. */
const titlesReader = (store: Store, tenant: TenantId) => (page: readonly Row[]) =>
  readThemeNames(
    store,
    tenant,
    page.flatMap(({ themes }) => themes),
  );

async function* allInsights(store: Store, tenant: TenantId, filter: InsightFilter): AsyncGenerator<readonly Insight[]> {
  let cursor: string | undefined;
  do {
    const page = await listInsights(store, tenant, { ...filter, sort: "newest", limit: PAGE, cursor });
    yield page.items;
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
}

const columns: Columns = {
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
  theme_titles: ({ themes }, titles) => themes.map((id) => titles[id] ?? "").join("; "),
  url: ({ subinfo, metadata }) => subinfo.url ?? metadata.url,
};

/** Spreadsheets read a file without it as the letters of their own country. */
const BYTE_ORDER_MARK = "\uFEFF";

/** Lines with their ends, the header first. */
export async function* asCsv({ pages, columns: shown, titlesIn }: ExportedInsights): AsyncGenerator<string> {
  yield `${BYTE_ORDER_MARK}${csvLine(Object.keys(shown))}\r\n`;
  const cells = Object.values(shown);
  for await (const page of pages) {
    const titles = await titlesIn(page);
    for (const row of page) yield `${csvLine(cells.map((cell) => cell(row, titles)))}\r\n`;
  }
}

export async function* asLines({ pages }: ExportedInsights): AsyncGenerator<string> {
  for await (const page of pages) for (const row of page) yield `${JSON.stringify(row)}\n`;
}
