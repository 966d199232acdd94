// cspell:ignore batería agota приходит батарея садится быстро
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Insight, Priority, Statement } from "../model/insight.ts";
import { chooseQuotes, membersOf, statementId, summarise, type ThemeMember } from "./theme-members.ts";

function member(record: string, more: Partial<ThemeMember> = {}): ThemeMember {
  return {
    id: `${record}.0`,
    mark: `${record}|0|14|x`,
    statement: { start: 0, end: 14, quote: "otp not coming", kind: "problem", title: "", priority: "Moderate" },
    record,
    at: 100,
    kind: "problem",
    quote: "otp not coming",
    said: "otp not coming",
    priority: "Moderate",
    sentiment: "negative",
    version: undefined,
    isCampaign: false,
    ...more,
  };
}

test("the size, sentiments and versions of a theme count records, not statements", () => {
  const members = [
    member("a", { version: "2.0" }),
    member("a", { id: "a.1", version: "2.0" }),
    member("b", { version: "2.0", at: 50 }),
    member("c", { sentiment: "neutral", at: 300 }),
  ];
  const { size, sentiment, versions, first_seen, last_seen } = summarise(members, new Map());
  assert.equal(size, 3);
  assert.deepEqual(sentiment, { negative: 2, neutral: 1 });
  assert.deepEqual(versions, [{ version: "2.0", count: 2, share: 1 }]);
  assert.deepEqual([first_seen, last_seen], [50, 300]);
});

test("versions stand in version order, with their share of the records that have one", () => {
  const members = ["9.10", "9.9", "10.0", "9.9", undefined].map((version, at) => member(`r${at}`, { version }));
  assert.deepEqual(summarise(members, new Map()).versions, [
    { version: "9.9", count: 2, share: 0.5 },
    { version: "9.10", count: 1, share: 0.25 },
    { version: "10.0", count: 1, share: 0.25 },
  ]);
});

test("a theme began in its first version only where enough feedback on earlier ones says nothing of it", () => {
  const members = [member("a", { version: "2.0" }), member("b", { version: "2.1" })];
  const began = (known: Readonly<Record<string, number>>) =>
    summarise(members, new Map(Object.entries(known))).began_in;
  assert.equal(began({ "1.8": 6, "1.9": 4, "2.0": 5 }), "2.0");
  assert.equal(began({ "1.8": 5, "1.9": 4, "2.0": 5 }), undefined);
  assert.equal(began({ "2.0": 50, "3.0": 50 }), undefined, "later versions say nothing of earlier ones");
  assert.equal(summarise([member("a")], new Map([["1.0", 100]])).began_in, undefined);
});

test("a theme is as urgent as its most urgent fifth", () => {
  const urgency = (...priorities: Priority[]): Priority =>
    summarise(
      priorities.map((priority, at) => member(`r${at}`, { priority })),
      new Map(),
    ).priority;
  const low: Priority[] = Array(9).fill("Low");
  assert.equal(urgency("Critical"), "Critical");
  assert.equal(urgency("Critical", ...low), "Low", "one of ten doesn't speak for all");
  assert.equal(urgency("Critical", "High", "High", ...low), "High");
});

test("quotes are distinct, one a record, readable ones first", () => {
  const quoted = (record: string, quote: string) => member(record, { quote });
  const chosen = chooseQuotes(
    [
      quoted("a", "OTP"),
      quoted("b", "otp not coming"),
      quoted("c", "OTP not coming!!"),
      quoted("b", "and another one of the same record"),
      quoted("d", `never comes ${"at all ".repeat(50)}`),
      quoted("e", "code never arrives"),
      quoted("f", "no code"),
    ],
    4,
  );
  assert.deepEqual(
    chosen.map(({ record }) => record),
    ["b", "e", "f", "a"],
  );
});

test("who says what is wrong is quoted before who only names what fails", () => {
  const quoted = (record: string, quote: string) => member(record, { quote });
  const chosen = chooseQuotes([quoted("a", "gift card orders"), quoted("b", "my gift card is refused")], 2);
  assert.deepEqual(
    chosen.map(({ record }) => record),
    ["b", "a"],
  );
});

test("quotes in letters other than Latin are told apart", () => {
  const quoted = (record: string, quote: string) => member(record, { quote });
  const chosen = chooseQuotes([quoted("a", "код не приходит"), quoted("b", "батарея садится быстро")], 5);
  assert.equal(chosen.length, 2);
});

test("each statement of an insight is a member that knows its record, place and first-order label", () => {
  const statement = (more: Partial<Statement>): Statement => ({
    ...{ start: 0, end: 4, quote: "slow", kind: "problem", title: "App is slow", priority: "Low" },
    ...more,
  });
  const members = membersOf(
    {
      id: "i",
      date: 7,
      version: "1.2",
      attributes: { sentiment: "negative" } as Parameters<typeof membersOf>[0]["attributes"],
      statements: [statement({ label: "Logging in", object: "login" }), statement({ kind: "wish" })],
    },
    (label) => (label === "Logging in" ? "Account" : undefined),
  );
  assert.deepEqual(
    members.map(({ id, record, at, label, version, kind, object }) => [id, record, at, label, version, kind, object]),
    [
      [statementId("i", 0), "i", 7, "Account", "1.2", "problem", "login"],
      [statementId("i", 1), "i", 7, undefined, "1.2", "wish", undefined],
    ],
  );
});

test("a theme says which share of its insights repeats one text in a burst", () => {
  const members = ["a", "b", "c", "d"].map((record, at) => member(record, { isCampaign: at < 3 }));
  assert.equal(summarise([...members, member("a", { id: "a.1", isCampaign: true })], new Map()).campaign, 0.75);
  assert.equal(summarise([member("a")], new Map()).campaign, undefined);
});

test("a statement in another language is compared by its gloss, and shown in its own words", () => {
  const statement: Statement = {
    ...{ start: 0, end: 19, kind: "problem", title: "Drains too much battery", priority: "Low" },
    quote: "la batería se agota",
    gloss: "the battery drains",
  };
  const attributes = { sentiment: "negative" } as Insight["attributes"];
  const [one] = membersOf({ id: "a", date: 1, statements: [statement], attributes }, () => undefined);
  assert.deepEqual([one?.quote, one?.said], ["the battery drains", "la batería se agota"]);
});
