/**
 * DevRev's rules for a snap-in manifest of version 2, as its documentation states them (developer.devrev.ai: manifest,
 * inputs, event sources, commands, functions, keyrings). Stricter where the documentation shows only one way.
 */
import { z } from "zod";

const Name = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]*$/, "letters, digits, _ and -");
const Text = z.string().trim().min(1).max(1_000);

const Keyring = z.strictObject({
  name: Name,
  display_name: Text,
  description: Text,
  types: z.array(z.string().min(1)).min(1),
});

const Ui = z.looseObject({ display_name: Text });
const common = { name: Name, description: Text, is_required: z.boolean(), ui: Ui };
/** `timestamp`, `date` and arrays of booleans are not supported as inputs. */
const Input = z.discriminatedUnion("field_type", [
  z.strictObject({ ...common, field_type: z.literal("text"), default_value: z.string().optional() }),
  z.strictObject({ ...common, field_type: z.literal("bool"), default_value: z.boolean().optional() }),
  z.strictObject({ ...common, field_type: z.literal("int"), default_value: z.number().int().optional() }),
  z.strictObject({ ...common, field_type: z.literal("double"), default_value: z.number().optional() }),
  z.strictObject({
    ...common,
    field_type: z.literal("id"),
    id_type: z.array(z.string().min(1)).min(1),
    default_value: z
      .string()
      .regex(/^don:[a-z]+:[a-z0-9-]+:devo\/[^:]+(:[a-z_]+\/[^:]+)+$/, "a DON")
      .optional(),
  }),
  z.strictObject({
    ...common,
    field_type: z.literal("enum"),
    allowed_values: z.array(z.string()).min(1),
    default_value: z.string().optional(),
  }),
]);

/** Five fields of numbers, *, lists, ranges and steps. */
const Cron = z.string().regex(/^([\d*,/-]+ ){4}[\d*,/-]+$/, "a cron expression of five fields");
const base = { name: Name, display_name: Text, description: Text, setup_instructions: z.string().optional() };
const EventSource = z.discriminatedUnion("type", [
  z.strictObject({
    ...base,
    type: z.literal("timer-events"),
    config: z
      .strictObject({
        cron: Cron.optional(),
        interval_seconds: z.number().int().positive().optional(),
        metadata: z.looseObject({ event_key: z.string().min(1) }),
      })
      .refine((config) => (config.cron === undefined) !== (config.interval_seconds === undefined), "cron or interval"),
  }),
  z.strictObject({
    ...base,
    type: z.literal("devrev-webhook"),
    config: z.strictObject({ event_types: z.array(z.string().regex(/^[a-z]+(_[a-z]+)*$/)).min(1) }),
  }),
]);

const Command = z.strictObject({
  name: Name,
  namespace: Name,
  description: Text,
  surfaces: z
    .array(z.strictObject({ surface: z.literal("discussions"), object_types: z.array(z.string().min(1)).min(1) }))
    .min(1),
  usage_hint: z.string(),
  function: Name,
});

const SnapInFunction = z.strictObject({
  name: Name,
  description: Text,
  supports_synchronization: z.boolean().optional(),
});

const Automation = z.strictObject({
  name: Name,
  description: Text.optional(),
  source: Name,
  event_types: z.array(z.string().min(1)).min(1),
  function: Name,
});

const scoped = <T extends z.ZodType>(of: T) =>
  z.strictObject({ organization: z.array(of).optional(), user: z.array(of).optional() });

export const Manifest = z
  .strictObject({
    version: z.literal("2"),
    name: Text,
    description: Text,
    service_account: z.strictObject({ display_name: Text }),
    event_sources: scoped(EventSource).optional(),
    keyrings: scoped(Keyring).optional(),
    inputs: scoped(Input).optional(),
    tags: z.array(z.strictObject({ name: z.string(), description: z.string() })).optional(),
    commands: z.array(Command).optional(),
    /** At most five in a version. */
    functions: z.array(SnapInFunction).min(1).max(5),
    automations: z.array(Automation).optional(),
  })
  .superRefine((manifest, context) => {
    const wrong = (message: string) => context.addIssue({ code: "custom", message });
    const all = <T>(scopes: { organization?: T[] | undefined; user?: T[] | undefined } | undefined): T[] => [
      ...(scopes?.organization ?? []),
      ...(scopes?.user ?? []),
    ];
    const unique = (what: string, names: readonly string[]) => {
      if (new Set(names).size < names.length) wrong(`two ${what} have the same name`);
    };
    const sources = new Map(all(manifest.event_sources).map((source) => [source.name, source]));
    const functions = new Set(manifest.functions.map(({ name }) => name));
    unique(
      "functions",
      manifest.functions.map(({ name }) => name),
    );
    unique(
      "inputs",
      all(manifest.inputs).map(({ name }) => name),
    );
    unique(
      "keyrings",
      all(manifest.keyrings).map(({ name }) => name),
    );
    unique(
      "commands",
      (manifest.commands ?? []).map(({ name, namespace }) => `${namespace}/${name}`),
    );
    for (const { name, function: called } of [...(manifest.commands ?? []), ...(manifest.automations ?? [])]) {
      if (!functions.has(called)) wrong(`${name}: there is no function ${called}`);
    }
    for (const { name, source, event_types } of manifest.automations ?? []) {
      const found = sources.get(source);
      if (found === undefined) wrong(`${name}: there is no event source ${source}`);
      const known = found?.type === "timer-events" ? ["timer.tick"] : (found?.config.event_types ?? []);
      for (const type of event_types) if (!known.includes(type)) wrong(`${name}: ${source} sends no ${type}`);
    }
  });

export type Manifest = z.infer<typeof Manifest>;
