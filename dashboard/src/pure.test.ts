/** What the dashboard works out by itself: where texts are marked, which intervals there are, what pasted text is, what a form is sent as, and that every text is translated. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { sharesAgainst } from "./against.ts";
import { namesOf } from "./app-labels.ts";
import { factsOf } from "./audit-facts.ts";
import { draftOf, moved, newQuestion, questionOf } from "./form-draft.ts";
import { everyInterval, everyWeek, sharedBars, sharedUnit, ticksOf } from "./intervals.ts";
import { cutAtMarks } from "./marks.ts";
import { de } from "./messages/de.ts";
import { en } from "./messages/en.ts";
import { textOfMessage } from "./record-text.ts";
import { splitReviews } from "./split-reviews.ts";
import { stepsOf } from "./steps.ts";
import { asTitle } from "./titles.ts";

const WEEK = 7 * 86_400;
/** A Monday. */
const MONDAY = Date.UTC(2024, 0, 1) / 1000;

test("marking changes no text, wherever the marks lie", () => {
  const place = fc.record({ start: fc.integer({ min: -3, max: 40 }), end: fc.integer({ min: -3, max: 40 }) });
  fc.assert(
    fc.property(fc.string({ maxLength: 30 }), fc.array(place), (text, places) => {
      const parts = cutAtMarks(text, places);
      assert.equal(parts.map((part) => part.text).join(""), text);
      for (const { text: marked, mark } of parts)
        if (mark !== undefined) assert.equal(marked, text.slice(mark.start, mark.end));
    }),
  );
});

test("weeks without feedback are weeks too, to the newest feedback", () => {
  const points = [
    { at: MONDAY, count: 2 },
    { at: MONDAY + 2 * WEEK, count: 1 },
  ];
  assert.deepEqual(
    everyWeek(points, MONDAY + 3 * WEEK + 86_400).map(({ count }) => count),
    [2, 0, 1, 0],
  );
  assert.deepEqual(everyWeek([], MONDAY, 8), []);
  assert.deepEqual(everyWeek(points.slice(0, 1), MONDAY, 3), [
    { at: MONDAY - 2 * WEEK, count: 0 },
    { at: MONDAY - WEEK, count: 0 },
    { at: MONDAY, count: 2 },
  ]);
});

test("months follow each other by the calendar", () => {
  const point = (at: number) => ({ at: at / 1000, negative: 1, neutral: 0, positive: 0 });
  const trend = [point(Date.UTC(2024, 0)), point(Date.UTC(2024, 3))];
  assert.deepEqual(
    everyInterval(trend, "month").map(({ at, negative }) => [new Date(at * 1000).toISOString().slice(0, 10), negative]),
    [
      ["2024-01-01", 1],
      ["2024-02-01", 0],
      ["2024-03-01", 0],
      ["2024-04-01", 1],
    ],
  );
});

test("what is compared has one unit and one height, whatever each is counted by", () => {
  const days = { interval: "day", trend: [{ at: MONDAY, negative: 2, neutral: 1, positive: 0 }] } as const;
  const weeks = {
    interval: "week",
    trend: [0, 2].map((n) => ({ at: MONDAY + n * WEEK, negative: 9, neutral: 0, positive: 1 })),
  } as const;
  const unit = sharedUnit([days.interval, weeks.interval]);
  assert.equal(unit, "week");
  assert.equal(sharedUnit([]), "hour");
  const counts = [
    { at: MONDAY - WEEK, count: 3 },
    { at: MONDAY, count: 40 },
  ];
  const { bars, most } = sharedBars(
    [
      { view: days, counts },
      { view: weeks, counts: undefined },
      { view: undefined, counts },
    ],
    unit,
  );
  assert.deepEqual(
    bars.map((own) => own.map(({ count }) => count)),
    [[3, 40], [10, 0, 10], []],
  );
  assert.equal(most, 40);
  assert.deepEqual(sharedBars([{ view: days, counts: undefined }], unit), { bars: [[]], most: 0 });
});

test("labels are named once, also where one is called as the one that it stands below", () => {
  const attributes = {
    first_order_labels: ["Price", "Maps"],
    second_order_labels: ["Price", "Downloads", "Downloads"],
  };
  assert.deepEqual(namesOf(attributes), [
    { field: "label", label: "Price" },
    { field: "label", label: "Maps" },
    { field: "sublabel", label: "Downloads" },
  ]);
});

