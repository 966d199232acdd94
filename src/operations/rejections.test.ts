/** Looking for words in what was dropped or rejected: the same on both stores, and of what an earlier version kept. */
import assert from "node:assert/strict";
import { before, it } from "node:test";
import { addRejectionWords, isFound, rejectionWords, rejectionWrite } from "../ledger/rejection-search.ts";
import type { Rejection } from "../model/rejection.ts";
import type { TenantId } from "../model/tenant.ts";
import { describeOnBothStores } from "../store/testsuite/both-stores.ts";
import { freshTenant, rejection } from "../store/testsuite/fixtures.ts";
import { listRejections, replayRejections } from "./rejections.ts";
import { readQuarantine } from "./views/quarantine.ts";

const never = new AbortController().signal;
const wrong = [{ field: "metadata.score", code: "invalid", message: "must be a number" }];

const all: Readonly<Record<string, Partial<Rejection>>> = {
  r1: { reason: "too_few_words", record: { title: "Refund", text: "Where is my money?" } },
  r2: { reason: "spam", record: { text: "Buy watches, refunds guaranteed" }, app: "maps" },
  r3: { outcome: "rejected", reason: "invalid", errors: wrong, record: { text: "Crashes", author: "Refund Bot" } },
  r4: { reason: "invalid", outcome: "rejected", record: "a line about a refund that is no JSON" },
  r5: { reason: "too_large", outcome: "rejected", record: null },
  r6: {
    reason: "schema",
    outcome: "rejected",
    record: { name: "clicked", data: { label: { said: "Ask for money" } } },
  },
};
const ids = Object.keys(all);
const documents = ids.map((id, at) => rejection({ ...all[id], id, at: 100 - at, batch: "b" }));

/** Newest first. */
const found: readonly (readonly [q: string, ids: string])[] = [
  ["refund", "r1 r2 r4"],
  ["Refunds", "r1 r2 r4"],
  ["refund money", "r1"],
  ["money -refund", "r6"],
  ['"my money"', "r1"],
  ['"money my"', ""],
  ["too_few_words", "r1"],
  ['"too few"', "r1"],
  ["score number", "r3"],
  ["-refund -crashes", "r5 r6"],
  ["…!", ""],
  ["nowhere", ""],
];

describeOnBothStores("the search in the quarantine", (current) => {
  let tenant: TenantId;
  const list = async (query: Parameters<typeof listRejections>[2]) => {
    const { items, total } = await listRejections(current(), tenant, query);
    assert.equal(total, items.length);
    return items.map(({ id }) => id).join(" ");
  };

  before(async () => {
    tenant = freshTenant();
    await current().write(
      tenant,
      "rejections",
      documents.map((doc) => rejectionWrite("put", doc)),
    );
    await current().refresh(["rejections"]);
  });

  it("finds words of texts and reasons, phrases, and what holds none of some", async () => {
    for (const [q, expected] of found) assert.equal(await list({ q }), expected, q);
    assert.equal(await list({}), ids.join(" "));
    assert.equal(await list({ q: "refund", app: "maps" }), "r2");
    const first = await listRejections(current(), tenant, { q: "refund", limit: 2 });
    const rest = await listRejections(current(), tenant, { q: "refund", limit: 2, cursor: first.next_cursor! });
    assert.deepEqual([first.total, ...[...first.items, ...rest.items].map(({ id }) => id)], [3, "r1", "r2", "r4"]);
  });

  it("counts what is found by why and where", async () => {
    const { total, facets } = await readQuarantine(current(), tenant, { q: "refund" });
    const counts = facets.reason.map(({ value, count }) => `${value} ${count}`);
    assert.deepEqual([total, counts.sort()], [3, ["invalid 1", "spam 1", "too_few_words 1"]]);
    const nothing = await readQuarantine(current(), tenant, { q: "?" });
    assert.deepEqual([nothing.total, nothing.facets.reason], [0, []]);
  });

  it("answers of one that is read what the store answers", () => {
    for (const [q, expected] of found) {
      const words = rejectionWords(q);
      const matching = documents.filter((doc) => words !== undefined && isFound(doc, words));
      assert.equal(matching.map(({ id }) => id).join(" "), expected, q);
    }
  });

  it("is bounded, however long and deep a record is", () => {
    let deep: unknown = "bottom";
    for (let depth = 0; depth < 50_000; depth++) deep = { deep };
    const write = rejectionWrite(
      "put",
      rejection({ record: deep, errors: [{ ...wrong[0]!, message: "x ".repeat(9_000) }] }),
    );
    const long = rejectionWrite("put", rejection({ record: { text: "word ".repeat(20_000) } }));
    for (const { search } of [write, long] as readonly { search?: string }[]) assert.ok(search!.length <= 4_000);
  });

  it("finds what an earlier version kept once it has its words, and keeps what it knows of it", async () => {
    const older = freshTenant();
    const writes = documents.map((doc) => ({ op: "put", id: doc.id, doc }) as const);
    await current().write(older, "rejections", writes);
    await current().refresh(["rejections"]);
    assert.equal((await listRejections(current(), older, { q: "refund" })).total, 0);
    const aborted = AbortSignal.abort();
    assert.equal(await addRejectionWords(current(), older, aborted), 0);
    assert.deepEqual(
      [await addRejectionWords(current(), older, never), await addRejectionWords(current(), older, never)],
      [documents.length, 0],
    );
    await current().write(older, "rejections", [{ op: "update", id: "r1", set: { replayed: true } }]);
    await current().refresh(["rejections"]);
    const { items } = await listRejections(current(), older, { q: "refund" });
    assert.deepEqual(
      items.map(({ id, replayed }) => [id, replayed]),
      [
        ["r1", true],
        ["r2", false],
        ["r4", false],
      ],
    );
  });

  it("chooses what is run again", async () => {
    const records: unknown[] = [];
    const write = async (submission: { readonly records: readonly unknown[] }) => {
      records.push(...submission.records);
      return { batch_ids: ["n"], accepted: submission.records.length, rejected: [] };
    };
    const deps = { store: current(), writer: { write }, now: () => 1 } as unknown as Parameters<
      typeof replayRejections
    >[0];
    const principal = { tenant, scopes: ["admin"], key: "k" } as unknown as Parameters<typeof replayRejections>[1];
    const { replayed, skipped } = await replayRejections(deps, principal, { filter: { q: "refund -spam" } });
    assert.deepEqual([replayed, skipped, records], [1, 1, [documents[0]!.record]]);
    assert.equal((await replayRejections(deps, principal, { filter: { q: "!" } })).replayed, 0);
  });
});
