/** A form: questions that people are asked, as data with versions. What it looks like as it is sent, kept and answered. */
import { z } from "zod";
import { formStatuses, type QuestionType, questionTypes } from "./form-names.ts";
import { givenName } from "./given-name.ts";

/** Another name that people give a type. */
const TYPE_NAMES: Readonly<Record<string, QuestionType>> = { mcq: "multiple_choice" };

/** `Text`, `mcq`, `Multiple Choice` and the like are understood. */
function readType(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const parted = value.trim().replaceAll(/([a-z])([A-Z])/g, "$1_$2");
  const plain = parted.toLowerCase().replaceAll(/[\s-]+/g, "_");
  return TYPE_NAMES[plain] ?? plain;
}

const itemId = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9][\w.-]{0,99}$/, "letters, digits, `_`, `.` and `-`; at most 100");
const MOST_PROPERTIES = 200;
/** Free-form, of as many properties as a person can look over. */
const metadata = z
  .record(z.string().max(200), z.unknown())
  .refine((named) => Object.keys(named).length <= MOST_PROPERTIES, `at most ${MOST_PROPERTIES} properties`)
  .meta({ maxProperties: MOST_PROPERTIES });
const bound = z.union([z.number(), z.string().trim().min(1).max(40)]);

const ChoiceInput = z.union([
  z
    .string()
    .trim()
    .min(1)
    .max(500)
    .transform((choice_text): { id?: string | undefined; choice_text: string } => ({ choice_text })),
  z.strictObject({ id: itemId.optional(), choice_text: z.string().trim().min(1).max(500) }),
]);

const QuestionInput = z.strictObject({
  id: itemId.optional(),
  question_text: z.string().trim().min(1).max(2_000),
  question_type: z.preprocess(readType, z.enum(questionTypes)).meta({ type: "string", enum: [...questionTypes] }),
  required: z.boolean().default(false),
  choices: z.array(ChoiceInput).min(1).max(500).optional(),
  multiple: z.boolean().optional(),
  min: bound.optional().meta({ description: "least number, earliest date, fewest characters or choices" }),
  max: bound.optional().meta({ description: "greatest number, latest date, most characters or choices" }),
  metadata: metadata.default({}),
});

const ReceiptInput = z.strictObject({
  channel: z.enum(["sms", "webhook", "log"]),
  to_question: z
    .string()
    .trim()
    .min(1)
    .max(2_000)
    .optional()
    .meta({ description: "id or text of the question that asks for the number" }),
  template: z.string().trim().min(1).max(1_400),
  consent_question: z.string().trim().min(1).max(2_000).optional(),
  closed_template: z
    .string()
    .trim()
    .min(1)
    .max(1_400)
    .optional()
    .meta({ description: "a second message, once the ticket made of the response is closed; {{ticket}} is its title" }),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .optional()
    .meta({ description: "of the channel webhook" }),
  secret: z
    .string()
    .trim()
    .min(8)
    .max(500)
    .optional()
    .meta({ description: "of the channel webhook: signs what is posted (Standard Webhooks); written, never read" }),
});

export const HookSetting = z.strictObject({
  hook: z.string().trim().min(1).max(100),
  settings: metadata.default({}),
});
export type HookSetting = z.infer<typeof HookSetting>;

const content = {
  title: z.string().trim().min(1).max(500),
  description: z.string().max(10_000).optional(),
  email: z.email().max(320).optional(),
  app: givenName(200).optional(),
  metadata: metadata.default({}),
  status: z.enum(formStatuses).default("open"),
  questions: z.array(QuestionInput).max(200).default([]),
  receipt: ReceiptInput.optional(),
  hooks: z.array(HookSetting).max(20).optional(),
};
/** What the server says of a form: read over when a form that was read is sent back. */
const ours = {
  id: z.unknown().optional(),
  public_id: z.unknown().optional(),
  version: z.unknown().optional(),
  created_at: z.unknown().optional(),
  updated_at: z.unknown().optional(),
};

const withoutOurs = <T extends object>(form: T): Omit<T, keyof typeof ours> => {
  const {
    id: _,
    public_id: _p,
    version: _v,
    created_at: _c,
    updated_at: _u,
    ...rest
  } = form as T & Record<keyof typeof ours, unknown>;
  return rest as Omit<T, keyof typeof ours>;
};

export const FormInput = z.strictObject({ ...content, ...ours }).transform(withoutOurs);
export type FormInput = z.infer<typeof FormInput>;

/** Only what is to be other than it is; null takes an optional part away. */
export const FormChange = z
  .strictObject({
    ...content,
    ...ours,
    metadata: metadata,
    status: z.enum(formStatuses),
    questions: z.array(QuestionInput).max(200),
    description: content.description.unwrap().nullable(),
    email: content.email.unwrap().nullable(),
    app: content.app.unwrap().nullable(),
    receipt: ReceiptInput.nullable(),
    hooks: z.array(HookSetting).max(20).nullable(),
  })
  .partial()
  .transform(withoutOurs);
export type FormChange = z.infer<typeof FormChange>;

export const Choice = z.object({ id: z.string(), choice_text: z.string() });
export type Choice = Readonly<z.infer<typeof Choice>>;

export const Question = z
  .object({
    id: z.string(),
    question_text: z.string(),
    question_type: z.enum(questionTypes),
    required: z.boolean(),
    choices: z.array(Choice).optional(),
    multiple: z.boolean().optional(),
    min: bound.optional(),
    max: bound.optional(),
    metadata,
  })
  .meta({ id: "Question" });
export type Question = Readonly<z.infer<typeof Question>>;

export const Form = z
  .object({
    id: z.string(),
    public_id: z.string().meta({ description: "of the hosted page, /f/:public_id" }),
    title: z.string(),
    description: z.string().optional(),
    email: z.string().optional(),
    app: z.string().optional(),
    metadata,
    status: z.enum(formStatuses),
    questions: z.array(Question),
    receipt: ReceiptInput.optional(),
    hooks: z.array(HookSetting).optional(),
    version: z.number().int(),
    created_at: z.number().int(),
    updated_at: z.number().int(),
  })
  .meta({ id: "Form" });
export type Form = Readonly<z.infer<typeof Form>>;
export type ReceiptSettings = NonNullable<Form["receipt"]>;
