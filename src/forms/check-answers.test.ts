/** Answers are checked against their questions: right ones come out in one form, each wrong one is named. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Question } from "../model/form.ts";
import type { QuestionType } from "../model/form-names.ts";
import type { AnswerInput } from "../model/response.ts";
import { checkAnswers } from "./check-answers.ts";

const question = (type: QuestionType, parts: Partial<Question> = {}): Question => ({
  id: "q",
  question_text: "The question",
  question_type: type,
  required: false,
  metadata: {},
  ...parts,
});
const choices = [
  { id: "r", choice_text: "Red" },
  { id: "g", choice_text: "Green" },
];

/** The value that an answer comes to, or the codes of what is wrong. */
function check(asked: Question, answer: Partial<AnswerInput>): unknown {
  const checked = checkAnswers([asked], [{ question: "q", ...answer }]);
  if ("errors" in checked) return checked.errors.map(({ field, code }) => `${field}: ${code}`);
  const [first] = checked.answers;
  return first === undefined ? undefined : (first.answer_text ?? first.selected_choice ?? first.selected_choices);
}

test("right answers of every type", () => {
  assert.equal(check(question("text"), { answer_text: "  fine, thanks " }), "fine, thanks");
  assert.equal(check(question("rating"), { answer_text: 4 }), "4");
  assert.equal(check(question("rating", { min: 0, max: 10 }), { answer_text: "10" }), "10");
  assert.equal(check(question("number"), { answer_text: "-12.50" }), "-12.5");
  assert.equal(check(question("date"), { answer_text: "2024-02-29" }), "2024-02-29");
  assert.equal(check(question("date"), { answer_text: "1956-07-01" }), "1956-07-01");
  assert.equal(check(question("email"), { answer_text: "ada@example.org" }), "ada@example.org");
  assert.equal(check(question("phone"), { answer_text: "0044 (7700) 900-123" }), "+447700900123");
  assert.equal(check(question("boolean"), { answer_text: true }), "true");
  assert.equal(check(question("boolean"), { answer_text: "No" }), "false");
  assert.equal(check(question("multiple_choice", { choices }), { selected_choice: "green" }), "g");
  assert.deepEqual(
    check(question("multiple_choice", { choices, multiple: true }), { selected_choices: ["r", "Green", "r"] }),
    ["r", "g"],
  );
});

test("wrong answers of every type are named by property and code", () => {
  const wrong: readonly (readonly [Question, Partial<AnswerInput>, string])[] = [
    [question("text", { max: 3 }), { answer_text: "four" }, "answers.0.answer_text: max_length"],
    [question("text", { min: 3 }), { answer_text: "ab" }, "answers.0.answer_text: min_length"],
    [question("rating"), { answer_text: 6 }, "answers.0.answer_text: out_of_range"],
    [question("rating"), { answer_text: "3.5" }, "answers.0.answer_text: invalid_number"],
    [question("number", { min: 0 }), { answer_text: -1 }, "answers.0.answer_text: out_of_range"],
    [question("number"), { answer_text: "1e999" }, "answers.0.answer_text: invalid_number"],
    [question("number"), { answer_text: "twelve" }, "answers.0.answer_text: invalid_number"],
    [question("date"), { answer_text: "2023-02-29" }, "answers.0.answer_text: invalid_date"],
    [question("date"), { answer_text: "1700000000" }, "answers.0.answer_text: invalid_date"],
    [question("date", { max: "2024-01-01" }), { answer_text: "2024-01-02" }, "answers.0.answer_text: out_of_range"],
    [question("email"), { answer_text: "ada@example" }, "answers.0.answer_text: invalid_email"],
    [question("phone"), { answer_text: "07700 900123" }, "answers.0.answer_text: invalid_phone"],
    [question("boolean"), { answer_text: "perhaps" }, "answers.0.answer_text: invalid_boolean"],
    [
      question("multiple_choice", { choices }),
      { selected_choice: "Blue" },
      "answers.0.selected_choice: invalid_choice",
    ],
    [
      question("multiple_choice", { choices }),
      { selected_choices: ["r", "g"] },
      "answers.0.selected_choices: too_many",
    ],
  ];
  for (const [asked, answer, error] of wrong) assert.deepEqual(check(asked, answer), [error]);
});

test("what is said beside an answer is not lost, and nothing becomes a word that nobody said", () => {
  assert.equal(check(question("text"), { selected_choices: ["only"] }), "only");
  assert.equal(check(question("text"), { selected_choice: "only", answer_text: "only" }), "only");
  assert.deepEqual(check(question("text"), { selected_choices: ["a", "b"] }), ["answers.0.answer_text: too_many"]);
  assert.deepEqual(check(question("rating"), { answer_text: 4, selected_choice: 5 }), [
    "answers.0.answer_text: too_many",
  ]);
  const asked = question("multiple_choice", { choices });
  assert.equal(check(asked, { selected_choice: "g", answer_text: "Green" }), "g");
  assert.deepEqual(check(asked, { selected_choice: "g", answer_text: "because" }), [
    "answers.0.answer_text: invalid_choice",
  ]);
});

test("all that is wrong is said at once: unknown and repeated questions, missing answers", () => {
  const asked = [question("text", { required: true }), question("rating", { id: "stars", required: true })];
  const checked = checkAnswers(asked, [
    { question: "nobody asked", answer_text: "x" },
    { question: "the question", answer_text: "one" },
    { question: "q", answer_text: "two" },
  ]);
  assert.deepEqual("errors" in checked && checked.errors.map(({ field, code }) => [field, code]), [
    ["answers.0.question", "unknown_question"],
    ["answers.2.question", "duplicate"],
    ["answers.stars", "required"],
  ]);
});

test("an empty answer is none, and missing only where one is needed", () => {
  assert.equal(check(question("email"), { answer_text: "  " }), undefined);
  assert.deepEqual(check(question("email", { required: true }), { answer_text: "" }), ["answers.q: required"]);
});

test("what is checked once is right when it is checked again", () => {
  const types = ["text", "rating", "number", "date", "email", "phone", "boolean"] as const;
  fc.assert(
    fc.property(
      fc.constantFrom(...types),
      fc.oneof(
        fc.string(),
        fc.double(),
        fc.date({ noInvalidDate: true }).map((at) => at.toISOString()),
      ),
      (type, text) => {
        const once = check(question(type), { answer_text: text });
        if (typeof once === "string") assert.equal(check(question(type), { answer_text: once }), once);
      },
    ),
  );
});
