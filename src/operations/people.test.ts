/** Erasing a person: their words go from insights, tickets, wishes, rejections and dead letters, and nobody else's do. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createKeyRing } from "../auth/keys.ts";
import type { FeatureRequestDocument } from "../model/feature-request.ts";
import { DEFAULT_TENANT, type TenantId } from "../model/tenant.ts";
import { shownQuote } from "../model/ticket.ts";
import { put, putInsights, startTestServer, type TestServer, ticketDocument } from "../server/server.testing.ts";
import { statement } from "../server/theme.testing.ts";
import type { Write } from "../store/store.ts";
import { rejection } from "../store/testsuite/fixtures.ts";
import { createErase } from "./erase.ts";

let server: TestServer;
const tenant = DEFAULT_TENANT;

before(async () => {
  server = await startTestServer();
  const { store } = server;
  await putInsights(store, {
    i1: {
      source: "discourse",
      metadata: { username: "ada" },
      cluster_id: "c1",
      created_batch: "b1",
      batch: "b1",
      ingested_at: 5,
      statements: [statement("ada's  words")],
    },
    i2: { source: "discourse", metadata: { username: "bob" }, cluster_id: "c1" },
    i3: { source: "playstore", metadata: { userName: "ada" } },
  });
  await put(store, tenant, "tickets", { t1: ticketDocument() });
  const told = { alert: "a", on: "theme.surge", channel: "log", state: "sent", tries: 1 } as const;
  const message = { key: "k", title: "It rises", lines: ["> ada's words", "> bob's words"], data: {} };
  await put(store, tenant, "alert_deliveries", { d1: { ...told, message, created_at: 9, updated_at: 9 } });
  const wish = { title: "w", wish: "w", text: "ada's words", date: 1 };
  await put(store, tenant, "feature_requests", {
    f1: {
      ...{ id: "f1", title: "w", count: 2, orgs: [], first_seen: 1, last_seen: 2, app: "notes", seen: [] },
      ...{ quotes: [{ insight_id: "i1", text: "ada's words" }] },
      items: [
        { id: "x1", insight_id: "i1", ...wish },
        { id: "x2", insight_id: "i2", ...wish, text: "bob's words" },
      ],
    },
  });
  await put(store, tenant, "rejections", {
    r1: rejection({ id: "r1", source: "discourse", record: { text: "ada's words", metadata: { username: "ada" } } }),
    r2: rejection({ id: "r2", source: "discourse", record: { text: "bob's", metadata: { username: "bob" } } }),
  });
  const body = JSON.stringify([
    { text: "ada's words", metadata: { username: "ada" } },
    { text: "bob's words", metadata: { username: "bob" } },
  ]);
  const letter = { queue: "raw", reason: "x", app: "notes", source: "discourse", at: 1, records: 2, attributes: {} };
  await put(store, tenant, "dead_letters", { d1: { ...letter, body, state: "dead" } });
});
after(() => server[Symbol.asyncDispose]());

test("takes one of name and id, from an admin of the tenant alone", async () => {
  assert.equal((await server.ask("DELETE", "/api/v1/people")).status, 400);
  assert.equal((await server.ask("DELETE", "/api/v1/people?name=a&id=b")).status, 400);
});

test("erases what one person wrote in one source, everywhere, and says how much that was", async () => {
  const { store } = server;
  const answer = await server.ask<Record<string, number>>("DELETE", "/api/v1/people?source=discourse&name=ada");
  assert.deepEqual(answer.body, {
    ...{ insights: 1, rejections: 1, dead_letters: 1, responses: 0, source_items: 0 },
    ...{ sessions: 0, events: 0, errors: 0 },
  });
  assert.deepEqual(
    (await store.getMany(tenant, "insights", ["i1", "i2", "i3"])).map((found) => found?.id),
    [undefined, "i2", "i3"],
  );
  const ticket = (await store.get(tenant, "tickets", "t1"))!.doc;
  assert.deepEqual([ticket.evidence, ticket.item.metadata.evidence], [[], []]);
  assert.ok(!JSON.stringify(ticket).includes("my notes are gone"));
  for (const [collection, id] of [
    ["feature_requests", "f1"],
    ["dead_letters", "d1"],
    ["alert_deliveries", "d1"],
  ] as const) {
    const text = JSON.stringify((await store.get(tenant, collection, id))!.doc);
    assert.ok(!text.includes("ada's words") && text.includes("bob's words"), collection);
  }
  assert.equal(await store.get(tenant, "rejections", "r1"), undefined);
  const booked = await store.search(tenant, "erasures", { where: { batch: "b1" } });
  assert.equal(booked.items[0]?.doc.count, 1);
  const audit = await server.ask("GET", "/api/v1/audit?action=person.erased");
  assert.ok(audit.body.total === 1 && !audit.text.includes("ada"));
});

test("leaves nothing of words that a ticket shows in part, or is called by, nor of the only one who asks for something", async () => {
  const { store } = server;
  const said = `The  map of ${"my street in a long ".repeat(12)}village is wrong`;
  const shown = shownQuote(said);
  assert.match(shown, /…$/);
  await putInsights(store, {
    long: { source: "email", app_name: "atlas", main_text: said, metadata: { username: "eve" }, cluster_id: "c9" },
  });
  const document = ticketDocument({ app: "atlas", cluster_id: "c9" });
  const evidence = [{ insight_id: "long", quote: said, start: 0, end: said.length }];
  const item = { ...document.item, title: "The map of my street", description: `Told by one.\n> ${shown}\nAll of it` };
  const metadata = { ...item.metadata, "source review ids": ["long"], evidence };
  await put(store, tenant, "tickets", { t9: { ...document, evidence, item: { ...item, metadata } } });
  const group = {
    ...{ orgs: [], quotes: [], first_seen: 1, last_seen: 2, app: "atlas", seen: [], vector_version: "v1" },
    ...{ title: "delivery to 5 Elm Street", count: 1 },
  };
  const wish = (id: string, text: string, insight_id: string) => {
    return { id, insight_id, text, title: text, wish: text, date: 1 };
  };
  const alone = wish("w1", "delivery to 5 Elm Street", "long");
  const theirs = wish("w3", "night mode", "other");
  const both = [wish("w2", "night mode for Elm Street", "long"), theirs];
  const groups: Write<FeatureRequestDocument>[] = [
    { op: "create", id: "g1", doc: { ...group, id: "g1", items: [alone] }, search: "elm street" },
    { op: "create", id: "g2", doc: { ...group, id: "g2", count: 2, items: both }, search: "night mode elm street" },
  ];
  await store.write(tenant, "feature_requests", groups);
  await store.refresh(["feature_requests", "tickets", "insights"]);

  assert.equal((await server.ask<{ insights: number }>("DELETE", "/api/v1/people/eve")).body.insights, 1);
  const ticket = (await store.get(tenant, "tickets", "t9"))!.doc;
  assert.deepEqual([ticket.item.title, ticket.item.description], ["Sync", "Told by one.\n> [erased]\nAll of it"]);
  const [first, second] = await store.getMany(tenant, "feature_requests", ["g1", "g2"]);
  assert.deepEqual([first?.doc.title, first?.doc.count, first?.doc.items], ["[erased]", 0, []]);
  assert.deepEqual([second?.doc.title, second?.doc.count, second?.doc.items], ["night mode", 1, [theirs]]);
  await store.refresh(["feature_requests"]);
  for (const words of ["elm", "street"])
    assert.equal(await store.count(tenant, "feature_requests", { words: [words] }), 0, words);
  const listed = await server.ask<{ items: readonly { title: string }[] }>("GET", "/api/v1/feature-requests?app=atlas");
  assert.deepEqual(
    listed.body.items.map(({ title }) => title),
    ["night mode"],
  );
});

test("by id or name, of every source; done again it finds nothing", async () => {
  assert.equal((await server.ask<{ insights: number }>("DELETE", "/api/v1/people/ada")).body.insights, 1);
  assert.equal((await server.ask("DELETE", "/api/v1/people/ada")).status, 404);
});

describe("where several are called so", () => {
  const erase = (query: string) => server.ask<Record<string, unknown>>("DELETE", `/api/v1/people${query}`);
  const left = async () => {
    const found = await server.store.getMany(tenant, "insights", ["n1", "n2", "n3", "n4", "n5"]);
    return found.flatMap((one) => one?.id ?? []).join(" ");
  };

  before(async () => {
    await putInsights(server.store, {
      n1: { source: "reddit", app_name: "notes", metadata: { author: "Sam", author_id: "u1" } },
      n2: { source: "reddit", app_name: "maps", metadata: { author: "Sam", author_id: "u1" } },
      n3: { source: "reddit", app_name: "notes", metadata: { author: "Sam", author_id: "u2" } },
      n4: { source: "twitter", app_name: "notes", metadata: { username: "Sam" } },
      // Called as another one's id is.
      n5: { source: "reddit", app_name: "notes", metadata: { author: "u2", author_id: "u3" } },
    });
    const record = { text: "Sam's", author: "Sam", author_id: "u2" };
    await put(server.store, tenant, "rejections", { s1: rejection({ id: "s1", source: "reddit", record }) });
  });

  test("nothing is erased, and the answer says who they are", async () => {
    const { status, body } = await erase("?name=Sam");
    const none = { insights: 0, rejections: 0, dead_letters: 0, responses: 0 };
    assert.equal(status, 409);
    assert.match(String(body.detail), /by id or source, or all of them with all=true/);
    assert.deepEqual(
      [body.people, body.more],
      [
        [
          { ...none, id: "u1", apps: ["maps", "notes"], sources: ["reddit"], insights: 2 },
          { ...none, id: "u2", apps: ["notes"], sources: ["reddit"], insights: 1, rejections: 1 },
          { ...none, apps: ["notes"], sources: ["twitter"], insights: 1 },
        ],
        false,
      ],
    );
    assert.equal((await erase("/Sam")).status, 409);
    assert.equal((await erase("?name=Sam&source=reddit")).status, 409);
    assert.deepEqual([await left(), (await erase("?name=Sam&all=perhaps")).status], ["n1 n2 n3 n4 n5", 400]);
  });

  test("an id takes the one who has it, and nobody who is called as it is", async () => {
    const { status, body } = await erase("?id=u2");
    assert.deepEqual([status, body.insights, body.rejections], [200, 1, 1]);
    assert.equal(await left(), "n1 n2 n4 n5");
  });

  test("a source may make it clear, and all are all", async () => {
    assert.equal((await erase("?name=Sam&source=twitter")).body.insights, 1);
    assert.equal(await left(), "n1 n2 n5");
    await putInsights(server.store, { n4: { source: "twitter", metadata: { username: "Sam" } } });
    const { status, body } = await erase("?name=Sam&all=true");
    assert.deepEqual([status, body.insights, await left()], [200, 3, "n5"]);
  });
});

test("reaches nothing of another tenant", async () => {
  const { key } = await createKeyRing(server.store, { now: () => 1 }).create({
    ...{ tenant: "other" as TenantId, name: "k", scopes: ["admin"] },
  });
  assert.equal((await server.ask("DELETE", "/api/v1/people/bob", { key })).status, 404);
  assert.ok(await server.store.get(tenant, "insights", "i2"));
});

test("what is deleted at its source goes the same way, once", async () => {
  const { store } = server;
  const erase = createErase({ store, now: () => 5 });
  const { insightId } = await import("../model/identity.ts");
  const of = { app: "notes", source: "reddit", source_id: "s", data_id: "t3_1" };
  await putInsights(store, { [insightId({ tenant, ...of })]: { source: "reddit", source_id: "s", data_id: "t3_1" } });
  assert.deepEqual([await erase(tenant, of), await erase(tenant, of)], [1, 0]);
});
