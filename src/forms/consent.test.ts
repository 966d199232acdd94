/** A receipt goes out to whoever said yes to it, however the question was put, and to nobody else. */
// cspell:ignore nein danke gern dagegen
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Form, FormInput } from "../model/form.ts";
import type { AnswerInput } from "../model/response.ts";
import { checkAnswers } from "./check-answers.ts";
import { composeReceipt } from "./compose-receipt.ts";
import { makeContent } from "./make-form.ts";

/** The state of the receipt of somebody who answered so. */
function stateAfter(consent: object, answer: Partial<AnswerInput>): string | undefined {
  const made = makeContent(
    FormInput.parse({
      title: "t",
      questions: [
        { id: "phone", question_text: "Phone", question_type: "phone" },
        { id: "may", question_text: "May we write?", ...consent },
      ],
      receipt: { channel: "log", to_question: "phone", template: "Thanks", consent_question: "may" },
    }),
  );
  assert.ok("content" in made);
  const checked = checkAnswers(made.content.questions, [
    { question: "phone", answer_text: "+447700900123" },
    { question: "may", ...answer },
  ]);
  assert.ok("answers" in checked);
  const answers = checked.answers.map((one) => ({ ...one, id: one.question, submitted_at: 1 }));
  const form: Form = { ...made.content, id: "f", public_id: "p", version: 1, created_at: 1, updated_at: 1 };
  const response = {
    response_id: "r",
    form: "f",
    form_version: 1,
    submitted_at: 1,
    received_at: 1,
    hash: "h",
    metadata: {},
    answers,
    app: "a",
    created_batch: "b",
    tallies: [],
  };
  const occasion = { kind: "thanks", template: "Thanks" } as const;
  return composeReceipt(form, "key", response, occasion, { countries: [], sender: undefined }, 1)?.doc.state;
}

test("choices that say yes or no decide, in whatever order they stand", () => {
  const choices = (...choices: string[]) => ({ question_type: "mcq", choices });
  const cases: readonly (readonly [object, string, string])[] = [
    [choices("No", "Yes"), "No", "suppressed"],
    [choices("No", "Yes"), "Yes", "pending"],
    [choices("Nein, danke", "Ja, gern"), "Ja, gern", "pending"],
    [choices("No thanks", "Text me"), "Text me", "suppressed"],
    [choices("Text me", "Leave me alone"), "Text me", "pending"],
    [choices("Text me", "Leave me alone"), "Leave me alone", "suppressed"],
  ];
  for (const [question, choice, state] of cases)
    assert.equal(stateAfter(question, { selected_choice: choice }), state, `${JSON.stringify(question)} ${choice}`);
  const several = { ...choices("No", "Yes"), multiple: true };
  assert.equal(stateAfter(several, { selected_choices: ["Yes"] }), "pending");
  assert.equal(stateAfter(several, { selected_choices: ["No", "Yes"] }), "suppressed");
});

test("what is written says yes or no in any language that is read; no answer is no consent", () => {
  const said = (type: string, text: string) => stateAfter({ question_type: type }, { answer_text: text });
  assert.deepEqual(
    ["Yes please", "Ja", "OUI", "No", "perhaps"].map((text) => said("text", text)),
    ["pending", "pending", "pending", "suppressed", "suppressed"],
  );
  assert.deepEqual(
    ["On second thoughts, no", "Si no", "Da bin ich dagegen", "OK for letters only", "OK, do", "da"].map((text) =>
      said("text", text),
    ),
    ["suppressed", "suppressed", "suppressed", "suppressed", "pending", "pending"],
  );
  assert.equal(said("boolean", "Ja"), "pending");
  assert.equal(stateAfter({ question_type: "boolean" }, {}), "suppressed");
});

test("a question that can't be answered with yes can't ask for consent", () => {
  assert.throws(() => stateAfter({ question_type: "phone" }, {}));
});
