import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import type { TenantId } from "../model/tenant.ts";
import { createSqliteStore } from "../store/sqlite.ts";
import type { Store } from "../store/store.ts";
import {
  createInsights,
  eventDocument,
  foundIds,
  freshTenant,
  insight,
  rejection,
  writeAll,
} from "../store/testsuite/fixtures.ts";
import { withOffer } from "../store/testsuite/refusing.ts";
import { applyRetention, type Erasure, eraseMatching, pendingErasure } from "./retention.ts";

const DAY = 86_400;
const NOW = 1_700_000_000;

describe("retention", () => {
  let store: Store;
  let dataDir: string;
  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "groundswell-retention-"));
    store = await createSqliteStore({ dataDir });
  });
  after(async () => {
    await store.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  const aged = (days: number, created_batch: string) => ({ ingested_at: NOW - days * DAY, created_batch });

  /** Books as a ledger would: each id once. */
  function createBooks() {
    const booked = new Map<string, Erasure>();
    const book = async (erasure: Erasure) => void booked.set(erasure.id, erasure);
    const total = () =>
      [...booked.values()].flatMap(({ batches }) => batches).reduce((sum, { count }) => sum + count, 0);
    return { booked, book, total };
  }
  const apply = (
    tenant: TenantId,
    books: Pick<ReturnType<typeof createBooks>, "book">,
    on: Store = store,
    limit = 1_000,
  ) => applyRetention(on, { tenant, now: NOW, days: { insights: 30, rejections: 7 }, limit, book: books.book });

  test("erases what is older than its collection keeps it, of that tenant alone, and nothing else", async () => {
    const [tenant, other] = [freshTenant(), freshTenant()];
    for (const who of [tenant, other]) {
      await createInsights(store, who, { old: aged(31, "b1"), young: aged(29, "b1"), edge: aged(30, "b2") });
      await writeAll(store, who, "rejections", [
        { op: "create", id: "old", doc: rejection({ at: NOW - 8 * DAY }) },
        { op: "create", id: "young", doc: rejection({ at: NOW }) },
      ]);
      await writeAll(store, who, "audit", [
        { op: "create", id: "a", doc: { at: 1, actor: "", action: "", subject: "" } },
      ]);
    }
    const report = await apply(tenant, createBooks());
    assert.deepEqual(report, { erased: { insights: 1, rejections: 1 }, complete: true });
    assert.deepEqual(await foundIds(store, tenant, "insights", {}), ["edge", "young"]);
    assert.deepEqual(await foundIds(store, tenant, "rejections", {}), ["young"]);
    assert.equal(await store.count(tenant, "audit", {}), 1);
    assert.equal(await store.count(other, "insights", {}), 3);
  });

  test("counts erased insights by the batch that created them", async () => {
    const tenant = freshTenant();
    await createInsights(store, tenant, {
      a: aged(40, "b1"),
      b: aged(50, "b1"),
      c: { ...aged(50, "b2"), app_name: "other", source: "reddit" },
      d: aged(1, "b1"),
    });
    const books = createBooks();
    await apply(tenant, books);
    assert.deepEqual(
      [...books.booked.values()].map(({ batches }) => batches),
      [
        [
          { created_batch: "b1", app: "notes", source: "playstore", count: 2 },
          { created_batch: "b2", app: "other", source: "reddit", count: 1 },
        ],
      ],
    );
    assert.deepEqual(await apply(tenant, books), { erased: { insights: 0, rejections: 0 }, complete: true });
  });

  test("a call erases no more than its limit, and says that there is more", async () => {
    const tenant = freshTenant();
    await createInsights(
      store,
      tenant,
      Object.fromEntries(Array.from({ length: 450 }, (_, at) => [`i${at}`, aged(60, "b")])),
    );
    const books = createBooks();
    const reports = [];
    for (let call = 0; call < 3; call++) reports.push(await apply(tenant, books, store, 220));
    assert.deepEqual(
      reports.map(({ erased }) => erased.insights),
      [220, 220, 10],
    );
    assert.deepEqual(
      reports.map(({ complete }) => complete),
      [false, false, true],
    );
    assert.equal(books.total(), 450);
  });

  test("an insight that is revised between reading and erasing stays and is not counted", async () => {
    const tenant = freshTenant();
    await createInsights(store, tenant, { a: aged(40, "b1"), b: aged(40, "b1") });
    const revising = withOffer(store, async (who, collection, writes) => {
      const erasing = writes.some(({ op, id }) => op === "delete" && id === "a");
      if (erasing) await store.write(tenant, "insights", [{ op: "put", id: "a", doc: insight(aged(0, "b1")) }]);
      return store.offer(who, collection, writes);
    });
    const books = createBooks();
    const { erased } = await apply(tenant, books, revising);
    assert.equal(erased.insights, 1);
    assert.equal(books.total(), 1);
    assert.deepEqual(await foundIds(store, tenant, "insights", {}), ["a"]);
  });

  test("stopped at any step, the next call books each erased insight once, and pending ones can be seen meanwhile", async () => {
    for (let step = 1; step <= 6; step++) {
      const tenant = freshTenant();
      await createInsights(store, tenant, { a: aged(40, "b1"), b: aged(40, "b2"), c: aged(40, "b2") });
      const books = createBooks();
      let steps = 0;
      const stopAt = <T>(result: Promise<T>): Promise<T> =>
        result.then((value) => {
          if (++steps === step) throw new Error("killed");
          return value;
        });
      const dying = withOffer(store, (...call) => stopAt(store.offer(...call)));
      const book = (erasure: Erasure) => stopAt(books.book(erasure));
      await apply(tenant, { book }, dying).catch((error: Error) => assert.equal(error.message, "killed"));
      const pending = (await pendingErasure(store, tenant, "insights")) ?? { id: "", batches: [] };
      const counted = books.booked.has(pending.id) ? 0 : pending.batches.reduce((sum, { count }) => sum + count, 0);
      assert.equal(books.total() + counted + (await store.count(tenant, "insights", {})), 3, `stopped at step ${step}`);
      await apply(tenant, books);
      assert.equal(books.total(), 3, `stopped at step ${step}`);
    }
  });

  test("events are erased by when they came, and booked beside insights that are erased at the same time", async () => {
    const tenant = freshTenant();
    const old = { received_at: NOW - 31 * DAY, created_batch: "b1" };
    await writeAll(store, tenant, "events", [
      { op: "create", id: "e1", doc: eventDocument(old) },
      { op: "create", id: "e2", doc: eventDocument(old) },
      { op: "create", id: "e3", doc: eventDocument({ received_at: NOW }) },
    ]);
    await createInsights(store, tenant, { i1: aged(31, "b2") });
    const books = createBooks();
    const days = { events: 30, insights: 30 };
    const report = await applyRetention(store, { tenant, now: NOW, days, limit: 100, book: books.book });
    assert.deepEqual(report.erased, { insights: 1, events: 2 });
    assert.deepEqual(await foundIds(store, tenant, "events", {}), ["e3"]);
    const booked = [...books.booked.values()].map(({ collection, batches }) => [collection, batches]);
    assert.deepEqual(booked, [
      ["insights", [{ created_batch: "b2", app: "notes", source: "playstore", count: 1 }]],
      ["events", [{ created_batch: "b1", app: "shop", source: "events", count: 2 }]],
    ]);
  });

  test("whoever is asked to erase waits for an erasure under way, and finishes one that was interrupted", async () => {
    const tenant = freshTenant();
    const ids = Array.from({ length: 5 }, (_, at) => `e${at}`);
    await writeAll(
      store,
      tenant,
      "events",
      ids.map((id) => ({ op: "create", id, doc: eventDocument({ session_id: id }) }) as const),
    );
    const books = createBooks();
    const erase = (id: string) => eraseMatching(store, "events", { tenant, book: books.book }, { session_id: id });
    const counts = await Promise.all([...ids, "e0"].map(erase));
    assert.equal(await store.count(tenant, "events", {}), 0);
    assert.equal(books.total(), 5, "each is counted once");
    assert.ok(counts.reduce((sum, count) => sum + count, 0) >= 5);
  });
});
