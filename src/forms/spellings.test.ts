/** People spell one answer in many ways: what can only mean one thing is read, whatever the country, script and program. */
// cspell:ignore callme januar evet wahr vrai verdadero nein hayır hayir falsch gern grösse
import assert from "node:assert/strict";
import { test } from "node:test";
import { FormInput } from "../model/form.ts";
import { checkAnswers } from "./check-answers.ts";
import { renderTemplate } from "./compose-receipt.ts";
import { makeContent } from "./make-form.ts";
import { readDay } from "./read-day.ts";
import { decimalShownBy, readNumberText } from "./read-number.ts";
import { readPhone } from "./read-phone.ts";
import { readYesNo, saysYes } from "./yes-no.ts";

const made = (question: object) =>
  makeContent(FormInput.parse({ title: "t", questions: [{ id: "q", question_text: "Q", ...question }] }));
const fault = (question: object): unknown => {
  const form = made(question);
  return "errors" in form ? form.errors.map(({ field, message }) => `${field}: ${message}`) : undefined;
};

test("a number may have a decimal comma, groups, and the digits of any script, and keeps all its digits", () => {
  const right = {
    "12,5": "12.5",
    "0,125": "0.125",
    "1.234,50": "1234.5",
    "1,234.50": "1234.5",
    "1,234,567": "1234567",
    "1.234.567": "1234567",
    "1 234,5": "1234.5",
    "1\u00a0234": "1234",
    "1'234.5": "1234.5",
    "\u22125": "-5",
    "١٢٫٥": "12.5",
    "१२": "12",
    "１２．５": "12.5",
    "-0": "0",
    "+007": "7",
    "9007199254740993": "9007199254740993",
    "-0.12345678901234567890": "-0.12345678901234567890",
  };
  for (const [given, wanted] of Object.entries(right)) assert.deepEqual(readNumberText(given), { text: wanted }, given);
  for (const wrong of ["1,2,3", "1.2.3", "12,5,", "5 %", "€5", "1e999", "0x10", "Infinity", "1,23.4,5"])
    assert.equal(readNumberText(wrong), undefined, wrong);
  assert.deepEqual(readNumberText("1,234"), { either: ["1.234", "1234"] });
  assert.deepEqual(
    [readNumberText("1,234", "comma"), readNumberText("1.234", "comma")],
    [{ text: "1.234" }, { text: "1234" }],
  );
  assert.deepEqual(["12,5", "12.5", "1,234", "1.234,5", "1,234.5", "7"].map(decimalShownBy), [
    "comma",
    "point",
    undefined,
    "comma",
    "point",
    undefined,
  ]);
});

test("a telephone number leaves out what is only dialled within its country, and the marks that came with it", () => {
  const right = {
    "+44 (0)20 7946 0958": "+442079460958",
    "0049 (0) 171 1234567": "+491711234567",
    "+39 (0)6 6982 1234": "+390669821234",
    "tel:+49-151-1234-5678": "+4915112345678",
    "\u202a+49 151 12345678\u202c": "+4915112345678",
    "＋４９１５１１２３４５６７８": "+4915112345678",
    "٠٠٩٦٦ ٥٠ ١٢٣ ٤٥٦٧": "+966501234567",
    "(+1) 415-555-2671": "+14155552671",
  };
  for (const [given, wanted] of Object.entries(right)) assert.equal(readPhone(given), wanted, given);
  for (const wrong of [
    "447700900123",
    "011 44 20 7946 0958",
    "+49 151 CALLME",
    "+44 20 7946 0958 ext. 5",
    "4.4770090012E+11",
  ])
    assert.equal(readPhone(wrong), undefined, wrong);
});

