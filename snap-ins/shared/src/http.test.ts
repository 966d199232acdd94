import assert from "node:assert/strict";
import { test } from "node:test";
import { createVirtualClock } from "../testing/virtual-clock.ts";
import { createBudget } from "./clock.ts";
import { createHttp, type HttpRequest, retryAfterMs } from "./http.ts";

const READ: HttpRequest = { method: "GET", url: "https://x.test/", headers: {}, repeatable: true, whom: "X" };
const WRITE: HttpRequest = { ...READ, method: "POST", body: { a: 1 }, repeatable: false };
type Answer = Response | Error;

/** Answers in turn, the last one for ever. */
function world(answers: readonly Answer[], budgetMs = 240_000) {
  const clock = createVirtualClock();
  let calls = 0;
  const send = createHttp({
    clock,
    random: () => 0,
    budget: createBudget(clock, budgetMs),
    fetch: async () => {
      const answer = answers[Math.min(calls, answers.length - 1)]!;
      calls += 1;
      if (answer instanceof Error) throw answer;
      return answer.clone();
    },
  });
  return { clock, calls: () => calls, send: (request: HttpRequest) => clock.run(send(request)) };
}
const busy = (seconds: string) => new Response("{}", { status: 429, headers: { "retry-after": seconds } });
const done = () => Response.json({ fine: true });

test("a 429 is waited for as long as it says, for writes too", async () => {
  const { send, clock, calls } = world([busy("30"), busy("7"), done()]);
  const result = await send(WRITE);
  assert.ok(result.ok);
  assert.equal(calls(), 3);
  assert.equal(clock.elapsed(), 37_000);
});

test("a 429 that would outlast the run is not waited for", async () => {
  const { send, clock } = world([busy("300")]);
  const result = await send(WRITE);
  assert.ok(!result.ok);
  assert.equal(result.failure.kind, "busy");
  assert.equal(result.failure.retryAfterMs, 300_000);
  assert.equal(clock.elapsed(), 0);
});

test("a request gives up when its own patience ends", async () => {
  const { send, clock } = world([busy("15")]);
  const result = await send({ ...WRITE, patienceMs: 20_000 });
  assert.equal(!result.ok && result.failure.kind, "busy");
  assert.equal(clock.elapsed(), 15_000);
});

test("errors of the server are tried again for what may be repeated", async () => {
  const { send, calls } = world([new Response("", { status: 503 }), new TypeError("fetch failed"), done()]);
  assert.ok((await send(READ)).ok);
  assert.equal(calls(), 3);
});

test("a write that got no answer is never sent twice", async () => {
  for (const answer of [new TypeError("fetch failed"), new Response("", { status: 500 })]) {
    const { send, calls } = world([answer, done()]);
    const result = await send(WRITE);
    assert.equal(!result.ok && result.failure.kind, "unknown");
    assert.equal(calls(), 1);
  }
});

test("a write whose connection was refused is sent again, for it never arrived", async () => {
  const refusedConnection = new TypeError("fetch failed", { cause: { code: "ECONNREFUSED" } });
  const { send, calls } = world([refusedConnection, done()]);
  assert.ok((await send(WRITE)).ok);
  assert.equal(calls(), 2);
});

test("a final no is reported with the server's reason", async () => {
  const { send, calls } = world([Response.json({ message: "title: at most 256" }, { status: 400 })]);
  const result = await send(READ);
  assert.equal(!result.ok && result.failure.message, "X said 400: title: at most 256");
  assert.equal(calls(), 1);
});

test("Retry-After is read as seconds, as a date, and survives nonsense", () => {
  const now = Date.UTC(2026, 0, 5);
  const read = (value: string) => retryAfterMs(new Headers({ "retry-after": value }), now);
  assert.equal(read("12"), 12_000);
  assert.equal(read("1.5"), 1_500);
  assert.equal(read(new Date(now + 60_000).toUTCString()), 60_000);
  assert.equal(read(new Date(now - 60_000).toUTCString()), 0);
  assert.equal(read("soon"), 5_000);
  assert.equal(read("1e9"), 5_000);
  assert.equal(read("99999999"), 300_000);
});
