import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { DEFAULT_TENANT } from "../model/tenant.ts";
import { putInsights } from "../server/server.testing.ts";
import { boundedPage } from "./bounded-page.ts";
import { openTestStore, type TestStore } from "./sqlite.testing.ts";

let opened: TestStore;
before(async () => {
  opened = await openTestStore();
  const main_text = "x".repeat(2_000);
  const names = Array.from(
    { length: 45 },
    (_, index) => [`i${String(index).padStart(2, "0")}`, { main_text }] as const,
  );
  await putInsights(opened.store, Object.fromEntries(names));
});
after(() => opened.close());

const read = (limit: number, bounds: { piece: number; maxBytes?: number }, cursor?: string) =>
  boundedPage(opened.store, DEFAULT_TENANT, "insights", { sort: [{ by: "id", order: "asc" }], limit, cursor }, bounds);

test("a page is as long as was asked for, whatever it is read in", async () => {
  for (const piece of [1, 7, 10, 50]) {
    const page = await read(20, { piece });
    assert.deepEqual([page.items.length, page.items[0]?.id, page.items.at(-1)?.id, page.total], [20, "i00", "i19", 45]);
    const rest = await read(100, { piece }, page.next_cursor!);
    assert.deepEqual([rest.items.length, rest.items[0]?.id, rest.next_cursor], [25, "i20", null]);
  }
});

test("it ends early where it would be too large, and its cursor goes on from there: nothing is left out or twice", async () => {
  const ids: string[] = [];
  let pages = 0;
  for (let cursor: string | null | undefined; cursor !== null; pages++) {
    const page = await read(40, { piece: 5, maxBytes: 25_000 }, cursor);
    assert.ok(page.items.length <= 15, String(page.items.length));
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.next_cursor;
  }
  assert.ok(pages >= 3);
  assert.deepEqual([ids.length, new Set(ids).size], [45, 45]);
});
