/**
 * Advice of a language model on themes, over the built-in grouping and never needed: titles of the biggest, and which of
 * them are one. Answers are checked and kept, so that unchanged themes are asked about once.
 */
import { z } from "zod";
import type { LanguageModel } from "../../llm/language-model.ts";
import { shortId } from "../../model/identity.ts";
import type { TenantId } from "../../model/tenant.ts";
import { createContentCache } from "../../store/content-cache.ts";
import type { Store } from "../../store/store.ts";
import { type AskedTheme, alikeQuestion, readAlike, readTitles, titleQuestion } from "./theme-questions.ts";

export interface ThemeAdvice {
  /** The themes that are worth asking about, of all: the biggest. */
  readonly most: number;
  /** By id: what themes are to be called. Those it says nothing of keep the built-in title. */
  titles(scope: AdviceScope, themes: readonly AskedTheme[]): Promise<ReadonlyMap<string, string>>;
  /** Ids of themes that are one. */
  alike(scope: AdviceScope, themes: readonly AskedTheme[]): Promise<readonly (readonly string[])[]>;
}

export interface AdviceScope {
  readonly tenant: TenantId;
  readonly app: string;
  readonly signal: AbortSignal;
}

export interface ThemeAdviceDeps {
  readonly model: LanguageModel;
  readonly store: Store;
  /** Unix seconds. */
  readonly now: () => number;
}

/** What people look at: the lists of the dashboard begin with these. */
const MOST_THEMES = 30;
/** Small models read little at once. */
const THEMES_A_QUESTION = 10;

const Kept = z.object({ title: z.string().optional(), groups: z.array(z.array(z.string())).optional() });
type Kept = z.infer<typeof Kept>;

export function createThemeAdvice({ model, store, now }: ThemeAdviceDeps): ThemeAdvice {
  const parse = (value: unknown): Kept | undefined => Kept.safeParse(value).data;
  const answers = createContentCache<Kept>({ store, collection: "model_answers", parse, now });

  /** A theme is titled anew when the built-in functions name it otherwise. */
  const idOf = (app: string, { id, kind, title }: AskedTheme): string =>
    shortId("theme title", model.name, app, id, kind, title);

  async function askTitles({ app, signal }: AdviceScope, themes: readonly AskedTheme[]): Promise<Map<string, Kept>> {
    const answer = await model.ask(titleQuestion(app, themes), signal);
    if (!answer.ok) return new Map();
    const titles = readTitles(answer.value, themes);
    // One that doesn't hold is kept as none: the same question would be paid for again.
    return new Map(
      themes.map((theme, at) => [idOf(app, theme), titles[at] === undefined ? {} : { title: titles[at] }] as const),
    );
  }

  return {
    most: MOST_THEMES,

    async titles(scope, themes) {
      const { tenant, app } = scope;
      const known = await answers.read(
        tenant,
        themes.map((theme) => idOf(app, theme)),
      );
      const missing = themes.filter((theme) => !known.has(idOf(app, theme)));
      const said = new Map<string, Kept>();
      for (let at = 0; at < missing.length && !scope.signal.aborted; at += THEMES_A_QUESTION) {
        for (const [id, kept] of await askTitles(scope, missing.slice(at, at + THEMES_A_QUESTION))) said.set(id, kept);
      }
      const kept = new Map([...known, ...(await answers.keep(tenant, said))]);
      const titled = themes.flatMap((theme) => {
        const title = kept.get(idOf(app, theme))?.title;
        return title === undefined ? [] : [[theme.id, title] as const];
      });
      return new Map(titled);
    },

    async alike({ tenant, app, signal }, themes) {
      if (themes.length < 2) return [];
      const id = shortId("themes alike", model.name, app, ...themes.map((theme) => [theme.id, theme.title]));
      const known = (await answers.read(tenant, [id])).get(id);
      if (known !== undefined) return known.groups ?? [];
      const answer = await model.ask(alikeQuestion(app, themes), signal);
      if (!answer.ok) return [];
      const groups = readAlike(answer.value, themes);
      const kept = await answers.keep(tenant, new Map([[id, { groups }]]));
      return kept.get(id)?.groups ?? groups;
    },
  };
}
