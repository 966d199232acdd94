/** Conversations: every message of a customer, what is deleted, answers without a body, and signed notifications. */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { eventually } from "../../test/testbed.ts";
import { DEFAULT_TENANT } from "../model/tenant.ts";
import { knownItems } from "../operations/source-delivery.ts";
import { openProvider, openRig, type Provider, type Registered, type Rig } from "./rig.testing.ts";

const START = 1_780_000_000;

interface Conversation {
  readonly id: number;
  readonly updated: number;
  readonly body: string;
  readonly parts?: readonly object[];
}
const part = (id: number, type: string, body: string, more: object = {}) => ({
  ...{
    id: String(id),
    part_type: "comment",
    body,
    created_at: START - 500 + id,
    author: { type, id: "1", name: "A user" },
  },
  ...more,
});
const conversation = (id: number, parts: Partial<Conversation> = {}): Conversation => ({
  ...{ id, updated: START - 1_000 + id, body: `<p>The <b>sync</b> of ${id} fails.</p>` },
  ...parts,
});
const shown = ({ id, updated, body, parts = [] }: Conversation) => ({
  ...{
    type: "conversation",
    id: String(id),
    title: null,
    created_at: updated - 100,
    updated_at: updated,
    state: "open",
  },
  source: { type: "conversation", id: "9", subject: "Sync", body, author: { type: "user", id: "1", name: "A user" } },
  conversation_parts: { type: "conversation_part.list", conversation_parts: parts, total_count: parts.length },
});

