/**
 * Brings insights and theme documents to a decision, by compare-and-set like everybody who writes them, under the term that is
 * there: a clustering pass that is under way meets the change, loses its race and begins anew. Done again it changes nothing.
 */

import { insightOfMark, placeOfMark } from "../clustering/statement-marks.ts";
import { type AppFacts, figuresOf, membersOf, type ThemeMember } from "../clustering/theme-members.ts";
import { listening } from "../clustering/theme-mute.ts";
import { type ClusterDocument, clusteredKinds, type LineageEvent } from "../model/cluster.ts";
import type { Statement } from "../model/insight.ts";
import type { InsightDocument } from "../model/insight-document.ts";
import { gravestOf } from "../model/statements.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store, Stored, Write } from "../store/store.ts";
import { won } from "../store/written.ts";

const AT_ONCE = 500;
const MOST_VERSIONS = 1_000;

/** Where a statement belongs: a theme, none, or (`keep`) where it is. */
export type Target = { readonly theme: string | undefined } | "keep";

/** The insight with its statements where they belong; undefined when they are there. */
function placed(doc: InsightDocument, targetOf: (statement: Statement, at: number) => Target) {
  let changed = false;
  const statements = (doc.statements ?? []).map((statement, at): Statement => {
    const target = targetOf(statement, at);
    if (target === "keep" || target.theme === statement.theme) return statement;
    changed = true;
    const { theme: _, ...rest } = statement;
    return target.theme === undefined ? rest : { ...rest, theme: target.theme };
  });
  if (!changed) return undefined;
  const themes = [...new Set(statements.flatMap(({ theme }) => theme ?? []))];
  const cluster_id = statements[gravestOf(statements)]?.theme ?? themes[0];
  return Object.assign({ statements, themes } as Partial<InsightDocument>, { cluster_id });
}

type TargetIn = (insight: string) => (statement: Statement, at: number, all: readonly Statement[]) => Target;

/** Until nobody else was faster. */
async function placeOne(store: Store, tenant: TenantId, id: string, targetIn: TargetIn): Promise<void> {
  for (;;) {
    const stored = await store.get(tenant, "insights", id);
    if (stored === undefined) return;
    const all = stored.doc.statements ?? [];
    const set = placed(stored.doc, (statement, at) => targetIn(id)(statement, at, all));
    if (set === undefined) return;
    const [result] = await store.write(tenant, "insights", [{ op: "update", id, version: stored.version, set }]);
    if (won(result)) return;
  }
}

async function placeAll(
  store: Store,
  tenant: TenantId,
  found: readonly Stored<InsightDocument>[],
  targetIn: TargetIn,
): Promise<void> {
  const writes = found.flatMap(({ id, version, doc }): Write<InsightDocument>[] => {
    const all = doc.statements ?? [];
    const set = placed(doc, (statement, at) => targetIn(id)(statement, at, all));
    return set === undefined ? [] : [{ op: "update", id, version, set }];
  });
  const results = await store.write(tenant, "insights", writes);
  for (const [at, result] of results.entries()) {
    if (!won(result)) await placeOne(store, tenant, writes[at]!.id, targetIn);
  }
}

/** All that is in one theme goes into another. */
export async function drain(store: Store, tenant: TenantId, app: string, from: string, to: string): Promise<void> {
  const targetIn: TargetIn = () => (statement) => (statement.theme === from ? { theme: to } : "keep");
  let page: Stored<InsightDocument>[] = [];
  for await (const stored of store.scan(tenant, "insights", { where: { app_name: app, themes: from } })) {
    page.push(stored);
    if (page.length < AT_ONCE) continue;
    await placeAll(store, tenant, page, targetIn);
    page = [];
  }
  await placeAll(store, tenant, page, targetIn);
}

