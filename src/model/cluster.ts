/** A cluster: insights of one app and first-order label that say the same, with a lasting id and a lineage. */
import { z } from "zod";
import type { Kind } from "./insight.ts";

/** Kinds of insights that are clustered: what somebody should act on. */
export const clusteredKinds = ["problem", "question", "request"] as const satisfies readonly Kind[];

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
    label: z.string(),
    name: z.string(),
    size: z.number().int(),
    first_seen: z.number().int(),
    last_seen: z.number().int(),
    trend: z.array(z.object({ at: z.number().int(), count: z.number().int() })),
    sentiment: z.record(z.string(), z.number().int()),
    lineage: z.array(LineageEvent),
    ticket_id: z.string().optional(),
  })
  .meta({ id: "Cluster" });
export type Cluster = z.infer<typeof Cluster>;

/** As stored: `term` is that of the pass that wrote it; `centroid` warm-starts the next pass; a dead cluster says whom it merged into. */
export interface ClusterDocument extends Cluster {
  readonly term: number;
  readonly alive: boolean;
  readonly centroid: readonly number[];
  readonly merged_into?: string;
}
