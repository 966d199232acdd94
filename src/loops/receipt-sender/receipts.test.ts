/** Receipts against a Twilio with faults: each person is told exactly once, or it is said why not. */
import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { pino } from "pino";
import { freePort } from "../../../test/daemon.ts";
import type { Delivery } from "../../delivery/delivery.ts";
import { createLogDelivery } from "../../delivery/open.ts";
import { ACCOUNT, type FakeMessage, startTwilioFake, TOKEN, type TwilioFake } from "../../delivery/twilio.testing.ts";
import { createTwilioDelivery } from "../../delivery/twilio.ts";
import type { ReceiptDocument } from "../../model/receipt.ts";
import type { ReceiptState } from "../../model/receipt-names.ts";
import { TenantId } from "../../model/tenant.ts";
import { createRandom } from "../../numeric/random.ts";
import { hearOf, resendReceipt } from "../../operations/receipts.ts";
import { openTestStore, startTestServer, type TestServer, type TestStore } from "../../server/server.testing.ts";
import { createReceiptSender } from "./pass.ts";

const log = pino({ level: "silent" });
const NO_CAPS = { number: 1e9, form: 1e9, tenant: 1e9 };
const alone = new AbortController().signal;

describe("receipts", () => {
  let opened: TestStore;
  let server: TestServer;
  let twilio: TwilioFake;
  /** Unix seconds. */
  let time = 1_700_000_000;
  let tenant = TenantId.parse("t0");
  let number = 0;
  const now = () => time;
  let real: Delivery;
  before(async () => {
    opened = await openTestStore();
    const port = await freePort();
    const publicUrl = `http://127.0.0.1:${port}`;
    const environment = { PORT: String(port), PUBLIC_URL: publicUrl, TWILIO_AUTH_TOKEN: TOKEN };
    server = await startTestServer({ environment, store: opened.store, now });
    twilio = await startTwilioFake(() => time * 1000);
    const from = { number: "+15550000000" };
    real = createTwilioDelivery({
      accountSid: ACCOUNT,
      authToken: TOKEN,
      from,
      baseUrl: twilio.url,
      publicUrl,
      timeoutMs: 2_000,
    });
  });
  after(async () => {
    await twilio[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
    await opened.close();
  });
  beforeEach(async () => {
    tenant = TenantId.parse(`t${++number}`);
    twilio.fate = () => ({ kind: "made" });
    twilio.onMade = undefined;
    time += 10_000;
  });

  const sender = (sms: Delivery = real, caps = NO_CAPS) => {
    const others = createLogDelivery(log, "log");
    return createReceiptSender({
      store: opened.store,
      deliveries: { sms, webhook: others, log: others },
      caps,
      log,
      now,
    });
  };
  const receipt = (index: number, parts: Partial<ReceiptDocument> = {}): ReceiptDocument => ({
    ...{ response: `r${index}`, response_key: `k${index}`, form: "f", kind: "thanks", channel: "sms" },
    ...{
      to: `+44${7_000_000_000 + number * 10_000 + index}`,
      body: `Thanks. Ref ${tenant}-${index}.`,
      reference: `Ref ${tenant}-${index}.`,
    },
    ...{ state: "pending", tries: 0, looks: 0, created_at: time, updated_at: time, due_at: time },
    ...parts,
  });
  async function due(count: number, parts: Partial<ReceiptDocument> = {}): Promise<void> {
    const writes = Array.from(
      { length: count },
      (_, index) => ({ op: "create", id: `x${index}`, doc: receipt(index, parts) }) as const,
    );
    await opened.store.write(tenant, "receipts", writes);
  }
  const run = (round = sender()) => round(tenant, 1, alone, async () => {});
  async function docs(): Promise<ReceiptDocument[]> {
    const all: ReceiptDocument[] = [];
    for await (const { doc } of opened.store.scan(tenant, "receipts")) all.push(doc);
    return all;
  }
  const states = async () => (await docs()).map(({ state }) => state);
  const mine = () => twilio.messages.filter(({ body }) => body.includes(`Ref ${tenant}-`));

  it("reach everybody exactly once through lost answers, crashes, storms and callbacks out of order", async () => {
    const COUNT = Number(process.env.RECEIPTS ?? 600);
    const random = createRandom(7);
    await due(COUNT);
    twilio.fate = () => {
      const at = random();
      if (at < 0.05) return { kind: "lost" };
      if (at < 0.2) return { kind: "busy", seconds: 2 };
      return at < 0.23 ? { kind: "broken" } : { kind: "made" };
    };
    const told: Promise<unknown>[] = [];
    twilio.onMade = async (message: FakeMessage) => {
      const at = random();
      // Before our own write, twice, and the later news before the earlier.
      if (at < 0.2) await twilio.tell(message, "delivered");
      if (at < 0.1) told.push(twilio.tell(message, "sent"), twilio.tell(message, "delivered"));
    };
    const crashing: Delivery = {
      ...real,
      async send(...call) {
        const at = random();
        if (at < 0.02) throw new Error("killed after the claim, before it was sent");
        const result = await real.send(...call);
        if (at < 0.04) throw new Error("killed after it was sent, before it was written down");
        return result;
      },
    };
    let rounds = 0;
    for (; rounds < 400; rounds++) {
      await run(sender(crashing)).catch(() => undefined);
      if ((await states()).every((state) => state === "sent" || state === "delivered")) break;
      time += 15;
    }
    await Promise.all(told);
    for (const message of mine()) await twilio.tell(message, "delivered");
    assert.deepEqual(new Set(await states()), new Set<ReceiptState>(["delivered"]), `after ${rounds} rounds`);
    assert.equal(mine().length, COUNT);
    assert.equal(new Set(mine().map(({ body }) => body)).size, COUNT);
  });

  it("are sent once more only after two looks, a minute apart, that found nothing", async () => {
    await due(1);
    twilio.fate = () => ({ kind: "broken" });
    const requests = twilio.requests;
    await run();
    assert.deepEqual(await states(), ["unknown"]);
    time += 59;
    await run();
    assert.equal((await docs())[0]!.looks, 0);
    time += 1;
    await run();
    assert.deepEqual([(await docs())[0]!.looks, twilio.requests - requests], [1, 1]);
    twilio.fate = () => ({ kind: "made" });
    time += 60;
    await run();
    assert.deepEqual([await states(), twilio.requests - requests, mine().length], [["sent"], 2, 1]);
  });

  it("are settled by a callback that comes before anybody looked, and by one look when there is none", async () => {
    await due(2);
    twilio.fate = () => ({ kind: "lost" });
    await run();
    assert.deepEqual(await states(), ["unknown", "unknown"]);
    assert.equal(await twilio.tell(mine()[0]!, "delivered"), 204);
    time += 60;
    await run();
    assert.deepEqual((await states()).sort(), ["delivered", "sent"]);
    assert.equal(mine().length, 2);
  });

  it("go by what an error means", async () => {
    const cases: readonly (readonly [number, ReceiptState, number])[] = [
      [21211, "failed", 1],
      [21610, "suppressed", 1],
      [21617, "failed", 1],
      [99999, "failed", 1],
      [30001, "pending", 0],
      [20003, "pending", 0],
    ];
    for (const [code, state, tries] of cases) {
      tenant = TenantId.parse(`t${++number}`);
      time += 100_000;
      await due(1);
      twilio.fate = () => ({ kind: "refused", code });
      await run();
      const [doc] = await docs();
      assert.deepEqual([doc!.state, doc!.tries, doc!.error?.code], [state, tries, String(code)], String(code));
    }
  });

  it("wait for a person when the account is not in order, and use up no tries meanwhile", async () => {
    await due(100);
    const before = twilio.requests;
    twilio.fate = () => ({ kind: "refused", code: 20003, status: 401 });
    for (let minute = 0; minute < 10; minute++, time += 60) await run();
    assert.equal(twilio.requests - before, 16, "those under way, no more");
    twilio.fate = () => ({ kind: "made" });
    time += 1_000;
    await run();
    assert.equal(mine().length, 100);
    assert.ok((await docs()).every(({ tries }) => tries === 1));
  });

  it("stop for a country that is not enabled, and go on for the others", async () => {
    await due(3, { to: "+4915112345678" });
    await opened.store.write(tenant, "receipts", [{ op: "create", id: "other", doc: receipt(9) }]);
    twilio.fate = (to) => (to.startsWith("+49") ? { kind: "refused", code: 21408 } : { kind: "made" });
    await run();
    assert.deepEqual((await states()).sort(), ["pending", "pending", "pending", "sent"]);
  });

  it("respect STOP, also of a number that says it later, and the caps", async () => {
    await due(1, { to: "+447700900001" });
    const answer = await twilio.tell(
      {
        sid: "SMin",
        to: "",
        body: "",
        callback: `${server.url}/api/v1/receipts/twilio`,
        status: "",
        errorCode: null,
        createdAt: new Date(),
      },
      "delivered",
      { signature: "wrong" },
    );
    assert.equal(answer, 401);
    twilio.fate = () => ({ kind: "refused", code: 21610 });
    await run();
    twilio.fate = () => ({ kind: "made" });
    await opened.store.write(tenant, "receipts", [
      { op: "create", id: "again", doc: receipt(2, { to: "+447700900001" }) },
    ]);
    await run();
    assert.deepEqual(await states(), ["suppressed", "suppressed"]);
    tenant = TenantId.parse(`t${++number}`);
    await due(5, { to: "+447700900002" });
    await run(sender(real, { ...NO_CAPS, number: 2 }));
    assert.deepEqual((await states()).sort(), ["pending", "pending", "pending", "sent", "sent"]);
    time += 3_700;
    await run(sender(real, { ...NO_CAPS, number: 2 }));
    assert.equal((await states()).filter((state) => state === "sent").length, 4);
  });

  it("never go back: what a callback says late changes nothing, and an undelivered one is tried once more later", async () => {
    await due(2);
    await run();
    const [first, second] = mine();
    assert.deepEqual([await twilio.tell(first!, "delivered"), await twilio.tell(first!, "sent")], [204, 204]);
    await twilio.tell(first!, "failed", { errorCode: 30003 });
    await twilio.tell(second!, "undelivered", { errorCode: 30003 });
    assert.deepEqual((await states()).sort(), ["delivered", "pending"]);
    time += 3_600;
    await run();
    const again = mine()[2]!;
    await twilio.tell(again, "undelivered", { errorCode: 30003 });
    assert.deepEqual((await states()).sort(), ["delivered", "gave_up"]);
    assert.equal(mine().length, 3);
  });

  it("by log count as sent and say it once, and ended ones can be sent again", async () => {
    await due(3, { channel: "log", to: "" });
    await run();
    await run();
    assert.deepEqual(await states(), ["sent", "sent", "sent"]);
    await opened.store.write(tenant, "receipts", [
      { op: "create", id: "bad", doc: receipt(7, { state: "failed", due_at: undefined }) },
    ]);
    const principal = { tenant, scopes: ["admin"], via: "loopback" } as const;
    assert.equal(await resendReceipt(opened.store, principal, "x0", time), "not_ended");
    const resent = await resendReceipt(opened.store, principal, "bad", time);
    assert.equal(
      typeof resent === "object" && resent.to,
      `••••••••••${`${7_000_000_000 + number * 10_000 + 7}`.slice(-3)}`,
    );
    await run();
    assert.equal(mine().length, 1);
    assert.equal(await hearOf(opened.store, tenant, "nobody", { providerId: "x", status: "sent" }, time), false);
  });
});
