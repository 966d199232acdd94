/** What a form's responses say, question by question: counted from the index by the same condition that the list has. */
import { z } from "zod";
import { tallyOf } from "../forms/documents.ts";
import { questionsOfAllVersions } from "../forms/response-table.ts";
import type { Form, Question } from "../model/form.ts";
import { questionTypes } from "../model/form-names.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";
import { countResponses, listResponses, type ResponseQuery } from "./responses.ts";

const NEWEST_TEXTS = 10;
/** Responses looked through for the newest texts. */
const LOOKED_THROUGH = 200;
/** Different values of a number that are listed one by one; more are gathered in ranges. */
const LISTED_VALUES = 20;
const RANGES = 10;

const QuestionSummary = z.object({
  question: z.string(),
  question_text: z.string(),
  question_type: z.enum(questionTypes),
  answered: z.number().int(),
  choices: z.array(z.object({ id: z.string(), choice_text: z.string(), count: z.number().int() })).optional(),
  mean: z.number().nullable().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  distribution: z
    .array(z.object({ value: z.number(), to: z.number().optional(), count: z.number().int() }))
    .optional()
    .meta({ description: "counts by value, or from `value` up to `to` where there are many" }),
  newest: z.array(z.object({ response: z.string(), text: z.string(), submitted_at: z.number().int() })).optional(),
});
type QuestionSummary = z.infer<typeof QuestionSummary>;

export const Summary = z
  .object({ form: z.string(), responses: z.number().int(), questions: z.array(QuestionSummary) })
  .meta({ id: "FormSummary" });
export type Summary = z.infer<typeof Summary>;

interface Counted {
  readonly value: number;
  readonly count: number;
}

const total = (counts: readonly Counted[]): number => counts.reduce((sum, { count }) => sum + count, 0);

/** Ranges of equal width, the last one closed. */
function ranged(values: readonly Counted[]): NonNullable<QuestionSummary["distribution"]> {
  if (values.length <= LISTED_VALUES) return [...values];
  const [least, most] = [values[0]!.value, values.at(-1)!.value];
  const width = (most - least) / RANGES;
  const at = (value: number) => Math.min(RANGES - 1, Math.floor((value - least) / width));
  return Array.from({ length: RANGES }, (_, range) => ({
    value: least + range * width,
    to: range === RANGES - 1 ? most : least + (range + 1) * width,
    count: total(values.filter(({ value }) => at(value) === range)),
  }));
}

function numbersOf(
  counts: ReadonlyMap<string, number>,
): Pick<QuestionSummary, "mean" | "min" | "max" | "distribution"> {
  const values = [...counts]
    .map(([value, count]) => ({ value: Number(value), count }))
    .sort((a, b) => a.value - b.value);
  if (values.length === 0) return { mean: null, distribution: [] };
  const sum = values.reduce((sum, { value, count }) => sum + value * count, 0);
  return { mean: sum / total(values), min: values[0]!.value, max: values.at(-1)!.value, distribution: ranged(values) };
}

function partsOf(question: Question, counts: ReadonlyMap<string, number>): Partial<QuestionSummary> {
  const choice = (id: string, choice_text = id) => ({ id, choice_text, count: counts.get(id) ?? 0 });
  switch (question.question_type) {
    case "multiple_choice":
      return { choices: (question.choices ?? []).map(({ id, choice_text }) => choice(id, choice_text)) };
    case "boolean":
      return { choices: ["true", "false"].map((id) => choice(id)) };
    case "rating":
    case "number":
      return numbersOf(counts);
    default:
      return {};
  }
}

export async function summarise(store: Store, tenant: TenantId, form: Form, query: ResponseQuery): Promise<Summary> {
  await store.refresh(["responses"]);
  const { from, to } = query;
  const when = from === undefined && to === undefined ? {} : { submitted_at: { gte: from, lt: to } };
  const [questions, responses, buckets, newest] = await Promise.all([
    questionsOfAllVersions(store, tenant, form),
    countResponses(store, tenant, form.id, query),
    store.values(tenant, "responses", "tallies", { where: { form: form.id, ...when } }),
    listResponses(store, tenant, form.id, { ...query, limit: LOOKED_THROUGH }),
  ]);
  const tallies = new Map(buckets.map(({ value, count }) => [value, count]));
  const summaries = questions.map((question): QuestionSummary => {
    const prefix = tallyOf(question.id);
    const counts = new Map<string, number>();
    for (const [tally, count] of tallies)
      if (tally.startsWith(prefix) && tally !== prefix) counts.set(tally.slice(prefix.length), count);
    const texts = newest.items.flatMap(({ id, submitted_at, answers }) =>
      answers.flatMap(({ question: of, answer_text: text }) =>
        of === question.id && text !== undefined ? [{ response: id, text, submitted_at }] : [],
      ),
    );
    const { id, question_text, question_type } = question;
    const parts = partsOf(question, counts);
    return {
      question: id,
      question_text,
      question_type,
      answered: tallies.get(prefix) ?? 0,
      ...parts,
      // What isn't counted by its value is shown as it was written: texts, dates, addresses and numbers of phones.
      ...(Object.keys(parts).length === 0 ? { newest: texts.slice(0, NEWEST_TEXTS) } : {}),
    };
  });
  return { form: form.id, responses, questions: summaries };
}
