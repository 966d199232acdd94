/** What a language model advises on an app's themes, brought to them: titles at once, doubles as decisions to merge. */
import type { Theme, ThemeStatement } from "../../clustering/theme.ts";
import { decideOnThemes, readDecisions } from "../../operations/theme-decisions.ts";
import type { Store } from "../../store/store.ts";
import type { AdviceScope, ThemeAdvice } from "./theme-advice.ts";
import type { AskedTheme } from "./theme-questions.ts";

const MOST_QUOTES = 6;
const LONGEST_QUOTE = 200;

function askedOf(themes: readonly Theme[], statements: readonly ThemeStatement[], most: number): AskedTheme[] {
  const of = new Map(statements.map((statement) => [statement.id, statement]));
  return themes.slice(0, most).map(({ id, kind, title, members, central }) => ({
    id,
    kind,
    title,
    size: new Set(members.map((member) => of.get(member)?.record)).size,
    quotes: central.slice(0, MOST_QUOTES).flatMap((member) => of.get(member)?.quote.slice(0, LONGEST_QUOTE) ?? []),
  }));
}

/** The themes with the model's titles. `given`: those that people gave, which stay; no title is given twice. */
export async function titledByAdvice(
  advice: ThemeAdvice,
  scope: AdviceScope,
  themes: readonly Theme[],
  statements: readonly ThemeStatement[],
  given: ReadonlyMap<string, string> | undefined,
): Promise<Theme[]> {
  const asked = askedOf(themes, statements, advice.most).filter(({ id }) => given?.has(id) !== true);
  const titles = await advice.titles(scope, asked);
  const taken = new Set(themes.filter(({ id }) => !titles.has(id)).map(({ title }) => title.toLowerCase()));
  return themes.map((theme) => {
    const title = titles.get(theme.id);
    const isFree = title !== undefined && !taken.has(title.toLowerCase());
    taken.add((isFree ? title : theme.title).toLowerCase());
    return isFree ? { ...theme, title } : theme;
  });
}

/** Themes that people decided on, or were told apart once, are left as they are. */
export async function mergeByAdvice(
  advice: ThemeAdvice,
  scope: AdviceScope,
  store: Store,
  themes: readonly Theme[],
  statements: readonly ThemeStatement[],
  at: number,
): Promise<number> {
  const groups = await advice.alike(scope, askedOf(themes, statements, advice.most));
  if (groups.length === 0) return 0;
  const { tenant, app } = scope;
  // A decision is about what is stored.
  await store.refresh(["insights", "clusters", "theme_decisions"]);
  const decided = new Set((await readDecisions(store, tenant, app)).flatMap(leftAlone));
  let merged = 0;
  for (const group of groups) {
    const free = group.filter((id) => !decided.has(id));
    if (free.length < 2) continue;
    const taken = await decideOnThemes(
      store,
      { tenant, scopes: [], via: "language-model" },
      { what: "merge", themes: free },
      at,
    );
    if ("what" in taken) merged++;
  }
  return merged;
}

type Decision = Awaited<ReturnType<typeof readDecisions>>[number];

/** A merge of the model's own that stands may grow; all else that puts statements somewhere is a person's word. */
function leftAlone({ what, actor, undone, themes }: Decision): readonly string[] {
  const isPlacing = what === "merge" || what === "split" || what === "move";
  return isPlacing && (actor !== "language-model" || undone) ? themes : [];
}
