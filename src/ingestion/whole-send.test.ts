/** Several messages of one request: cut short between any two writes, they are on the queue as a whole after the next step, or not at all. */
import assert from "node:assert/strict";
import { it } from "node:test";
import { setTimeout as wait } from "node:timers/promises";
import { pino } from "pino";
import { batchAttributes } from "../model/batch.ts";
import type { TenantId } from "../model/tenant.ts";
import { MessageRefused, type OutgoingMessage, QueueUnavailable } from "../queue/queue.ts";
import { type Store, StoreUnavailable } from "../store/store.ts";
import { describeOnBothStores } from "../store/testsuite/both-stores.ts";
import { freshTenant } from "../store/testsuite/fixtures.ts";
import { createWholeSend, sendLeftUnsent, sendUnsent } from "./whole-send.ts";
import { wholesOf } from "./wholes.ts";

const log = pino({ level: "silent" });
const NOW = 1_000;
const never = new AbortController().signal;
const PARTS = 4;

const messagesOf = (tenant: TenantId, count = PARTS, request = "b"): OutgoingMessage[] =>
  Array.from({ length: count }, (_, at) => ({
    body: `[{"text":"…${at}"}]`,
    attributes: batchAttributes({ tenant, batch: `${request}${at}`, part: "0", refused: {} }),
    group: tenant,
  }));

/** Takes so many more, then none. */
function fakeQueue() {
  const taken: OutgoingMessage[] = [];
  return {
    taken,
    room: Number.POSITIVE_INFINITY,
    asked: 0,
    async send(_name: string, messages: readonly OutgoingMessage[]): Promise<void> {
      this.asked++;
      const part = messages.slice(0, this.room);
      this.room -= part.length;
      taken.push(...part);
      if (part.length < messages.length) throw new QueueUnavailable("no more");
    },
  };
}

/** Refuses to write what stands in `refusing`. */
const refusing = (store: Store, refused: ReadonlySet<string>): Store => ({
  ...store,
  async write(tenant, collection, writes) {
    if (writes.some(({ op }) => refused.has(op))) throw new StoreUnavailable("away");
    return store.write(tenant, collection, writes);
  },
});

const batchesOf = (messages: readonly OutgoingMessage[]) =>
  [...new Set(messages.map(({ attributes }) => attributes.batch))].sort();

