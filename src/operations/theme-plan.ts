/** What a decision about themes would do: which themes it is about, what moves, and which tickets change. Writes nothing. */

import { markOf } from "../clustering/statement-marks.ts";
import type { ThemeMember } from "../clustering/theme-members.ts";
import { statementId } from "../clustering/theme-members.ts";
import { untilByDefault } from "../clustering/theme-mute.ts";
import type { ClusterDocument } from "../model/cluster.ts";
import { clusterId, shortId } from "../model/identity.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Decide, MarkedTheme, MuteUntil, StatementPlace } from "../model/theme-decision.ts";
import type { Store, Stored } from "../store/store.ts";
import { factsOf } from "./theme-placing.ts";

/** A statement that a theme has, and what may become of tickets with it. */
export interface PlannedMember {
  readonly mark: string;
  readonly statement: string;
  readonly insight: string;
  readonly at: number;
  readonly title: string;
  readonly kind: ThemeMember["kind"];
  readonly rank: number;
  readonly version: string | undefined;
}

export interface ThemePlan {
  readonly app: string;
  readonly what: Decide["what"];
  /** The first one lives; of a split the second one is new, of a move the second is where it goes. */
  readonly themes: readonly string[];
  /** The themes there are, before. */
  readonly docs: ReadonlyMap<string, ClusterDocument>;
  readonly members: readonly MarkedTheme[];
  /** What leaves its theme, and the theme it goes to. */
  readonly moving: readonly PlannedMember[];
  readonly to: string | undefined;
  /** Members of each theme there is, before. */
  readonly before: ReadonlyMap<string, readonly PlannedMember[]>;
  readonly title?: string | undefined;
  readonly until?: MuteUntil | undefined;
  readonly version?: string | undefined;
  readonly fixedAt?: number | undefined;
  /** The app's newest feedback, unix seconds. */
  readonly newestAt: number;
}

/** Why a decision can't be taken: a field of it, or a theme that is gone. */
export type Refused =
  | { readonly missing: "theme" }
  | { readonly field: string; readonly code: string; readonly message: string };

export const isRefused = (plan: ThemePlan | Refused): plan is Refused => "missing" in plan || "field" in plan;

const rankOf = { Low: 0, Moderate: 1, High: 2, Critical: 3 } as const;

async function plannedIn(store: Store, tenant: TenantId, app: string, theme: string): Promise<PlannedMember[]> {
  const members: PlannedMember[] = [];
  for await (const { id, doc } of store.scan(tenant, "insights", { where: { app_name: app, themes: theme } })) {
    (doc.statements ?? []).forEach((statement, at) => {
      if (statement.theme !== theme) return;
      const { kind, title, priority } = statement;
      members.push({
        ...{ kind, title, at: doc.date, version: doc.version, rank: rankOf[priority] },
        ...{ mark: markOf(id, statement), statement: statementId(id, at), insight: id },
      });
    });
  }
  return members.sort((a, b) => a.at - b.at || (a.statement < b.statement ? -1 : 1));
}

/** The living themes, in the order asked; undefined when one isn't there. */
async function living(store: Store, tenant: TenantId, ids: readonly string[]): Promise<ClusterDocument[] | undefined> {
  const found = await store.getMany(tenant, "clusters", ids);
  const docs = found.flatMap((stored: Stored<ClusterDocument> | undefined) =>
    stored?.doc.alive === true ? [stored.doc] : [],
  );
  return docs.length === ids.length ? docs : undefined;
}

/** The statements that are named, among a theme's; undefined when one isn't there. */
function chosen(all: readonly PlannedMember[], places: readonly StatementPlace[]): PlannedMember[] | number {
  const picked = new Set<PlannedMember>();
  for (const [at, { insight, statement }] of places.entries()) {
    const named = all.filter(
      (one) =>
        one.insight === insight && (statement === undefined || one.statement === statementId(insight, statement)),
    );
    if (named.length === 0) return at;
    for (const one of named) picked.add(one);
  }
  return all.filter((one) => picked.has(one));
}

/** The id that a theme of these is born with; one that somebody had is not given again. */
async function bornId(store: Store, tenant: TenantId, app: string, members: readonly PlannedMember[]): Promise<string> {
  const ids = members.map(({ statement }) => clusterId(tenant, app, statement));
  const found = await store.getMany(tenant, "clusters", ids);
  const free = ids.find((_, at) => found[at] === undefined);
  return free ?? shortId("theme again", ids, found.length, Math.max(...members.map(({ at }) => at)));
}

const isElder = (a: ClusterDocument, b: ClusterDocument): boolean => {
  const [bornA, bornB] = [a.lineage[0]?.at ?? 0, b.lineage[0]?.at ?? 0];
  return bornA < bornB || (bornA === bornB && a.id < b.id);
};

const marksOf = (members: readonly PlannedMember[]): string[] => members.map(({ mark }) => mark);

const commonest = (values: readonly string[]): string | undefined =>
  [...Map.groupBy(values, (value) => value)].sort((a, b) => b[1].length - a[1].length)[0]?.[0];

