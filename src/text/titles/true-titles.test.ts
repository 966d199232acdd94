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
    ["duplicates", "swiped the same person 10 times", "swiped", "Entries appear twice"],
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
    ["does-not-work", "the menus won't react", "menus", "Menus do not work"],
    ["does-not-open", "it does not open after the update", "update", "App does not open since the update"],
    ["does-not-open", "the map is only a black page", "map", "Map stays blank"],
    ["needs-internet", "it does not know my wifi", "wifi", "Does not work offline"],
  ] as const)
    assert.equal(titled(problem(failure, quote, object)), title, quote);
});
