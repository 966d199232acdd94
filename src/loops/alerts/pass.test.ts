/** Alerts are told once, whatever happens in between: crashes, lost answers, receivers that are down. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { NOW } from "../../../test/samples.ts";
import { openTestbed, type Testbed } from "../../../test/testbed.ts";
import type { AlertChannels } from "../../delivery/alerts.ts";
import { signWebhook } from "../../delivery/webhook.ts";
import { changeAlert, deleteAlert, testAlert } from "../../operations/alerts.ts";
import type { Store } from "../../store/store.ts";
import { freshTenant } from "../../store/testsuite/fixtures.ts";
import { createAlertRig, message, startReceiver } from "./alerts.testing.ts";
import { dueAfterQuiet } from "./quiet-hours.ts";
import type { Rule } from "./rule.ts";

let bed: Testbed;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let now = NOW;
before(async () => {
  bed = await openTestbed();
  receiver = await startReceiver();
});
after(async () => {
  await receiver.close();
  await bed.close();
});

/** Tells each of these once, in the order in which they are put in. */
function createTeller() {
  const news: string[] = [];
  const rule: Rule = async ({ memory }) => {
    const count = (memory.count as number | undefined) ?? 0;
    return { memory: { count: news.length }, messages: news.slice(count).map((key) => message(key)) };
  };
  return { news, rules: { "ticket.created": rule } };
}

interface Begun {
  readonly store?: Store;
  readonly allowPrivate?: boolean;
  readonly channels?: AlertChannels;
}

function begin(more: Begun = {}) {
  receiver.got.length = 0;
  receiver.next.length = 0;
  const { news, rules } = createTeller();
  const tenant = freshTenant();
  return { news, tenant, ...createAlertRig(bed, tenant, { rules, now: () => now, ...more }) };
}

const on = "ticket.created";
const keysGot = () => receiver.got.map(({ text }) => (JSON.parse(text) as { data: { key: string } }).data.key);

test("what a rule tells is posted once, signed, with the alert and the figures in it", async () => {
  const { news, add, round, deliveries } = begin();
  const alert = await add({ on, to: { type: "webhook", url: receiver.url } });
  news.push("a");
  await round();
  await round();
  const [got, ...more] = receiver.got;
  assert.equal(more.length, 0);
  const body = JSON.parse(got!.text);
  assert.deepEqual(
    [body.type, body.alert, body.app, body.title, body.text, body.link, body.data],
    [
      on,
      { id: alert.id, name: "An alert" },
      "Pedalwick",
      "It is a",
      "first <line>\nsecond line",
      message("a").link,
      { key: "a" },
    ],
  );
  const [delivery] = await deliveries(alert.id);
  const { "webhook-id": id, "webhook-signature": signature } = got!.headers as Record<string, string>;
  assert.equal(id, delivery!.id);
  assert.equal(signature, signWebhook(alert.webhook_secret!, delivery!.id, now, got!.text));
  assert.deepEqual([delivery!.state, delivery!.tries, delivery!.due_at], ["sent", 1, undefined]);
});

test("a receiver that is down gets it when it is back; one that will never take it is not asked again", async () => {
  const { news, add, round, deliveries } = begin();
  const { id } = await add({ on, to: { type: "webhook", url: receiver.url } });
  news.push("a");
  receiver.next.push(503, 429);
  await round();
  assert.equal((await deliveries(id))[0]!.state, "pending");
  await round();
  assert.equal(receiver.got.length, 1);
  for (let tries = 0; tries < 2; tries++) {
    now += 3_600;
    await round();
  }
  assert.deepEqual([keysGot(), (await deliveries(id))[0]!.state], [["a", "a", "a"], "sent"]);
  assert.equal(new Set(receiver.got.map(({ headers }) => headers["webhook-id"])).size, 1);

  news.push("b");
  receiver.next.push(410);
  await round();
  now += 3_600;
  await round();
  const [refused] = await deliveries(id);
  assert.deepEqual([refused!.state, refused!.error?.code, receiver.got.length], ["failed", "http_410", 4]);
});

