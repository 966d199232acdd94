/** A cluster is a theme: statements of one app that one piece of work could settle, with a lasting id and a lineage. */
import { z } from "zod";
import { type Kind, Priority } from "./insight.ts";

/** Kinds of insights that tell problems or wishes. */
export const clusteredKinds = ["problem", "request"] as const satisfies readonly Kind[];

export const LineageEvent = z.object({
  at: z.number().int(),
  what: z.enum(["born", "grew", "merged", "split", "died"]),
  with: z.array(z.string()).optional(),
});
export type LineageEvent = z.infer<typeof LineageEvent>;

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
    first_seen: z.number().int(),
    last_seen: z.number().int(),
    trend: z.array(z.object({ at: z.number().int(), count: z.number().int() })),
    sentiment: z.record(z.string(), z.number().int()),
    lineage: z.array(LineageEvent),
    ticket_id: z.string().optional(),
  })
  .meta({ id: "Cluster" });
export type Cluster = z.infer<typeof Cluster>;

/** As stored: `term` is that of the pass that wrote it; a dead cluster says whom it merged into. */
export interface ClusterDocument extends Cluster {
  readonly term: number;
  readonly alive: boolean;
  readonly merged_into?: string;
}

/** No label of the app's fits it: it stands under its own name. */
export const clusterIsUnlabelled = ({ label, name }: Pick<Cluster, "label" | "name">): boolean => label === name;
