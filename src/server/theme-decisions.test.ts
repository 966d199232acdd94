/** Decisions about themes over HTTP: previewed, taken, listed and taken back, by whoever may, in their own tenant. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createKeyRing } from "../auth/keys.ts";
import { ticketId } from "../model/identity.ts";
import type { Scope } from "../model/key.ts";
import type { TenantId } from "../model/tenant.ts";
import {
  type AnswerBody,
  put,
  putInsights,
  startTestServer,
  type TestServer,
  ticketDocument,
} from "./server.testing.ts";
import { statement, theme } from "./theme.testing.ts";

const MINE = "mine" as TenantId;
let server: TestServer;
let admin: string;
let reader: string;
let stranger: string;

const keyOf = async (tenant: TenantId, ...scopes: Scope[]): Promise<string> =>
  (await createKeyRing(server.store, { now: () => 1 }).create({ tenant, name: "k", scopes })).key;

const insights = (name: string, count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => [
      `${name}${at}`,
      {
        ...{ app_name: "notes", kind: "problem" as const, date: 1_700_000_000 + at, priority_rank: 2, themes: [name] },
        statements: [statement(`notes do not sync ${at}`, { theme: name })],
      },
    ]),
  );

before(async () => {
  server = await startTestServer();
  const { store } = server;
  await put(store, MINE, "clusters", {
    sync: theme({ id: "sync", size: 3, lineage: [{ at: 1, what: "born" }] }),
    late: theme({ id: "late", size: 2, name: "Sync is late", lineage: [{ at: 2, what: "born" }] }),
    other: theme({ id: "other", app: "maps" }),
  });
  await putInsights(store, { ...insights("sync", 3), ...insights("late", 2) }, MINE);
  const ticket = ticketDocument();
  await put(store, MINE, "tickets", { [ticketId("sync")]: ticket, [ticketId("late")]: ticket });
  [admin, reader] = [await keyOf(MINE, "admin"), await keyOf(MINE, "read")];
  stranger = await keyOf("theirs" as TenantId, "admin");
});
after(() => server[Symbol.asyncDispose]());

interface Told extends AnswerBody {
  readonly says: string;
  readonly tickets: readonly { readonly becomes: string }[];
  readonly reopens: number;
  readonly themes: readonly string[];
  readonly insights: number;
}

const decide = (json: object, key = admin, path = "") =>
  server.ask<Told>("POST", `/api/v1/theme-decisions${path}`, { key, json });
const merge = { what: "merge", themes: ["late", "sync"] };

test("a preview says what moves and which tickets change, and changes nothing", async () => {
  const { status, body } = await decide(merge, reader, "/preview");
  assert.equal(status, 200);
  assert.match(body.says, /^Moves 2 insights, 2 tickets change, none reopens\. Is called ".+" until the next pass/);
  assert.deepEqual(
    body.tickets.map(({ becomes }) => becomes),
    ["revised", "merged"],
  );
  const listed = await server.ask("GET", "/api/v1/clusters?app=notes", { key: reader });
  assert.equal(listed.body.total, 2);
});

test("a preview says which closed ticket reopens: only by what occurred after its closing", async () => {
  const id = ticketId("sync");
  const close = (at: number) =>
    put(server.store, MINE, "ticket_states", { [id]: { status: "closed", at, at_revision: 1 } });
  const reopens = async () => (await decide(merge, reader, "/preview")).body.reopens;
  await close(1_700_000_000);
  assert.equal(await reopens(), 1);
  await close(1_700_000_100);
  assert.equal(await reopens(), 0);
});

test("a decision is seen at once, is listed and taken back; who may only read takes none", async () => {
  assert.equal((await decide(merge, reader)).status, 403);
  const { status, body } = await decide(merge);
  assert.deepEqual([status, body.themes, body.insights], [201, ["sync", "late"], 2]);
  const themes = await server.ask("GET", "/api/v1/clusters?app=notes", { key: reader });
  assert.deepEqual(
    themes.body.items.map(({ id }) => id),
    ["sync"],
  );
  const found = await server.ask("GET", "/api/v1/insights?theme=sync", { key: reader });
  assert.equal(found.body.total, 5);
  const listed = await server.ask("GET", "/api/v1/theme-decisions?theme=late", { key: reader });
  assert.deepEqual(
    listed.body.items.map(({ id }) => id),
    [body.id],
  );
  const undo = `/${body.id}/undo`;
  assert.equal((await decide({}, stranger, undo)).status, 404);
  assert.equal((await decide({}, admin, undo)).status, 200);
  assert.equal((await decide({}, admin, undo)).status, 409);
  assert.equal((await server.ask("GET", "/api/v1/clusters?app=notes", { key: reader })).body.total, 2);
});

test("what can't be decided is refused with the reason", async () => {
  const field = async (json: object) => {
    const { status, body } = await decide(json);
    return [status, body.errors?.[0]?.field];
  };
  assert.equal((await decide(merge, stranger)).status, 404);
  assert.equal((await decide({ what: "rename", theme: "none", title: "x" })).status, 404);
  assert.deepEqual(await field({ what: "merge", themes: ["sync", "other"] }), [400, "themes"]);
  assert.deepEqual(await field({ what: "merge", themes: ["sync", "sync"] }), [400, "themes"]);
  assert.deepEqual(await field({ what: "rename", theme: "sync", title: " " }), [400, "title"]);
  const strange = { what: "move", theme: "sync", statements: [{ insight: "late0" }] };
  assert.deepEqual(await field(strange), [400, "statements.0"]);
  const all = [0, 1, 2].map((at) => ({ insight: `sync${at}` }));
  assert.deepEqual(await field({ what: "split", theme: "sync", statements: all }), [400, "statements"]);
  assert.deepEqual(await field({ what: "mute", theme: "sync", until: { size: 2 } }), [400, "until.size"]);
});
