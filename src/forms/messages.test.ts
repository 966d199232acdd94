/** What a form's owner reads of wrong answers: what was given, and what would be right. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { FormInput } from "../model/form.ts";
import type { AnswerInput } from "../model/response.ts";
import { checkAnswers } from "./check-answers.ts";
import { makeContent } from "./make-form.ts";

const cases: readonly (readonly [object, Omit<AnswerInput, "question">, string])[] = [
  [{ question_type: "text", max: 3 }, { answer_text: "four" }, "4 characters, at most 3 are taken"],
  [{ question_type: "text", min: 3 }, { answer_text: "ab" }, "2 characters, at least 3 are needed"],
  [{ question_type: "rating" }, { answer_text: 6 }, "6 is no number from 1 up to 5"],
  [{ question_type: "rating" }, { answer_text: "good" }, '"good" is no whole number'],
  [{ question_type: "number", min: 0 }, { answer_text: -1 }, "-1 is no number from 0"],
  [{ question_type: "number" }, { answer_text: "1,5 kg" }, '"1,5 kg" is no number, such as 12.5'],
  [{ question_type: "number" }, { answer_text: "1,500" }, '"1,500" may be 1.5 or 1500: write it without a comma'],
  [{ question_type: "date" }, { answer_text: "2024-02-30" }, '"2024-02-30" is no date as YYYY-MM-DD'],
  [
    { question_type: "date" },
    { answer_text: "03/04/2024" },
    '"03/04/2024" may be 2024-04-03 or 2024-03-04: write it as YYYY-MM-DD',
  ],
  [
    { question_type: "date" },
    { answer_text: "3/4/1956" },
    '"3/4/1956" may be 1956-04-03 or 1956-03-04: write it as YYYY-MM-DD',
  ],
  [
    { question_type: "date" },
    { answer_text: "31.12.56" },
    '"31.12.56" may be of two centuries: write the year with four digits, as YYYY-MM-DD',
  ],
  [
    { question_type: "date" },
    { answer_text: 45291 },
    '"45291" is a spreadsheet\'s number of a day: write it as YYYY-MM-DD',
  ],
  [
    { question_type: "phone" },
    { answer_text: "4,47701E+11" },
    '"4,47701E+11" is a number that a spreadsheet shortened: format the column as text, and write the number again',
  ],
  [{ question_type: "date", min: "2024-01-01" }, { answer_text: "2023-12-31" }, '"2023-12-31" is before 2024-01-01'],
  [{ question_type: "date", max: "2024-01-01" }, { answer_text: "2024-01-02" }, '"2024-01-02" is after 2024-01-01'],
  [
    { question_type: "email" },
    { answer_text: "ada@example" },
    '"ada@example" is no e-mail address, such as name@example.com',
  ],
  [
    { question_type: "phone" },
    { answer_text: "07700 900123" },
    '"07700 900123" is no number with its country, such as +44 7700 900123',
  ],
  [{ question_type: "boolean" }, { answer_text: "perhaps" }, '"perhaps" is neither true nor false (yes or no)'],
  [
    { question_type: "mcq", choices: ["Red", "Green"] },
    { selected_choice: "Blue" },
    '"Blue" is none of the choices, which are Red, Green',
  ],
  [
    { question_type: "mcq", choices: Array.from({ length: 12 }, (_, at) => `C${at}`) },
    { selected_choice: "x" },
    '"x" is none of the choices, which are C0, C1, C2, C3, C4, C5, C6, C7, C8, C9 and 2 more',
  ],
  [
    { question_type: "mcq", choices: ["Red", "Green"] },
    { selected_choices: ["Red", "Green"] },
    "2 choices where one is to be made",
  ],
  [
    { question_type: "mcq", multiple: true, max: 1, choices: ["Red", "Green"] },
    { selected_choices: ["Red", "Green"] },
    "2 choices, at most 1 are taken",
  ],
  [
    { question_type: "mcq", multiple: true, min: 2, choices: ["Red", "Green"] },
    { selected_choices: ["Red"] },
    "1 choice, at least 2 are needed",
  ],
  [{ question_type: "text", required: true }, { answer_text: " " }, "an answer is needed: How was it?"],
  [
    { question_type: "email" },
    { answer_text: `${"x".repeat(100)}` },
    `"${"x".repeat(60)}…" is no e-mail address, such as name@example.com`,
  ],
];

for (const [question, answer, message] of cases)
  test(message, () => {
    const input = FormInput.parse({ title: "t", questions: [{ id: "q", question_text: "How was it?", ...question }] });
    const made = makeContent(input);
    assert.ok("content" in made);
    const checked = checkAnswers(made.content.questions, [{ question: "q", ...answer }]);
    assert.deepEqual("errors" in checked && checked.errors.map((error) => error.message), [message]);
  });
