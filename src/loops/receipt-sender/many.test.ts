/** Many receipts through lives of a sender that are cut short, answers that are lost, storms, and callbacks in any order. TESTS=full or RECEIPTS makes them 10,000. */
import assert from "node:assert/strict";
import { it } from "node:test";
import { isFull } from "../../../test/full.ts";
import type { Delivery } from "../../delivery/delivery.ts";
import type { FakeMessage } from "../../delivery/twilio.testing.ts";
import type { ReceiptState } from "../../model/receipt-names.ts";
import { createRandom } from "../../numeric/random.ts";
import type { Store } from "../../store/store.ts";
import { describeReceipts, type ReceiptsBed } from "./receipts.testing.ts";

const MANY = Number(process.env.RECEIPTS ?? (isFull ? 10_000 : 300));
/** Each change of a receipt is a request there. */
const MOST_ON_ELASTICSEARCH = 100;
/** Of each send, before it and as often after it: some thirty lives of the sender, each of which leaves up to 64 claims. */
const crashRate = (count: number): number => Math.min(0.02, 15 / count);

/** One life of a sender: after its crash it neither sends nor writes anything, and what was on its way to the provider arrives. */
function createLife(bed: ReceiptsBed, random: () => number, rate: number) {
  let isDead = false;
  const onTheirWay = new Set<Promise<unknown>>();
  const crash = (when: string): never => {
    isDead = true;
    throw new Error(`killed ${when}`);
  };
  const store: Store = {
    ...bed.store,
    async write(...call) {
      if (isDead) throw new Error("dead");
      return bed.store.write(...call);
    },
  };
  const sms: Delivery = {
    ...bed.real,
    async send(...call) {
      if (isDead || random() < rate) return crash("after the claim, before it was sent");
      const sending = bed.real.send(...call);
      onTheirWay.add(sending);
      const result = await sending.finally(() => onTheirWay.delete(sending));
      return random() < rate ? crash("after it was sent, before it was written down") : result;
    },
  };
  return {
    /** False when it was killed. */
    async run(): Promise<boolean> {
      await bed.run(bed.sender({ sms }, { store })).catch((error: Error) => {
        if (!isDead) throw error;
      });
      await Promise.allSettled(onTheirWay);
      return !isDead;
    },
  };
}

describeReceipts("many receipts", (bed, engine) => {
  const count = engine === "SQLite" ? MANY : Math.min(MANY, MOST_ON_ELASTICSEARCH);
  it(`reach all of ${count} exactly once through lost answers, crashes, storms and callbacks out of order`, async () => {
    const random = createRandom(7);
    await bed.due(count);
    // Three tries that broke are the end of a receipt, rightly: nobody meets more than two here.
    const broken = new Map<string, number>();
    bed.twilio.fate = (to) => {
      const at = random();
      if (at < 0.05) return { kind: "lost" };
      if (at < 0.2) return { kind: "busy", seconds: 2 };
      const before = broken.get(to) ?? 0;
      if (at >= 0.23 || before === 2) return { kind: "made" };
      broken.set(to, before + 1);
      return { kind: "broken" };
    };
    const told: Promise<unknown>[] = [];
    bed.twilio.onMade = async (message: FakeMessage) => {
      const at = random();
      // Before our own write, twice, and the later news before the earlier.
      if (at < 0.2) await bed.twilio.tell(message, "delivered");
      if (at < 0.1) told.push(bed.twilio.tell(message, "sent"), bed.twilio.tell(message, "delivered"));
    };
    const left = async () => {
      await bed.store.refresh(["receipts"]);
      return bed.store.count(bed.tenant, "receipts", { where: { state: ["pending", "claimed", "unknown"] } });
    };
    const started = performance.now();
    let [rounds, crashes] = [0, 0];
    for (; (await left()) > 0 && rounds < 2_000; rounds++) {
      if (!(await createLife(bed, random, crashRate(count)).run())) crashes++;
      bed.time += 15;
    }
    await Promise.all(told);
    const untold = bed.mine().values();
    const tell = async () => {
      for (const message of untold) await bed.twilio.tell(message, "delivered");
    };
    await Promise.all(Array.from({ length: 16 }, tell));
    const seconds = (performance.now() - started) / 1_000;
    const { requests, messages } = bed.twilio;
    console.log(
      `${count} receipts in ${seconds.toFixed(1)} s: ${rounds} rounds, ${crashes} crashes, ${requests} tries, ${messages.length} messages`,
    );
    assert.deepEqual(new Set(await bed.states()), new Set<ReceiptState>(["delivered"]), `after ${rounds} rounds`);
    assert.equal(bed.mine().length, count);
    assert.equal(new Set(bed.mine().map(({ body }) => body)).size, count);
    assert.ok(crashes > 0);
  });
});
