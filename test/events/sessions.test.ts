/** Sessions: the same view whatever the order of arrival and however often; with wrong clocks, what was said in it, and erased. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import fc from "fast-check";
import { createJudge } from "../../src/events/judge.ts";
import { createEventWriterLoop } from "../../src/loops/event-writer/loop.ts";
import { settle } from "../../src/loops/frame/settle.ts";
import type { Batch } from "../../src/model/batch.ts";
import type { Event, EventError } from "../../src/model/event.ts";
import { DEFAULT_TENANT, type TenantId } from "../../src/model/tenant.ts";
import { readSession, type WholeSession } from "../../src/operations/sessions.ts";
import { putInsights } from "../../src/server/server.testing.ts";
import { describeOnBothStores } from "../../src/store/testsuite/both-stores.ts";
import { freshTenant } from "../../src/store/testsuite/fixtures.ts";
import { type EventBed, event, openEventBed } from "./bed.ts";

const RECEIVED = Date.parse("2024-06-01T12:00:00Z") * 1_000;
const MINUTE = 60_000_000;

interface Sent {
  readonly application: string;
  /** How far the sender's clock is behind ours, in minutes. */
  readonly behind: number;
  /** Whether it says when it sent. */
  readonly says?: boolean;
  readonly events: readonly {
    readonly at: number;
    readonly sequence?: number | undefined;
    readonly id?: string | undefined;
  }[];
}

/** Batches as they lie on the queue: one for each request. */
const batchesOf = (sent: readonly Sent[], tenant: TenantId) =>
  sent.map(({ application, behind, says = true, events }, request) => {
    const received_us = RECEIVED + request * 7_000_000;
    const items = events.map(({ at, sequence, id }, index) => ({
      ...{ session_id: "s", category: "c", name: `${request}.${index}`, data: { at } },
      timestamp: new Date((received_us - behind * MINUTE) / 1_000 - at).toISOString(),
      ...(sequence === undefined ? {} : { sequence }),
      ...(id === undefined ? {} : { id: `${request}-${id}` }),
      ...{
        application,
        intake: { received_us, ...(says ? { sent_us: received_us - behind * MINUTE } : {}), request: 0, index },
      },
    }));
    const batch: Batch = { tenant, batch: `b${request}`, part: "0", refused: {}, foreign: false };
    return { batch, items };
  });

