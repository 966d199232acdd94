import assert from "node:assert/strict";
import { test } from "node:test";
import { isBareFact, isPraise, withoutPraise } from "./praise.ts";
import type { ReadStatement, StatementReading } from "./reader.ts";

test("what praises, or says nothing ill in a text that is meant well, is no problem", () => {
  for (const said of [
    "it keeps my kids occupied",
    "they have the best variety and it is always there",
    "the teachers show me each word in a video",
    "lots of old and newer shows",
    "There are 35 lessons in the second season",
    "drivers are polite",
    "beats the stock camera",
    "my photos have never looked better",
  ]) {
    assert.ok(isPraise(said, 0.3, 3), said);
  }
});

test("a good price is none, however a text as a whole is read", () => {
  for (const said of [
    "it is reasonably priced",
    "it's only eight dollars a month",
    "the fees are low",
    "not expensive at all",
    "for a great price",
    "it costs just 3 euros",
    "less than 6 dollars per week",
    "you get more bang for your buck",
  ]) {
    assert.ok(isPraise(said, 0.99, 1), said);
  }
});

test("ill words praise where they tell what is not so, what is helped against, or how much something holds one", () => {
  for (const said of [
    "the boots do not pinch",
    "It has not crashed once on long drives",
    "No queues, no nagging",
    "There was not a single delay on our trip",
    "the zip never gets stuck",
    "Baking has never been simpler",
    "The guide couldn't have been friendlier",
    "it is so hard to choose what to eat",
    "my brother cannot stop reading them",
    "Impossible to put down",
    "it keeps away mosquitoes",
    "helped me get over my fear of heights",
    "my migraines are gone since the spring",
    "no more boring Sundays",
    "no registration needed",
    "scary accurate",
    "I shed nine pounds",
    "under five euros a month plus tax",
    "it is all the shop has to offer",
    "games for all ages",
    "I believed they were gone forever",
    "reminds me when the bins go out",
  ]) {
    assert.ok(isPraise(said, 0.85, 0), said);
  }
});

test("what is lacking, sought or only promised is no praise", () => {
  for (const said of [
    "no error message when it fails",
    "no noise reduction",
    "please make it not pinch",
    "they say it never gets stuck",
    "it has never been slower",
    "the guide couldn't have been ruder",
    "hard to choose what it means",
    "I cannot stop the alarm",
    "it does not keep away mosquitoes",
    "it keeps away my friends and lost my list",
    "it did not crash until Monday",
    "not once has it been on the road when I needed it",
    "reminds me when it is too late",
    "no ads but nothing plays",
    "it is impossible to stop the newsletter",
    "it does not crash at once but after a minute",
  ]) {
    assert.ok(!isPraise(said, 0.85, 0), said);
  }
  for (const [negative, stars] of [
    [0.95, 0],
    [0.85, 1],
  ] as const) {
    assert.ok(!isPraise("the boots do not pinch", negative, stars), "in a text that is meant badly");
    assert.ok(!isPraise("now it is ninety euros a month", negative, stars), "a price alone");
  }
});

test("a sentence may say itself that it is meant well, and so may a text as a whole", () => {
  const found = (text: string, said: string, stars = 0) => {
    const start = text.indexOf(said);
    const one: ReadStatement = { start, end: start + said.length, kind: "problem", failures: [], sureness: 0.7 };
    const reading = { statements: [one], sentiment: [0.85, 0, 0.15, 0] } as unknown as StatementReading;
    return withoutPraise(() => reading)({ text, stars }).statements.length;
  };
  const bowls = "I hate it when my bowl is empty";
  assert.equal(found(`${bowls} because it is that good`, bowls), 0);
  assert.equal(found(`${bowls} because it is that good`, bowls, 1), 1);
  assert.equal(found(`${bowls} because it is that good but now it is gone`, bowls), 1);
  assert.equal(found("I would miss every tide without it", "I would miss every tide"), 0);
  assert.equal(found("Nothing to complain about, every knot held", "every knot held"), 0);
  assert.equal(found("Nothing to complain about until the mast broke", "the mast broke"), 1);
});

test("praise beside which something is wrong tells of a problem", () => {
  for (const said of [
    "great selection but the sound cuts out",
    "the price was reasonable until it doubled",
    "lots of old and new bugs",
    "only 5 dollars a month and it crashes",
    "I paid 40 dollars and got just 3 dollars back",
    "a good price for a player that never plays",
    "My account isn´t there",
    "keeps kicking me out",
    "where is the dark mode",
  ]) {
    assert.ok(!isPraise(said, 0.3, 3), said);
  }
  assert.ok(!isPraise("the app opens my camera", 0.9, 2), "in a text that is meant badly");
});

test("what says nothing ill is a problem only of who gives few stars", () => {
  for (const [said, stars] of [
    ["the ferry has three decks", 5],
    ["breakfast is from six to ten", 4],
    ["the plugin and the mixer belong together", 0],
  ] as const) {
    assert.ok(isPraise(said, 0.8, stars), said);
    assert.ok(!isPraise(said, 0.8, 2), said);
  }
  assert.ok(!isPraise("the ferry has three decks", 0.95, 0), "in a text that is plainly meant badly");
  assert.ok(!isPraise("the mixer crashes", 0.2, 5));
});

