/** Event types: what the data of events of a category and name must be like, in versions. */
import { z } from "zod";

export const EventTypeMode = z.enum(["enforce", "warn"]);
export type EventTypeMode = z.infer<typeof EventTypeMode>;

const EventTypeVersion = z.object({
  version: z.number().int(),
  schema: z.record(z.string(), z.unknown()),
  mode: EventTypeMode,
  at: z.number().int(),
});

export const EventType = z
  .object({
    id: z.string(),
    category: z.string(),
    name: z.string(),
    schema: z.record(z.string(), z.unknown()).meta({ description: "JSON Schema 2020-12" }),
    mode: EventTypeMode.meta({ description: "enforce: what breaks it is an error; warn: it is stored with a warning" }),
    version: z.number().int(),
    created_at: z.number().int(),
    updated_at: z.number().int(),
    versions: z.array(EventTypeVersion).meta({ description: "newest first" }),
  })
  .meta({ id: "EventType" });
export type EventType = z.infer<typeof EventType>;

export const EventSettings = z
  .object({ strict: z.boolean().meta({ description: "whether an event without a type is an error" }) })
  .meta({ id: "EventSettings" });
export type EventSettings = z.infer<typeof EventSettings>;