const sending = fc.array(
  fc.record({
    application: fc.constantFrom("shop", "help"),
    behind: fc.constantFrom(0, 0, 3, 17, -90),
    says: fc.boolean(),
    events: fc.array(
      fc.record({
        at: fc.constantFrom(0, 0, 1, 500, 3_600_000),
        sequence: fc.option(fc.nat(3), { nil: undefined }),
        id: fc.option(fc.constantFrom("x", "y"), { nil: undefined }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  }),
  { minLength: 1, maxLength: 5 },
);

describeOnBothStores("a session", (current) => {
  const loop = () =>
    createEventWriterLoop({
      store: current(),
      judge: createJudge({ checkTypes: async (_, items) => items.map(() => undefined), clockSkewMs: 60_000 }),
      defaultApplication: "default",
    });

  async function write({ batch, items }: ReturnType<typeof batchesOf>[number]): Promise<void> {
    const message = { id: "m", body: "", attributes: {}, sentAt: 0, receiveCount: 1 };
    const signal = new AbortController().signal;
    for (const part of await loop().read(items, batch, message, signal))
      await settle(loop(), part, { batch: part.batch, app: part.app, source: part.source, signal });
  }

  async function view(tenant: TenantId): Promise<WholeSession | undefined> {
    await current().refresh(["events", "sessions", "insights"]);
    return readSession(current(), tenant, "s", {});
  }

  it("is the same in whatever order its batches are written, however often each, and side by side", async () => {
    const property = fc.asyncProperty(
      sending,
      fc.array(fc.nat(), { minLength: 5, maxLength: 10 }),
      async (sent, picks) => {
        const [one, other, together] = [freshTenant(), freshTenant(), freshTenant()];
        for (const batch of batchesOf(sent, one)) await write(batch);
        const shuffled = batchesOf(sent, other);
        // Each at least once, some again.
        const order = [...picks.map((pick) => pick % sent.length), ...shuffled.keys()];
        for (const at of order) await write(shuffled[at]!);
        await Promise.all(batchesOf(sent, together).map(write));
        const expected = await view(one);
        assert.deepEqual(await view(other), expected);
        assert.deepEqual(await view(together), expected);
        if (expected === undefined) return;
        const times = expected.items.map(({ occurred_at, timestamp }) => occurred_at ?? timestamp);
        assert.deepEqual(times, times.toSorted());
        assert.deepEqual([expected.first_at, expected.last_at], [times[0], times.at(-1)]);
      },
    );
    await fc.assert(property, { numRuns: 25, interruptAfterTimeLimit: 20_000 });
  });

  it("keeps the order within an application whose clock is wrong, and puts it right beside the others", async () => {
    const tenant = freshTenant();
    const sent: Sent[] = [
      { application: "shop", behind: 180, events: [{ at: 60_000 }, { at: 30_000 }] },
      { application: "help", behind: 0, events: [{ at: 45_000 }] },
    ];
    for (const batch of batchesOf(sent, tenant)) await write(batch);
    const { items, applications } = (await view(tenant))!;
    assert.deepEqual(
      items.map(({ name }) => name),
      ["0.0", "1.0", "0.1"],
    );
    assert.deepEqual(applications, ["help", "shop"]);
    assert.equal(items[0]!.timestamp, "2024-06-01T08:59:00.000000Z", "as it was sent");
    assert.equal(items[0]!.occurred_at, "2024-06-01T11:59:00.000000Z", "put right");
  });
});

describe("sessions over HTTP", () => {
  let bed: EventBed;
  let received = 0;
  before(async () => {
    bed = await openEventBed();
  });
  after(() => bed.close());

  async function sent(...events: readonly unknown[]) {
    await bed.send(events);
    received += events.length;
    return bed.settled(received);
  }

  it("a clock that is ahead is no error where the sender says when it sent", async () => {
    const ahead = (ms: number) => new Date(Date.now() + 3 * 3_600_000 + ms).toISOString();
    await bed.send({ sent_at: ahead(0), events: [event({ session_id: "ahead", timestamp: ahead(-1_000) })] });
    received++;
    const { stored } = await bed.settled(received);
    await sent(event({ session_id: "ahead", timestamp: ahead(0) }));
    assert.equal((await bed.balance()).stored, stored);
    const { items } = (await bed.ask<{ items: EventError[] }>("GET", "/api/v1/errors?code=future")).body;
    assert.equal(items.length, 1);
    const header = { headers: { "x-sent-at": ahead(0) } };
    await bed.send(event({ session_id: "ahead", timestamp: ahead(-5_000) }), header);
    received++;
    assert.equal((await bed.settled(received)).stored, stored + 1);
  });

  it("shows what was said in a session, and before it what the user did", async () => {
    const date = Math.floor(Date.parse("2024-07-01T10:00:30Z") / 1_000);
    const at = (second: number) => `2024-07-01T10:00:${second}Z`;
    const steps = [10, 20, 30, 40].map((second) =>
      event({ session_id: "told", name: `at ${second}`, timestamp: at(second) }),
    );
    await sent(...steps.toReversed());
    await putInsights(bed.testbed.store, {
      told: { session_id: "told", date, main_text: "It hangs." },
      silent: { date },
    });
    const session = (await bed.ask<WholeSession>("GET", "/api/v1/sessions/told")).body;
    assert.deepEqual(
      session.insights.map(({ id }) => id),
      ["told"],
    );
    const before = (await bed.ask<{ items: Event[] }>("GET", "/api/v1/insights/told/steps")).body.items;
    assert.deepEqual(
      before.map(({ name }) => name),
      ["at 10", "at 20", "at 30"],
    );
    const last = (await bed.ask<{ items: Event[] }>("GET", "/api/v1/insights/told/steps?limit=1")).body.items;
    assert.deepEqual(
      last.map(({ name }) => name),
      ["at 30"],
    );
    assert.deepEqual((await bed.ask<{ items: Event[] }>("GET", "/api/v1/insights/silent/steps")).body.items, []);
    assert.equal((await bed.ask("GET", "/api/v1/insights/none/steps")).status, 404);
    const view = await bed.ask<{ steps: Event[] }>("GET", "/api/v1/views/insights/told");
    assert.deepEqual(
      view.body.steps.map(({ name }) => name),
      ["at 10", "at 20", "at 30"],
    );
  });

  it("erases a session and a person, errors too, and the books say so", async () => {
    const of = (session_id: string, data: unknown) => event({ session_id, data });
    await sent(of("p1", { step: 1 }), of("p1", { user_id: "u7" }), of("p2", { step: 1 }), of("p3", { email: "u7" }));
    await sent(event({ session_id: "p1", data: { user_id: "u7" }, name: "" }), event({ session_id: "p2", name: "" }));
    const before = await bed.balance();
    const erase = (path: string) => bed.ask<Record<string, number>>("DELETE", `/api/v1/${path}`);
    const { sessions, events, errors } = (await erase("people/u7")).body;
    assert.deepEqual({ sessions, events, errors }, { sessions: 2, events: 3, errors: 1 });
    assert.deepEqual((await erase("sessions/p2")).body, { sessions: 1, events: 1, errors: 1, dead_letters: 0 });
    assert.equal((await erase("people/u7")).status, 404);
    assert.equal((await erase("sessions/p2")).status, 404);
    for (const session of ["p1", "p2", "p3"])
      assert.equal((await bed.ask("GET", `/api/v1/sessions/${session}`)).status, 404, session);
    const books = await bed.balance();
    assert.deepEqual([books.stored, books.erased, books.balanced], [before.stored, 4, true]);
    const left = await bed.testbed.store.count(DEFAULT_TENANT, "rejections", {
      where: { stage: "event-writer", reason: "blank" },
    });
    assert.equal(left, 0);
  });
});
