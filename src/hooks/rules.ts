/** Hook: checks a response by its form's rules, `{when, say}`; what holds becomes a note on the response. */
import { z } from "zod";
import { renderTemplate } from "../forms/compose-receipt.ts";
import type { Form } from "../model/form.ts";
import type { ResponseDocument, ResponseNote } from "../model/response.ts";
import type { Store, Stored } from "../store/store.ts";
import { won } from "../store/written.ts";
import { type Hook, settingsOf } from "./hook.ts";
import { holds, InvalidRule, type Values } from "./rule.ts";

const NAME = "rules";

const Rules = z.object({
  rules: z
    .array(z.object({ name: z.string().max(100).optional(), when: z.unknown(), say: z.string().min(1).max(1_000) }))
    .max(100),
});

/** Answers by question id and by what the form calls the question, and what came with the response. */
function valuesOf(form: Form, { answers, metadata, submitted_at }: ResponseDocument): Values {
  const values: Record<string, unknown> = { submitted_at };
  for (const [key, value] of Object.entries(metadata)) values[`metadata.${key}`] = value;
  for (const answer of answers) {
    const question = form.questions.find(({ id }) => id === answer.question);
    const textOf = (id: string) => question?.choices?.find((choice) => choice.id === id)?.choice_text ?? id;
    const chosen = answer.selected_choices?.map(textOf) ?? (answer.selected_choice && textOf(answer.selected_choice));
    const value = chosen ?? answer.answer_text;
    values[answer.question] = value;
    if (typeof question?.metadata.variable === "string") values[question.metadata.variable] = value;
  }
  return values;
}

function notesOf(form: Form, response: ResponseDocument): ResponseNote[] {
  const values = valuesOf(form, response);
  return settingsOf(form, NAME).flatMap((settings): ResponseNote[] => {
    const parsed = Rules.safeParse(settings);
    if (!parsed.success) return [{ rule: NAME, text: "the rules of this form can't be read" }];
    return parsed.data.rules.flatMap(({ name, when, say }, index): ResponseNote[] => {
      const rule = name ?? `rule ${index + 1}`;
      try {
        return holds(when, values) ? [{ rule, text: renderTemplate(say, form, response) }] : [];
      } catch (error) {
        if (error instanceof InvalidRule) return [{ rule, text: `this rule can't be read: ${error.message}` }];
        throw error;
      }
    });
  });
}

export const createRulesHook = (store: Store): Hook<"response.stored"> => ({
  name: NAME,
  on: "response.stored",
  wants: (form) => settingsOf(form, NAME).length > 0,
  async run({ key, form }, { tenant }) {
    for (;;) {
      const stored: Stored<ResponseDocument> | undefined = await store.get(tenant, "responses", key);
      if (stored === undefined || stored.doc.deleted) return;
      // The same response always gets the same notes, so running twice changes nothing.
      const notes = notesOf(form, stored.doc);
      if (notes.length === 0) return;
      const [result] = await store.write(tenant, "responses", [
        { op: "update", id: key, version: stored.version, set: { notes } },
      ]);
      if (won(result)) return;
    }
  },
});