interface PlanDeps {
  readonly store: Store;
  readonly tenant: TenantId;
  readonly docs: readonly ClusterDocument[];
  readonly at: number;
}

async function planMerge({ store, tenant, docs }: PlanDeps): Promise<Partial<ThemePlan>> {
  const [elder, ...others] = docs.toSorted((a, b) => (isElder(a, b) ? -1 : 1));
  const themes = [elder!, ...others];
  const before = new Map<string, PlannedMember[]>();
  for (const { id, app } of themes) before.set(id, await plannedIn(store, tenant, app, id));
  const members = [...before].map(([theme, own]) => ({ theme, marks: marksOf(own) }));
  const moving = others.flatMap(({ id }) => before.get(id)!);
  return { themes: themes.map(({ id }) => id), before, members, moving, to: elder!.id };
}

async function planSplit(
  { store, tenant, docs: [doc] }: PlanDeps,
  { statements, title }: Extract<Decide, { what: "split" }>,
): Promise<Partial<ThemePlan> | Refused> {
  const { id, app } = doc!;
  const all = await plannedIn(store, tenant, app, id);
  const moving = chosen(all, statements);
  if (typeof moving === "number") return notInTheme(moving);
  const rest = all.filter((one) => !moving.includes(one));
  if (rest.length === 0) return { field: "statements", code: "invalid", message: "these are all that the theme has" };
  const born = await bornId(store, tenant, app, moving);
  const members = [
    { theme: born, marks: marksOf(moving) },
    { theme: id, marks: marksOf(rest) },
  ];
  const named = title ?? nameAmong(moving, doc!.name);
  return { themes: [id, born], before: new Map([[id, all]]), members, moving, to: born, title: named };
}

/** Of what most of them say; told apart from the theme that they leave. */
function nameAmong(members: readonly PlannedMember[], taken: string): string {
  const titles = members.map(({ title }) => title).filter((title) => title.toLowerCase() !== taken.toLowerCase());
  return commonest(titles) ?? `${taken}, another kind`;
}

async function planMove(
  { store, tenant, docs: [doc, target] }: PlanDeps,
  { statements }: Extract<Decide, { what: "move" }>,
): Promise<Partial<ThemePlan> | Refused> {
  const { id, app } = doc!;
  const all = await plannedIn(store, tenant, app, id);
  const moving = chosen(all, statements);
  if (typeof moving === "number") return notInTheme(moving);
  const before = new Map([[id, all]]);
  if (target !== undefined) before.set(target.id, await plannedIn(store, tenant, app, target.id));
  const themes = target === undefined ? [id] : [id, target.id];
  return { themes, before, members: [{ theme: id, marks: marksOf(moving) }], moving, to: target?.id };
}

const notInTheme = (at: number): Refused => ({
  field: `statements.${at}`,
  code: "invalid",
  message: "the theme has no such statement",
});

function themesOf(decide: Decide): string[] {
  if (decide.what === "merge") return [...new Set(decide.themes)];
  return decide.what === "move" && decide.to !== undefined ? [decide.theme, decide.to] : [decide.theme];
}

async function planKind(deps: PlanDeps, decide: Decide, newestAt: number): Promise<Partial<ThemePlan> | Refused> {
  const [doc] = deps.docs;
  switch (decide.what) {
    case "rename":
      return { title: decide.title };
    case "merge":
      return planMerge(deps);
    case "split":
      return planSplit(deps, decide);
    case "move":
      return planMove(deps, decide);
    case "mute": {
      const until = decide.until ?? untilByDefault(doc!, newestAt);
      const isReached = until.size !== undefined && until.size <= doc!.size;
      return isReached
        ? { field: "until.size", code: "invalid", message: `the theme has ${doc!.size} already` }
        : { until: Object.keys(until).length === 0 ? untilByDefault(doc!, newestAt) : until };
    }
    case "fixed":
      return { fixedAt: decide.at ?? deps.at, version: decide.version };
    default:
      return decide satisfies never;
  }
}

/** `at`: unix seconds, of the decision. */
export async function planDecision(
  store: Store,
  tenant: TenantId,
  decide: Decide,
  at: number,
): Promise<ThemePlan | Refused> {
  const ids = themesOf(decide);
  if (decide.what === "merge" && ids.length < 2)
    return { field: "themes", code: "invalid", message: "two themes at least" };
  if (decide.what === "move" && decide.to === decide.theme)
    return { field: "to", code: "invalid", message: "they are there already" };
  await store.refresh(["insights", "clusters"]);
  const docs = await living(store, tenant, ids);
  if (docs === undefined) return { missing: "theme" };
  const { app } = docs[0]!;
  if (docs.some((doc) => doc.app !== app))
    return { field: "themes", code: "invalid", message: "themes of one app, not of several" };
  const { newestAt } = await factsOf(store, tenant, app, at);
  const kind = await planKind({ store, tenant, docs, at }, decide, newestAt);
  if ("missing" in kind || "field" in kind) return kind as Refused;
  const none = { themes: ids, members: [], moving: [], to: undefined, before: new Map() };
  return { ...none, ...kind, app, what: decide.what, docs: new Map(docs.map((doc) => [doc.id, doc])), newestAt };
}
