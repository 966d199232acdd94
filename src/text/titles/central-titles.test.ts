import assert from "node:assert/strict";
import { test } from "node:test";
import type { TitledStatement } from "./objects.ts";
import { titleOf } from "./title.ts";

const told = (failure: string, share: number, quotes: readonly (readonly [quote: string, object?: string])[]) =>
  quotes.map(
    ([quote, object]): TitledStatement => ({
      kind: "problem",
      quote,
      ...(object === undefined ? {} : { object }),
      failures: [{ name: failure, share }],
    }),
  );

test("a thing that every product has many of is titled by what a central member says of it, or by which of them it is", () => {
  assert.equal(
    titleOf(
      told("does-not-work", 0.9, [
        ["the button", "button"],
        ["the button jumps around while scrolling", "button"],
        ["this button is dead again", "button"],
      ]),
      { app: "Oarlock" },
    ),
    "Button jumps around while scrolling",
  );
  assert.equal(
    titleOf(
      told("does-not-work", 0.9, [
        ["the tide function fails", "function"],
        ["tide function dead", "function"],
        ["my tide function", "function"],
      ]),
      { app: "Oarlock" },
    ),
    "Tide function does not work",
  );
  assert.equal(
    titleOf(
      told("does-not-work", 0.9, [
        ["the anchor button", "button"],
        ["broken button", "button"],
        ["broken button again", "button"],
      ]),
      { app: "Oarlock" },
    )
      .toLowerCase()
      .includes("broken button does"),
    false,
    "what is wrong with it is no name",
  );
});

test("that there are problems with a thing is said only where no member says which", () => {
  const votes = [
    ["the chart, of all things", "chart"],
    ["the chart never shows tides", "chart"],
    ["why this chart", "chart"],
    ["a chart like that", "chart"],
  ] as const;
  assert.equal(titleOf(told("unheard-of", 0.05, votes), { app: "Oarlock" }), "Chart never shows tides");
  const others = votes.filter(([quote]) => !quote.includes("never"));
  assert.equal(titleOf(told("unheard-of", 0.05, others), { app: "Oarlock" }), "Problems with chart");
});

test("a wish of one word is titled by what is wanted of it, where more say that than only name it", () => {
  const wish = (quote: string, object: string): TitledStatement => ({ kind: "wish", quote, object, failures: [] });
  assert.equal(
    titleOf(
      [
        wish("please add homework", "homework"),
        wish("a homework planner", "homework planner"),
        wish("need homework help", "homework help"),
      ],
      { app: "Oarlock" },
    ),
    "Homework planner",
  );
  assert.equal(
    titleOf(
      [
        wish("please add a calendar", "calendar"),
        wish("I want a calendar", "calendar"),
        wish("a calendar of tides", "calendar of tides"),
      ],
      { app: "Oarlock" },
    ),
    "Calendar",
  );
});

test("what is done with content is not what is missing", () => {
  const quotes = [
    ["a poor choice for reading", "reading"],
    ["few poems for reading", "reading"],
    ["reading has no new poems", "reading"],
  ] as const;
  assert.equal(titleOf(told("missing-content", 0.9, quotes), { app: "Oarlock" }), "Content is missing");
});
