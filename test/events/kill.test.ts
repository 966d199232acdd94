/** The daemon is killed again and again while events come in: each that was taken is an event or its errors, none twice. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { it } from "node:test";
import { sleep } from "../../src/lifecycle.ts";
import type { Event, EventError } from "../../src/model/event.ts";
import type { Balance } from "../../src/model/ledger.ts";
import { freePort, startDaemon } from "../daemon.ts";
import { isFull } from "../full.ts";
import { eventually } from "../testbed.ts";

/** Kills come by a fixed schedule of odd waits, so that a failure can be run again. */
const WAITS = [700, 1_300, 400, 900];
const REQUEST = 100;
/** 1,000 events a second, at full size 2,000. */
const PAUSE_MS = isFull ? 50 : 100;
/** However slow the machine is to start the daemon again. */
const MOST = 12_000;
/** Each tenth is wrong. */
const isWrong = (number: number): boolean => number % 10 === 3;

const eventOf = (number: number) => ({
  id: `e${number}`,
  session_id: `s${number % 50}`,
  category: "load",
  name: isWrong(number) ? "" : "step",
  data: { number },
  timestamp: Date.now(),
  sequence: number,
});

async function all<T>(url: string, path: string): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const query: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const page = (await (await fetch(`${url}${path}?limit=1000${query}`)).json()) as {
      items: T[];
      next_cursor: string | null;
    };
    items.push(...page.items);
    cursor = page.next_cursor;
  }
  return items;
}

it("no event that was taken is lost or doubled by kills, and the books balance", { timeout: 180_000 }, async (t) => {
  const dataDir = await mkdtemp(join(tmpdir(), "groundswell-events-"));
  const environment = {
    DATA_DIR: dataDir,
    PORT: String(await freePort()),
    EMBEDDED_SQS_PORT: String(await freePort()),
    LOOPS: "event-writer",
  };
  let daemon = await startDaemon(environment);
  const { url } = daemon;
  t.after(async () => {
    await daemon.close();
    await rm(dataDir, { recursive: true, force: true });
  });
  const taken = new Set<number>();
  let next = 0;
  let stop = false;

  /** Sends the same again until it is answered, as a sender does that has had no answer. */
  async function send(numbers: readonly number[]): Promise<void> {
    const body = JSON.stringify(numbers.map(eventOf));
    for (;;) {
      const status = await fetch(`${url}/api/v1/events`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
      }).then(
        (reply) => reply.status,
        () => 0,
      );
      if (status === 202) break;
      await sleep(100);
    }
    for (const number of numbers) taken.add(number);
  }
  const requests: Promise<void>[] = [];
  const sending = (async () => {
    while (!stop && next < MOST) {
      requests.push(send(Array.from({ length: REQUEST }, () => next++)));
      await sleep(PAUSE_MS);
    }
  })();
  for (const wait of WAITS) {
    await sleep(wait);
    await daemon.kill("SIGKILL");
    daemon = await startDaemon(environment);
  }
  stop = true;
  await sending;
  await Promise.all(requests);

  const expected = [...taken].sort((a, b) => a - b);
  const right = expected.filter((number) => !isWrong(number));
  // What is on the queue still is in no book: all of it is there once as much is stored.
  const books = await eventually(
    `${right.length} events stored`,
    async () => {
      const found = (await (await fetch(`${url}/api/v1/ledger?pipeline=events`)).json()) as Balance;
      const rejected = Object.values(found.rejected).reduce((sum, count) => sum + count, 0);
      return found.stored >= right.length && rejected >= expected.length - right.length && found;
    },
    90_000,
  );
  const stored = (await all<Event>(url, "/api/v1/events")).map(({ id }) => Number(id.slice(1)));
  const errors = await all<EventError>(url, "/api/v1/errors");
  const wrong = errors.map(({ input }) => Number((JSON.parse(input) as { id: string }).id.slice(1)));
  t.diagnostic(
    `${expected.length} events at ${(REQUEST * 1_000) / PAUSE_MS} a second, ${WAITS.length} kills; ${JSON.stringify(books)}`,
  );
  assert.ok(expected.length > 2_000, `only ${expected.length} were sent`);
  assert.deepEqual(
    stored.sort((a, b) => a - b),
    right,
  );
  assert.deepEqual(
    [...new Set(wrong)].sort((a, b) => a - b),
    expected.filter(isWrong),
  );
  assert.deepEqual([books.balanced, books.dead, books.stored], [true, 0, stored.length]);
});
