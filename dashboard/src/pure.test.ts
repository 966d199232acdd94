/** What the dashboard works out by itself: where texts are marked, which intervals there are, what pasted text is, and that every text is translated. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { everyInterval, everyWeek } from "./intervals.ts";
import { cutAtMarks } from "./marks.ts";
import { de } from "./messages/de.ts";
import { en } from "./messages/en.ts";
import { splitReviews } from "./split-reviews.ts";

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
  assert.deepEqual(everyWeek([], MONDAY), []);
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
