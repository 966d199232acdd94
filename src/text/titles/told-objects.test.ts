import assert from "node:assert/strict";
import { test } from "node:test";
import { processorTime } from "../../../test/processor-time.ts";
import { toldObject } from "./told-objects.ts";

test("what fails is known by how its failure is told, where nothing else names it", () => {
  for (const [failure, quote, thing] of [
    ["crashes", "crashes whenever I open a spreadsheet", "spreadsheet"],
    ["crashes", "shuts down as soon as you tap on the bookings", "bookings"],
    ["crashes", "crashes when I open it", undefined],
    ["crashes", "crashes all day", undefined],
    ["data-lost", "lost two years of sketches overnight", "sketches"],
    ["data-lost", "ALL my bookmarks are gone", "bookmarks"],
    ["data-lost", "lost everything", undefined],
    ["does-not-sync", "no longer syncs with the kitchen scale", "kitchen scale"],
    ["slow", "syncs with the scale slowly", undefined],
    [undefined, "lost my bookmarks", undefined],
  ] as const)
    assert.equal(toldObject(failure, quote), thing, quote);
});

test("long statements take no longer than their length", () => {
  for (const piece of ["all my ", "lost the ", "sync with all ", "when I open ", "a b ", "aaaa", "every time i "]) {
    const started = processorTime();
    for (const failure of ["crashes", "data-lost", "does-not-sync"]) toldObject(failure, piece.repeat(3_000));
    assert.ok(processorTime() - started < 500, piece);
  }
});
