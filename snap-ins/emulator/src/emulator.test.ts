import assert from "node:assert/strict";
import { test } from "node:test";
import { createRandom } from "../../../src/numeric/random.ts";
import { createEmulator, type EmulatorReply, type FaultSettings, startEmulatorServer } from "./index.ts";

const PART = "don:core:dvrv-us-1:devo/0:product/1";
const OWNER = "don:identity:dvrv-us-1:devo/0:devu/1";
const TICKET = { type: "ticket", title: "Payments fail", applies_to_part: PART, owned_by: [OWNER] };

function world(faults: Partial<FaultSettings> = {}) {
  let now = Date.UTC(2026, 0, 5);
  const emulator = createEmulator({ now: () => now, sleep: async () => undefined, random: createRandom(3), faults });
  const call = (method: string, body: unknown, authorization: string | undefined = "token") =>
    emulator.handle({ method: "POST", path: `/${method}`, authorization, body: JSON.stringify(body) });
  const advance = (milliseconds: number): void => {
    now += milliseconds;
  };
  return { emulator, call, advance };
}

interface Body {
  readonly work: {
    readonly id: string;
    readonly display_id: string;
    readonly title: string;
    readonly stage: { readonly name: string };
  };
  readonly works: readonly { readonly display_id: string }[];
  readonly tag: { readonly id: string };
  readonly next_cursor?: string;
  readonly message: string;
}
const bodyOf = (reply: EmulatorReply): Body => (reply.kind === "reply" ? reply.body : {}) as Body;
const statusOf = (reply: EmulatorReply): number => (reply.kind === "reply" ? reply.status : 0);

test("a ticket is created, read by both its ids, updated, listed and deleted", async () => {
  const { call } = world();
  const created = await call("works.create", TICKET);
  assert.equal(statusOf(created), 201);
  const { id, display_id } = bodyOf(created).work;
  assert.match(id, /^don:core:dvrv-us-1:devo\/0:ticket\/1$/);
  assert.equal(bodyOf(await call("works.get", { id: display_id })).work.title, "Payments fail");
  await call("works.update", { id, type: "ticket", title: "Payments still fail", stage: { name: "resolved" } });
  const read = bodyOf(await call("works.get", { id })).work;
  assert.deepEqual([read.title, read.stage.name], ["Payments still fail", "resolved"]);
  assert.equal(bodyOf(await call("works.list", { type: ["ticket"] })).works.length, 1);
  await call("works.delete", { id });
  assert.equal(statusOf(await call("works.get", { id })), 404);
});

test("what DevRev documents as invalid is refused with the field's name", async () => {
  const { call } = world();
  const wrong: readonly (readonly [string, unknown, RegExp])[] = [
    ["works.create", { ...TICKET, title: "" }, /title/],
    ["works.create", { ...TICKET, title: "x".repeat(257) }, /title/],
    ["works.create", { ...TICKET, body: "x".repeat(65_537) }, /body/],
    ["works.create", { ...TICKET, severity: "urgent" }, /severity/],
    ["works.create", { ...TICKET, owned_by: [] }, /owned_by/],
    ["works.create", { ...TICKET, owned_by: ["Sam"] }, /owned_by/],
    ["works.create", { ...TICKET, applies_to_part: "the product" }, /applies_to_part/],
    ["works.create", { ...TICKET, tags: [{ id: "TAG-99" }] }, /tags/],
    ["works.create", { ...TICKET, type: undefined }, /type/],
    ["works.list", { limit: 101 }, /limit/],
    ["works.list", { cursor: "nonsense" }, /cursor/],
    ["timeline-entries.create", { type: "timeline_comment", object: "here", body: "x" }, /object/],
    ["timeline-entries.create", { type: "timeline_comment", object: PART, visibility: "secret" }, /visibility/],
  ];
  for (const [method, body, field] of wrong) {
    const reply = await call(method, body);
    assert.equal(statusOf(reply), 400, JSON.stringify(body).slice(0, 100));
    assert.match(bodyOf(reply).message, field);
  }
  assert.equal(statusOf(await call("works.create", { ...TICKET, title: "😀".repeat(256) })), 201);
});

test("no token, no entry; no such method, 404", async () => {
  const { emulator, call } = world();
  const asked = { method: "POST", path: "/works.list", body: "{}" };
  assert.equal(statusOf(await emulator.handle({ ...asked, authorization: undefined })), 401);
  assert.equal(statusOf(await emulator.handle({ ...asked, authorization: "Bearer " })), 401);
  assert.equal(statusOf(await call("works.explode", {})), 404);
  assert.equal(statusOf(await call("__proto__", {})), 404);
});

