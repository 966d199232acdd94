// cspell:ignore plsss
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { processorTime } from "../../test/processor-time.ts";
import { extractFeatureRequests } from "./feature-requests.ts";

const wishes = (text: string, kind: "request" | "problem" | "praise" = "request"): string[] =>
  extractFeatureRequests(text, [], kind).map((request) => request.wish);

describe("feature requests", () => {
  it("give the wish and the words it was said in, by their place", () => {
    const text = "Works well. Please add a dark mode!";
    const [request, ...others] = extractFeatureRequests(text, [], "request");
    assert.equal(others.length, 0);
    assert.equal(request!.wish, "dark mode");
    assert.equal(request!.quote, "Please add a dark mode");
    assert.equal(text.slice(request!.start, request!.end), request!.quote);
  });
  it("understand the usual ways to ask", () => {
    assert.deepEqual(wishes("It would be nice if we could export to CSV."), ["export to CSV"]);
    assert.deepEqual(wishes("I wish there was an option to log in with fingerprint"), ["log in with fingerprint"]);
    assert.deepEqual(wishes("There should be an option to hide the balance."), ["hide the balance"]);
    assert.deepEqual(wishes("Would love to see a weekly summary"), ["weekly summary"]);
    assert.deepEqual(wishes("Tablet support would be great"), ["tablet"]);
    assert.deepEqual(wishes("please bring back the calendar view"), ["bring back calendar view"]);
    assert.deepEqual(wishes("please allow us to change the font size"), ["change the font size"]);
    assert.deepEqual(wishes("needs more languages, otherwise good"), ["more languages"]);
    assert.deepEqual(wishes("no way to sort my notes"), ["sort my notes"]);
    assert.deepEqual(wishes("a timer that ends with the song would be cool"), ["timer that ends with the song"]);
    assert.deepEqual(wishes("I think that a dark mode would be nice"), ["dark mode"]);
  });
  it("find several in one text, in order", () => {
    assert.deepEqual(wishes("Please add widgets. Also it would be great to have offline maps, thanks"), [
      "widgets",
      "offline maps",
    ]);
  });
  it("understand what is said to be absent", () => {
    assert.deepEqual(wishes("Why is there still no dark mode?"), ["dark mode"]);
    assert.deepEqual(wishes('Please add an option to enable "dark mode" within the app.'), ["enable dark mode"]);
    assert.deepEqual(wishes("Why is there still no grocery list in 3 years of asking?"), ["grocery list"]);
    assert.deepEqual(wishes("It lacks a week view"), ["week view"]);
    assert.deepEqual(wishes("Missing an option to mute one chat"), ["mute one chat"]);
  });
  it("are cut before pleading, reasons and asides", () => {
    assert.deepEqual(wishes("add a widget plsss"), ["widget"]);
    assert.deepEqual(wishes("Please add subtitles because the sound is low"), ["subtitles"]);
    assert.deepEqual(wishes("Please add a shopping list so that we can plan"), ["shopping list"]);
    assert.deepEqual(wishes("Please add devices that aren't yours"), ["devices"]);
    assert.deepEqual(wishes("I wish the app could tell me where I can buy seeds"), ["where I can buy seeds"]);
  });
  it("may be a bare thing", () => {
    const text = "A small clock for the lock screen with my alarm's time.";
    const [clause] = [{ text, start: 0, end: text.length, polarity: "neutral" as const, score: 0 }];
    assert.equal(extractFeatureRequests(text, [clause!], "request")[0]?.wish, "small clock for the lock screen");
    assert.deepEqual(extractFeatureRequests(text, [clause!], "problem"), []);
  });
  it("are no fragments of what happened", () => {
    assert.deepEqual(wishes("I'm at the gate, the train is in sight, please.", "problem"), []);
    assert.deepEqual(wishes("Songs from the radio are missing every other day."), []);
    assert.deepEqual(wishes("oh lamp, why won't you turn on"), []);
    assert.deepEqual(wishes("Right now I need a second account when I travel."), []);
    assert.deepEqual(wishes("It used to have a quiz."), []);
  });
  it("are clauses where people wish that something were so", () => {
    const said = [
      ["It would be nice if the phone rang as well as the watch", "phone rang as well as the watch"],
      ["Would be great if the date was shown in the list, thanks", "date was shown in the list"],
      ["it would be perfect if a switch were added so that I can turn it off", "switch"],
      ["It would be great if you could add stickers", "stickers"],
    ] as const;
    for (const [text, wish] of said) assert.deepEqual(wishes(text), [wish], text);
  });
  it("end where another sentence begins, and before what they are likened to", () => {
    assert.deepEqual(wishes("We need a pause button Most other apps have it", "request"), ["pause button"]);
    assert.deepEqual(wishes("please add a shared list like all other planners"), ["shared list"]);
    assert.deepEqual(wishes("please add a button to like all photos"), ["button to like all photos"]);
    assert.deepEqual(wishes("Please add a Dark Mode For Everyone"), ["dark Mode For Everyone"]);
    assert.deepEqual(wishes("Please add this function", "request"), []);
  });
  it("take help with a problem for no wish", () => {
    assert.deepEqual(wishes("Please fix the login", "problem"), []);
    assert.deepEqual(wishes("I am not able to add my bank account", "problem"), []);
    assert.deepEqual(wishes("Could you please help me?", "problem"), []);
  });
  it("heed what may be a complaint only in a request", () => {
    assert.deepEqual(wishes("There is no option to cancel", "problem"), []);
    assert.deepEqual(wishes("There is no option to cancel", "request"), ["cancel"]);
  });
  it("take linear time on any input", () => {
    const started = processorTime();
    for (const text of [
      "a".repeat(50_000),
      "please add ".repeat(5_000),
      "would be ".repeat(6_000),
      "i wish you they it ".repeat(3_000),
    ]) {
      extractFeatureRequests(text, [], "request");
    }
    assert.ok(processorTime() - started < 1_000);
  });
});
