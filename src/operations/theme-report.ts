/** All that a page tells of one theme: how it goes, of which versions, what people say, which wishes are alike, what became of it. */
import type { Cluster } from "../model/cluster.ts";
import { type Since, sinceVersion } from "../model/since-version.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store, TrendPoint } from "../store/store.ts";
import { searchWords } from "../text/words.ts";
import { type Change, type ReportedTheme, readNewestAt, readSpans, themeChange } from "./app-report.ts";
import { listClusters, readCluster } from "./clusters.ts";
import { countFacets, countTrend } from "./figures.ts";
import { type Said, saidOf } from "./said.ts";
import { type ReadMembers, readThemeQuotes, type ThemeQuote } from "./theme-quotes.ts";

export interface ThemeVersion {
  readonly version: string;
  readonly count: number;
  /** Insights of the app that name the version. */
  readonly all: number;
}

export interface AlikeTheme {
  readonly theme: Cluster;
  /** Insights that tell of both. */
  readonly both: number;
}

/** A statement with what stands around it in its text. */
export interface StatementInText {
  readonly said: Said;
  readonly before: string;
  readonly quote: string;
  readonly after: string;
  readonly title: string;
}

export interface ThemeReport extends Change, Pick<ReportedTheme, "weeks" | "week" | "month"> {
  readonly theme: Cluster;
  /** The theme that it was merged into. */
  readonly mergedInto: string | undefined;
  readonly alive: boolean;
  readonly newestAt: number;
  /** By week, oldest first. */
  readonly trend: readonly TrendPoint[];
  /** In version order, those that tell of it. */
  readonly versions: readonly ThemeVersion[];
  readonly since?: Since | undefined;
  readonly quotes: readonly StatementInText[];
  readonly wishes: readonly AlikeTheme[];
  /** Names of the themes that its lineage speaks of, by id. */
  readonly names: Readonly<Record<string, string>>;
}

const MOST_QUOTES = 20;
const MOST_WISHES = 5;
/** Wish themes that are compared, the largest. */
const LOOKED_AT = 300;
const MOST_VERSIONS = 1_000;

const telling = (title: string): string[] => searchWords(title).filter((word) => word.length > 3);

/** Wishes that the same people have, then those whose titles share a word that few wishes have. */
async function alikeWishes(store: Store, tenant: TenantId, theme: Cluster): Promise<AlikeTheme[]> {
  const [wishes, facets] = await Promise.all([
    listClusters(store, tenant, { app: theme.app, kind: "wish", limit: LOOKED_AT }),
    countFacets(store, tenant, ["theme"], { app: theme.app, theme: theme.id, size: LOOKED_AT }),
  ]);
  const together = new Map((facets.theme ?? []).map(({ value, count }) => [value, count]));
  const words = new Set(telling(theme.name));
  const shared = (title: string): number => telling(title).filter((word) => words.has(word)).length;
  return wishes.items
    .filter(({ id }) => id !== theme.id)
    .map((wish) => ({ theme: wish, both: together.get(wish.id) ?? 0, shared: shared(wish.name) }))
    .filter(({ both, shared: words }) => both + words > 0)
    .sort((a, b) => b.shared - a.shared || b.both - a.both || b.theme.size - a.theme.size)
    .slice(0, MOST_WISHES)
    .map(({ theme: wish, both }) => ({ theme: wish, both }));
}

async function namesOf(
  store: Store,
  tenant: TenantId,
  ids: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const found = ids.length === 0 ? [] : await store.getMany(tenant, "clusters", ids);
  return Object.fromEntries(found.flatMap((stored) => (stored === undefined ? [] : [[stored.id, stored.doc.name]])));
}

/** Titles of the themes that an insight's statements belong to, by id. */
export const readThemeNames = (store: Store, tenant: TenantId, themes: readonly (string | undefined)[]) =>
  namesOf(store, tenant, [...new Set(themes.filter((id) => id !== undefined))]);

/** Characters of the text that are shown around a statement. */
const AROUND = 160;

/** Cut at words; offsets that do not fit the text leave the quote alone. */
export function statementInText({ statement, insight }: ThemeQuote): StatementInText {
  const { start, end, quote, title } = statement;
  const text = insight.main_text;
  const alone = { said: saidOf(insight), quote, title };
  if (start < 0 || end > text.length || end <= start) return { ...alone, before: "", after: "" };
  const first = start <= AROUND ? 0 : start - AROUND + (/\s/.exec(text.slice(start - AROUND, start))?.index ?? 0) + 1;
  const wanted = end + AROUND;
  const last = wanted >= text.length ? text.length : Math.max(end, text.lastIndexOf(" ", wanted));
  return {
    ...alone,
    before: `${first > 0 ? "… " : ""}${text.slice(first, start)}`,
    quote: text.slice(start, end),
    after: `${text.slice(end, last)}${last < text.length ? " …" : ""}`,
  };
}

/** `now`: unix seconds. */
export async function readThemeReport(
  store: Store,
  tenant: TenantId,
  id: string,
  now: number,
  readMembers?: ReadMembers,
): Promise<ThemeReport | undefined> {
  const [theme, stored] = await Promise.all([readCluster(store, tenant, id), store.get(tenant, "clusters", id)]);
  if (theme === undefined || stored === undefined) return undefined;
  const { app } = theme;
  const mergedInto = stored.doc.merged_into;
  const spokenOf = [
    ...theme.lineage.flatMap((event) => event.with ?? []),
    ...(mergedInto === undefined ? [] : [mergedInto]),
  ];
  const readEnd = async () => {
    const newestAt = await readNewestAt(store, tenant, app, now);
    const end = newestAt ?? theme.last_seen;
    return { end, spans: await readSpans(store, tenant, app, end) };
  };
  const [{ end, spans }, trend, all, quotes, wishes, names] = await Promise.all([
    readEnd(),
    countTrend(store, tenant, "week", undefined, { app, theme: id }),
    countFacets(store, tenant, ["version"], { app, size: MOST_VERSIONS }),
    readThemeQuotes(store, tenant, theme, MOST_QUOTES, readMembers),
    alikeWishes(store, tenant, theme),
    readThemeNames(store, tenant, spokenOf),
  ]);
  const known = new Map((all.version ?? []).map(({ value, count }) => [value, count]));
  return {
    theme,
    mergedInto,
    alive: stored.doc.alive,
    newestAt: end,
    trend,
    versions: theme.versions.map(({ version, count }) => ({ version, count, all: known.get(version) ?? count })),
    since: sinceVersion(theme.versions, all.version ?? []),
    quotes: quotes.map(statementInText),
    wishes,
    names,
    ...themeChange(theme, end, spans),
  };
}
