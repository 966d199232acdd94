/** A record that a rule dropped or a check refused, kept with the reason so that it can be looked at and run again. */
import { z } from "zod";

export const Rejection = z
  .object({
    id: z.string(),
    stage: z.string(),
    /** Dropped on purpose by a rule, or refused as invalid. */
    outcome: z.enum(["dropped", "rejected"]),
    reason: z.string(),
    errors: z.array(z.object({ field: z.string(), code: z.string(), message: z.string() })),
    record: z.unknown(),
    at: z.number().int(),
    app: z.string(),
    source: z.string(),
    batch: z.string(),
    insight_id: z
      .string()
      .optional()
      .meta({ description: "of the insight that it would have become; absent where the record names no id" }),
    replayed: z.boolean(),
    again: z
      .literal(true)
      .optional()
      .meta({ description: "what a replay came to: it is run once more only when asked" }),
  })
  .meta({ id: "Rejection" });
export type Rejection = z.infer<typeof Rejection>;