test("what only leads to a problem is none, where more speaks against it", () => {
  const found = (text: string, quotes: readonly (readonly [said: string, evidence: number])[]) => {
    const statements = quotes.map(([said, evidence]): ReadStatement => {
      const start = text.indexOf(said);
      return { start, end: start + said.length, kind: "problem", failures: [], sureness: 0.8, evidence };
    });
    const reading = { statements, sentiment: [0.99, 0, 0.01, 0] } as unknown as StatementReading;
    const told = withoutPraise(() => reading)({ text, stars: 1 }).statements;
    return told.map(({ start, end }) => text.slice(start, end));
  };
  const text = "Whenever I open the gallery, the pictures never load. I booked a seat in the front row";
  const [leads, ill, did] = [
    "Whenever I open the gallery",
    "the pictures never load",
    "I booked a seat in the front row",
  ];
  const [one, two, three] = [leads!, ill!, did!];
  assert.deepEqual(
    found(text, [
      [one, -0.5],
      [two, 1],
      [three, -0.2],
    ]),
    [two],
  );
  assert.deepEqual(
    found(text, [
      [one, 0.5],
      [two, 1],
    ]),
    [one, two],
    "more speaks for it",
  );
  const becomes = "When I tap the gallery it shows a clown";
  assert.deepEqual(
    found(`${becomes}. ${two}`, [
      [becomes, -0.5],
      [two, 1],
    ]),
    [becomes, two],
    "it says what becomes of it",
  );
  const breach = "somebody else can see my orders";
  assert.deepEqual(found(breach, [[breach, -1]]), [breach], "no word of a breach need be ill");
  assert.deepEqual(found(text, [[one, -0.5]]), [one], "it is all that is told");
});

test("what is as it should be is no problem beside one", () => {
  const found = (text: string, ...quotes: readonly string[]) => {
    const statements = quotes.map((said): ReadStatement => {
      const start = text.indexOf(said);
      return { start, end: start + said.length, kind: "problem", failures: [], sureness: 0.8, evidence: 1 };
    });
    const reading = { statements, sentiment: [0.99, 0, 0.01, 0] } as unknown as StatementReading;
    const told = withoutPraise(() => reading)({ text, stars: 1 }).statements;
    return told.map(({ start, end }) => text.slice(start, end));
  };
  const fails = "the gate never opens";
  for (const right of ["my season pass is valid", "we have a strong signal here", "the fare is paid until June"]) {
    assert.deepEqual(found(`${right}, ${fails}`, right, fails), [fails]);
    assert.deepEqual(found(right, right), [right], "it is all that is told");
  }
  const never = "the pass is never valid";
  assert.deepEqual(found(`${never}, ${fails}`, never, fails), [never, fails]);
});

test("what is wrong may stand behind what it is about", () => {
  const read = (text: string, ...about: readonly string[]) => {
    const statements = about.map((said): ReadStatement => {
      const start = text.indexOf(said);
      return { start, end: start + said.length, kind: "problem", failures: [], sureness: 0.6 };
    });
    const reading = { statements, sentiment: [0.3, 0, 0.7, 0] } as unknown as StatementReading;
    const found = withoutPraise(() => reading)({ text, stars: 0 }).statements;
    return found.map(({ start, end }) => text.slice(start, end));
  };
  assert.deepEqual(read("Nice, the subtitles are never in time, but nice", "the subtitles"), [
    "the subtitles are never in time",
  ]);
  assert.deepEqual(read("Nice, the subtitles are in many languages, but never in mine", "the subtitles"), []);
  assert.deepEqual(read("the map is good and the bell never rings", "the map", "the bell never rings"), [
    "the bell never rings",
  ]);
});

test("a few words that only name what fails go on to what is wrong with it, in a text that is meant badly too", () => {
  const text = "gift card orders never go through";
  const about: ReadStatement = { start: 0, end: 16, kind: "problem", failures: [], sureness: 0.9 };
  const reading = { statements: [about], sentiment: [0.95, 0, 0.05, 0] } as unknown as StatementReading;
  const [one] = withoutPraise(() => reading)({ text, stars: 1 }).statements;
  assert.equal(text.slice(one?.start, one?.end), text);
});

test("what writers tell of themselves is no problem, unless they are discontent", () => {
  for (const [said, stars] of [
    ["we moved to a flat in May and changed the number", 3],
    ["I live on the fourth floor", 4],
    ["My brother and I share one login", 0],
    ["I paid 30 dollars for two years", 3],
    ["We have about 12 drivers", 3],
    ["filling it in took eight minutes", 5],
  ] as const)
    assert.ok(isBareFact(said, stars), said);
  for (const [said, stars] of [
    ["I paid 30 dollars for two years", 1],
    ["I paid for two years and cannot log in", 3],
    ["we moved and now it is gone", 4],
    ["I have to log in each day", 4],
    ["filling it in took eight minutes", 3],
    ["filling it in took eight minutes and then it crashed", 5],
    ["the page took eight minutes", 2],
  ] as const)
    assert.ok(!isBareFact(said, stars), said);
  for (const said of ["the tyres last much longer now", "it is hard to find any faults with it"])
    assert.ok(isPraise(said, 0.9, 2), said);
});