describe("the connector of Intercom", () => {
  let rig: Rig;
  let provider: Provider;
  let source: Registered;
  let all: Conversation[];
  let deleted: number[];
  const SIZE = 2;
  before(async () => {
    provider = await openProvider(() => ({ status: 404 }));
  });
  after(() => provider[Symbol.asyncDispose]());
  beforeEach(async () => {
    rig = await openRig({ start: START });
    [all, deleted] = [[], []];
    provider.asked.length = 0;
    provider.answer = ({ url, headers, body }) => {
      if (headers.authorization !== "Bearer token") {
        return { status: 401, json: { type: "error.list", errors: [{ code: "token_not_found", message: "no" }] } };
      }
      if (url.pathname === "/conversations/deleted") {
        const [page, size] = [Number(url.searchParams.get("page")), Number(url.searchParams.get("per_page"))];
        return { json: { data: deleted.slice((page - 1) * size, page * size).map((id) => ({ id })) } };
      }
      if (url.pathname === "/conversations/search") {
        const { query, pagination } = JSON.parse(body) as {
          query: { value: { value: number }[] };
          pagination: { starting_after?: string };
        };
        const since = query.value[0]!.value;
        const found = all.filter(({ updated }) => updated > since).sort((a, b) => a.updated - b.updated);
        const from = Number(pagination.starting_after ?? 0);
        const next = from + SIZE < found.length ? { per_page: SIZE, starting_after: String(from + SIZE) } : undefined;
        const conversations = found
          .slice(from, from + SIZE)
          .map(({ id }) => ({ type: "conversation", id: String(id) }));
        return {
          json: { type: "conversation.list", total_count: found.length, conversations, pages: { type: "pages", next } },
        };
      }
      const asked = all.find(({ id }) => url.pathname === `/conversations/${id}`);
      return asked === undefined ? { status: 404, json: { type: "error.list", errors: [] } } : { json: shown(asked) };
    };
    const secrets = { access_token: "token", client_secret: "client secret" };
    source = await rig.register({
      type: "intercom",
      modes: ["pull", "push"],
      settings: { base_url: provider.url },
      secrets,
    });
  });
  afterEach(() => rig[Symbol.asyncDispose]());

  it("reads what customers wrote, each message by itself, and nothing that agents and bots did", async () => {
    all = [
      conversation(1, {
        parts: [part(1, "user", "It fails again."), part(2, "admin", "We look."), part(3, "bot", "Hi")],
      }),
      conversation(2, {
        parts: [part(4, "user", "<p>Closed?</p>", { part_type: "close" }), part(5, "lead", "Me too.")],
      }),
      conversation(3),
    ];
    const run = await rig.pull(source.id);
    assert.deepEqual([run.state, run.accepted, run.pages], ["succeeded", 5, 3]);
    assert.deepEqual(
      rig.sent.map(({ id, parent_id, text }) => [id, parent_id, text]),
      [
        ["1", undefined, "The sync of 1 fails."],
        ["1:1", "1", "It fails again."],
        ["2", undefined, "The sync of 2 fails."],
        ["2:5", "2", "Me too."],
        ["3", undefined, "The sync of 3 fails."],
      ],
    );
    assert.equal(provider.asked[0]?.headers["intercom-version"], "2.16");
  });

  it("reads a conversation again when it has changed, and takes only what is new", async () => {
    all = [conversation(1)];
    await rig.pull(source.id);
    rig.clock.now += 7_200;
    all = [conversation(1, { updated: rig.clock.now - 5, parts: [part(8, "user", "Still.")] })];
    const run = await rig.pull(source.id);
    assert.deepEqual([run.accepted, run.duplicate, rig.ids()], [1, 1, ["1", "1:8"]]);
  });

  it("knows what it was notified of, though the lines break elsewhere", async () => {
    all = [conversation(1, { body: "<p>It fails.</p><p>Always.</p>" })];
    await rig.pull(source.id);
    all = [conversation(1, { body: "It fails.\nAlways." })];
    const run = await rig.pull(source.id);
    assert.deepEqual([run.updated, run.duplicate], [0, 1]);
  });

  it("takes an empty body of a 200 for a fault of the moment, never for the end", async () => {
    all = [conversation(1), conversation(2), conversation(3)];
    const served = provider.answer;
    const faults = [
      { text: "" },
      { status: 429, headers: { "x-ratelimit-reset": String(START + 10) } },
      { status: 502 },
    ];
    provider.answer = (asked) => (asked.body.includes('"starting_after":"2"') && faults.shift()) || served(asked);
    const run = await rig.pull(source.id);
    assert.deepEqual([run.state, new Set(rig.ids()).size], ["succeeded", 3]);
  });

  it("takes an answer of another shape for the provider's fault, and says what of it", async () => {
    provider.answer = () => ({ json: { conversations: "none" } });
    const run = await rig.pull(source.id);
    assert.deepEqual([run.state, run.error?.code], ["failed", "malformed"]);
    assert.match(run.error!.message, /conversations/);
  });

  it("reads all that was deleted, page by page, and later only what is new", async () => {
    all = [conversation(1), conversation(2, { parts: [part(1, "user", "Still.")] })];
    await rig.pull(source.id);
    all = all.slice(0, 1);
    deleted = [...Array.from({ length: 100 }, (_, at) => 1_000 + at), 2];
    const pages = () => provider.asked.filter(({ url }) => url.pathname === "/conversations/deleted").length;
    const before = pages();
    await rig.pull(source.id);
    const known = async () =>
      (await knownItems(rig.store, DEFAULT_TENANT, source.id, { limit: 9 })).map(({ id }) => id);
    assert.deepEqual([await known(), pages() - before], [["1"], 2]);
    [all, deleted] = [[], [1, ...deleted]];
    await rig.pull(source.id);
    assert.deepEqual([await known(), pages() - before], [[], 3]);
  });

  it("takes away a message that was blanked out, by its own notification", async () => {
    all = [conversation(1, { parts: [part(1, "user", "My card is 4111."), part(2, "user", "It fails.")] })];
    await rig.pull(source.id);
    const known = async () =>
      (await knownItems(rig.store, DEFAULT_TENANT, source.id, { limit: 9 })).map(({ id }) => id);
    const notices = [
      { type: "conversation_part", id: "1", conversation_id: "1" },
      shown(conversation(1, { parts: [part(2, "user", "", { redacted: true })] })),
    ];
    for (const [at, item] of notices.entries()) {
      const body = JSON.stringify({ type: "notification_event", topic: "conversation_part.redacted", data: { item } });
      const signature = `sha1=${createHmac("sha1", "client secret").update(body).digest("hex")}`;
      const headers = { "content-type": "application/json", "x-hub-signature": signature };
      const { status } = await rig.server.ask("POST", new URL(source.push_url!).pathname, { body, headers });
      assert.equal(status, 202);
      await eventually("the message is gone", async () => (await known()).length === 2 - at);
    }
    assert.deepEqual(await known(), ["1"]);
  });

  it("forgets all of a conversation that is deleted there", async () => {
    all = [conversation(1, { parts: [part(1, "user", "Again.")] }), conversation(2)];
    await rig.pull(source.id);
    deleted = [1];
    all = [conversation(2)];
    await rig.pull(source.id);
    const items = await rig.store.search("default" as never, "source_items", { where: { source: source.id } });
    const gone = items.items.filter(({ doc }) => doc.hash === "retracted").map(({ doc }) => doc.data_id);
    assert.deepEqual(gone.sort(), ["1", "1:1"]);
  });

  it("takes notifications by their signature", async () => {
    const deliver = (topic: string, item: unknown, secret = "client secret") => {
      const body = JSON.stringify({ type: "notification_event", topic, id: "notif_1", data: { item } });
      const signature = `sha1=${createHmac("sha1", secret).update(body).digest("hex")}`;
      const path = new URL(source.push_url!).pathname;
      return rig.server.ask("POST", path, {
        body,
        headers: { "content-type": "application/json", "x-hub-signature": signature },
      });
    };
    assert.equal(source.push_secret, undefined);
    const replied = shown(conversation(5, { parts: [part(1, "user", "Hello?")] }));
    assert.deepEqual((await deliver("conversation.user.replied", replied)).body.accepted, 2);
    assert.equal((await deliver("conversation.user.replied", replied, "guess")).status, 401);
    assert.equal((await deliver("ping", {})).status, 200);
    assert.equal((await deliver("contact.created", { id: "1" })).body.accepted, 0);
    assert.deepEqual(rig.ids(), ["5", "5:1"]);
  });
});
