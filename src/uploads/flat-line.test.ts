/** Lines of JSON that are rows: matched by column, with their values as they are. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Question } from "../model/form.ts";
import { createFlatLines } from "./flat-line.ts";

const question = (id: string, question_text: string, more: Partial<Question>): Question => ({
  ...{ id, question_text, question_type: "text", required: false, metadata: {}, ...more },
});
const lines = createFlatLines([
  question("why", "Why?", { metadata: { column: "reason" } }),
  question("stars", "Stars?", { question_type: "rating" }),
  question("days", "Days?", {
    ...{ question_type: "multiple_choice", multiple: true },
    choices: [
      { id: "mo", choice_text: "Monday; early" },
      { id: "fr", choice_text: "Friday" },
    ],
  }),
]);

test("keys are columns: by a question's id, its text, or its column; what answers nothing is metadata as it is", () => {
  assert.deepEqual(lines({ id: "a", stars: 4, reason: "by its column", branch: "north" })?.input, {
    id: "a",
    metadata: { branch: "north" },
    answers: [
      { question: "stars", answer_text: "4" },
      { question: "why", answer_text: "by its column" },
    ],
  });
  const line = {
    ...{ "Stars?": true, "Why?": null, "Days?": ["Friday", "Monday; early"] },
    ...{ metadata: { from: "desk" }, shop: { town: "Ulm" }, seats: 3, nothing: null },
  };
  assert.deepEqual(lines(line)?.input, {
    metadata: { from: "desk", shop: { town: "Ulm" }, seats: 3 },
    answers: [
      { question: "stars", answer_text: "true" },
      { question: "days", selected_choices: ["fr", "mo"] },
    ],
  });
});

test("what is written as a response, or names no question, is no row", () => {
  for (const line of [{ answers: [], stars: 1 }, { answers: null }, { id: "a", metadata: {} }, { town: "Ulm" }, {}])
    assert.equal(lines(line), undefined);
});
