import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { pino } from "pino";
import { eventually } from "../../test/testbed.ts";
import { readConfig } from "../config.ts";
import { sleep } from "../lifecycle.ts";
import { createMetrics } from "../metrics.ts";
import { createSqliteStore } from "../store/sqlite.ts";
import type { Answer, LanguageModel, Question } from "./language-model.ts";
import { openLanguageModel } from "./open.ts";
import { answerRightly, deadAddress, type ModelReply, type ModelServer, openModelServer } from "./server.testing.ts";

const question: Question = { name: "q", instructions: "i", data: { records: [] }, schema: {}, mostTokens: 10 };
const never = new AbortController().signal;
const NOON = 1_700_000_000 - (1_700_000_000 % 86_400) + 43_200;

interface Rig {
  /** The model as a runner that starts now has it. */
  open(settings?: Record<string, string>): LanguageModel;
  readonly logged: Record<string, unknown>[];
  readonly metrics: ReturnType<typeof createMetrics>;
  readonly time: { now: number; clock: number };
}

async function openRig(context: TestContext, baseUrl: string): Promise<Rig> {
  const dataDir = await mkdtemp(join(tmpdir(), "groundswell-llm-"));
  const store = await createSqliteStore({ dataDir });
  context.after(() => store.close().then(() => rm(dataDir, { recursive: true, force: true })));
  const logged: Record<string, unknown>[] = [];
  const log = pino({ level: "debug" }, { write: (line) => void logged.push(JSON.parse(line)) });
  const metrics = createMetrics();
  const time = { now: NOON, clock: 0 };
  return {
    logged,
    metrics,
    time,
    open(settings = {}) {
      const config = readConfig({
        LLM: "openai",
        LLM_BASE_URL: baseUrl,
        LLM_MODEL: "small",
        LLM_API_KEY: "sk-secret",
        ...settings,
      });
      const model = openLanguageModel({ config, store, metrics, log, now: () => time.now, clock: () => time.clock });
      assert.ok(model);
      return model;
    },
  };
}

const reasonOf = (answer: Answer): string => (answer.ok ? "answered" : answer.reason);
const ask = async (model: LanguageModel): Promise<string> => reasonOf(await model.ask(question, never));
const events = (rig: Rig) => rig.logged.map(({ event }) => event);

test("its figures are there from the start, at 0", async (context) => {
  const rig = await openRig(context, await deadAddress());
  rig.open();
  const printed = await rig.metrics.registry.metrics();
  for (const result of ["answered", "timeout", "over_budget"])
    assert.match(printed, new RegExp(`llm_request_seconds_count\\{result="${result}"\\} 0`), result);
  assert.match(printed, /llm_tokens_total\{kind="prompt"\} 0/);
});

test("without LLM there is none", () => {
  const deps = { metrics: createMetrics(), log: pino({ level: "silent" }), now: () => 0 };
  assert.equal(openLanguageModel({ config: readConfig({}), store: {} as never, ...deps }), undefined);
});

test("a busy server is asked again after the time it names, and each request is counted by its result", async (context) => {
  const faults: ModelReply[] = [{ status: 429, headers: { "retry-after": "0.2" } }, { status: 500 }];
  await using server = await openModelServer((request, before) => faults[before] ?? answerRightly(request));
  const rig = await openRig(context, server.url);
  const started = performance.now();
  assert.equal(await ask(rig.open()), "answered");
  assert.ok(performance.now() - started >= 200);
  const printed = await rig.metrics.registry.metrics();
  for (const result of ["busy", "unavailable", "answered"])
    assert.match(printed, new RegExp(`groundswell_llm_request_seconds_count\\{result="${result}"\\} 1`));
  assert.match(printed, /groundswell_llm_tokens_total\{kind="completion"\} 50/);
  assert.deepEqual(events(rig), []);
});

test("a server that asks for more patience than there is, is left alone as long as it says", async (context) => {
  await using server = await openModelServer((request, before) =>
    before < 1 ? { status: 429, headers: { "retry-after": "120" } } : answerRightly(request),
  );
  const rig = await openRig(context, server.url);
  const model = rig.open();
  assert.equal(await ask(model), "busy");
  rig.time.clock += 119_000;
  assert.equal(await ask(model), "resting");
  rig.time.clock += 2_000;
  assert.equal(await ask(model), "answered");
  assert.equal(server.requests.length, 2);
});

