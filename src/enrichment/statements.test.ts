import assert from "node:assert/strict";
import { test } from "node:test";
import { openEnrichment } from "./enrichment.ts";

const enrichment = await openEnrichment();
const router = enrichment.router(undefined);
const enrich = (text: string, score?: number) =>
  enrichment.enrich(
    { app: "Velo", text, title: "", untranslated: false, ...(score === undefined ? {} : { score }) },
    router,
  );

test("a problem that is over is a resolution: no statement, no problem, not urgent", () => {
  const text = "The upload problem is gone since 6.0.1.";
  const { statements, kind, attributes, reasons } = enrich(text, 4);
  assert.deepEqual(statements, []);
  assert.equal(
    reasons.find(({ field }) => field === "priority")?.why,
    'what it tells of is over: "The upload problem is gone since 6.0.1"',
  );
  assert.notEqual(kind, "problem");
  assert.equal(attributes.priority, "Low");
});

test("of a text that tells a grave problem, what surrounds it is not urgent itself", () => {
  const grave = "Now every ride vanishes on the way from the watch to the phone";
  const { statements, attributes } = enrich(`${grave}. Phone says no rides today. Watch says ride saved`, 1);
  assert.equal(attributes.priority, "High");
  const urgent = statements.filter(({ priority }) => priority === "High" || priority === "Critical");
  assert.deepEqual(
    urgent.map(({ quote }) => quote),
    [grave],
  );
});

test("who would be content if it worked tells of a problem, and who asks for something new of a wish", () => {
  for (const text of [
    "this app would be perfect if the newsfeed worked",
    "It would be great if your map actually loaded",
  ]) {
    assert.deepEqual(
      enrich(text).statements.map(({ kind }) => kind),
      ["problem"],
      text,
    );
  }
  const [wish] = enrich("It would be perfect if the map had a night mode").statements;
  assert.equal(wish?.kind, "wish");
});

test("who tells what fails and asks that it be fixed tells one problem", () => {
  for (const asked of ["please hotfix!!", "Please fix this asap", "pls fix the issue"]) {
    const { statements } = enrich(`crashing on open since 6.2.0, ${asked}`, 1);
    assert.deepEqual(
      statements.map(({ quote }) => quote),
      ["crashing on open since 6.2.0"],
    );
  }
});

test("the app's name alone is no problem and no wish", () => {
  for (const text of ["with Velo", "Velo has been", "Velo, Velo"])
    assert.deepEqual(enrich(text, 2).statements, [], text);
  assert.equal(enrich("Velo crashes", 2).statements.length, 1);
});

test("what failed once and does no more is good news, in the daemon and in `classify` alike", () => {
  for (const text of [
    "App doesn't crash anymore",
    "The boarding screen doesn't crash anymore since the update",
    "Seat map crash fixed in the new version, happy again",
    "All the bugs from the last version are gone",
    "Never had a crash or a bug in two years",
    "My double charge was refunded the same day, excellent service",
  ]) {
    const { kind, statements, attributes } = enrich(text);
    assert.deepEqual(
      [kind, attributes.sentiment, attributes.priority, statements],
      ["praise", "positive", "Low", []],
      text,
    );
    const { sentiment_score, ...said } = enrichment.classify({ text });
    assert.deepEqual(said, { kind: "praise", sentiment: "positive", priority: "Low" }, text);
    assert.ok(sentiment_score >= 0, text);
  }
});

test("who asks that a failure be put right tells of a problem", () => {
  for (const text of [
    "Could you fix the lag please",
    "Please make it faster",
    "Make it less laggy please",
    "fewer ads please",
    "please reduce the price",
    "I wish it wouldn't freeze all the time",
    "needs to be more stable",
    "Can you do something about the battery drain?",
    "Need my refund",
    "please solve the lag issue",
    "When will you fix the lag?",
  ]) {
    const { kind, statements } = enrich(text);
    assert.deepEqual([kind, statements.map((one) => one.kind)], ["problem", ["problem"]], text);
  }
  const slow = enrich("Please make it faster, it takes a minute to open").statements;
  assert.deepEqual(
    slow.map(({ kind }) => kind),
    ["problem"],
  );
  for (const text of [
    "Please add a faster checkout with one click",
    "A crash report button would be useful",
    "add a way to fix typos in a posted comment",
    "need a freeze card button",
    "love it, only a family plan is missing",
  ]) {
    assert.equal(enrich(text, 4).kind, "request", text);
  }
});

test("a failure that is only named is a problem, and one that is denied is none", () => {
  for (const [text, failure] of [
    ["so much lag", "slow"],
    ["bugs bugs bugs", "does-not-work"],
    ["useless support", "support-bad"],
    ["hang problem", "freezes"],
  ] as const) {
    const { kind, statements } = enrich(text);
    assert.deepEqual([kind, statements[0]?.failure], ["problem", failure], text);
  }
  for (const text of ["no lag", "zero ads", "never slow", "The update fixes the lag"]) {
    assert.deepEqual(enrich(text).statements, [], text);
  }
});

test("another person's things among one's own are a breach", () => {
  const { statements } = enrich("Other people's workouts show up in my diary");
  assert.equal(statements[0]?.failure, "privacy");
});

test("what asks for nothing is no request, however it is worded", () => {
  for (const text of [
    "The interface is full of offers that nobody needs and the tabs are lost in junk",
    "You can't link an account abroad, and support has no answer",
  ]) {
    const { kind, statements } = enrich(text, 2);
    assert.equal(kind, "problem", text);
    assert.ok(
      statements.every((one) => one.kind === "problem"),
      text,
    );
  }
  assert.equal(enrich("Please add a dark mode").kind, "request");
});

