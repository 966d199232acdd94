// cspell:ignore papertrain tasktracker ttracker
import assert from "node:assert/strict";
import { test } from "node:test";
import { usualWriting } from "./noun-phrase.ts";
import { createOwnName, nameAsApp } from "./own-name.ts";

const writing = usualWriting([
  "since I have Task on my phone",
  "the new Task is slow",
  "I open Task daily",
  "a task of mine is gone",
  "my TT is slow",
]);
const isOwn = (app: string, object: string): boolean => createOwnName(app, writing)(object.split(" "));

test("an app's name is its own however it is written, with or without the word app", () => {
  for (const object of ["task tracker", "TaskTracker", "the Task Tracker app", "tasktracker app"])
    assert.equal(isOwn("TaskTracker", object), true, object);
});

test("a part of the name is the app's where people write it as a name, and a thing where they don't", () => {
  assert.equal(isOwn("TaskTracker", "Task"), true);
  assert.equal(isOwn("TaskTracker", "tracker"), false);
  assert.equal(createOwnName("TaskTracker", usualWriting(["the tasks are gone, every task"]))(["task"]), false);
});

test("short forms are the app's: letters of its name in capitals, the first letter and the end of the name", () => {
  assert.equal(isOwn("TaskTracker", "TT"), true);
  assert.equal(isOwn("TaskTracker", "ttracker"), true);
  assert.equal(isOwn("TaskTracker", "tt"), true, "as most write it");
});

test("nothing else is", () => {
  for (const object of ["task list", "reminder", "app", "a", "clock tracker"])
    assert.equal(isOwn("TaskTracker", object), false, object);
  assert.equal(isOwn("", "reminder"), false);
});

test("the app's name is read as the app, also by its first letter and its other words", () => {
  const asApp = nameAsApp("PaperTrain");
  assert.equal(asApp("Paper train is not working"), "app is not working");
  assert.equal(asApp("papertrain and P-Train, pTrain too"), "app and app, app too");
  assert.equal(asApp("the trains are late, my paper is wet"), "the trains are late, my paper is wet");
  assert.equal(nameAsApp("Velo (rides)")("velo-rides, v rides"), "app, app");
  assert.equal(nameAsApp("")("it is"), "it is");
  assert.equal(nameAsApp("X")("x is down"), "x is down");
});
