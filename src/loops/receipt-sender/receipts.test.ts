/** Receipts against a Twilio with faults: each person is told exactly once, or it is said why not. */
import assert from "node:assert/strict";
import { it } from "node:test";
import type { ReceiptState } from "../../model/receipt-names.ts";
import { hearOf, resendReceipt } from "../../operations/receipts.ts";
import { describeReceipts, NO_CAPS } from "./receipts.testing.ts";

describeReceipts("receipts", (bed) => {
  it("are sent once more only after two looks, a minute apart, that found nothing", async () => {
    await bed.due(1);
    bed.twilio.fate = () => ({ kind: "broken" });
    const requests = bed.twilio.requests;
    await bed.run();
    assert.deepEqual(await bed.states(), ["unknown"]);
    bed.time += 59;
    await bed.run();
    assert.equal((await bed.docs())[0]!.looks, 0);
    bed.time += 1;
    await bed.run();
    assert.deepEqual([(await bed.docs())[0]!.looks, bed.twilio.requests - requests], [1, 1]);
    bed.twilio.fate = () => ({ kind: "made" });
    bed.time += 60;
    await bed.run();
    assert.deepEqual([await bed.states(), bed.twilio.requests - requests, bed.mine().length], [["sent"], 2, 1]);
  });

  it("are settled by a callback that comes before anybody looked, and by one look when there is none", async () => {
    await bed.due(2);
    bed.twilio.fate = () => ({ kind: "lost" });
    await bed.run();
    assert.deepEqual(await bed.states(), ["unknown", "unknown"]);
    assert.equal(await bed.twilio.tell(bed.mine()[0]!, "delivered"), 204);
    bed.time += 60;
    await bed.run();
    assert.deepEqual((await bed.states()).sort(), ["delivered", "sent"]);
    assert.equal(bed.mine().length, 2);
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
      bed.nextTenant();
      bed.time += 100_000;
      await bed.due(1);
      bed.twilio.fate = () => ({ kind: "refused", code });
      await bed.run();
      const [doc] = await bed.docs();
      assert.deepEqual([doc!.state, doc!.tries, doc!.error?.code], [state, tries, String(code)], String(code));
    }
  });

  it("wait for a person when the account is not in order, and use up no tries meanwhile", async () => {
    await bed.due(100);
    const before = bed.twilio.requests;
    bed.twilio.fate = () => ({ kind: "refused", code: 20003, status: 401 });
    for (let minute = 0; minute < 10; minute++, bed.time += 60) await bed.run();
    assert.equal(bed.twilio.requests - before, 16, "those under way, no more");
    bed.twilio.fate = () => ({ kind: "made" });
    bed.time += 1_000;
    await bed.run();
    assert.equal(bed.mine().length, 100);
    assert.ok((await bed.docs()).every(({ tries }) => tries === 1));
  });

  it("stop for a country that is not enabled, and go on for the others", async () => {
    await bed.due(3, { to: "+4915112345678" });
    await bed.store.write(bed.tenant, "receipts", [{ op: "create", id: "other", doc: bed.receipt(9) }]);
    bed.twilio.fate = (to) => (to.startsWith("+49") ? { kind: "refused", code: 21408 } : { kind: "made" });
    await bed.run();
    assert.deepEqual((await bed.states()).sort(), ["pending", "pending", "pending", "sent"]);
  });

  it("respect STOP, also of a number that says it later, and the caps", async () => {
    await bed.due(1, { to: "+447700900001" });
    const answer = await bed.twilio.tell(
      {
        sid: "SMin",
        to: "",
        body: "",
        callback: `${bed.server.url}/api/v1/receipts/twilio`,
        status: "",
        errorCode: null,
        createdAt: new Date(),
      },
      "delivered",
      { signature: "wrong" },
    );
    assert.equal(answer, 401);
    bed.twilio.fate = () => ({ kind: "refused", code: 21610 });
    await bed.run();
    bed.twilio.fate = () => ({ kind: "made" });
    await bed.store.write(bed.tenant, "receipts", [
      { op: "create", id: "again", doc: bed.receipt(2, { to: "+447700900001" }) },
    ]);
    await bed.run();
    assert.deepEqual(await bed.states(), ["suppressed", "suppressed"]);
    bed.nextTenant();
    await bed.due(5, { to: "+447700900002" });
    await bed.run(bed.sender({}, { caps: { ...NO_CAPS, number: 2 } }));
    assert.deepEqual((await bed.states()).sort(), ["pending", "pending", "pending", "sent", "sent"]);
    bed.time += 3_700;
    await bed.run(bed.sender({}, { caps: { ...NO_CAPS, number: 2 } }));
    assert.equal((await bed.states()).filter((state) => state === "sent").length, 4);
  });

  it("never go back: what a callback says late changes nothing, and an undelivered one is tried once more later", async () => {
    await bed.due(2);
    await bed.run();
    const [first, second] = bed.mine();
    assert.deepEqual([await bed.twilio.tell(first!, "delivered"), await bed.twilio.tell(first!, "sent")], [204, 204]);
    await bed.twilio.tell(first!, "failed", { errorCode: 30003 });
    await bed.twilio.tell(second!, "undelivered", { errorCode: 30003 });
    assert.deepEqual((await bed.states()).sort(), ["delivered", "pending"]);
    bed.time += 3_600;
    await bed.run();
    const again = bed.mine()[2]!;
    await bed.twilio.tell(again, "undelivered", { errorCode: 30003 });
    assert.deepEqual((await bed.states()).sort(), ["delivered", "gave_up"]);
    assert.equal(bed.mine().length, 3);
  });

  it("by log count as sent and say it once, and ended ones can be sent again", async () => {
    await bed.due(3, { channel: "log", to: "" });
    await bed.run();
    await bed.run();
    assert.deepEqual(await bed.states(), ["sent", "sent", "sent"]);
    await bed.store.write(bed.tenant, "receipts", [
      { op: "create", id: "bad", doc: bed.receipt(7, { state: "failed", due_at: undefined }) },
    ]);
    const principal = { tenant: bed.tenant, scopes: ["admin"], via: "loopback" } as const;
    assert.equal(await resendReceipt(bed.store, principal, "x0", bed.time), "not_ended");
    const resent = await resendReceipt(bed.store, principal, "bad", bed.time);
    assert.equal(typeof resent === "object" && resent.to, `••••••••••${bed.numberOf(7).slice(-3)}`);
    await bed.run();
    assert.equal(bed.mine().length, 1);
    assert.equal(await hearOf(bed.store, bed.tenant, "nobody", { providerId: "x", status: "sent" }, bed.time), false);
  });
});
