// cspell:ignore itms
/** Titles that a machine wrote, or that only name who wrote, are no text; what people write is. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { titleOf } from "../model/title.ts";
import { meaningfulTitle } from "./denoise.ts";

const TEXT = "The map keeps crashing whenever I open it";

test("addresses, ids and machine titles say nothing", () => {
  const titles = [
    "From https://play.google.com/store/apps/details?id=com.example.app&reviewId=gp:AOqpTOE1",
    "From <https://play.google.com/store/apps/details?id=com.example.app>",
    "https://apps.apple.com/us/app/example/id123456789",
    "www.example.com/reviews/12",
    "apps.apple.com/us/app/example/id123456789",
    "Source: https://x.example/1",
    "someone@example.com",
    "com.example.app",
    "4711",
    "#4711",
    "Ticket #4711",
    "TKT-14",
    "Case: TKT-14",
    "t3_1a2b3c",
    "gp:AOqpTOFKj1Kd0-Xk9",
    "0190a5c4-7c1e-7c3a-9d55-2b8e2b0f7a11",
    "Ticket created from Playstore review 1",
    "From play.google.com/store/apps/details?id=com.example.app",
    "From market://details?id=com.example.app",
    "itms-apps://apps.apple.com/app/id123456789",
    "By https://example.com/ann",
    "review_id=88",
    "Tweet 1116190735336968192",
    "Post #12",
    "by Ann Bell",
  ];
  for (const title of titles) assert.equal(meaningfulTitle(title, TEXT), "", title);
});

test("what people write is kept", () => {
  const titles = [
    "Crashes",
    "5 stars",
    "Worst app 2024",
    "From bad to worse",
    "From v2 on it crashes",
    "Error 404",
    "Doesn't work since iOS 17.2",
    "See https://example.com/crash, it crashes",
    "Great app!!!",
    "E-mail not sent",
    "24/7 crashes",
    "Two-factor login",
    "Uncharacteristically",
    "By far the best",
    "At last it works",
    "Post 12 pictures at once",
    "Link: it does not open",
    "Face ID fails",
    "supercalifragilistic",
  ];
  for (const title of titles) assert.equal(meaningfulTitle(title, TEXT), title, title);
  assert.ok(meaningfulTitle("a1-".repeat(40_000), TEXT).length > 0, "a long one takes no time");
});

test("the author's name is no title, wherever the source keeps it", () => {
  const told = (title: string, metadata: Record<string, unknown>) => titleOf({ title, metadata });
  for (const [title, metadata] of [
    ["Ann Bell", { user: { name: "Ann Bell" } }],
    ["ann bell ", { userName: "Ann Bell" }],
    ["@ann_b", { user: { screen_name: "ann_b" } }],
    ["Ann Bell (@ann_b)", { user: { name: "Ann Bell", username: "ann_b" } }],
    ["Tweet from Ann Bell", { user: { name: "Ann Bell" } }],
    ["Ann", { author: "Ann" }],
    ["Ann B.", { user: { display_name: "Ann B." } }],
    ["Ann", { author: { name: "Ann" } }],
  ] as const)
    assert.equal(told(title, metadata), "", title);
  assert.equal(told("Ann Bell was rude to me", { userName: "Ann Bell" }), "Ann Bell was rude to me");
  assert.equal(told("Crash", { name: "Crash", user: null, userName: "" }), "Crash");
});
