// cspell:ignore Strava
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { processorTime } from "../../test/processor-time.ts";
import { openEnrichment } from "../enrichment/enrichment.ts";
import { plainWish, titleOfWishes, wishLikeness, wishWords } from "./wish-likeness.ts";

/** Two wordings of one wish, in the domain of the sample and in others. */
const same: readonly (readonly [string, string])[] = [
  ["dark mode", "night mode"],
  ["dark mode", "dark theme for night rides"],
  ["dark theme", "black background"],
  ["family pass", "family ticket"],
  ["family pass", "pass for families"],
  ["family ticket", "shared family wallet"],
  ["offline maps", "download maps for offline use"],
  ["offline maps", "save the map of my area on the phone"],
  ["offline maps", "keep the map of a region on my phone"],
  ["offline maps", "download a region before leaving and navigate without data"],
  ["widget", "home screen widget showing my active ticket"],
  ["widget", "widget for my stop"],
  ["widget with the next departures on the home screen", "small widget for the home screen"],
  ["export my rides", "export function for my ride history"],
  ["export", "download my rides to my computer"],
  ["export my rides", "download my rides"],
  ["route option that avoids steep hills", "low hill routing"],
  ["flatter alternative", "route option that avoids steep hills"],
  ["low hill routing", "navigation knew about elevation"],
  ["bike parking on the map", "bike racks to the map"],
  ["bike parking on the map", "show where bicycle parking"],
  ["bike racks to the map", "where I can park my bike safely near the stop"],
  ["reminder before my monthly pass runs out", "notify us some days before a pass expires"],
  ["reminder", "reminder before my monthly pass runs out"],
  ["automatic renewal", "auto-renew my pass"],
  // other domains
  ["split the bill with friends", "bill splitting between friends"],
  ["fingerprint login", "log in with face id"],
  ["export statements as PDF", "download account statement in pdf"],
  ["recurring payments", "schedule automatic payments every month"],
  ["search in my transactions", "find old transactions"],
  ["sleep timer", "timer to stop the music"],
  ["playlist folders", "organise playlists into folders"],
  ["lyrics", "show the lyrics of a song"],
  ["download episodes", "offline listening"],
  ["crossfade between songs", "crossfade"],
  ["sort notes by date", "sorting of notes by date"],
  ["checklist in notes", "check lists"],
  ["sync with Google Calendar", "Google calendar integration"],
  ["reorder tasks by drag and drop", "drag tasks to change their order"],
  ["share a list with my partner", "shared lists"],
  ["filter by size", "size filter for clothes"],
  ["wish list", "wishlist to save items"],
  ["track my order", "order tracking"],
  ["compare products side by side", "product comparison"],
  ["more languages", "translation into Spanish"],
  ["bigger font", "change the text size"],
  ["tablet version", "iPad support"],
  ["sleep tracking", "track my sleep"],
  ["calorie counter", "count calories"],
  ["sync with Google Fit", "Google Fit integration"],
  ["step goal can be changed", "change my daily step goal"],
  ["undo send", "take back a message I sent"],
  ["pin conversations", "pin chats to the top"],
  ["voice messages", "record voice notes"],
  ["read receipts off", "hide read receipts"],
];
/** Two wishes, often with a word in common. */
const different: readonly (readonly [string, string])[] = [
  ["dark mode", "simple mode"],
  ["family pass", "automatic renewal"],
  ["offline maps", "bike parking on the map"],
  ["offline maps", "bike racks to the map"],
  ["export my rides", "two bikes in one profile"],
  ["widget for my stop", "undo for accidentally ended rides"],
  ["reminder before my monthly pass runs out", "family pass"],
  ["home screen widget showing my active ticket", "family ticket"],
  ["kilometres per bike", "bike parking on the map"],
  [
    "pause navigation at the bakery without ending the ride",
    "download a region before leaving and navigate without data",
  ],
  ["undo for accidentally ended rides", "export my rides"],
  ["dark theme for night rides", "export function for my ride history"],
  ["low hill routing", "pause navigation at the bakery without ending the ride"],
  ["bike racks to the map", "kilometres per bike"],
  ["family pass", "reminder before my monthly pass runs out"],
  ["split the bill with friends", "invite friends"],
  ["fingerprint login", "stay logged in"],
  ["export statements as PDF", "search in my transactions"],
  ["credit card support", "hide the balance"],
  ["recurring payments", "payment in other currencies"],
  ["pay by credit card", "freeze my card"],
  ["sleep timer", "lyrics"],
  ["playlist folders", "collaborative playlists"],
  ["download episodes", "skip the intro of episodes"],
  ["crossfade between songs", "sort songs by artist"],
  ["lyrics", "equaliser"],
  ["sort songs by artist", "show similar artists"],
  ["sort notes by date", "checklist in notes"],
  ["sync with Google Calendar", "week view in the calendar"],
  ["share a list with my partner", "print a list"],
  ["lock notes with a password", "colour notes"],
  ["attach photos to notes", "share notes"],
  ["filter by size", "filter by price"],
  ["wish list", "gift cards"],
  ["track my order", "cancel my order"],
  ["order tracking", "sort order of products"],
  ["more languages", "bigger font"],
  ["sleep tracking", "heart rate tracking"],
  ["step goal can be changed", "step count on the watch face"],
  ["sync with Google Fit", "sync with Strava"],
  ["custom watch faces", "more workouts on the watch"],
  ["calorie counter", "water reminder"],
  ["undo send", "schedule messages"],
  ["pin conversations", "archive conversations"],
  ["voice messages", "video calls"],
  ["group chats", "group calls"],
];

const { embedder } = await openEnrichment();

function likeness([one, other]: readonly [string, string]): number {
  const a = embedder.embed(plainWish(one)).slice();
  const b = embedder.embed(plainWish(other)).slice();
  const cosine = a.reduce((sum, value, axis) => sum + value * b[axis]!, 0);
  return wishLikeness(cosine, wishWords(one), wishWords(other));
}

describe("likeness of wishes", () => {
  it("finds most rewordings", () => {
    const missed = same.filter((pair) => likeness(pair) < 1);
    assert.ok(missed.length <= same.length * 0.15, JSON.stringify(missed));
  });
  it("hardly ever takes two wishes for one", () => {
    const mixed = different.filter((pair) => likeness(pair) >= 1);
    assert.ok(mixed.length <= 1, JSON.stringify(mixed));
  });
  it("leaves a wish of nothing but words of asking as it is", () => {
    assert.equal(plainWish("better option"), "better option");
    assert.equal(plainWish("an option for dark theme please"), "dark");
  });
  it("takes linear time on any input", () => {
    const started = processorTime();
    for (const text of ["a".repeat(50_000), "auto ".repeat(10_000), "save the ".repeat(6_000)]) plainWish(text);
    assert.ok(processorTime() - started < 500);
  });
});

describe("the title of a group", () => {
  it("is short and made of what most of its wishes share", () => {
    assert.equal(titleOfWishes(["dark theme for night rides", "dark mode", "something dark"]), "dark mode");
    assert.equal(
      titleOfWishes(["show where bicycle parking", "bike parking on the map", "bike racks to the map"]),
      "bike parking on the map",
    );
  });
  it("of one wish is that wish", () => {
    assert.equal(titleOfWishes(["undo for archived notes"]), "undo for archived notes");
  });
});
