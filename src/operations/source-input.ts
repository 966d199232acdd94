/** What people send to register a source, and to change one. */
import { z } from "zod";
import { givenName } from "../model/given-name.ts";
import { scheduleFault } from "../model/schedule.ts";
import { Budget, DEFAULT_BACKFILL_DAYS, SecretName, SourceMode, SourceType } from "../model/source.ts";

const DEFAULT_SCHEDULE = "every 15m";

const schedule = z
  .string()
  .max(200)
  .superRefine((value, context) => {
    const fault = scheduleFault(value);
    if (fault !== undefined) context.addIssue({ code: "custom", message: fault });
  });

const modes = z
  .array(SourceMode)
  .min(1)
  .max(10)
  .transform((value) => [...new Set(value)]);

const MOST_SETTINGS = 100;
const secretValues = <T extends z.ZodType>(value: T) =>
  z.partialRecord(SecretName, value).meta({ maxProperties: SecretName.options.length });

const changeable = {
  name: z.string().trim().min(1).max(200),
  enabled: z.boolean(),
  settings: z
    .record(z.string().max(200), z.unknown())
    .refine((named) => Object.keys(named).length <= MOST_SETTINGS, `at most ${MOST_SETTINGS} settings`)
    .meta({ maxProperties: MOST_SETTINGS }),
  secrets: secretValues(z.string().min(1).max(20_000)),
  schedule,
  lookback: z
    .number()
    .int()
    .min(0)
    .max(90 * 86_400),
  backfill_days: z.number().int().min(0).max(36_500),
  budget: Budget,
};

/** `mode` is understood as the one-element list. */
export const NewSource = z.strictObject({
  id: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,100}$/, "letters, digits, _ and -")
    .optional(),
  type: SourceType,
  app: givenName(200),
  mode: SourceMode.optional(),
  modes: modes.optional(),
  name: changeable.name.optional(),
  enabled: changeable.enabled.default(true),
  settings: changeable.settings.default({}),
  secrets: changeable.secrets.default({}),
  schedule: changeable.schedule.default(DEFAULT_SCHEDULE),
  lookback: changeable.lookback.optional(),
  backfill_days: changeable.backfill_days.default(DEFAULT_BACKFILL_DAYS),
  budget: changeable.budget.optional(),
});
export type NewSource = z.infer<typeof NewSource>;

/** What is left out stays; null takes a secret, the look-back or the budget away; `cursor: null` starts again. */
export const SourceChange = z
  .strictObject({
    ...changeable,
    modes,
    secrets: secretValues(z.string().min(1).max(20_000).nullable()),
    lookback: changeable.lookback.nullable(),
    budget: Budget.nullable(),
    cursor: z.null(),
  })
  .partial();
export type SourceChange = z.infer<typeof SourceChange>;
