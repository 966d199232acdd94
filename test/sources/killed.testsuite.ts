/**
 * Daemons that pull from a fake of each provider at once and are killed again and again: every item becomes one insight, what
 * was deleted there is gone here, the cursors are right, and the books balance.
 */
import assert from "node:assert/strict";
import { sleep } from "../../src/lifecycle.ts";
import type { Balance } from "../../src/model/ledger.ts";
import { openProvider, type Provider } from "../../src/sources/rig.testing.ts";
import { type Daemon, freePort, startDaemon } from "../daemon.ts";
import { eventually } from "../testbed.ts";
import { fakes } from "./fakes/all.ts";
import type { Fake, FakeItem } from "./fakes/fake.ts";

export interface Kills {
  /** Runners on the same engines. */
  readonly runners: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Items of each provider, beyond two pages. */
  readonly more: number;
  /** A runner, one after the other, is killed when so many pages were asked for in all. */
  readonly atPages: readonly number[];
}

interface Run {
  readonly state: string;
  readonly error?: unknown;
}
interface Source {
  readonly id: string;
  readonly cursor: { readonly until: number } | null;
}

async function ask<T>(url: string, path: string, json?: unknown): Promise<T> {
  const body = json === undefined ? {} : { method: "POST", body: JSON.stringify(json) };
  const reply = await fetch(url + path, { ...body, headers: { "content-type": "application/json" } });
  if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
  return (await reply.json()) as T;
}

interface Place {
  readonly fake: Fake;
  readonly items: FakeItem[];
  readonly provider: Provider;
  readonly source: string;
}

/** Odd answers come now and then, by a fixed count, so that a failure can be run again. */
const FAULTS_EVERY = 11;
/** A page takes its time, so that kills come in the middle of some. */
const PAGE_MS = 100;

async function openPlace(fake: Fake, count: number, now: number, onPage: () => void): Promise<Place> {
  const items = Array.from({ length: count }, (_, at): FakeItem => {
    const text = `The application crashes every time I open the report number ${at + 1} and I lose all of my work.`;
    return { number: at + 1, at: now - 86_400 + at * 30, text };
  });
  const state = { items, isRevoked: false, tokens: 0 };
  let asked = 0;
  const provider = await openProvider(async (one) => {
    const at = Math.floor(Date.now() / 1_000);
    if (!fake.isPage(one)) return fake.answer(one, Object.assign(state, { now: at }));
    onPage();
    await sleep(PAGE_MS);
    if (++asked % FAULTS_EVERY === 0) return { status: 503, headers: { "retry-after": "1" } };
    return fake.answer(one, Object.assign(state, { now: at }));
  });
  return { fake, items, provider, source: fake.name.replaceAll(/[^A-Za-z]/g, "-") };
}

export async function testKills({ runners, environment, more, atPages }: Kills): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  let pages = 0;
  const onPage = () => void pages++;
  const places = await Promise.all(fakes.map((fake) => openPlace(fake, 2 * fake.size + more, now, onPage)));
  const environments = await Promise.all(
    Array.from({ length: runners }, async () => ({
      ...{ SOURCES_ALLOW_PRIVATE: "on", LLM: "none", CLUSTER_INTERVAL: "1h", PORT: String(await freePort()) },
      ...environment,
    })),
  );
  const daemons: Daemon[] = await Promise.all(environments.map((one) => startDaemon(one)));
  const anyUrl = () => daemons[0]!.url;
  const runs = new Map<string, string>();
  for (const { fake, provider, source } of places) {
    const registration = { id: source, app: "notes", modes: ["pull"], ...fake.registration(provider.url) };
    await ask(anyUrl(), "/api/v1/sources", { ...registration, schedule: "0 0 1 1 *" });
    const { run } = await ask<{ run: { id: string } }>(anyUrl(), `/api/v1/sources/${source}/pull`, {});
    runs.set(source, run.id);
  }
  for (const [at, count] of atPages.entries()) {
    await eventually(`page ${count}`, async () => pages >= count, 60_000);
    const victim = at % runners;
    await daemons[victim]!.kill("SIGKILL");
    daemons[victim] = await startDaemon(environments[victim]);
  }
  const ended = async (source: string, run: string) => {
    const found = await ask<Run>(anyUrl(), `/api/v1/sources/${source}/runs/${run}`);
    return found.state !== "running" && found;
  };
  for (const [source, run] of runs) {
    const found = await eventually(`the end of ${source}`, () => ended(source, run), 120_000);
    assert.equal(found.state, "succeeded", `${source}: ${JSON.stringify(found)}`);
  }
  const total = places.reduce((sum, { items }) => sum + items.length, 0);
  const books = await eventually(
    `${total} insights`,
    async () => {
      const found = await ask<Balance>(anyUrl(), "/api/v1/ledger?pipeline=feedback");
      return found.in_flight === 0 && found.stored >= total && found;
    },
    120_000,
  );
  assert.deepEqual([books.balanced, books.stored, books.dead], [true, total, 0], JSON.stringify(books));
  for (const { fake, items, source } of places) {
    const query = `app=notes&source=${(fake.registration("") as { type: string }).type}&limit=1000`;
    const { items: found } = await ask<{ items: { source_id: string; data_id: string }[] }>(
      anyUrl(),
      `/api/v1/insights?${query}`,
    );
    const ids = found.filter(({ source_id }) => source_id === source).map(({ data_id }) => data_id);
    assert.deepEqual(ids.sort(), items.map(({ number }) => fake.idOf(number)).sort(), source);
    const { cursor } = await ask<Source>(anyUrl(), `/api/v1/sources/${source}`);
    assert.equal(cursor?.until, items.at(-1)!.at, source);
  }
  await eraseSome(
    places.filter(({ fake }) => fake.showsDeleted),
    anyUrl(),
  );
  for (const daemon of daemons) await daemon.close();
  for (const { provider } of places) await provider[Symbol.asyncDispose]();
  return `${total} items of ${places.length} providers, ${atPages.length} kills of ${runners} runners; received ${books.received}, duplicates ${books.duplicate}`;
}

/** Every seventh item is deleted at its source, and goes here with the next pull. */
async function eraseSome(places: readonly Place[], url: string): Promise<void> {
  for (const { fake, items, source } of places) {
    for (const [at, item] of items.entries()) if (at % 7 === 0) items[at] = { ...item, gone: true };
    await ask(url, `/api/v1/sources/${source}/pull`, {});
    const left = items.filter(({ gone }) => !gone).map(({ number }) => fake.idOf(number));
    await eventually(
      `what was deleted at ${source} to be gone`,
      async () => {
        const { type } = fake.registration("") as { type: string };
        const { items: found } = await ask<{ items: { data_id: string }[] }>(
          url,
          `/api/v1/insights?source=${type}&limit=1000`,
        );
        const ids = found.map(({ data_id }) => data_id);
        return ids.length === left.length && left.every((id) => ids.includes(id));
      },
      60_000,
    );
  }
  const books = await ask<Balance>(url, "/api/v1/ledger?pipeline=feedback");
  assert.equal(books.balanced, true, JSON.stringify(books));
  assert.ok((books.erased ?? 0) > 0);
}
