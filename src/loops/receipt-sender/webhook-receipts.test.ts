/** Receipts by webhook against a receiver of its own: signed, tried again until it has them, and known by their id when they come twice. */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, it } from "node:test";
import { createWebhookDelivery } from "../../delivery/open.ts";
import { signWebhook } from "../../delivery/webhook.ts";
import { createRandom } from "../../numeric/random.ts";
import { describeReceipts } from "./receipts.testing.ts";

const SECRET = `whsec_${Buffer.from("a secret of a form").toString("base64")}`;

/** What becomes of a request: answered with a status, or read to its end and never answered. */
type Fate = number | "lost";

describeReceipts("receipts by webhook", (bed) => {
  let url: string;
  let fate: (id: string, request: number) => Fate = () => 204;
  let requests = 0;
  const wrong: string[] = [];
  /** As a receiver should: by id, once. */
  const taken = new Map<string, { readonly text: string; readonly to: string }>();
  const receiver = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    const { "webhook-id": id = "", "webhook-timestamp": at, "webhook-signature": signature } = request.headers;
    if (signature !== signWebhook(SECRET, String(id), Number(at), body)) wrong.push(String(id));
    const answer = fate(String(id), requests++);
    if (answer === "lost" || answer < 300) taken.set(String(id), JSON.parse(body));
    if (answer === "lost") request.socket.destroy();
    else response.writeHead(answer, answer === 302 ? { location: "/elsewhere" } : {}).end();
  });
  before(async () => {
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/receipts`;
  });
  after(() => {
    receiver.closeAllConnections();
    receiver.close();
  });
  beforeEach(() => {
    fate = () => 204;
    requests = 0;
    taken.clear();
  });

  const due = (count: number) => bed.due(count, { channel: "webhook", url, to: "ada@example.org" });
  const sender = (allowPrivate = true) =>
    bed.sender({
      webhook: createWebhookDelivery({ allowPrivate, now: () => bed.time, timeoutMs: 2_000 }, async () => SECRET),
    });
  const run = (allowPrivate?: boolean) => bed.run(sender(allowPrivate));

  it("are signed, say what and for whom, and are delivered once the receiver has them", async () => {
    await due(20);
    await run();
    await run();
    assert.deepEqual(new Set(await bed.states()), new Set(["delivered"]));
    assert.deepEqual([requests, taken.size, wrong], [20, 20, []]);
    const { text, to } = taken.get("x3")!;
    assert.deepEqual([text, to], [bed.receipt(3).body, "ada@example.org"]);
  });

  it("come again under their id when an answer was lost or the receiver was not well, until it has each", async () => {
    await due(60);
    const random = createRandom(3);
    fate = () => {
      const at = random();
      return at < 0.3 ? "lost" : at < 0.6 ? 503 : 204;
    };
    for (let round = 0; round < 60 && (await bed.states()).some((state) => state !== "delivered"); round++) {
      await run();
      bed.time += 300;
    }
    assert.deepEqual(new Set(await bed.states()), new Set(["delivered"]));
    assert.deepEqual([taken.size, wrong], [60, []]);
    assert.ok(requests > 60);
    assert.ok((await bed.docs()).every(({ tries, provider_id }) => tries === 1 && taken.has(provider_id!)));
  });

  it("wait out an outage of hours, and give up after fifty tries with the reason", async () => {
    await due(1);
    fate = () => 500;
    for (let round = 0; round < 20; round++, bed.time += 900) await run();
    assert.deepEqual(await bed.states(), ["pending"]);
    for (let round = 0; round < 40; round++, bed.time += 900) await run();
    const [doc] = await bed.docs();
    assert.deepEqual([doc!.state, doc!.error?.code], ["gave_up", "webhook"]);
    assert.match(doc!.error!.message, /^127\.0\.0\.1:\d+ answered 500$/);
    const before = requests;
    await run();
    assert.equal(requests, before);
  });

  it("of a claim whose sender died are sent again after two looks, with the id that they had", async () => {
    await due(1);
    const [claimed] = await bed.docs();
    const at = { state: "claimed", tries: 1, claimed_at: bed.time, due_at: bed.time + 60 } as const;
    await bed.store.write(bed.tenant, "receipts", [{ op: "put", id: "x0", doc: { ...claimed!, ...at } }]);
    for (let minute = 0; minute < 4; minute++, bed.time += 60) await run();
    assert.deepEqual([await bed.states(), [...taken.keys()], requests], [["delivered"], ["x0"], 1]);
  });

  it("fail at once for a receiver that is gone or an address of our own network, and follow no redirect", async () => {
    await due(1);
    fate = () => 410;
    await run();
    assert.deepEqual(
      (await bed.docs()).map(({ state, error }) => [state, error?.code]),
      [["failed", "gone"]],
    );
    bed.nextTenant();
    await due(1);
    await run(false);
    assert.deepEqual(
      (await bed.docs()).map(({ state, error }) => [state, error?.code]),
      [["failed", "private_address"]],
    );
    bed.nextTenant();
    requests = 0;
    await due(1);
    fate = () => 302;
    await run();
    assert.deepEqual([await bed.states(), requests], [["pending"], 1]);
  });
});
