/** Questions about texts, as the API asks them: answered beside the main thread, and cut off. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { readModels } from "./models.ts";
import { createTextQuestions } from "./text-questions.ts";

const questions = createTextQuestions({ idleMs: 2_000 });
after(() => questions.close());

const longest = {
  name: "notes",
  description: Array.from({ length: 500 }, (_, index) =>
    `Write note ${index} and share it with group ${index * 7}. `.repeat(20),
  ),
  general_labels: Array.from({ length: 100 }, (_, index) => `General label ${index}`),
};

test("wishes are found, a list for each text, and labels suggested", async () => {
  const [wishes, none] = await questions.detect(["Please add a dark mode", "It is blue"]);
  assert.deepEqual([wishes?.[0]?.wish, none], ["dark mode", []]);
  const model = await questions.suggest({
    name: "notes",
    description: ["Write notes by voice."],
    general_labels: ["Sync"],
  });
  assert.ok(model.first_order_labels.some(({ name }) => /sync/i.test(name)));
});

test("the main thread is free while the longest question is answered", async () => {
  let longestGap = 0;
  let last = performance.now();
  const beat = setInterval(() => {
    longestGap = Math.max(longestGap, performance.now() - last);
    last = performance.now();
  }, 5);
  assert.ok((await questions.suggest(longest)).first_order_labels.length > 0);
  clearInterval(beat);
  assert.ok(longestGap < 300, `${Math.round(longestGap)} ms`);
});

test("a question that takes too long is cut off, and so is one that nobody waits for; the next one is answered", async () => {
  const hasty = createTextQuestions({ deadlineMs: 30, idleMs: 2_000 });
  await assert.rejects(hasty.suggest(longest), { name: "TimeoutError" });
  await hasty.close();
  const gone = new AbortController();
  const asked = questions.suggest(longest, gone.signal);
  await pause(50);
  gone.abort(new Error("gone"));
  await assert.rejects(asked, /gone/);
  assert.equal((await questions.detect(["Please add a dark mode"])).length, 1);
});

test("texts that mean alike stand near each other, in the space of the insights' vectors", async () => {
  const texts = ["The app crashes at start", "It closes itself when I open it", "Please add a dark mode"];
  const [crash, closes, dark] = await Promise.all(texts.map((text) => questions.embed(text)));
  const likeness = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, at) => sum + value * b[at]!, 0);
  assert.ok(likeness(crash!.vector, closes!.vector) > likeness(crash!.vector, dark!.vector) + 0.1);
  assert.equal(crash!.version, (await readModels()).vectorVersion);
});
