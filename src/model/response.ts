/** A response: what one person answered to a form. As it is sent, as it lies on the queue, as it is kept and shown. */
import { z } from "zod";

const metadata = z.record(z.string(), z.unknown(), { error: "a JSON object" });
/** Digits of a whole number beyond it are gone before we see them. */
const isKept = (value: unknown): boolean => !Number.isInteger(value) || Number.isSafeInteger(value);
const scalar = z
  .union([z.string(), z.number(), z.boolean()], {
    error: "a text, a number, true or false; several choices go into selected_choices",
  })
  .refine(isKept, "a whole number beyond 9007199254740991 loses digits: send it as text");

const AnswerInput = z.strictObject({
  id: z.unknown().optional(),
  question: z.string().trim().min(1).max(2_000).meta({ description: "its id, or its text" }),
  answer_text: scalar.nullish(),
  selected_choice: scalar.nullish().meta({ description: "a choice's id, or its text" }),
  selected_choices: z.array(scalar, { error: "a list of choices" }).max(500).nullish(),
  submitted_at: z.union([z.string(), z.number()]).nullish(),
  metadata: metadata.nullish(),
});
export type AnswerInput = z.infer<typeof AnswerInput>;

/** Null, which programs write where they have nothing, says nothing. */
const unless = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? undefined);

export const ResponseInput = z
  .strictObject({
    id: unless(
      z
        .union([z.string().trim().min(1).max(200), z.number()], {
          error: "a text of 1 to 200 characters, or a whole number",
        })
        .refine(
          (value) => typeof value === "string" || Number.isSafeInteger(value),
          "a number of an id is whole and at most 9007199254740991: send others as text",
        )
        .transform(String),
    ).meta({ description: "made by the sender: the same id again is the same response" }),
    form: z.unknown().optional(),
    form_version: unless(
      z
        .union([z.number(), z.string()], { error: "a whole number from 1" })
        .transform(Number)
        .pipe(z.number({ error: "a whole number from 1" }).int().min(1)),
    ).meta({ description: "the version that was answered; the newest" }),
    submitted_at: unless(z.union([z.string(), z.number()], { error: "ISO 8601 or unix seconds" })).meta({
      description: "ISO 8601 or unix seconds; now",
    }),
    session_id: unless(
      z.union([z.string().max(1_000), z.number()], { error: "a text of at most 1000 characters" }).transform(String),
    ),
    metadata: metadata.nullish().transform((value) => value ?? {}),
    answers: z
      .array(AnswerInput, { error: "a list of answers: [{question, answer_text}]" })
      .max(500)
      .nullish()
      .transform((value) => value ?? []),
  })
  .meta({ id: "NewResponse" });
export type ResponseInput = z.infer<typeof ResponseInput>;

export const Answer = z
  .object({
    id: z.string(),
    question: z.string(),
    answer_text: z.string().optional(),
    selected_choice: z.string().optional(),
    selected_choices: z.array(z.string()).optional(),
    submitted_at: z.number().int(),
    metadata,
  })
  .meta({ id: "Answer" });
export type Answer = Readonly<z.infer<typeof Answer>>;

export const FormResponse = z
  .object({
    id: z.string(),
    form: z.string(),
    form_version: z.number().int(),
    submitted_at: z.number().int(),
    metadata,
    answers: z.array(Answer),
    session_id: z.string().optional(),
    notes: z
      .array(z.object({ rule: z.string(), text: z.string() }))
      .optional()
      .meta({ description: "what rules said of it" }),
    receipt: z.object({ id: z.string(), state: z.string() }).optional(),
  })
  .meta({ id: "Response" });
export type FormResponse = Readonly<z.infer<typeof FormResponse>>;

/** Checked, with its identity settled: what the responses queue carries. Times are unix seconds. */
export interface QueuedResponse {
  /** Of its document: by form and the sender's id, so that two forms' ids never meet. */
  readonly key: string;
  /** As the sender knows it. */
  readonly id: string;
  readonly form: string;
  readonly form_version: number;
  readonly submitted_at: number;
  readonly received_at: number;
  /** Of all that the sender said, so that the same content sent again is known as such. */
  readonly hash: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly answers: readonly Answer[];
  readonly session_id?: string;
  /** The upload whose row it was. */
  readonly upload?: string;
  /** Why it is not counted: a robot seems to have sent it. */
  readonly suspect?: string;
}

/** Source of the records that answers become. */
export const FORM_SOURCE = "form";

/** Prefix of `form` in the document of a deleted response: it is found under its key alone. */
export const DELETED = "~";

/** One thing that a rule said of a response. */
export interface ResponseNote {
  readonly rule: string;
  readonly text: string;
}

export interface ResponseDocument extends Omit<QueuedResponse, "key" | "id" | "suspect"> {
  readonly response_id: string;
  readonly app: string;
  readonly created_batch: string;
  /** `question:` for each answered question, `question:value` for each value that is counted. */
  readonly tallies: readonly string[];
  readonly deleted?: true;
  readonly notes?: readonly ResponseNote[];
}

/** A response that was not taken, for a sender that looks for it. */
export interface RefusedResponse {
  readonly form: string;
  readonly reason: string;
  readonly at: number;
}