test("a dead server costs nothing after a few failures, is tried once after each rest, and is said once", async (context) => {
  let dead = true;
  await using server = await openModelServer((request) => (dead ? { fault: "hang" } : answerRightly(request)));
  const rig = await openRig(context, server.url);
  const model = rig.open({ LLM_TIMEOUT_MS: "300" });
  for (let at = 0; at < 3; at++) assert.equal(await ask(model), "timeout");
  const many = await Promise.all(Array.from({ length: 50 }, () => ask(model)));
  assert.deepEqual(new Set(many), new Set(["resting"]));
  assert.equal(server.requests.length, 3);

  rig.time.clock += 31_000;
  assert.deepEqual((await Promise.all([ask(model), ask(model)])).sort(), ["resting", "timeout"]);
  rig.time.clock += 31_000;
  assert.equal(await ask(model), "resting", "the second rest is longer");
  assert.deepEqual(events(rig), ["llm_failed"]);

  dead = false;
  rig.time.clock += 31_000;
  assert.equal(await ask(model), "answered");
  assert.equal(await ask(model), "answered");
  assert.deepEqual(events(rig), ["llm_failed", "llm_back"]);
});

test("those who waited for their turn while the server died are told at once", async (context) => {
  await using server = await openModelServer(() => ({ fault: "hang" }));
  const model = (await openRig(context, server.url)).open({ LLM_TIMEOUT_MS: "200", LLM_CONCURRENCY: "3" });
  const reasons = await Promise.all(Array.from({ length: 30 }, () => ask(model)));
  // Turns that were handed on before the third failure was known may ask, too.
  assert.ok(server.requests.length <= 5);
  assert.ok(reasons.filter((reason) => reason === "resting").length >= 25);
});

test("a wrong key is an error said once, and asked about again only now and then", async (context) => {
  await using server = await openModelServer(() => ({ status: 401, body: '{"error":{"message":"sk-secret"}}' }));
  const rig = await openRig(context, server.url);
  const model = rig.open();
  assert.equal(await ask(model), "misconfigured");
  assert.equal(await ask(model), "resting");
  assert.equal(server.requests.length, 1);
  const [line] = rig.logged;
  assert.deepEqual(
    [line?.level, line?.event, line?.reason, line?.detail],
    [50, "llm_failed", "misconfigured", "HTTP 401"],
  );
  assert.ok(!JSON.stringify(rig.logged).includes("sk-secret"));
});

test("nobody there: the connection is refused, and that is said", async (context) => {
  const rig = await openRig(context, await deadAddress());
  assert.equal(await ask(rig.open()), "unavailable");
  assert.equal(rig.logged[0]?.detail, "ECONNREFUSED");
});

test("so many requests at a time, and no more", async (context) => {
  let running = 0;
  let most = 0;
  await using server = await openModelServer(async (request) => {
    most = Math.max(most, ++running);
    await eventually("the second", async () => most > 1);
    // Time for a third.
    await sleep(20);
    running--;
    return answerRightly(request);
  });
  const model = (await openRig(context, server.url)).open({ LLM_CONCURRENCY: "2" });
  await Promise.all(Array.from({ length: 8 }, () => ask(model)));
  assert.equal(most, 2);
});

async function askUntilSpent(model: LanguageModel, server: ModelServer): Promise<number> {
  const before = server.requests.length;
  while ((await ask(model)) === "answered");
  return server.requests.length - before;
}

test("the day's tokens are spent once, over runners and restarts, and are there again the next day", async (context) => {
  await using server = await openModelServer();
  const rig = await openRig(context, server.url);
  const settings = { LLM_BUDGET_TOKENS_PER_DAY: "1000" };
  const first = rig.open(settings);
  assert.equal(await ask(first), "answered");
  const second = rig.open(settings);
  // 150 tokens a request: seven fit in, the last one goes over by its answer.
  assert.equal(1 + (await askUntilSpent(second, server)), 7);
  assert.equal(await ask(first), "over_budget");
  assert.equal(await ask(rig.open(settings)), "over_budget");
  assert.deepEqual(events(rig), Array(3).fill("llm_over_budget"), "once a runner");
  assert.equal(await ask(second), "over_budget");
  assert.equal(rig.logged.length, 3);

  rig.time.now += 86_400;
  assert.equal(await askUntilSpent(second, server), 7);
});

test("runners that book at the same time lose no tokens", async (context) => {
  await using server = await openModelServer();
  const rig = await openRig(context, server.url);
  const settings = { LLM_BUDGET_TOKENS_PER_DAY: "3000" };
  const runners = [rig.open(settings), rig.open(settings)];
  await Promise.all(Array.from({ length: 16 }, (_, index) => ask(runners[index % 2]!)));
  assert.equal(16 + (await askUntilSpent(rig.open(settings), server)), 20);
});
