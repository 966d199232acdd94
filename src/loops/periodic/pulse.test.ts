import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn, setTimeout as wait } from "node:timers/promises";
import { startPulse } from "./pulse.ts";

test("who waits is woken by the same beat, and a signal ends the wait of its own only", async () => {
  const pulse = startPulse(50);
  const never = new AbortController().signal;
  const told = new AbortController();
  const woken: string[] = [];
  const waits = ["a", "b"].map((name) => pulse.next(never).then(() => woken.push(name)));
  const ended = pulse.next(told.signal).then(() => woken.push("told"));
  told.abort();
  await ended;
  assert.deepEqual(woken, ["told"]);
  await Promise.race(waits);
  await turn();
  assert.deepEqual(woken, ["told", "a", "b"]);
  await pulse.next(told.signal);
  pulse.stop();
});

test("a pulse that stops wakes who waits", async () => {
  const pulse = startPulse(60_000);
  const waiting = pulse.next(new AbortController().signal);
  pulse.stop();
  assert.equal(await Promise.race([waiting.then(() => "woken"), wait(1_000, "asleep")]), "woken");
});
