/**
 * Understanding with a language model over the built-in functions, wrapped around the text threads. Record by record the
 * built-in answer stands wherever the model has none that holds. Vectors, search words and identity are never the model's.
 */

import { LRUCache } from "lru-cache";
import { failures, type LanguageModel } from "../llm/language-model.ts";
import type { Metrics } from "../metrics.ts";
import { cutIntoRuns } from "../model/cut.ts";
import { shortId } from "../model/identity.ts";
import { whyOf } from "../model/reason-sentences.ts";
import type { TenantId } from "../model/tenant.ts";
import { createContentCache } from "../store/content-cache.ts";
import type { Store } from "../store/store.ts";
import { meaningfulTitle } from "./denoise.ts";
import type { EnrichInput } from "./enriched.ts";
import type { EnrichedBatch, RouterSource } from "./jobs.ts";
import type { TextPool } from "./pool.ts";
import { refineRow } from "./refine/merge.ts";
import {
  AnswerRow,
  AnswerRows,
  type AskedRecord,
  createQuestionnaire,
  type Questionnaire,
} from "./refine/questionnaire.ts";

export interface UnderstandingScope {
  readonly tenant: TenantId;
  readonly signal: AbortSignal;
}

/** What makes insights of texts: the text threads alone, or with a language model over them. */
export interface Understanding extends Pick<TextPool, "modelVersion" | "vectorVersion"> {
  enrich(inputs: readonly EnrichInput[], router: RouterSource, scope: UnderstandingScope): Promise<EnrichedBatch>;
}

export interface RefinementDeps {
  readonly text: Understanding;
  readonly model: LanguageModel;
  readonly store: Store;
  readonly metrics: Pick<Metrics, "llmRecords">;
  /** Records in one question, at most. */
  readonly batch: number;
  /** Unix seconds. */
  readonly now: () => number;
}

/** Longer texts are left to the built-in functions. */
const LONGEST_TEXT = 6_000;
/** Characters of texts in one question: small models read little at once. */
const MOST_CHARACTERS = 12_000;
const MOST_QUESTIONNAIRES = 64;
/** Of each list in a row. A model that repeats itself fills all of its answer, and each quote is looked for in the text. */
const MOST_QUOTES = 100;

/** Why a record has no answer of the model's. */
const lacks = [...failures, "untranslated", "too_long", "missing", "invalid", "not_in_text"] as const;
type Lack = (typeof lacks)[number];

/** What may be one record's fault: the others are asked about without it. */
const divisible: ReadonlySet<Lack> = new Set(["too_large", "cut_short", "refused"]);

interface Asked {
  /** Content hash of the question and the record. */
  readonly id: string;
  readonly record: AskedRecord;
}

const recordOf = ({ text, title, score, thumbsUp }: EnrichInput): AskedRecord => {
  const telling = meaningfulTitle(title, text);
  return {
    ...(telling === "" ? {} : { title: telling }),
    text,
    stars: score,
    agreed: thumbsUp,
  };
};

const lengthOf = ({ record }: Asked): number => record.text.length + (record.title?.length ?? 0);

function lackOf({ untranslated, text, title }: EnrichInput): Lack | undefined {
  if (untranslated) return "untranslated";
  return text.length + title.length > LONGEST_TEXT ? "too_long" : undefined;
}

function cutLists(row: AnswerRow): AnswerRow {
  const entries = Object.entries(row).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.slice(0, MOST_QUOTES) : value,
  ]);
  return Object.fromEntries(entries) as AnswerRow;
}

/** The rows of an answer by the index of their record. An index that comes twice says nothing. */
function readRows(value: unknown, count: number): (AnswerRow | Lack)[] {
  const rows: (AnswerRow | Lack)[] = new Array(count).fill("missing");
  const answer = AnswerRows.safeParse(value);
  if (!answer.success) return rows.fill("invalid");
  const seen = new Set<number>();
  for (const one of answer.data.records) {
    const index = (one as { readonly index?: unknown } | null)?.index;
    if (typeof index !== "number" || !(index in rows)) continue;
    const row = AnswerRow.safeParse(one);
    rows[index] = row.success && !seen.has(index) ? cutLists(row.data) : "invalid";
    seen.add(index);
  }
  return rows;
}