test("an axis has a word at times that there are, no more than it has room for", () => {
  assert.deepEqual(ticksOf([5], 10), [5]);
  assert.deepEqual(ticksOf([1, 2, 3, 4, 5], 2), [1, 4]);
  const times = fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(times, fc.integer({ min: 1, max: 20 }), (all, most) => {
      const ticks = ticksOf(all, most);
      assert.ok(ticks.length <= most && ticks[0] === all[0] && ticks.every((at) => all.includes(at)));
    }),
  );
});

test("counts that tell the opposite of what a change is stand with their shares of all feedback", () => {
  const all = { recent: 200, before: 100 };
  const rest = { chance: 0.05, sureness: "likely", all } as const;
  const faded = sharesAgainst({ recent: 25, before: 22, direction: "down", ...rest });
  assert.deepEqual(faded, { before: 0.22, recent: 0.125 });
  assert.equal(sharesAgainst({ recent: 10, before: 22, direction: "down", ...rest }), undefined);
  assert.equal(sharesAgainst({ recent: 25, before: 22, direction: "same", ...rest }), undefined);
  assert.equal(sharesAgainst({ recent: 60, before: 22, direction: "up", ...rest }), undefined);
});

test("a title begins as a sentence does, but for names", () => {
  assert.deepEqual(["dark mode", "iPad support", "3 more maps", "été", ""].map(asTitle), [
    "Dark mode",
    "iPad support",
    "3 more maps",
    "Été",
    "",
  ]);
});

test("a message that failed is shown by its first record's words, else as it came", () => {
  const body = JSON.stringify([{ title: "Maps", text: "It crashes" }, { text: "Another" }]);
  assert.equal(textOfMessage(body), "Maps: It crashes");
  assert.equal(textOfMessage('[{"form_id":"f1"}]'), '{"form_id":"f1"}');
  for (const strange of ["", "[]", "{", "not JSON \uD800"]) assert.equal(textOfMessage(strange), strange);
  fc.assert(fc.property(fc.json(), (any) => typeof textOfMessage(any) === "string"));
});

test("pasted reviews are lines, or what empty lines part", () => {
  assert.deepEqual(splitReviews("one\ntwo\n"), ["one", "two"]);
  assert.deepEqual(splitReviews("one\nstill one\n\n two\n"), ["one\nstill one", "two"]);
  assert.deepEqual(splitReviews(" \n "), []);
});

test("each text is there in each language, with the same places to fill in", () => {
  const places = (message: unknown): string[] => (JSON.stringify(message).match(/\{\w+\}/g) ?? []).sort();
  assert.deepEqual(Object.keys(de).sort(), Object.keys(en).sort());
  for (const key of Object.keys(en) as (keyof typeof en)[])
    assert.deepEqual([...new Set(places(de[key]))], [...new Set(places(en[key]))], key);
});

