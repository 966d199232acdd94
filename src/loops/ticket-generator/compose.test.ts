/** What a ticket's description says of when it was told. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { NOW, placedInsight, sampleCluster } from "../../../test/samples.ts";
import { composeTicket } from "./compose.ts";

const DAY = 86_400;

/** Of a theme of which five tell each of `days` days, in an app whose feedback goes on for so many more. */
function describedOver(days: number, quietDays = 0): string {
  const all = Array.from({ length: days }, (_, at) => NOW - at * DAY);
  const first_seen = all.at(-1)!;
  const trend = all.map((at) => ({ at, count: 5 })).reverse();
  const cluster = sampleCluster("c-told", { first_seen, last_seen: NOW, trend, size: days * 5 });
  const insights = all.map((date, at) => placedInsight(at, "c-told", { date }));
  const options = {
    publicUrl: "http://127.0.0.1:8080",
    total: insights.length,
    critical: 0,
    newestAt: NOW + quietDays * DAY,
  };
  return composeTicket(cluster, insights, options).item.description;
}

test("what was told on one day is of that day, and compared with no weeks before it", () => {
  const description = describedOver(1);
  assert.match(description, /critical, on \d{4}-\d\d-\d\d; 5 in all/);
  assert.match(description, /All of it was told within one week\./);
  assert.doesNotMatch(description, /four weeks before|growing/);
});

test("what is told for weeks is compared with the four before the last", () => {
  const description = describedOver(35);
  assert.match(description, /critical, from \S+ to \S+; 175 in all/);
  assert.match(description, /In the week to \S+ 35 reports, in the four weeks before 35\.0 a week: steady\./);
});

test("weeks are those of the app's feedback: what nobody tells of any more fades, and then is over", () => {
  assert.match(describedOver(35, 4), /In the week to \S+ 15 reports, in the four weeks before 35\.0 a week: fading\./);
  const end = new Date((NOW + 10 * DAY) * 1_000).toISOString().slice(0, 10);
  const last = new Date(NOW * 1_000).toISOString().slice(0, 10);
  for (const days of [3, 35])
    assert.ok(describedOver(days, 10).includes(`Nobody told of it after ${last}; other feedback goes on to ${end}.`));
});

test("who says what the title says is quoted before others, who says nothing ill after those, and one word after all", () => {
  const cluster = sampleCluster("c-quotes", { name: "Ride does not sync" });
  const said = ["Gone", "Watch shows it as saved", "Nothing there since noon", "My ride never synced, again"];
  const insights = said.map((main_text, at) => {
    const insight = placedInsight(at, "c-quotes", { main_text });
    const statements = insight.statements!.map((one) => ({ ...one, end: main_text.length, quote: main_text }));
    return { ...insight, statements };
  });
  const { evidence } = composeTicket(cluster, insights, {
    publicUrl: "http://127.0.0.1:8080",
    total: 4,
    critical: 0,
    newestAt: NOW,
  });
  assert.deepEqual(
    evidence.map(({ quote }) => quote),
    [said[3], said[2], said[1], said[0]],
  );
});
