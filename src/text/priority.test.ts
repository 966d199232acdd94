import assert from "node:assert/strict";
import { test } from "node:test";
import { processorTime } from "../../test/processor-time.ts";
import { choosePriority, type PriorityInput } from "./priority.ts";

const problem = (text: string, more: Partial<PriorityInput> = {}): PriorityInput => ({
  text,
  kind: "problem",
  sentiment: "negative",
  sentiment_score: -0.8,
  ...more,
});

const priorityOf = (input: PriorityInput): string => choosePriority(input).priority;

test("lost money, lost data and breaches are critical", () => {
  assert.equal(priorityOf(problem("Money deducted from my account but the transfer never arrived")), "Critical");
  assert.equal(priorityOf(problem("My account got hacked through this")), "Critical");
  assert.equal(priorityOf(problem("The update deleted all my photos", { score: 1 })), "Critical");
});

test("what can't be used is high, a lesser fault moderate", () => {
  assert.equal(priorityOf(problem("I can't log in since yesterday")), "High");
  assert.equal(priorityOf(problem("the scanner doesn't work")), "High");
  assert.equal(priorityOf(problem("it keeps crashing")), "High");
  assert.equal(priorityOf(problem("small bug in the footer")), "Moderate");
});

test("bad stars make urgent what can't be done, what was lost and the time it took", () => {
  const badly = { score: 2, sentiment_score: -0.6 };
  assert.equal(priorityOf(problem("the door does not scan my card since the update", badly)), "High");
  assert.equal(
    priorityOf(problem("Tablet says walk saved, laptop says nothing. 12 km lost, thanks.", badly)),
    "Critical",
  );
  assert.equal(priorityOf(problem("It doesn't let me add a second address", badly)), "High");
  assert.equal(priorityOf(problem("I wasted two hours on the set-up", badly)), "High");
  assert.equal(priorityOf(problem("the icons look dull", badly)), "Moderate");
  assert.equal(priorityOf({ ...problem("I can't open it", badly), kind: "request" }), "High");
});

test("harm that is denied doesn't count", () => {
  assert.equal(priorityOf(problem("ugly icons, though it never crashed")), "Moderate");
});

test("praise is low however many agree, and requests rise with their reach", () => {
  const feeling = { sentiment: "positive", sentiment_score: 0.9 } as const;
  assert.equal(priorityOf({ text: "great, money is safe here", kind: "praise", ...feeling, thumbsUp: 9_000 }), "Low");
  const request = { text: "please add a dark theme", kind: "request", ...feeling, score: 5 } as const;
  assert.equal(priorityOf(request), "Low");
  assert.equal(priorityOf({ ...request, score: 3, thumbsUp: 2_500 }), "Moderate");
});

test("each point that counted is a reason", () => {
  const { reasons } = choosePriority(problem("refund never came, amount lost", { score: 1, thumbsUp: 120 }));
  assert.deepEqual(
    reasons.map(({ why }) => why),
    ['money was lost or is held back ("amount lost")', "120 people found it helpful", "1 star"],
  );
});

test("a long text takes time in proportion", () => {
  const began = processorTime();
  for (const text of ["money ".repeat(8_000), "a".repeat(50_000), "can't ".repeat(8_000)])
    choosePriority(problem(text));
  assert.ok(processorTime() - began < 1_000);
});
