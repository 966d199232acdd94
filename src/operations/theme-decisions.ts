/**
 * Decisions about themes: taken, listed, taken back. The decision is durable first and what it changes is brought to it then, so
 * that after a crash the next clustering pass finishes it; every later pass groups by all that stand.
 */
import { randomUUID } from "node:crypto";
import { actorOf, type Principal } from "../auth/principal.ts";
import { inOrder } from "../clustering/placements.ts";
import type { TenantId } from "../model/tenant.ts";
import { type Decide, ThemeDecision, type ThemeDecisionDocument } from "../model/theme-decision.ts";
import type { Store, Stored } from "../store/store.ts";
import { mustWin, won } from "../store/written.ts";
import { recordAudit } from "./audit.ts";
import { type ListOf, pick } from "./insights.ts";
import { applyDecision } from "./theme-applying.ts";
import { isRefused, planDecision, type Refused, type ThemePlan } from "./theme-plan.ts";

export interface DecisionQuery {
  readonly app?: string | undefined;
  readonly theme?: string | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

const publicFields = Object.keys(ThemeDecision.shape) as (keyof ThemeDecision)[];

const shown = ({ doc }: Pick<Stored<ThemeDecisionDocument>, "doc">): ThemeDecision =>
  pick<ThemeDecision>(doc, publicFields);

/** Newest first. */
export async function listDecisions(
  store: Store,
  tenant: TenantId,
  { app, theme, limit, cursor }: DecisionQuery,
): Promise<ListOf<ThemeDecision>> {
  const page = await store.search(tenant, "theme_decisions", {
    where: { app, themes: theme },
    sort: [{ by: "at", order: "desc" }],
    limit,
    cursor,
  });
  return { ...page, items: page.items.map(shown) };
}

/** All of an app, the first one first. */
export async function readDecisions(store: Store, tenant: TenantId, app: string): Promise<ThemeDecisionDocument[]> {
  const all: ThemeDecisionDocument[] = [];
  for await (const { doc } of store.scan(tenant, "theme_decisions", { where: { app } })) all.push(doc);
  return inOrder(all);
}

/** Differs whenever something was decided or taken back. */
export async function decisionState(store: Store, tenant: TenantId, app: string): Promise<readonly unknown[]> {
  const [all, undone] = await Promise.all([
    store.count(tenant, "theme_decisions", { where: { app } }),
    store.count(tenant, "theme_decisions", { where: { app, undone: true } }),
  ]);
  return all === 0 ? [] : [all, undone];
}

const placing: readonly ThemeDecision["what"][] = ["merge", "split", "move"];
const isOfKind = (a: ThemeDecision["what"], b: ThemeDecision["what"]): boolean =>
  a === b || (placing.includes(a) && placing.includes(b));

/** Those that stand, are of the same kind and about the same themes, the first one first. */
async function alike(store: Store, tenant: TenantId, of: ThemeDecisionDocument): Promise<ThemeDecisionDocument[]> {
  const found: ThemeDecisionDocument[] = [];
  const where = { app: of.app, themes: [...of.themes], undone: false };
  for await (const { doc } of store.scan(tenant, "theme_decisions", { where })) {
    if (doc.id !== of.id && isOfKind(doc.what, of.what)) found.push(doc);
  }
  return inOrder(found);
}

const isBefore = (a: ThemeDecisionDocument, b: ThemeDecisionDocument): boolean => inOrder([b, a])[0] === a;

async function bring(store: Store, tenant: TenantId, doc: ThemeDecisionDocument, at: number): Promise<void> {
  const earlier = (await alike(store, tenant, doc)).filter((one) => isBefore(one, doc)).at(-1);
  await applyDecision(store, tenant, doc, earlier, at);
  await close(store, tenant, doc);
}

/** It may have been taken back meanwhile: then that is still to be done. */
async function close(store: Store, tenant: TenantId, { id, undone }: ThemeDecisionDocument): Promise<void> {
  for (;;) {
    const stored = await store.get(tenant, "theme_decisions", id);
    if (stored === undefined || stored.doc.undone !== undone || !stored.doc.open) return;
    const { version } = stored;
    const [result] = await store.write(tenant, "theme_decisions", [
      { op: "update", id, version, set: { open: false } },
    ]);
    if (won(result)) return;
  }
}

/** Finishes what a crash left. */
export async function mendDecisions(store: Store, tenant: TenantId, app: string, at: number): Promise<void> {
  const open: ThemeDecisionDocument[] = [];
  for await (const { doc } of store.scan(tenant, "theme_decisions", { where: { app, open: true } })) open.push(doc);
  for (const doc of inOrder(open)) await bring(store, tenant, doc, at);
}

function documentOf(plan: ThemePlan, decide: Decide, id: string, actor: string, at: number, order: number) {
  const { app, what, themes, members, moving, title, until, version, fixedAt, docs } = plan;
  const doc: ThemeDecisionDocument = {
    ...{ id, app, what, themes: [...themes], at, actor, members, order },
    ...(title === undefined ? {} : { title }),
    ...(what === "split" && "title" in decide && decide.title !== undefined ? { title_given: true } : {}),
    ...(what === "rename" ? { title_before: docs.get(themes[0]!)!.name } : {}),
    ...(members.length === 0 ? {} : { insights: new Set(moving.map(({ insight }) => insight)).size }),
    ...(until === undefined ? {} : { until }),
    ...(version === undefined ? {} : { version }),
    ...(fixedAt === undefined ? {} : { fixed_at: fixedAt }),
    open: true,
    undone: false,
  };
  return doc;
}

/** `at`: unix seconds. It is as decided, for every read, when this resolves. */
export async function decideOnThemes(
  store: Store,
  principal: Principal,
  decide: Decide,
  at: number,
): Promise<ThemeDecision | Refused> {
  const { tenant } = principal;
  const plan = await planDecision(store, tenant, decide, at);
  if (isRefused(plan)) return plan;
  await store.refresh(["theme_decisions"]);
  const order = await store.count(tenant, "theme_decisions", { where: { app: plan.app } });
  const doc = documentOf(plan, decide, randomUUID(), actorOf(principal), at, order);
  mustWin(await store.write(tenant, "theme_decisions", [{ op: "create", id: doc.id, doc }]));
  await store.refresh(["theme_decisions"]);
  await bring(store, tenant, doc, at);
  const detail = {
    decision: doc.id,
    themes: plan.themes,
    ...(doc.insights === undefined ? {} : { insights: doc.insights }),
  };
  await recordAudit(store, principal, at, { action: `theme.${plan.what}`, subject: plan.themes[0]!, detail });
  return shown({ doc });
}

export type Undone =
  | { readonly kind: "ok"; readonly decision: ThemeDecision }
  | { readonly kind: "no such decision" }
  | { readonly kind: "undone already" }
  /** These have to be taken back first. */
  | { readonly kind: "later ones"; readonly decisions: readonly string[] };

/** The last one about a theme first: what later ones stand on stays. */
export async function undoDecision(store: Store, principal: Principal, id: string, at: number): Promise<Undone> {
  const { tenant } = principal;
  await store.refresh(["theme_decisions"]);
  for (;;) {
    const stored = await store.get(tenant, "theme_decisions", id);
    if (stored === undefined) return { kind: "no such decision" };
    if (stored.doc.undone) return { kind: "undone already" };
    const later = (await alike(store, tenant, stored.doc)).filter((one) => isBefore(stored.doc, one));
    if (later.length > 0) return { kind: "later ones", decisions: later.map((one) => one.id) };
    const doc: ThemeDecisionDocument = { ...stored.doc, undone: true, undone_at: at, open: true };
    const [result] = await store.write(tenant, "theme_decisions", [
      { op: "replace", id, version: stored.version, doc },
    ]);
    if (!won(result)) continue;
    await store.refresh(["theme_decisions"]);
    await bring(store, tenant, doc, at);
    await recordAudit(store, principal, at, {
      action: "theme.undone",
      subject: doc.themes[0]!,
      detail: { decision: id },
    });
    return { kind: "ok", decision: shown({ doc }) };
  }
}