test("an answer that was lost is tried again under the same id, and people are told that it may be a repeat", async () => {
  const { news, add, round, deliveries } = begin();
  const { id } = await add({ on, to: { type: "slack", url: receiver.url } });
  news.push("a");
  receiver.next.push("drop");
  await round();
  assert.equal((await deliveries(id))[0]!.state, "unknown");
  now += 3_600;
  await round();
  const said = receiver.got.map(({ text }) => (JSON.parse(text) as { text: string }).text);
  assert.equal(said[0], "*It is a*\nfirst &lt;line&gt;\nsecond line\nhttp://groundswell.test/x");
  assert.match(said[1]!, /sent again/);
  assert.equal((await deliveries(id))[0]!.state, "sent");
});

test("of a receiver that loses every answer it gives up, and says so", async () => {
  const { news, add, round, deliveries } = begin();
  const { id } = await add({ on, to: { type: "webhook", url: receiver.url } });
  news.push("a");
  receiver.next.push("drop", "drop", "drop", "drop");
  for (let tries = 0; tries < 5; tries++) {
    await round();
    now += 3_600;
  }
  assert.deepEqual([receiver.got.length, (await deliveries(id))[0]!.state], [3, "gave_up"]);
});

test("a receiver that hangs for half an hour gets it once it answers, and until then holds up no other", async () => {
  const { news, add, round, deliveries } = begin();
  const { id } = await add({ on, to: { type: "webhook", url: receiver.url } });
  await add({ on, to: { type: "log" } });
  news.push("a", "b", "c");
  receiver.next.push("drop");
  await round();
  assert.equal(receiver.got.length, 1, "one is enough to know");
  receiver.next.push("drop", "drop");
  for (let minute = 0; minute < 90; minute++) {
    now += 60;
    if (minute === 30) receiver.next.length = 0;
    await round();
  }
  assert.deepEqual(new Set((await deliveries(id)).map(({ state }) => state)), new Set(["sent"]));
  assert.deepEqual([...new Set(keysGot())].sort(), ["a", "b", "c"]);
});

test("a round ends though one receiver may be asked again before another one's time is out", {
  timeout: 20_000,
}, async () => {
  const asked: string[] = [];
  const error = { code: "ECONNREFUSED", message: "nobody listens" };
  const channels: AlertChannels = {
    webhook: async () => {
      asked.push("refused");
      return { kind: "not_processed", error };
    },
    slack: async () => {
      asked.push("hangs");
      now += 30;
      return { kind: "ambiguous", error };
    },
    email: async () => ({ kind: "sent" }),
    log: async () => ({ kind: "sent" }),
  };
  const { news, add, round } = begin({ channels });
  await add({ on, to: { type: "webhook", url: receiver.url } });
  news.push("a");
  await round();
  // Due before those of the others, and again before they have all hung.
  now += 30;
  for (let count = 0; count < 3; count++) await add({ on, to: { type: "slack", url: receiver.url } });
  await round();
  assert.deepEqual(asked, ["refused", "refused", "hangs", "hangs", "hangs"]);
  await round();
  assert.deepEqual(asked.slice(5), ["refused"]);
});

test("an answer that people can mend is tried again, a redirect too, and it is told which", async () => {
  for (const status of [301, 308, 401, 403, 404, 405, 408]) {
    const { news, add, round, deliveries } = begin();
    const { id } = await add({ on, to: { type: "slack", url: receiver.url } });
    news.push("a");
    receiver.next.push(status);
    await round();
    const [waiting] = await deliveries(id);
    assert.deepEqual([waiting!.state, waiting!.error?.code], ["pending", `http_${status}`]);
    now += 3_600;
    await round();
    assert.equal((await deliveries(id))[0]!.state, "sent");
  }
});

test("what was settled is deleted after ninety days, what waits is not", async () => {
  const { news, add, round, deliveries } = begin();
  const { id } = await add({ on, to: { type: "webhook", url: receiver.url } });
  news.push("a");
  await round();
  now += 91 * 86_400;
  news.push("b");
  receiver.next.push(503);
  await round();
  assert.deepEqual(
    (await deliveries(id)).map(({ title, state }) => [title, state]),
    [["It is b", "pending"]],
  );
});

/** A store whose n-th write from now on fails, before or after it went through. */
function crashing(store: Store): { store: Store; crashAt: (write: number, isAfter: boolean) => void } {
  let left = Number.POSITIVE_INFINITY;
  let after = false;
  const write: Store["write"] = async (...args) => {
    if (--left !== 0) return store.write(...args);
    if (after) await store.write(...args);
    throw new Error("crash");
  };
  return {
    store: { ...store, write },
    crashAt(number, isAfter) {
      [left, after] = [number, isAfter];
    },
  };
}

