/** What people say of a theme: one statement a person, the most telling first. */
import { insightOfMark, placeOfMark } from "../clustering/statement-marks.ts";
import { LOOKED_AT, tellingFirst } from "../clustering/telling.ts";
import type { Cluster } from "../model/cluster.ts";
import type { Statement } from "../model/insight.ts";
import type { InsightDocument } from "../model/insight-document.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";

export interface ThemeQuote {
  readonly statement: Statement;
  readonly insight: InsightDocument;
}

/** Newest insights that are read for each quote that is wanted. */
const LOOKED_AT_A_QUOTE = 24;

type ThemeLike = Pick<Cluster, "id" | "app" | "name" | "failure">;

/** Insights that tell of a theme, the newest first. */
export async function readNewestMembers(
  store: Store,
  tenant: TenantId,
  { id, app }: Pick<Cluster, "id" | "app">,
  limit = LOOKED_AT,
): Promise<readonly InsightDocument[]> {
  const where = { app_name: app, themes: id };
  const found = await store.first(tenant, "insights", { where, sort: [{ by: "date", order: "desc" }], limit });
  return found.map(({ doc }) => doc);
}

/** Reads the newest members, or gives those that were read. */
export type ReadMembers = () => Promise<readonly InsightDocument[]>;

/** At most `most`; of those that tell it equally well the newest first. */
export async function readThemeQuotes(
  store: Store,
  tenant: TenantId,
  theme: ThemeLike,
  most: number,
  readMembers?: ReadMembers,
): Promise<ThemeQuote[]> {
  const looked = Math.min(LOOKED_AT, most * LOOKED_AT_A_QUOTE);
  const newest = await (readMembers?.() ?? readNewestMembers(store, tenant, theme, looked));
  const told = newest
    .slice(0, looked)
    .flatMap((doc) =>
      (doc.statements ?? [])
        .filter((statement) => statement.theme === theme.id)
        .map((statement) => ({ record: doc.id, statement, insight: doc })),
    );
  return tellingFirst(told, theme)
    .slice(0, most)
    .map(({ statement, insight }) => ({ statement, insight }));
}

/**
 * The quote of each theme that has one, by its id: what the last pass found to tell it best, where it is told still. Two
 * questions for all of them; those of a theme that no pass has looked through are looked for.
 */
export async function readBestQuotes(
  store: Store,
  tenant: TenantId,
  themes: readonly ThemeLike[],
): Promise<ReadonlyMap<string, ThemeQuote>> {
  if (themes.length === 0) return new Map();
  const ids = themes.map(({ id }) => id);
  const marks = (await store.getMany(tenant, "clusters", ids)).map((stored) => stored?.doc.telling ?? []);
  const insights = [...new Set(marks.flat().map(insightOfMark))];
  const found = insights.length === 0 ? [] : await store.getMany(tenant, "insights", insights);
  const byId = new Map(found.flatMap((stored) => (stored === undefined ? [] : [[stored.id, stored.doc] as const])));
  const still = (theme: string, mark: string): ThemeQuote[] => {
    const insight = byId.get(insightOfMark(mark));
    // Insights of before there were statements have none.
    const statements = insight?.statements ?? [];
    const statement = statements[placeOfMark(mark, statements)];
    return insight === undefined || statement?.theme !== theme ? [] : [{ statement, insight }];
  };
  const quotes = await Promise.all(
    themes.map(async (theme, at) => {
      const [told] = marks[at]!.flatMap((mark) => still(theme.id, mark));
      const [quote] = told === undefined ? await readThemeQuotes(store, tenant, theme, 1) : [told];
      return quote === undefined ? [] : [[theme.id, quote] as const];
    }),
  );
  return new Map(quotes.flat());
}