test("a day may be written in any style that means one day, before 1970 too", () => {
  const right = {
    "31.12.2023": "2023-12-31",
    "5. Januar 2024": "2024-01-05",
    "1/25/2024": "2024-01-25",
    "2024/1/5": "2024-01-05",
    "20240105": "2024-01-05",
    "٢٠٢٤-٠١-٠٥": "2024-01-05",
    "2024年1月5日": "2024-01-05",
    "01.06.1950": "1950-06-01",
    "13/2/1899": "1899-02-13",
    "June 1, 1950": "1950-06-01",
    "5.1.2024 14:30": "2024-01-05T14:30:00Z",
    "2024-01-05T23:30:00-05:00": "2024-01-05T23:30:00-05:00",
  };
  for (const [given, wanted] of Object.entries(right)) {
    const read = readDay(given);
    assert.equal("text" in read && read.text, wanted, given);
  }
  for (const wrong of ["2024-02-30", "1704412800", "3/4/2024", "1/2/24", "today", "12.2023"])
    assert.ok("wrong" in readDay(wrong), wrong);
  assert.ok("text" in readDay("3/4/2024", "month"));
});

test("a day of the last day that is taken is taken at any hour; bounds may lie before 1970 and be written in any style", () => {
  const form = made({ question_type: "date", min: "1.1.1900", max: "31.12.2024" });
  assert.ok("content" in form);
  const { questions } = form.content;
  assert.deepEqual([questions[0]?.min, questions[0]?.max], ["1900-01-01", "2024-12-31"]);
  const check = (text: string) => "answers" in checkAnswers(questions, [{ question: "q", answer_text: text }]);
  assert.deepEqual(["1956-07-01", "2024-12-31T22:00:00Z", "1899-12-31", "2025-01-01"].map(check), [
    true,
    true,
    false,
    false,
  ]);
});

test("yes and no are understood in the languages that forms speak, and as spreadsheets save them", () => {
  for (const word of [
    "Ja",
    "OUI",
    "sí",
    "si",
    "Sim",
    "tak",
    "evet",
    "نعم",
    "हाँ",
    "はい",
    "WAHR",
    "VRAI",
    "VERDADERO",
    "да",
    "✓",
  ])
    assert.equal(readYesNo(word), true, word);
  for (const word of ["Nein", "non", "não", "nee", "nie", "hayır", "HAYIR", "لا", "नहीं", "いいえ", "FALSCH", "нет"])
    assert.equal(readYesNo(word), false, word);
  assert.deepEqual(["perhaps", "x", "nothing", "yesterday"].map(readYesNo), [
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  assert.deepEqual(["No, thanks", "Yes please", "Nothing", "Ja, gern"].map(saysYes), [false, true, undefined, true]);
});

test("a choice is the same however Unicode writes it, so two that look alike are none", () => {
  const form = made({ question_type: "mcq", choices: ["Café", "Größe XL"] });
  assert.ok("content" in form);
  const check = (choice: string) =>
    "answers" in checkAnswers(form.content.questions, [{ question: "q", selected_choice: choice }]);
  assert.deepEqual(["Cafe\u0301", "GRÖSSE  XL", "Gro\u0308ße\u00a0XL", "Cafe"].map(check), [true, true, true, false]);
  assert.deepEqual(fault({ question_type: "mcq", choices: ["é", "e\u0301"] }), [
    "questions.0.choices.1: two choices of this text",
  ]);
});

test("a question that no answer could ever keep to is refused when it is made", () => {
  assert.deepEqual(fault({ question_type: "mcq", multiple: true, min: 3, choices: ["a", "b"] }), [
    "questions.0.min: there are 2 choices",
  ]);
  assert.deepEqual(fault({ question_type: "text", max: 0 }), ["questions.0.max: an answer has at least one character"]);
  assert.deepEqual(fault({ question_type: "text", min: 20_000 }), [
    "questions.0.min: no answer is longer than 10000 characters",
  ]);
  assert.deepEqual(fault({ question_type: "rating", min: 0.5, max: 0.6 }), [
    "questions.0.min: no whole number is from 0.5 to 0.6",
  ]);
  assert.equal(fault({ question_type: "rating", min: 0, max: 10 }), undefined);
});

test("a template may name a question by its text", () => {
  const form = made({ question_type: "text", question_text: "Your name" });
  assert.ok("content" in form);
  const answers = [{ id: "a", question: "q", answer_text: "Ada", submitted_at: 1, metadata: {} }];
  const said = renderTemplate("Hi {{ your name }}, {{q}}!", form.content, { answers, metadata: {} });
  assert.equal(said, "Hi Ada, Ada!");
});