test("a short time is praise of who is content, and a complaint of who is not", () => {
  assert.equal(enrich("Lovely app, renting a bike takes me ten seconds").kind, "praise");
  assert.equal(enrich("Great service, I booked it in three clicks").kind, "praise");
  assert.equal(enrich("Takes 30 seconds to open").kind, "problem");
  assert.equal(enrich("Every search takes ten seconds, so annoying").kind, "problem");
});

test("complaints without a word for failing are problems, as grave as what they cost", () => {
  const table: readonly (readonly [string, string])[] = [
    ["Far too slow, half a minute for each page", "Moderate"],
    ["So many ads", "Moderate"],
    ["The price is way too high", "Moderate"],
    ["I was billed after I cancelled", "Critical"],
    ["Somebody else can see my orders", "Critical"],
    ["I get to see other people's messages", "Critical"],
    ["All my photos are lost", "Critical"],
    ["The app does not work on my phone", "Critical"],
    ["This app won't open anymore", "Critical"],
  ];
  for (const [text, priority] of table) {
    assert.deepEqual([enrich(text).kind, enrich(text).attributes.priority], ["problem", priority], text);
    const { kind, priority: said } = enrichment.classify({ text });
    assert.deepEqual([kind, said], ["problem", priority], text);
  }
});

test("something that is gone and missed is a problem", () => {
  const { statements, kind } = enrich("Gold is gone since 24.01.05", 1);
  assert.deepEqual([kind, statements.length], ["problem", 1]);
});

test("a statement carries its words, title, failure, object and priority", () => {
  const text = "otp not coming";
  const [statement] = enrich(text, 5).statements;
  assert.equal(statement?.quote, text);
  assert.equal(text.slice(statement.start, statement.end), statement.quote);
  assert.match(statement.title, /^[A-Z]/);
  assert.ok(statement.failure !== undefined);
});

test("wishes are requests, never above moderate, and say what is wanted", () => {
  const { kind, statements, attributes } = enrich("need iPad support");
  assert.equal(kind, "request");
  assert.deepEqual(
    statements.map(({ title, kind: one }) => [one, title]),
    [["wish", "iPad support"]],
  );
  assert.ok(["Low", "Moderate"].includes(statements[0]!.priority));
  assert.equal(attributes.feature_requests[0]?.is_feature_suggestion, "Yes");
});

test("what is wanted is told without the words that ask for it", () => {
  const wanted = (text: string) => enrich(text).statements.map(({ object }) => object);
  assert.deepEqual(wanted("An option should be added to copy the ticket number"), ["copy the ticket number"]);
  assert.deepEqual(wanted('Please give us an option to enable "dark mode"'), ["enable dark mode"]);
});

test("what the writer does is no wish, and what would be welcome is told without that", () => {
  const told = (text: string) =>
    enrich(text).attributes.feature_requests.flatMap((one) => one.suggetions_on_features ?? []);
  const text = "A layer with lockers, plus prices, would be a real help in deciding where to change.";
  assert.ok(told(text).every((wish) => !/would|^with/.test(wish)));
  assert.ok(
    !told("Show where parking is. I miss my train looking for a spot every Monday.").some((wish) => /^I\b/.test(wish)),
  );
});

test("praise and prices that are fair are no problems, whatever they are told of", () => {
  for (const text of ["it is reasonably priced", "lots of old and newer shows", "food always hot, drivers are polite"])
    assert.deepEqual(enrich(text, 5).statements, [], text);
});

test("who says that others work, or that all was well until now, tells of a problem", () => {
  for (const text of ["Other apps work, this one doesn't", "Never crashed until today", "No voice calling!!!"])
    assert.deepEqual(
      enrich(text).statements.map(({ kind }) => kind),
      ["problem"],
      text,
    );
});

test("a wish for what is ours is one", () => {
  const [wish] = enrich("please add an option to share our data with the clinic", 4).statements;
  assert.deepEqual([wish?.kind, wish?.title], ["wish", "Share data with the clinic"]);
});

test("a failure that is only guessed is neither named nor titled", () => {
  const [guess] = enrich("please hotfix this now", 1).statements;
  assert.deepEqual([guess?.failure, guess?.title], [undefined, "Problems with hotfix"]);
});

test("lost money is critical though nobody gave stars", () => {
  const { attributes, statements } = enrich("money not refunded");
  assert.deepEqual([attributes.priority, statements[0]?.priority], ["Critical", "Critical"]);
});

test("keywords are never cut inside numbers or versions", () => {
  const texts = [
    ["Sync stopped with 2.3.4", "2.3.4"],
    ["It takes 12.5 seconds to open on my iOS 17.2", "12.5"],
    ["the app drains 35% of battery", "35%"],
    ["300 failed yesterday", "300"],
    ["1 crashes on launch", "1"],
  ] as const;
  let numbers = 0;
  for (const [text, number] of texts) {
    for (const keyword of enrich(text, 1).attributes.keywords) {
      const digits = keyword.match(/\d[\d.,%]*/)?.[0];
      assert.ok(digits === undefined || digits === number, `${keyword} of "${text}"`);
      if (digits !== undefined) numbers++;
    }
  }
  assert.ok(numbers > 0, "no keyword holds a number: nothing was looked at");
});