test("pages hold still while tickets are added", async () => {
  const { call, advance } = world();
  for (let index = 0; index < 25; index += 1) {
    await call("works.create", { ...TICKET, title: `Ticket ${index}` });
    advance(1_000);
  }
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = bodyOf(await call("works.list", { limit: 10, cursor }));
    seen.push(...page.works.map((work) => work.display_id));
    cursor = page.next_cursor;
    await call("works.create", { ...TICKET, title: "In between" });
    advance(1_000);
  } while (cursor !== undefined);
  assert.deepEqual(
    seen,
    Array.from({ length: 25 }, (_, index) => `TKT-${25 - index}`),
  );
});

test("a list shows what was created, and what changed, only after the lag; reading by id is up to date", async () => {
  const { call, advance } = world({ listLagMs: 60_000 });
  const { id } = bodyOf(await call("works.create", TICKET)).work;
  assert.equal(bodyOf(await call("works.list", {})).works.length, 0);
  assert.equal(statusOf(await call("works.get", { id })), 200);
  advance(60_000);
  assert.equal(bodyOf(await call("works.list", {})).works.length, 1);
});

test("tag names are unique, also while the list lags", async () => {
  const { call } = world({ listLagMs: 60_000 });
  assert.equal(statusOf(await call("tags.create", { name: "login" })), 201);
  assert.equal(statusOf(await call("tags.create", { name: "login" })), 409);
});

test("a storm answers 429 with Retry-After, carries nothing out, and passes", async () => {
  const { call, advance } = world({ stormEveryMs: 600_000, stormMs: 60_000 });
  const stormy = await call("works.create", TICKET);
  assert.equal(statusOf(stormy), 429);
  assert.equal(stormy.kind === "reply" && stormy.headers["retry-after"], "60");
  advance(60_000);
  assert.equal(statusOf(await call("works.create", TICKET)), 201);
  assert.equal(bodyOf(await call("works.list", {})).works.length, 1);
});

test("a comment may expire a minute from now by clocks that differ by seconds, or later; sooner is refused, and then it is listed no more", async () => {
  const { emulator, call, advance } = world();
  const { id } = bodyOf(await call("works.create", TICKET)).work;
  const comment = (seconds: number) => {
    const expires_at = new Date(Date.UTC(2026, 0, 5) + seconds * 1_000).toISOString();
    return call("timeline-entries.create", { type: "timeline_comment", object: id, body: "Seen", expires_at });
  };
  for (const seconds of [55, 60, 65, 3_600, 366 * 86_400])
    assert.equal(statusOf(await comment(seconds)), 201, `${seconds} s from now`);
  for (const seconds of [-60, 0, 30, 45]) {
    const refused = await comment(seconds);
    assert.equal(statusOf(refused), 400, `${seconds} s from now`);
    assert.match(bodyOf(refused).message, /expires_at: at least a minute from now/);
  }
  const listed = async () => {
    const reply = await call("timeline-entries.list", { object: id });
    return (bodyOf(reply) as unknown as { readonly timeline_entries: readonly unknown[] }).timeline_entries.length;
  };
  assert.equal(await listed(), 5);
  advance(61_000);
  assert.equal(await listed(), 3);
  assert.equal(emulator.organisation.entries.listedAt(Number.POSITIVE_INFINITY).length, 5);
});

test("a lost reply was carried out; an error before was not", async () => {
  const lost = world({ lostReplyRate: 1 });
  assert.equal((await lost.call("works.create", TICKET)).kind, "lost");
  assert.equal(lost.emulator.organisation.works.listedAt(Number.POSITIVE_INFINITY).length, 1);
  const broken = world({ errorRate: 1 });
  assert.ok(statusOf(await broken.call("works.create", TICKET)) >= 500);
  assert.equal(broken.emulator.organisation.works.listedAt(Number.POSITIVE_INFINITY).length, 0);
});

test("over HTTP: GET lists, a lost reply breaks the connection, pages escape what people wrote", async () => {
  const { emulator, call } = world();
  const server = await startEmulatorServer(emulator, 0);
  try {
    await call("works.create", { ...TICKET, title: "<img src=x onerror=alert(1)>" });
    const headers = { authorization: "token" };
    const listed = (await (await fetch(`${server.url}/works.list?type=ticket&limit=5`, { headers })).json()) as Body;
    assert.equal(listed.works.length, 1);
    const overview = await (await fetch(server.url)).text();
    assert.ok(overview.includes("&lt;img") && !overview.includes("<img"));
    assert.match(await (await fetch(`${server.url}/_emulator/works/TKT-1`)).text(), /Timeline/);
    const change = { method: "POST", body: JSON.stringify({ lostReplyRate: 1 }) };
    await fetch(`${server.url}/_emulator/faults`, change);
    const body = JSON.stringify(TICKET);
    await assert.rejects(fetch(`${server.url}/works.create`, { method: "POST", headers, body }));
    assert.equal(emulator.organisation.works.listedAt(Number.POSITIVE_INFINITY).length, 2);
  } finally {
    await server.stop();
  }
});
