// cspell:ignore Speedbook
/** That titles are true: they name things, say what the members say, and not what only their kind suggests. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { TitledStatement } from "./objects.ts";
import { titleOf } from "./title.ts";

const problem = (failure: string, quote: string, object?: string, share = 0.9): TitledStatement => ({
  kind: "problem",
  quote,
  ...(object === undefined ? {} : { object }),
  failures: [{ name: failure, share }],
});
const wish = (quote: string, object: string): TitledStatement => ({ kind: "wish", quote, object, failures: [] });
const titled = (...members: TitledStatement[]): string => titleOf(members, { app: "Velo" });

test("what is done or how something is, is no thing that fails", () => {
  for (const [failure, quote, object, title] of [
    ["duplicates", "swiped the same person 10 times", "swiped", "Same content again and again"],
    ["too-expensive", "too pricey for what it is", "pricey", "Too expensive"],
    ["slow", "get connected is very slow", "connected", "App is slow"],
    ["nags", "keeps showing sponsored posts", "sponsored", "Asks too often"],
    ["playback-fails", "I cannot watch the video", "watch", "Playback fails"],
    ["slow", "the app is slow as molasses", "molasses", "App is slow"],
    ["does-not-work", "I cannot search for refunds", "search for refunds", "Refunds do not work"],
    ["download-fails", "the recharge section cannot be downloaded", "recharge", "Recharge fails"],
  ] as const)
    assert.equal(titled(problem(failure, quote, object)), title, quote);
});

test("what somebody hates or knows is no thing that fails", () => {
  assert.equal(
    titled(problem("rude-or-biased", "hates cars, get rid of it", "hates cars", 0.25)),
    "Rude, biased or manipulative",
  );
  assert.doesNotMatch(titled(problem("wrong-results", "Velo doesn't know", "velo", 0.15)), /know$/);
});

test("a failure is told of what can fail so", () => {
  for (const [failure, quote, object, title] of [
    ["account-blocked", "got banned and they kept my subscription", "subscription", "Account is blocked"],
    ["account-blocked", "my card is blocked", "card", "Card is blocked"],
    ["cannot-install", "the link takes me to the store to update", "link", "App cannot be installed or updated"],
    ["incompatible", "not made for streaming", "streaming", "Not compatible with some devices"],
    ["incompatible", "does not run on Windows", "Windows", "Not compatible with Windows"],
    ["cannot-log-in", "log in breaks with stickers", "stickers", "Cannot sign in"],
    ["payment-fails", "level 9 is impossible without paying", "level", "Payment fails"],
    ["payment-fails", "cannot pay by card", "card", "Payment fails with card"],
    ["does-not-connect", "boarding pass is gone without signal", "boarding pass", "Does not connect"],
    ["staff-behaviour", "ticket would not scan, the driver threw me out", "ticket", "Staff behave badly"],
  ] as const)
    assert.equal(titled(problem(failure, quote, object)), title, quote);
});

test("what members tell more closely than its kind, the title does", () => {
  for (const [failure, quote, object, title] of [
    ["notifications-missing", "alerts come 20 minutes late", "alerts", "Alerts arrive late"],
    ["notifications-missing", "alerts never come", "alerts", "Alerts do not arrive"],
    ["upload-fails", "pictures dont load", "pictures", "Pictures do not load"],
    ["limit-too-low", "too many emails", "emails", "Too many emails"],
    ["needs-internet", "lights go offline every night", "lights", "Lights go offline"],
    ["cannot-log-in", "logs me out each day", undefined, "Signs out by itself"],
    ["design-disliked", "buttons are tiny", "buttons", "Buttons are too small"],
    ["charged-wrongly", "they charged me twice", undefined, "Charged twice"],
    ["charged-wrongly", "a platform fee on every bill", undefined, "Extra fees are charged"],
    ["support-bad", "no reply from support", undefined, "Support does not answer"],
    ["update-broke", "updates every day", undefined, "Too many updates"],
  ] as const)
    assert.equal(titled(problem(failure, quote, object)), title, quote);
});

test("what is not there is titled so, and what one cannot do as what one says", () => {
  const told = (quote: string, object?: string) => titled(problem("option-missing", quote, object, 0.2));
  assert.equal(told("no car play", "car play"), "No car play");
  assert.equal(told("Stickers wont load", "Stickers"), "Stickers won't load");
  assert.equal(told("I cant change my seat without calling", "seat"), "Cannot change seat");
  assert.equal(told("the app cannot find my reservation", "reservation"), "Cannot find reservation");
});

test("the middle of a sentence is no title", () => {
  for (const quote of [
    "it comes out to chat screen",
    "nothing else to say",
    "now nothing responds",
    "this one doesn't",
  ])
    assert.doesNotMatch(titled(problem("wrong-format", quote, undefined, 0.1)), /^(?:Comes|Nothing|Now|One)\b/, quote);
});

test("the app's name is one however it is written, and says nothing of what is called by it", () => {
  const title = (...members: TitledStatement[]): string => titleOf(members, { app: "Speedbook" });
  assert.equal(title(problem("crashes", "speed book crashes", "speed")), "App crashes");
  assert.equal(title(problem("slow", "Speedbook maps are slow", "Speedbook maps")), "Maps are slow");
  assert.equal(title(problem("slow", "the maps of speed book are slow", "maps of speed book")), "Maps are slow");
});

test("a wish names the thing whole, without whose it is, and never a bare deed or measure", () => {
  for (const [object, title] of [
    ["message my doctor directly", "Message doctor directly"],
    ["history of my sessions", "History of sessions"],
    ["more stickers soon like others", "More stickers"],
    ["make", "Other wishes"],
    ["less", "Other wishes"],
    ["new", "Other wishes"],
  ] as const)
    assert.equal(titled(wish(`please ${object}`, object)), title);
});

test("a thing that is named with its failure is named without it", () => {
  assert.equal(
    titled(problem("upload-fails", "upload PDF files is impossible", "upload PDF files")),
    "PDF files cannot be uploaded",
  );
});

test("what is no recording works or doesn't, and what opens nothing doesn't open", () => {
  for (const [failure, quote, object, title] of [
    ["playback-fails", "the subtitles are out of sync with what is played", "subtitles", "Subtitles do not work"],
    ["playback-fails", "no volume on the tablet", "volume", "Volume does not work"],
    ["does-not-open", "it does not open when scrolling", "scrolling", "Scrolling does not work"],
    ["does-not-open", "the program won't even open", "program", "App does not open"],
    ["does-not-work", "the menus won't react", "menus", "Menus won't react"],
    ["does-not-open", "it does not open after the update", "update", "App does not open since the update"],
    ["does-not-open", "the map is only a black page", "map", "Map stays blank"],
    ["needs-internet", "it does not know my wifi", "wifi", "Problems with wifi"],
    ["needs-internet", "it needs wifi all the time", "wifi", "Does not work offline"],
  ] as const)
    assert.equal(titled(problem(failure, quote, object)), title, quote);
});

test("what becomes of a thing is told in the words of who tells it, where how it fails is only guessed", () => {
  for (const [quote, object, title] of [
    ["The meeting point lands in the wrong street", "meeting point", "Meeting point lands in the wrong street"],
    ["our attendance page is empty since monday", "attendance page", "Attendance page is empty since monday"],
    ["sort order can't be changed", "sort order", "Sort order can't be changed"],
    ["the ruler jumps to the left while drawing, every time", "ruler", "Ruler jumps to the left while drawing"],
    ["captions dont match, and it is late", "captions", "Captions don't match"],
  ] as const)
    assert.equal(titled(problem("unfair", quote, object, 0.15)), title, quote);
  // The middle of a sentence, or what only its writer knows, is no title.
  for (const quote of ["my gate account", "the invoice is mine but it was sent to her", "lamp is so"])
    assert.match(titled(problem("unfair", quote, "lamp", 0.15)), /^(?:Problems with|Other|Gate)/, quote);
  const two = [
    problem("over-restricted", "second seat can't be chosen", "second seat", 0.15),
    problem("over-restricted", "it only shows the first seat", "seat", 0.15),
  ];
  assert.equal(titled(...two), "Second seat can't be chosen");
});

test("a failure is told by the verb that is said of it", () => {
  for (const [failure, quote, object, title] of [
    ["upload-fails", "spreadsheets refuse to open", "spreadsheets", "Spreadsheets do not open"],
    ["upload-fails", "third user cannot be added", "third user", "Third user cannot be added"],
    ["download-fails", "prints half of each sheet", "prints", "Printing fails"],
    ["download-fails", "export to svg is empty", "export to svg", "Svg cannot be exported"],
    ["cannot-cancel", "no way to delete my old photos", "old photos", "Cannot delete old photos"],
    ["cannot-cancel", "they don't let you cancel the plan", "plan", "Cannot cancel plan"],
    ["cannot-log-in", "the code comes an hour later", "code", "Code arrives late"],
    ["too-expensive", "monthly fee went up again", "fee", "Prices were raised"],
    ["charged-wrongly", "lesson cost double the estimate", undefined, "Price differs from what was shown"],
    ["nags", "too many reminders", "reminders", "Too many reminders"],
    ["slow", "charts take ages to load", "charts", "Charts load slowly"],
    ["wrong-format", "shows fares in dollars here", "fares", "Fares are in the wrong currency"],
    ["does-not-connect", "does not connect to the internet", "internet", "Does not connect to the internet"],
    ["does-not-connect", "no way to reach the seller support", "support", "Support cannot be reached"],
    ["update-broke", "since the update the menu is so so", "menu", "Menu is worse since the update"],
    ["update-broke", "since the update the menu is gone", "menu", "Update broke menu"],
    ["delivery-problem", "couriers cancelled twice", "couriers", "Couriers cancel"],
  ] as const)
    assert.equal(titled(problem(failure, quote, object)), title, quote);
});

test("only what can be played does not play, and only what its words bear out is said", () => {
  for (const [failure, quote, object, title] of [
    ["playback-fails", "pulse readings stutter", "pulse readings", "Pulse readings do not work"],
    ["playback-fails", "songs skip", "songs", "Songs do not play properly"],
    ["missing-content", "the motor is loud", "motor", "Motor is loud"],
    ["duplicates", "told other things by other people", "things", "Other problems"],
    ["nags", "always says no weather readings", "weather readings", "Always says no weather readings"],
    ["nags", "always shows the same survey", "survey", "Keeps showing survey"],
    ["over-restricted", "they rejected my proposal", "proposal", "Problems with proposal"],
  ] as const)
    assert.equal(titled(problem(failure, quote, object)), title, quote);
});

test("words that only join count nothing of a wish", () => {
  const members = [
    wish("please show bench seats on the plan", "bench seats on the plan"),
    wish("a layer of benches for the plan", "benches for the plan"),
    wish("tell me where I can sit on a bench calmly", "sit bench calmly"),
  ];
  assert.equal(titled(...members), "Bench seats on the plan");
});

test("a clause that says nothing ill speaks for no problem of many", () => {
  const members = [
    problem("over-restricted", "pass is valid", "pass", 0.15),
    problem("over-restricted", "sells the pass", "pass", 0.15),
  ];
  assert.equal(titled(...members), "Problems with pass");
});

test("a title says what happens to what is named, not what its kind suggests of it", () => {
  for (const [failure, quote, object, title] of [
    ["paywall", "ads although I have the paid plan", "ads", "Ads in spite of payment"],
    ["paywall", "hidden fees wherever you look", "hidden fees", "Hidden fees are charged"],
    [
      "notifications-missing",
      "no notification when the flight is cancelled",
      "flight",
      "No notifications about flight",
    ],
    ["playback-fails", "the voice is too quiet", "voice", "Voice is too low"],
    ["playback-fails", "robot voice, unbearable to listen to", "voice", "Voice sounds like a robot"],
    ["refund-missing", "money of my pot disappeared", "pot", "Money is gone"],
    ["refund-missing", "the money did not come back", "money", "Money does not arrive or come back"],
    ["needs-internet", "no connection although the network is fine", "network", "Says that there is no connection"],
    ["cannot-cancel", "without notice my booking got cancelled", "booking", "Booking is cancelled"],
    ["cannot-cancel", "I cannot cancel the booking", "booking", "Cannot cancel booking"],
    ["wrong-format", "wrong date in the calendar again", "calendar", "Date is wrong"],
    ["too-expensive", "the fare rises while I pay", "fare", "Price of fare was raised"],
    ["search-fails", "the driver never finds us", "driver", "Driver does not find the address"],
    ["does-not-sync", "the steps do not show", "steps", "Steps are not shown"],
    ["feature-removed", "I can no longer sort my recipes", "recipes", "Cannot sort recipes"],
    ["wrong-results", "typos in the menu", "menu", "Spelling mistakes in menu"],
    ["limit-too-low", "limit of withdrawals too low", "limit of withdrawals", "Limit for withdrawals is too low"],
  ] as const)
    assert.equal(titled(problem(failure, quote, object)), title, quote);
});