export function createRefinement({ text, model, store, metrics, batch, now }: RefinementDeps): Understanding {
  for (const path of ["model", "cached"]) metrics.llmRecords.inc({ path, reason: "" }, 0);
  for (const reason of lacks) metrics.llmRecords.inc({ path: "built_in", reason }, 0);
  const parse = (value: unknown): AnswerRow | undefined => AnswerRow.safeParse(value).data;
  const answers = createContentCache({ store, collection: "model_answers", parse, now });
  const questionnaires = new LRUCache<string, Questionnaire>({ max: MOST_QUESTIONNAIRES });
  const why = whyOf("model", { name: model.name });

  function questionnaireOf(router: RouterSource): Questionnaire {
    const known = questionnaires.get(router.key);
    if (known !== undefined) return known;
    const made = createQuestionnaire(router, model.name);
    questionnaires.set(router.key, made);
    return made;
  }

  async function ask(
    questionnaire: Questionnaire,
    asked: readonly Asked[],
    signal: AbortSignal,
  ): Promise<(AnswerRow | Lack)[]> {
    const answer = await model.ask(questionnaire.question(asked.map(({ record }) => record)), signal);
    if (answer.ok) return readRows(answer.value, asked.length);
    if (!divisible.has(answer.reason) || asked.length === 1) return asked.map(() => answer.reason);
    const middle = Math.ceil(asked.length / 2);
    const halves = [asked.slice(0, middle), asked.slice(middle)];
    return (await Promise.all(halves.map((half) => ask(questionnaire, half, signal)))).flat();
  }

  /** By id: what the model says of each record now. */
  async function askAll(questionnaire: Questionnaire, asked: readonly Asked[], signal: AbortSignal) {
    const questions = cutIntoRuns(asked, { sizeOf: lengthOf, size: MOST_CHARACTERS, count: batch });
    const said = (await Promise.all(questions.map((question) => ask(questionnaire, question, signal)))).flat();
    return new Map(questions.flat().map(({ id }, index) => [id, said[index]!]));
  }

  return {
    modelVersion: text.modelVersion,
    vectorVersion: text.vectorVersion,
    async enrich(inputs, router, scope) {
      const built = await text.enrich(inputs, router, scope);
      const questionnaire = questionnaireOf(router);
      const records = inputs.map((given, index) => {
        const input = { ...given, text: built.rows[index]!.text ?? given.text };
        const lack = lackOf(input);
        const record = recordOf(input);
        return { input, lack, id: shortId(questionnaire.key, record), record };
      });
      const sendable = new Map(records.flatMap((one) => (one.lack === undefined ? [[one.id, one] as const] : [])));
      const cached = await answers.read(scope.tenant, [...sendable.keys()]);
      const missing = [...sendable.values()].filter(({ id }) => !cached.has(id));
      const said = await askAll(questionnaire, missing, scope.signal);

      /** The built-in row, or the model's over it. */
      const refine = (index: number, row: AnswerRow): EnrichedBatch["rows"][number] | undefined =>
        refineRow(built.rows[index]!, records[index]!.input.text, row, questionnaire.labels, why);
      // An answer that is not about its text isn't worth keeping.
      const worth = records.flatMap(({ id }, index) => {
        const row = said.get(id);
        return typeof row === "object" && refine(index, row) !== undefined ? [[id, row] as const] : [];
      });
      // Durable before any insight is made of it: a redelivered batch sees the same answers.
      const kept = await answers.keep(scope.tenant, new Map(worth));

      const rows = records.map(({ id, lack }, index) => {
        const row = cached.get(id) ?? kept.get(id);
        const refined = row === undefined || lack !== undefined ? undefined : refine(index, row);
        if (refined !== undefined) {
          metrics.llmRecords.inc({ path: cached.has(id) ? "cached" : "model", reason: "" });
          return refined;
        }
        const answer = said.get(id);
        metrics.llmRecords.inc({
          path: "built_in",
          reason: lack ?? (typeof answer === "string" ? answer : "not_in_text"),
        });
        return built.rows[index]!;
      });
      return { ...built, rows };
    },
  };
}
