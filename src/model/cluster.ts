/** A cluster is a theme: statements of one app that one piece of work could settle, with a lasting id and a lineage. */
import { z } from "zod";
import { type Kind, Priority } from "./insight.ts";
import { MuteUntil } from "./theme-decision.ts";

/** Kinds of insights that tell problems or wishes. */
export const clusteredKinds = ["problem", "request"] as const satisfies readonly Kind[];

export const LineageEvent = z.object({
  at: z.number().int(),
  what: z.enum([
    ...["born", "grew", "merged", "split", "died"],
    ...["renamed", "moved", "muted", "escalated", "fixed", "undone"],
  ] as const),
  with: z.array(z.string()).optional(),
  into: z.literal(true).optional().meta({ description: "of a merge: it ended in the other one, whatever came after" }),
  decision: z.string().optional().meta({ description: "id of the decision of a person that did it" }),
});
export type LineageEvent = z.infer<typeof LineageEvent>;

/** What came after a problem was said to be over. */
export const FixedTheme = z
  .object({
    at: z.number().int().meta({ description: "unix seconds" }),
    version: z.string().optional().meta({ description: "the version that puts it right" }),
    said_of: z.enum(["theme", "ticket"]),
    after: z.number().int().meta({ description: "insights of later, of that version or a newer one or none named" }),
    after_older: z.number().int().meta({ description: "insights of later, of versions before it" }),
    last_after: z.number().int().optional().meta({ description: "when the last of the former came" }),
    days: z.number().int().meta({ description: "days of the app's feedback that followed" }),
    holds: z.boolean().meta({ description: "some days followed, and nothing of that version or a newer one in them" }),
  })
  .meta({ id: "FixedTheme" });
export type FixedTheme = z.infer<typeof FixedTheme>;

export const MutedTheme = z
  .object({
    at: z.number().int().meta({ description: "unix seconds" }),
    until: MuteUntil,
    escalated_at: z
      .number()
      .int()
      .optional()
      .meta({ description: "since when it is shown again although it is muted" }),
  })
  .meta({ id: "MutedTheme" });
export type MutedTheme = z.infer<typeof MutedTheme>;

export const Cluster = z
  .object({
    id: z.string(),
    app: z.string(),
    kind: z.enum(["problem", "wish"]),
    label: z
      .string()
      .meta({ description: "first-order label that its evidence agrees on; its own name where none fits" }),
    name: z.string().meta({ description: "title" }),
    failure: z.string().optional().meta({ description: "kind of failure" }),
    size: z.number().int().meta({ description: "insights that tell of it" }),
    share: z.number().meta({ description: "of the app's insights that tell a problem or a wish" }),
    priority: Priority,
    versions: z.array(z.object({ version: z.string(), count: z.number().int(), share: z.number() })),
    began_in: z.string().optional().meta({ description: "the first version that tells of it" }),
    campaign: z.number().optional().meta({
      description:
        "share of its insights that are part of a burst of near-identical texts; from a half on it raises no ticket",
    }),
    first_seen: z.number().int(),
    last_seen: z.number().int(),
    trend: z.array(z.object({ at: z.number().int(), count: z.number().int() })),
    sentiment: z.record(z.string(), z.number().int()),
    lineage: z.array(LineageEvent),
    muted: MutedTheme.optional(),
    fixed: FixedTheme.optional(),
    ticket_id: z.string().optional(),
  })
  .meta({ id: "Cluster" });
export type Cluster = z.infer<typeof Cluster>;

/** As stored: `term` is that of the pass that wrote it; a dead cluster says whom it merged into. */
export interface ClusterDocument extends Omit<Cluster, "fixed" | "muted"> {
  readonly term: number;
  readonly alive: boolean;
  readonly merged_into?: string;
  /** What the last pass measured of its members, by their marks. */
  readonly why?: {
    readonly nearest?: { readonly members: readonly [string, string]; readonly likeness: number };
    readonly least: readonly { readonly member: string; readonly likeness: number }[];
  };
  /** The statements that tell it best, by their marks, as of the last pass. */
  readonly telling?: readonly string[];
  /** Muted and not escalated, or the talk of a campaign: it raises no ticket and is no news. */
  readonly quiet?: boolean;
  /** What people said of it; passes keep it. `from`: the newest date of the app's feedback when it was muted. */
  readonly people?: {
    readonly title?: string;
    readonly muted?: MutedTheme & { readonly from: number };
    readonly fixed?: { readonly at: number; readonly version?: string };
  };
}

/** No label of the app's fits it: it stands under its own name. */
export const clusterIsUnlabelled = ({ label, name }: Pick<Cluster, "label" | "name">): boolean => label === name;
