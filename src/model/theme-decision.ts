/** What people decide about themes: that two are one, that some statements are another one, what a theme is called, when it is quiet or over. */
import { z } from "zod";

const themeId = z.string().min(1).max(300);

/** A statement, by its insight and its place among that insight's; without a place, all that the insight tells of the theme. */
export const StatementPlace = z.strictObject({
  insight: z.string().min(1).max(300),
  statement: z.number().int().min(0).max(1_000).optional().meta({ description: "place in the insight's `statements`" }),
});
export type StatementPlace = z.infer<typeof StatementPlace>;

const statements = z.array(StatementPlace).min(1).max(1_000);
const title = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^[^\p{Cc}]+$/u, "one line");

/** When a muted theme speaks again. */
export const MuteUntil = z
  .strictObject({
    size: z.number().int().min(1).max(1_000_000_000).optional().meta({ description: "insights that tell of it" }),
    per_week: z.number().int().min(1).max(1_000_000_000).optional().meta({ description: "insights in any seven days" }),
  })
  .meta({ id: "MuteUntil" });
export type MuteUntil = z.infer<typeof MuteUntil>;

export const Decide = z
  .discriminatedUnion("what", [
    z.strictObject({ what: z.literal("rename"), theme: themeId, title }),
    z.strictObject({ what: z.literal("merge"), themes: z.array(themeId).min(2).max(20) }),
    z.strictObject({ what: z.literal("split"), theme: themeId, statements, title: title.optional() }),
    z.strictObject({
      what: z.literal("move"),
      theme: themeId,
      statements,
      to: themeId.optional().meta({ description: "without it they belong to no theme that is known" }),
    }),
    z.strictObject({ what: z.literal("mute"), theme: themeId, until: MuteUntil.optional() }),
    z.strictObject({
      what: z.literal("fixed"),
      theme: themeId,
      version: z.string().trim().min(1).max(100).optional().meta({ description: "the version that puts it right" }),
      at: z.number().int().min(0).optional().meta({ description: "unix seconds; now by default" }),
    }),
  ])
  .meta({ id: "Decide" });
export type Decide = z.infer<typeof Decide>;

export const decisionKinds = ["rename", "merge", "split", "move", "mute", "fixed"] as const satisfies Decide["what"][];

export const ThemeDecision = z
  .object({
    id: z.string(),
    app: z.string(),
    what: z.enum(decisionKinds),
    themes: z.array(z.string()).meta({ description: "those that it is about; the first one is the one that lives" }),
    at: z.number().int().meta({ description: "unix seconds" }),
    actor: z.string(),
    title: z.string().optional(),
    title_before: z.string().optional(),
    insights: z.number().int().optional().meta({ description: "that were moved" }),
    until: MuteUntil.optional(),
    version: z.string().optional(),
    fixed_at: z.number().int().optional(),
    undone_at: z.number().int().optional(),
  })
  .meta({ id: "ThemeDecision" });
export type ThemeDecision = z.infer<typeof ThemeDecision>;

/** Statements of one theme at the time of a decision, as marks of their places (`statementMark`). */
export interface MarkedTheme {
  readonly theme: string;
  readonly marks: readonly string[];
}

/** As stored. A decision is there first, then themes and insights are brought to it: `open` until they are. */
export interface ThemeDecisionDocument extends ThemeDecision {
  /** merge: the members of each theme. split: those that left, then those that stayed. move: those that were moved. */
  readonly members: readonly MarkedTheme[];
  /** A person gave the title of what was split off; else the next pass finds one. */
  readonly title_given?: boolean;
  /** Orders decisions of one second. */
  readonly order: number;
  readonly open: boolean;
  readonly undone: boolean;
}