describeOnBothStores("what one request sends in several messages", (current) => {
  const kept = async (tenant: TenantId): Promise<number> => {
    await current().refresh(["unsent"]);
    return current().count(tenant, "unsent", {});
  };
  /** What is done at the end of a send is waited for by nobody. */
  const emptied = async (tenant: TenantId): Promise<void> => {
    for (let tries = 0; (await kept(tenant)) > 0; tries++) {
      assert.ok(tries < 200, "it is still there");
      await wait(10);
    }
  };
  const open = (queue = fakeQueue(), refused: ReadonlySet<string> = new Set()) => {
    const deps = { queue, store: refusing(current(), refused), log, now: () => NOW };
    const later = { queue, store: current(), log, now: () => NOW + 61 };
    const next = async (tenant: TenantId) => {
      // A minute later it is to be seen.
      await current().refresh(["unsent"]);
      return sendLeftUnsent(later, tenant, never);
    };
    return { queue, send: createWholeSend(deps), next };
  };

  it("is written down, sent and forgotten; a single message is only sent", async () => {
    const tenant = freshTenant();
    const { queue, send, next } = open();
    await send("raw", messagesOf(tenant));
    await emptied(tenant);
    assert.deepEqual(queue.taken, messagesOf(tenant));
    await send("raw", messagesOf(tenant, 1));
    assert.equal(await next(tenant), 0);
    assert.deepEqual([queue.asked, queue.taken.length], [2, PARTS + 1]);
  });

  for (let part = 0; part < PARTS; part++) {
    it(`is on the queue as a whole after the next step where it took ${part} of ${PARTS}, under the names that were taken`, async () => {
      const tenant = freshTenant();
      const { queue, send, next } = open();
      queue.room = part;
      await assert.rejects(send("raw", messagesOf(tenant)), QueueUnavailable);
      assert.deepEqual(batchesOf(queue.taken), batchesOf(messagesOf(tenant, part)));
      // A step that is cut short as well changes nothing.
      await assert.rejects(next(tenant), QueueUnavailable);
      assert.equal(await kept(tenant), 1);
      queue.room = Number.POSITIVE_INFINITY;
      assert.deepEqual([await next(tenant), await next(tenant), await kept(tenant)], [1, 0, 0]);
      assert.deepEqual(batchesOf(queue.taken), batchesOf(messagesOf(tenant)));
      assert.deepEqual(queue.taken.slice(part), messagesOf(tenant));
    });

    it(`and where the process died after ${part} of ${PARTS}`, async () => {
      const tenant = freshTenant();
      const queue = fakeQueue();
      const dying = { send: (_: string, messages: readonly OutgoingMessage[]) => died(messages) };
      let isReached = (): void => undefined;
      const reached = new Promise<void>((resolve) => {
        isReached = resolve;
      });
      const died = (messages: readonly OutgoingMessage[]): Promise<void> => {
        queue.taken.push(...messages.slice(0, part));
        isReached();
        return new Promise(() => undefined);
      };
      void createWholeSend({ queue: dying, store: current(), log, now: () => NOW })("raw", messagesOf(tenant));
      await reached;
      assert.equal(await kept(tenant), 1);
      assert.equal(await open(queue).next(tenant), 1);
      assert.deepEqual(batchesOf(queue.taken), batchesOf(messagesOf(tenant)));
    });
  }

  it("is not there at all where the process died before it was written down, and as a whole where it died after the last message", async () => {
    const tenant = freshTenant();
    const { queue, next } = open();
    assert.deepEqual([await next(tenant), queue.taken.length], [0, 0]);
    const { send } = open(queue, new Set(["delete"]));
    await send("raw", messagesOf(tenant));
    assert.equal(await kept(tenant), 1);
    assert.equal(await next(tenant), 1);
    assert.deepEqual(queue.taken, [...messagesOf(tenant), ...messagesOf(tenant)]);
  });

  it("goes out without being written down while the store is away", async () => {
    const tenant = freshTenant();
    const { queue, send } = open(fakeQueue(), new Set(["create"]));
    await send("raw", messagesOf(tenant));
    assert.deepEqual([queue.taken.length, await kept(tenant)], [PARTS, 0]);
  });

  it("is left to whoever is at it for a minute", async () => {
    const tenant = freshTenant();
    const { queue, send } = open();
    queue.room = 1;
    await assert.rejects(send("raw", messagesOf(tenant)));
    const soon = { queue, store: current(), log, now: () => NOW + 59 };
    assert.equal(await sendLeftUnsent(soon, tenant, never), 0);
  });

  it("fills the store with a few requests at most while the queue takes nothing, and the next one sends those before it", async () => {
    const tenant = freshTenant();
    const { queue, send } = open();
    queue.room = 0;
    const requests = Array.from({ length: 9 }, (_, at) => messagesOf(tenant, 2, `r${at}-`));
    for (const request of requests) await assert.rejects(send("raw", request), QueueUnavailable);
    assert.equal(await kept(tenant), 5);
    queue.room = Number.POSITIVE_INFINITY;
    await send("raw", messagesOf(tenant));
    await emptied(tenant);
    assert.deepEqual(batchesOf(queue.taken), batchesOf([...requests.slice(0, 5).flat(), ...messagesOf(tenant)]));
  });

  it("is given up where the queue will never take a part of it", async () => {
    const tenant = freshTenant();
    const queue = {
      send: async () => {
        throw new MessageRefused("a character");
      },
    };
    const deps = { queue, store: current(), log, now: () => NOW };
    await assert.rejects(createWholeSend(deps)("raw", messagesOf(tenant)), MessageRefused);
    await emptied(tenant);
    const { send } = open({ ...fakeQueue(), room: 0 });
    await assert.rejects(send("raw", messagesOf(tenant)));
    await current().refresh(["unsent"]);
    assert.equal(await sendUnsent(deps, tenant, { before: NOW + 1 }), 1);
    assert.equal(await kept(tenant), 0);
  });

  it("holds up no other tenant's in the same send", async () => {
    const [one, other] = [freshTenant(), freshTenant()];
    const { queue, send } = open();
    await send("events", [...messagesOf(one, 2), ...messagesOf(other, 1)]);
    await emptied(one);
    assert.equal(queue.taken.length, 3);
  });
});

it("only what a request has in several messages is sent together", () => {
  const [a, b, c, d] = ["a", "b", "c", "d"] as const;
  assert.deepEqual(wholesOf([a, b, c], [[a], [b, c], [c]]), [["b", "c"], ["a"]]);
  assert.deepEqual(wholesOf([a, d], [[a], [d]]), [["a"], ["d"]]);
});
