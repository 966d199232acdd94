/** What a decision about themes, and taking it back, comes to in the store. Done again it changes nothing. */
import type { AppFacts } from "../clustering/theme-members.ts";
import type { ClusterDocument, LineageEvent } from "../model/cluster.ts";
import type { TenantId } from "../model/tenant.ts";
import type { ThemeDecisionDocument } from "../model/theme-decision.ts";
import type { Store } from "../store/store.ts";
import { mustBeStorable } from "../store/written.ts";
import { changeTheme, drain, factsOf, place, type ThemeChange } from "./theme-placing.ts";

interface Applying {
  readonly store: Store;
  readonly tenant: TenantId;
  readonly decision: ThemeDecisionDocument;
  readonly facts: AppFacts;
  /** Of the same kind about the same theme, still standing, made before: what holds when this one is taken back. */
  readonly earlier: ThemeDecisionDocument | undefined;
}

type People = NonNullable<ClusterDocument["people"]>;

const eventOf = ({ decision }: Applying, what: LineageEvent["what"], others: readonly string[] = []): LineageEvent => {
  const { id, at, undone_at } = decision;
  if (undone_at !== undefined) return { at: undone_at, what: "undone", decision: id };
  return { at, what, ...(others.length === 0 ? {} : { with: [...others] }), decision: id };
};

const intoOther = (event: LineageEvent): LineageEvent => (event.what === "merged" ? { ...event, into: true } : event);

const change = (
  { store, tenant, facts }: Applying,
  theme: string,
  by: ThemeChange | ((doc: ClusterDocument) => ThemeChange),
) => changeTheme(store, tenant, theme, facts, typeof by === "function" ? by : () => by);

async function merge(of: Applying): Promise<void> {
  const { store, tenant, decision } = of;
  const [elder = "", ...absorbed] = decision.themes;
  if (decision.undone) {
    for (const { theme, marks } of decision.members) if (theme !== elder) await place(store, tenant, marks, theme);
  } else {
    for (const theme of absorbed) await drain(store, tenant, decision.app, theme, elder);
  }
  await store.refresh(["insights"]);
  for (const theme of absorbed) {
    const mergedInto = decision.undone ? undefined : elder;
    await change(of, theme, { moved: true, mergedInto, event: intoOther(eventOf(of, "merged", [elder])) });
  }
  await change(of, elder, { moved: true, event: eventOf(of, "merged", absorbed) });
}

/** The new theme begins as the one that it leaves. */
async function bear({ store, tenant, decision }: Applying, from: string, born: string): Promise<void> {
  const stored = await store.get(tenant, "clusters", from);
  if (stored === undefined) return;
  const { people: _, quiet: __, failure: ___, ticket_id: ____, ...doc } = stored.doc;
  const name = decision.title ?? doc.name;
  const label = doc.label === doc.name ? name : doc.label;
  const given = decision.title_given === true ? { people: { title: name } } : {};
  const event: LineageEvent = { at: decision.at, what: "born", with: [from], decision: decision.id };
  const fresh: ClusterDocument = { ...doc, id: born, name, label, lineage: [event], ...given };
  mustBeStorable(await store.write(tenant, "clusters", [{ op: "create", id: born, doc: fresh }]));
}

async function split(of: Applying): Promise<void> {
  const { store, tenant, decision } = of;
  const [from = "", born = ""] = decision.themes;
  if (decision.undone) {
    await drain(store, tenant, decision.app, born, from);
  } else {
    await bear(of, from, born);
    const leaving = decision.members.find(({ theme }) => theme === born)?.marks ?? [];
    await place(store, tenant, leaving, born);
  }
  await store.refresh(["insights"]);
  const event = decision.undone ? eventOf(of, "merged") : undefined;
  await change(of, born, { moved: true, mergedInto: decision.undone ? from : undefined, event });
  await change(of, from, { moved: true, event: eventOf(of, "split", [born]) });
}

async function move(of: Applying): Promise<void> {
  const { store, tenant, decision } = of;
  const [from = "", to] = decision.themes;
  const marks = decision.members.flatMap((one) => one.marks);
  await place(store, tenant, marks, decision.undone ? from : to);
  await store.refresh(["insights"]);
  await change(of, from, { moved: true, event: eventOf(of, "moved", to === undefined ? [] : [to]) });
  if (to !== undefined) await change(of, to, { moved: true, event: eventOf(of, "moved", [from]) });
}

/** What stands of a kind: the decision itself, or when it is taken back the one before it. */
const standing = ({ decision, earlier }: Applying): ThemeDecisionDocument | undefined =>
  decision.undone ? earlier : decision;

async function rename(of: Applying): Promise<void> {
  const now = standing(of);
  await change(of, of.decision.themes[0]!, ({ people: { title: _, ...rest } = {} }) => ({
    name: now?.title ?? of.decision.title_before,
    people: now?.title === undefined ? rest : { ...rest, title: now.title },
    event: eventOf(of, "renamed"),
  }));
}

async function mute(of: Applying): Promise<void> {
  const now = standing(of);
  await change(of, of.decision.themes[0]!, ({ people: { muted, ...rest } = {} }) => {
    const isNew = now !== undefined && muted?.at !== now.at;
    const next: People["muted"] = isNew ? { at: now.at, until: now.until ?? {}, from: of.facts.newestAt } : muted;
    return {
      people: now === undefined || next === undefined ? rest : { ...rest, muted: next },
      event: eventOf(of, "muted"),
    };
  });
}

async function fixed(of: Applying): Promise<void> {
  const now = standing(of);
  await change(of, of.decision.themes[0]!, ({ people: { fixed: _, ...rest } = {} }) => {
    const version = now?.version === undefined ? {} : { version: now.version };
    return {
      people: now === undefined ? rest : { ...rest, fixed: { at: now.fixed_at ?? now.at, ...version } },
      event: eventOf(of, "fixed"),
    };
  });
}

const ways: Readonly<Record<ThemeDecisionDocument["what"], (of: Applying) => Promise<void>>> = {
  ...{ rename, merge, split, move, mute, fixed },
};

/** Themes and insights are as decided when it resolves, and reads see it. `at`: unix seconds, now. */
export async function applyDecision(
  store: Store,
  tenant: TenantId,
  decision: ThemeDecisionDocument,
  earlier: ThemeDecisionDocument | undefined,
  at: number,
): Promise<void> {
  await store.refresh(["insights"]);
  const facts = await factsOf(store, tenant, decision.app, at);
  await ways[decision.what]({ store, tenant, decision, facts, earlier });
  await store.refresh(["insights", "clusters"]);
}