/** The statements that the marks mean go into a theme, or out of all. */
export async function place(
  store: Store,
  tenant: TenantId,
  marks: readonly string[],
  theme: string | undefined,
): Promise<void> {
  const byInsight = Map.groupBy(marks, insightOfMark);
  const targetIn: TargetIn = (insight) => (_, at, all) =>
    (byInsight.get(insight) ?? []).some((mark) => placeOfMark(mark, all) === at) ? { theme } : "keep";
  const ids = [...byInsight.keys()];
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const found = await store.getMany(tenant, "insights", ids.slice(start, start + AT_ONCE));
    await placeAll(
      store,
      tenant,
      found.filter((stored) => stored !== undefined),
      targetIn,
    );
  }
}

/** The members that a theme has now, and their insights' statements. */
export async function membersIn(store: Store, tenant: TenantId, app: string, theme: string): Promise<ThemeMember[]> {
  const members: ThemeMember[] = [];
  for await (const { doc } of store.scan(tenant, "insights", { where: { app_name: app, themes: theme } })) {
    const statements = doc.statements ?? [];
    const all = membersOf({ ...doc, statements }, (label) => label);
    members.push(...all.filter((_, at) => statements[at]!.theme === theme));
  }
  return members;
}

export async function factsOf(store: Store, tenant: TenantId, app: string, at: number): Promise<AppFacts> {
  const where = { app_name: app, kind: clusteredKinds } as const;
  const [insights, facets, [newest]] = await Promise.all([
    store.count(tenant, "insights", { where }),
    store.facets(tenant, "insights", ["version"], { where, size: MOST_VERSIONS }),
    store.first(tenant, "insights", { where, sort: [{ by: "date", order: "desc" }], limit: 1 }),
  ]);
  const versions = new Map(facets.version.map(({ value, count }) => [value, count]));
  return { insights, versions, newestAt: newest?.doc.date ?? at, at };
}

/** What a decision does to a theme's document besides its figures. */
export interface ThemeChange {
  readonly event?: LineageEvent | undefined;
  readonly people?: ClusterDocument["people"] | undefined;
  readonly name?: string | undefined;
  /** It ended in another one. */
  readonly mergedInto?: string | undefined;
  /** Its members are others now: it is counted anew, and has ended when it has none. */
  readonly moved?: boolean | undefined;
}

const isSameEvent = (a: LineageEvent, b: LineageEvent): boolean =>
  a.decision === b.decision && a.what === b.what && a.at === b.at;

/** Until nobody else was faster. */
export async function changeTheme(
  store: Store,
  tenant: TenantId,
  id: string,
  facts: AppFacts,
  changeOf: (doc: ClusterDocument) => ThemeChange,
): Promise<void> {
  for (;;) {
    const stored = await store.get(tenant, "clusters", id);
    if (stored === undefined) return;
    const change = changeOf(stored.doc);
    const members = change.moved === true ? await membersIn(store, tenant, stored.doc.app, id) : undefined;
    const doc = changed(stored.doc, members, facts, change);
    const [result] = await store.write(tenant, "clusters", [{ op: "replace", id, version: stored.version, doc }]);
    if (won(result)) return;
  }
}

function changed(
  before: ClusterDocument,
  members: readonly ThemeMember[] | undefined,
  facts: AppFacts,
  { event, people = before.people, name = before.name, mergedInto, moved = false }: ThemeChange,
): ClusterDocument {
  const isTold = event === undefined || before.lineage.some((one) => isSameEvent(one, event));
  const { merged_into, people: _, ...rest } = before;
  const heir = moved ? mergedInto : merged_into;
  // One that ended keeps the figures that it had.
  const figures = members === undefined || members.length === 0 ? {} : figuresOf(members, facts);
  const doc: ClusterDocument = {
    ...rest,
    ...figures,
    // Where no label fits, a theme stands under its own name.
    label: before.label === before.name ? name : before.label,
    name,
    lineage: isTold ? before.lineage : [...before.lineage, event],
    alive: members === undefined ? before.alive : members.length > 0 && heir === undefined,
    ...(heir === undefined ? {} : { merged_into: heir }),
    ...(people === undefined ? {} : { people }),
  };
  return listening(doc, facts.at);
}
