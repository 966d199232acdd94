/** Tickets over HTTP: status, regressions, and the claims by which one of several consumers makes the work item. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { ClusterDocument } from "../model/cluster.ts";
import { ticketId } from "../model/identity.ts";
import { DEFAULT_TENANT } from "../model/tenant.ts";
import { Ticket } from "../model/ticket.ts";
import { openTestStore, type TestStore } from "../store/sqlite.testing.ts";
import type { Store } from "../store/store.ts";
import {
  type Asked,
  put,
  startTestServer,
  type TestServer,
  type TestServerOptions,
  ticketDocument,
} from "./server.testing.ts";

let opened: TestStore;
before(async () => {
  opened = await openTestStore();
});
after(() => opened.close());

const start = (options: TestServerOptions = {}) => startTestServer({ store: opened.store, ...options });

const tickets = (store: Store, documents: Parameters<typeof put<"tickets">>[3]) =>
  put(store, DEFAULT_TENANT, "tickets", documents);

const work = (server: TestServer, json: object, ifMatch?: string, ticket = "t1"): Promise<Asked> =>
  server.ask("PUT", `/api/v1/tickets/${ticket}/work`, {
    json,
    ...(ifMatch === undefined ? {} : { headers: { "if-match": ifMatch } }),
  });

test("tickets come most urgent first, by app and by status, page by page", async () => {
  await using server = await start();
  await tickets(server.store, {
    t1: ticketDocument({ priority: 1 }),
    t2: ticketDocument({ priority: 3, reports: 5 }),
    t3: ticketDocument({ priority: 3, reports: 5, updated_at: 1_700_000_500 }),
    t4: ticketDocument({ priority: 2, app: "maps" }),
    t5: ticketDocument({ priority: 3, reports: 30, app: "maps" }),
    t6: ticketDocument({ priority: 3, app: "maps" }),
  });
  const list = async (query: string) => (await server.ask("GET", `/api/v1/tickets?${query}`)).body;
  const ids = async (query: string) => (await list(query)).items.map((item: { id: string }) => item.id);
  const all = ["t5", "t3", "t2", "t6", "t4", "t1"];
  assert.deepEqual(
    await ids(""),
    all,
    "those that most people tell of before others; of before that was counted after them",
  );
  assert.deepEqual(await ids("app=maps"), ["t5", "t6", "t4"]);
  assert.deepEqual(await ids("priority=3"), all.slice(0, 4));
  for (let at = 0, cursor = ""; at < all.length; at++) {
    const page = await list(`status=open&limit=1${cursor}`);
    assert.equal(page.items[0]?.id, all[at]);
    cursor = `&cursor=${page.next_cursor}`;
  }
  await server.ask("PATCH", "/api/v1/tickets/t2", { json: { status: "closed" } });
  assert.deepEqual(await ids("status=closed"), ["t2"]);
  const first = await list("status=open&limit=2");
  assert.deepEqual([first.items.length, first.total], [2, 5]);
  const last = await list(`status=open&limit=3&cursor=${first.next_cursor}`);
  assert.deepEqual([last.items.at(-1)?.id, last.next_cursor], ["t1", null]);
  assert.equal((await server.ask("GET", "/api/v1/tickets?status=open&cursor=xx")).status, 400);
  for (const item of (await list("")).items) assert.ok(Ticket.strict().safeParse(item).success);
});

test("a status said again changes nothing: neither since when it is closed nor the version that puts it right", async () => {
  let now = 1_800_000_000;
  await using server = await start({ now: () => now });
  await tickets(server.store, { t1: ticketDocument() });
  const patch = async (json: object) => (await server.ask<Ticket>("PATCH", "/api/v1/tickets/t1", { json })).body;
  const stateOf = async () => (await server.store.get(DEFAULT_TENANT, "ticket_states", "t1"))!.doc;
  await patch({ status: "closed", fixed_in: "5.2" });
  now += 86_400;
  assert.equal((await patch({ status: "closed" })).fixed_in, "5.2");
  assert.deepEqual(await stateOf(), { status: "closed", at: 1_800_000_000, at_revision: 1, fixed_in: "5.2" });
  assert.equal((await patch({ status: "closed", fixed_in: "5.3" })).fixed_in, "5.3");
  assert.equal((await stateOf()).at, 1_800_000_000);
  assert.equal((await patch({ status: "open" })).fixed_in, undefined);
  assert.equal((await stateOf()).at, now);
});

test("a closed ticket with new evidence is open again as a regression; the last revision of a merged one is not", async () => {
  await using server = await start();
  await tickets(server.store, { t1: ticketDocument() });
  const patch = (status: string) => server.ask("PATCH", "/api/v1/tickets/t1", { json: { status } });
  assert.equal((await patch("closed")).body.status, "closed");
  const again = ticketDocument({ revision: 2 });
  await tickets(server.store, { t1: again });
  assert.equal((await server.ask("GET", "/api/v1/tickets/t1")).body.status, "closed");
  const metadata = { ...again.item.metadata, regression: true };
  await tickets(server.store, { t1: { ...again, item: { ...again.item, metadata } } });
  const { body } = await server.ask("GET", "/api/v1/tickets/t1");
  assert.deepEqual([body.status, body.metadata.regression, body.revision], ["open", true, 2]);
  assert.equal((await patch("closed")).body.metadata.regression, undefined);
  const merged = ticketDocument({ revision: 3 });
  const item = { ...merged.item, metadata: { ...merged.item.metadata, merged_into: "t9" } };
  await tickets(server.store, { t1: { ...merged, item } });
  assert.equal((await server.ask("GET", "/api/v1/tickets/t1")).body.status, "closed");
  assert.equal((await patch("lost")).body.errors[0]?.field, "status");
  assert.equal((await server.ask("PATCH", "/api/v1/tickets/none", { json: { status: "open" } })).status, 404);
});

test("of two consumers one gets the claim, and says with its tag that it is done", async () => {
  await using server = await start({ now: () => 1_000 });
  await tickets(server.store, { t1: ticketDocument() });
  const claim = { revision: 1, state: "claimed" };
  const answers = await Promise.all([work(server, claim), work(server, claim, "*"), work(server, claim)]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409]);
  const mine = answers.find(({ status }) => status === 200)!;
  assert.deepEqual(mine.body, { id: "t1", revision: 1, state: "claimed", at: 1_000 });
  const tag = mine.headers.get("etag")!;
  const done = { revision: 1, state: "done", work_id: "ISS-1" };
  assert.equal((await work(server, done)).status, 412);
  assert.equal((await work(server, done, '"other"')).status, 412);
  const finished = await work(server, done, tag);
  assert.deepEqual(finished.body, { id: "t1", revision: 1, state: "done", work_id: "ISS-1", at: 1_000 });
  assert.notEqual(finished.headers.get("etag"), tag);
  const ticket = await server.ask("GET", "/api/v1/tickets/t1");
  assert.deepEqual(ticket.body.work, { id: "ISS-1", revision: 1, state: "done" });
  for (const again of [
    work(server, claim),
    work(server, done, tag),
    work(server, claim, finished.headers.get("etag")!),
  ]) {
    const answer = await again;
    assert.deepEqual([answer.status, answer.body.work.id], [409, "ISS-1"]);
  }
});

test("the next revision is claimed anew and keeps the work item's id", async () => {
  await using server = await start();
  await tickets(server.store, { t1: ticketDocument({ revision: 2 }) });
  const first = await work(server, { revision: 1, state: "claimed" });
  await work(server, { revision: 1, state: "done", work_id: "ISS-1" }, first.headers.get("etag")!);
  const second = await work(server, { revision: 2, state: "claimed" });
  assert.deepEqual([second.status, second.body.work_id], [200, "ISS-1"]);
  const done = await work(server, { revision: 2, state: "done" }, second.headers.get("etag")!);
  assert.deepEqual([done.status, done.body.work_id], [200, "ISS-1"]);
  assert.equal((await work(server, { revision: 1, state: "claimed" })).status, 409);
  assert.equal((await work(server, { revision: 3, state: "claimed" })).body.errors[0]?.field, "revision");
});

test("a claim that was given up is taken over after ten minutes, with its tag only", async () => {
  let now = 1_000;
  await using server = await start({ now: () => now });
  await tickets(server.store, { t1: ticketDocument() });
  const first = await work(server, { revision: 1, state: "claimed" });
  const known = (await server.ask("GET", "/api/v1/tickets/t1")).headers.get("etag")!;
  now += 599;
  assert.equal((await work(server, { revision: 1, state: "claimed" }, known)).status, 409);
  now += 1;
  assert.equal((await work(server, { revision: 1, state: "claimed" })).status, 412);
  const taken = await work(server, { revision: 1, state: "claimed" }, known);
  assert.deepEqual([taken.status, taken.body.at], [200, 1_600]);
  const late = await work(server, { revision: 1, state: "done", work_id: "ISS-1" }, first.headers.get("etag")!);
  assert.equal(late.status, 412);
  const read = await server.ask("GET", "/api/v1/tickets/t1/work");
  assert.deepEqual([read.body.state, read.headers.get("etag")], ["claimed", taken.headers.get("etag")]);
});

test("claims on nothing, and claims that say nothing, are refused", async () => {
  await using server = await start();
  await tickets(server.store, { t1: ticketDocument() });
  assert.equal((await work(server, { revision: 1, state: "claimed" }, undefined, "none")).status, 404);
  assert.equal((await server.ask("GET", "/api/v1/tickets/t1/work")).status, 404);
  assert.equal((await work(server, { revision: 1, state: "done" })).status, 412);
  assert.equal((await work(server, { revision: 1, state: "claimed" }, '"7"')).status, 412);
  assert.equal((await work(server, { revision: 1, state: "claimed" }, "no quotes")).body.errors[0]?.field, "If-Match");
  for (const wrong of [
    { revision: 0, state: "claimed" },
    { revision: 1 },
    { revision: 1, state: "maybe" },
    { state: "done" },
  ]) {
    assert.equal((await work(server, wrong)).status, 400, JSON.stringify(wrong));
  }
  const untouched = (await server.ask("GET", "/api/v1/tickets/t1")).headers.get("etag")!;
  assert.equal((await work(server, { revision: 1, state: "claimed" }, untouched)).status, 200);
});

test("a cluster names the ticket that was made of it", async () => {
  await using server = await start();
  const cluster: Omit<ClusterDocument, "id"> = {
    ...{ app: "notes", label: "Sync", name: "lost notes", size: 3, first_seen: 1, last_seen: 2, trend: [] },
    ...{ sentiment: {}, lineage: [], term: 1, alive: true },
    ...{ kind: "problem", share: 1, priority: "High", versions: [] },
  };
  await put(server.store, DEFAULT_TENANT, "clusters", {
    c1: { ...cluster, id: "c1" },
    c2: { ...cluster, id: "c2", size: 2 },
  });
  const id = ticketId("c1");
  await tickets(server.store, { [id]: ticketDocument() });
  const { items } = (await server.ask("GET", "/api/v1/clusters")).body;
  assert.deepEqual(
    items.map((one) => [one.id, one.ticket_id]),
    [
      ["c1", id],
      ["c2", undefined],
    ],
  );
  assert.equal((await server.ask("GET", "/api/v1/clusters/c1")).body.ticket_id, id);
});