test("a crash at any write, before or after it, loses nothing and doubles nothing but what was being sent", async () => {
  const crash = crashing(bed.store);
  for (let write = 1; write <= 6; write++) {
    for (const isAfter of [false, true]) {
      const { news, add, round, deliveries } = begin({ store: crash.store });
      const { id } = await add({ on, to: { type: "webhook", url: receiver.url } });
      news.push("a", "b");
      crash.crashAt(write, isAfter);
      await round().catch(() => undefined);
      crash.crashAt(0, false);
      for (let rounds = 0; rounds < 3; rounds++) {
        now += 3_600;
        await round();
      }
      const ids = receiver.got.map(({ headers }) => headers["webhook-id"]);
      assert.deepEqual([...new Set(keysGot())].sort(), ["a", "b"], `write ${write}`);
      assert.equal(new Set(ids).size, 2, `write ${write}`);
      assert.ok(ids.length <= 3, `write ${write}: ${ids.length}`);
      assert.deepEqual(
        (await deliveries(id)).map(({ state }) => state),
        ["sent", "sent"],
      );
    }
  }
});

test("an address of the own network is not asked, whatever name it has", async () => {
  const { news, add, round, deliveries } = begin({ allowPrivate: false });
  const { port } = new URL(receiver.url);
  const { id } = await add({ on, to: { type: "webhook", url: `http://localhost:${port}/` } });
  news.push("a");
  await round();
  const [delivery] = await deliveries(id);
  assert.deepEqual([delivery!.state, delivery!.error?.code, receiver.got.length], ["failed", "private_address", 0]);
});

test("in quiet hours messages wait until they are over", async () => {
  const { news, add, round } = begin();
  now = Date.parse("2026-03-01T23:30:20Z") / 1000;
  await add({ on, to: { type: "webhook", url: receiver.url }, quiet_hours: { from: "22:00", to: "07:00" } });
  news.push("a");
  await round();
  now = Date.parse("2026-03-02T06:59:59Z") / 1000;
  await round();
  assert.equal(receiver.got.length, 0);
  now += 1;
  await round();
  assert.equal(receiver.got.length, 1);
});

test("quiet hours end when the clock there says so, also in the nights in which it changes", () => {
  const until = (at: string, zone: string, to = "07:00") =>
    new Date(dueAfterQuiet(Date.parse(at) / 1000, { from: "22:00", to, zone }) * 1000).toISOString().slice(0, 16);
  assert.equal(until("2026-03-28T22:30:00Z", "Europe/Berlin"), "2026-03-29T05:00");
  assert.equal(until("2026-10-24T21:30:00Z", "Europe/Berlin"), "2026-10-25T06:00");
  assert.equal(until("2026-10-25T02:30:00Z", "Europe/Berlin"), "2026-10-25T06:00");
  assert.equal(until("2026-11-01T04:30:00Z", "America/New_York"), "2026-11-01T12:00");
  // The clock goes from 02:00 to 03:00.
  assert.equal(until("2026-03-28T22:30:00Z", "Europe/Berlin", "02:30"), "2026-03-29T01:30");
  assert.equal(until("2026-07-01T22:30:00Z", "Europe/Berlin"), "2026-07-02T05:00");
  assert.equal(until("2026-07-01T18:00:00Z", "Asia/Kolkata", "00:15"), "2026-07-01T18:45");
});

test("a test is sent as it would be; a deleted alert sends nothing; one that is off tells nothing of that time", async () => {
  const { news, add, round, deps, principal, deliveries } = begin();
  const { id } = await add({ on, to: { type: "webhook", url: receiver.url } });
  assert.equal((await testAlert(deps, principal, id))!.state, "pending");
  await round();
  const body = JSON.parse(receiver.got[0]!.text);
  assert.equal(body.type, "test");
  await changeAlert(deps, principal, id, { enabled: false });
  await round();
  await changeAlert(deps, principal, id, { enabled: true });
  now += 60;
  news.push("a");
  receiver.next.push(503);
  await round();
  assert.equal((await deliveries(id))[0]!.state, "pending");
  await deleteAlert(deps, principal, id);
  now += 3_600;
  await round();
  assert.deepEqual([receiver.got.length, (await deliveries(id))[0]!.error?.code], [2, "deleted"]);
});
