/** Why statements are together, in people's own words: what the last pass measured, with the quotes as they stand now. */
import { z } from "zod";
import { insightOfMark, placeOfMark } from "../clustering/statement-marks.ts";
import { LOOKED_AT } from "../clustering/telling.ts";
import { sharedWords } from "../clustering/theme-why.ts";
import { clusteredKinds } from "../model/cluster.ts";
import type { Statement } from "../model/insight.ts";
import type { InsightDocument } from "../model/insight-document.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";
import { type ReadMembers, readNewestMembers } from "./theme-quotes.ts";

const QuotedStatement = z.object({
  insight: z.string(),
  statement: z.number().int().meta({ description: "place in the insight's `statements`" }),
  quote: z.string(),
  date: z.number().int(),
});
type QuotedStatement = z.infer<typeof QuotedStatement>;

const likeness = z.number().meta({ description: "1: the same words; 0: nothing in common" });

export const WhyTogether = z
  .object({
    words: z.array(z.object({ word: z.string(), share: z.number().meta({ description: "of its statements" }) })),
    nearest: z.object({ statements: z.array(QuotedStatement), likeness }).optional(),
    least_alike: z.array(QuotedStatement.extend({ likeness })),
  })
  .meta({ id: "WhyTogether" });
export type WhyTogether = z.infer<typeof WhyTogether>;

/** What a theme's members share shows in one language only. */
const inEnglish = ({ quote, gloss }: Statement): string => gloss ?? quote;

const statementsOf = (insights: readonly InsightDocument[]): Statement[] =>
  insights.flatMap(({ statements }) => statements ?? []);

/** Undefined when there is no such theme. `readMembers`: {@link readNewestMembers}, by who shares them. */
export async function readWhy(
  store: Store,
  tenant: TenantId,
  id: string,
  readMembers?: ReadMembers,
): Promise<WhyTogether | undefined> {
  const stored = await store.get(tenant, "clusters", id);
  if (stored === undefined) return undefined;
  const { app, why } = stored.doc;
  const [theirs, others] = await Promise.all([
    readMembers?.() ?? readNewestMembers(store, tenant, { id, app }),
    store.first(tenant, "insights", {
      where: { app_name: app, kind: clusteredKinds },
      sort: [{ by: "date", order: "desc" }],
      limit: LOOKED_AT,
    }),
  ]);
  const said = statementsOf(theirs).filter(({ theme }) => theme === id);
  const all = statementsOf(others.map(({ doc }) => doc));
  const words = sharedWords(said.map(inEnglish), all.map(inEnglish));
  const quoted = await quotesOf(store, tenant, id, [
    ...(why?.nearest?.members ?? []),
    ...(why?.least ?? []).map(({ member }) => member),
  ]);
  const nearest = (why?.nearest?.members ?? []).flatMap((mark) => quoted.get(mark) ?? []);
  const pair = nearest.length === 2 ? { nearest: { statements: nearest, likeness: why!.nearest!.likeness } } : {};
  const least = (why?.least ?? []).flatMap((one) => {
    const quote = quoted.get(one.member);
    return quote === undefined ? [] : [{ ...quote, likeness: one.likeness }];
  });
  return { words, ...pair, least_alike: least };
}

/** By mark, those that are in the theme still. */
async function quotesOf(
  store: Store,
  tenant: TenantId,
  theme: string,
  marks: readonly string[],
): Promise<Map<string, QuotedStatement>> {
  if (marks.length === 0) return new Map();
  const found = await store.getMany(tenant, "insights", marks.map(insightOfMark));
  return new Map(
    marks.flatMap((mark, at): [string, QuotedStatement][] => {
      const doc = found[at]?.doc;
      const place = doc === undefined ? -1 : placeOfMark(mark, doc.statements);
      const statement = doc?.statements[place];
      if (doc === undefined || statement === undefined || statement.theme !== theme) return [];
      return [[mark, { insight: doc.id, statement: place, quote: statement.quote, date: doc.date }]];
    }),
  );
}
