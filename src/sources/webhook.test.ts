/** Webhooks of any program: three ways to sign, a mapping of any JSON, repeats that are known, and what is refused. */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, describe, it } from "node:test";
import fc from "fast-check";
import { isPointer, valueAt } from "./json-pointer.ts";
import { openRig, type Registered, type Rig } from "./rig.testing.ts";

describe("the connector of webhooks", () => {
  let rig: Rig;
  before(async () => {
    rig = await openRig();
  });
  after(() => rig[Symbol.asyncDispose]());

  const send = (source: Registered, body: string, headers: Record<string, string>, type = "application/json") =>
    rig.server.ask("POST", new URL(source.push_url!).pathname, { body, headers: { "content-type": type, ...headers } });
  function standard(secret: string, body: string, { id = "msg_1", at = rig.clock.now } = {}): Record<string, string> {
    const key = Buffer.from(secret.replace("whsec_", ""), "base64");
    const signature = createHmac("sha256", key).update(`${id}.${at}.${body}`).digest("base64");
    return { "webhook-id": id, "webhook-timestamp": String(at), "webhook-signature": `v1,AAAA v1,${signature}` };
  }
  const webhook = (settings: object, secrets?: object) =>
    rig.register({ type: "webhook", mode: "push", settings, secrets });

  it("shows its address and secret once, and takes what is signed by them", async () => {
    const source = await webhook({});
    assert.match(source.push_secret!, /^whsec_/);
    const shown = await rig.server.ask("GET", `/api/v1/sources/${source.id}`);
    assert.ok(!shown.text.includes(source.push_secret!) && !shown.text.includes("push_url"));
    const body = JSON.stringify([
      { text: "One", id: "1" },
      { text: "Two", id: "2", source: "elsewhere" },
    ]);
    const answer = await send(source, body, standard(source.push_secret!, body));
    assert.deepEqual([answer.status, answer.body.accepted], [202, 2]);
    const again = await send(source, body, standard(source.push_secret!, body));
    assert.deepEqual([again.status, again.body.accepted], [202, 0]);
    assert.equal(rig.sent.at(-1)?.source_id, source.id);
  });

  it("refuses a wrong signature, a stale one, one of another body, and none", async () => {
    const source = await webhook({});
    const secret = source.push_secret!;
    const body = JSON.stringify({ text: "x" });
    for (const headers of [
      standard("whsec_AAAA", body),
      standard(secret, `${body} `),
      standard(secret, body, { at: rig.clock.now - 301 }),
      standard(secret, body, { at: rig.clock.now + 301 }),
      {},
    ])
      assert.equal((await send(source, body, headers)).status, 401);
    assert.equal((await send(source, body, standard(secret, body, { at: rig.clock.now - 299 }))).status, 202);
    assert.equal((await send(source, "no json", standard(secret, "no json"))).status, 400);
  });

  it("takes either of two secrets while one takes the other's place", async () => {
    const [old, next] = ["whsec_b2xk", "whsec_bmV3"];
    const source = await webhook({}, { webhook_secret: `${old} ${next}` });
    for (const secret of [old, next]) {
      const body = JSON.stringify({ text: "x", id: secret });
      assert.equal((await send(source, body, standard(secret, body))).status, 202);
    }
  });

  it("understands GitHub's signature and its ping, and a header that only the two know", async () => {
    const github = await webhook({ signature: "github" }, { webhook_secret: "a-secret" });
    const body = JSON.stringify({ text: "From GitHub" });
    const signed = { "x-hub-signature-256": `sha256=${createHmac("sha256", "a-secret").update(body).digest("hex")}` };
    assert.equal((await send(github, body, signed)).status, 202);
    assert.equal((await send(github, body, { ...signed, "x-github-event": "ping" })).status, 200);
    assert.equal((await send(github, `${body} `, signed)).status, 401);
    const header = await webhook({ signature: "header", header: "X-Token" }, { webhook_secret: "a-secret" });
    assert.equal((await send(header, body, { "x-token": "a-secret" })).status, 202);
    assert.equal((await send(header, body, { "x-token": "a-secret".slice(1) })).status, 401);
  });

  it("maps any JSON by pointers, and keeps what it can't map as a rejection", async () => {
    const mapping = {
      ...{ items: "/data/list", id: "/key", text: "/body/message", title: "/body/subject" },
      ...{ date: "/when", url: "/links/0", metadata: "/extra~1more" },
    };
    const source = await webhook({ signature: "header", mapping }, { webhook_secret: "a-secret-a-secret" });
    const item = {
      ...{ key: 7, body: { message: "It is slow", subject: "Speed" }, when: 1_700_000_000, links: ["http://x"] },
      "extra/more": { plan: "pro" },
    };
    const body = JSON.stringify({ data: { list: [item, "no object", { key: 8 }] } });
    rig.sent.length = 0;
    const answer = await send(source, body, { "x-webhook-secret": "a-secret-a-secret" });
    assert.deepEqual([answer.status, answer.body.accepted], [202, 1]);
    const { id, text, title, date, url, metadata } = rig.sent[0]!;
    assert.deepEqual(
      [id, text, title, date, url, metadata],
      ["7", "It is slow", "Speed", 1_700_000_000, "http://x", { plan: "pro" }],
    );
    assert.equal((await rig.server.ask("GET", "/api/v1/rejections?source=webhook&reason=malformed")).body.total, 1);
    const wrong = { app: "notes", type: "webhook", settings: { mapping: { text: "body" } } };
    const refused = await rig.server.ask("POST", "/api/v1/sources", { json: wrong });
    assert.equal(refused.body.errors[0]?.field, "settings.mapping.text");
  });

  it("takes equal words of two for two, a null for nothing, and refuses as words what are none", async () => {
    const source = await webhook({ signature: "header" }, { webhook_secret: "a-secret-a-secret" });
    rig.sent.length = 0;
    const same = { text: "It is slow" };
    const body = JSON.stringify([
      same,
      same,
      { id: "1", title: null, text: "It fails" },
      { id: "2", text: { de: "x" } },
    ]);
    const headers = { "x-webhook-secret": "a-secret-a-secret" };
    const first = await send(source, body, headers);
    assert.deepEqual([first.status, first.body.accepted], [202, 3]);
    assert.deepEqual(
      rig.sent.map(({ title, text }) => [title, text]),
      [
        [undefined, "It is slow"],
        [undefined, "It is slow"],
        [undefined, "It fails"],
      ],
    );
    const again = await send(source, body, headers);
    assert.deepEqual([again.body.accepted, rig.sent.length], [0, 3]);
  });

  it("says that it is switched off", async () => {
    const source = await webhook({ signature: "header" }, { webhook_secret: "a-secret-a-secret" });
    await rig.server.ask("PATCH", `/api/v1/sources/${source.id}`, { json: { enabled: false } });
    const { status, body } = await send(source, '{"text":"It fails"}', { "x-webhook-secret": "a-secret-a-secret" });
    assert.equal(status, 409);
    assert.match(JSON.stringify(body), /switched off/);
  });

  it("lets go what is retracted, and has a limit of size", async () => {
    const source = await webhook({ signature: "header" }, { webhook_secret: "a-secret-a-secret" });
    const headers = { "x-webhook-secret": "a-secret-a-secret" };
    assert.equal((await send(source, JSON.stringify({ retract: "1" }), headers)).status, 202);
    const large = JSON.stringify({ text: "x".repeat(2_100_000) });
    assert.equal((await send(source, large, headers)).status, 413);
    assert.equal((await send(source, "<x/>", headers, "application/xml")).status, 415);
  });
});

describe("JSON Pointers", () => {
  it("find every value of every document", () => {
    const escaped = (name: string) => name.replaceAll("~", "~0").replaceAll("/", "~1");
    fc.assert(
      fc.property(fc.jsonValue(), (document) => {
        const look = (value: unknown, pointer: string): void => {
          assert.ok(isPointer(pointer));
          assert.deepEqual(valueAt(document, pointer), value);
          if (typeof value !== "object" || value === null) return;
          for (const [name, inner] of Object.entries(value)) look(inner, `${pointer}/${escaped(name)}`);
        };
        look(document, "");
      }),
    );
    assert.equal(valueAt({}, "/constructor"), undefined);
    assert.equal(isPointer("body/message"), false);
  });
});