test("what names a thing of the server's has nothing to fill in", () => {
  const sources = globSync("**/*.tsx", { cwd: import.meta.dirname }).map((file) =>
    readFileSync(join(import.meta.dirname, file), "utf8"),
  );
  const groups = new Set(sources.flatMap((text) => [...text.matchAll(/named\("(\w+)"/g)].map(([, group]) => group!)));
  // Sentences of a page that begin like a group.
  const sentences = ["actor.key", "actor.session", "audit.count", "decision.done", "upload.columnIs", "upload.found"];
  const filled = Object.entries(en).filter(([, message]) => /\{\w+\}/.test(JSON.stringify(message)));
  const found = filled.map(([key]) => key).filter((key) => groups.has(key.split(".")[0]!));
  assert.deepEqual(found.sort(), sentences);
});

test("a question that is opened and not touched is sent back as it was", () => {
  const choices = [
    { id: "a", choice_text: "Alone" },
    { id: "b", choice_text: "With others" },
  ];
  const questions = [
    { id: "q1", question_text: "Why?", question_type: "text", required: true, metadata: { private: true }, max: 100 },
    { id: "q2", question_text: "With?", question_type: "multiple_choice", required: false, metadata: {}, choices },
    { id: "q3", question_text: "When?", question_type: "date", required: false, metadata: {}, min: "2024-01-01" },
  ] as const;
  for (const question of questions) {
    const { multiple: _, ...sent } = questionOf(draftOf(question, 0)) as { readonly multiple?: boolean };
    assert.deepEqual(sent, question);
  }
});

test("a choice keeps its id where its text stays or is put right, and gets none where another is added", () => {
  const known = [
    { id: "a", choice_text: "Alone" },
    { id: "b", choice_text: "With other" },
  ];
  const draft = { ...newQuestion(0, "With?"), question_type: "multiple_choice" as const, known };
  const choicesOf = (choices: string) => questionOf({ ...draft, choices }).choices;
  assert.deepEqual(choicesOf("Alone\nWith others"), [
    { id: "a", choice_text: "Alone" },
    { id: "b", choice_text: "With others" },
  ]);
  assert.deepEqual(choicesOf("With other\nAlone\n \nBy bus"), [
    { id: "b", choice_text: "With other" },
    { id: "a", choice_text: "Alone" },
    { choice_text: "By bus" },
  ]);
  const text = fc.stringMatching(/^[a-e]{1,2}$/);
  fc.assert(
    fc.property(fc.uniqueArray(text, { minLength: 1 }), fc.uniqueArray(text, { minLength: 1 }), (before, after) => {
      const kept = before.map((choice_text, at) => ({ id: String(at), choice_text }));
      const sent = questionOf({ ...draft, known: kept, choices: after.join("\n") }).choices!;
      const ids = sent.flatMap((one) => ("id" in one ? [one.id] : []));
      assert.equal(new Set(ids).size, ids.length, "no id twice");
    }),
  );
});

test("moving changes the order alone, and nothing at the ends", () => {
  assert.deepEqual(moved(["a", "b", "c"], 1, -1), ["b", "a", "c"]);
  assert.deepEqual(moved(["a", "b"], 0, -1), ["a", "b"]);
  assert.deepEqual(moved(["a", "b"], 1, 1), ["a", "b"]);
});

test("what was said in a visit stands after the events of its second, on one page, however the visit is cut", () => {
  type Visit = Parameters<typeof stepsOf>[0];
  const second = fc.integer({ min: 0, max: 20 });
  const events = fc.array(fc.integer({ min: 0, max: 20_999 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(events, fc.array(second, { maxLength: 5 }), fc.integer({ min: 1, max: 12 }), (times, said, size) => {
      const items = times
        .sort((a, b) => a - b)
        .map((at) => ({ timestamp: new Date(at).toISOString() })) as unknown as Visit["items"];
      const insights = said.sort((a, b) => a - b).map((date) => ({ date })) as unknown as Visit["insights"];
      const shown: number[] = [];
      let after: number | undefined;
      for (let at = 0; at < items.length; at += size) {
        const page = items.slice(at, at + size);
        const next_cursor = at + size < items.length ? "more" : null;
        const steps = stepsOf({ items: page, insights, next_cursor }, after);
        for (const [place, step] of steps.entries()) {
          if (!("insight" in step)) continue;
          shown.push(step.insight.date);
          const earlier = steps.slice(0, place);
          assert.ok(earlier.every((one) => one.at < step.at + 1));
        }
        after = new Date(page.at(-1)!.timestamp).getTime() / 1000;
      }
      assert.deepEqual(shown, said);
    }),
  );
});

test("no button is switched off in the way that takes the focus from it", () => {
  for (const file of globSync("**/*.tsx", { cwd: import.meta.dirname })) {
    const text = readFileSync(join(import.meta.dirname, file), "utf8");
    assert.doesNotMatch(text, /<button\b[^<]*?\sdisabled=/, file);
  }
});

test("what an audit entry tells is names with values, times apart, whatever was written", () => {
  const detail = {
    first: 1_793_662_260,
    count: 3,
    scopes: ["read", "admin"],
    why: null,
    until: { size: 6 },
    at: "noon",
  };
  assert.deepEqual(factsOf(detail), [
    { name: "first", values: [1_793_662_260], isTime: true },
    { name: "count", values: [3], isTime: false },
    { name: "scopes", values: ["read", "admin"], isTime: false },
    { name: "size", values: [6], isTime: false },
    { name: "at", values: ["noon"], isTime: false },
  ]);
  for (const none of [undefined, null, "text", 3]) assert.deepEqual(factsOf(none), []);
});
