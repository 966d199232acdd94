/** Hooks: each runs after what it waits for is stored, by itself, and a hook that fails harms nothing else. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { sampleInsight } from "../../test/samples.ts";
import { eventually, type Testbed } from "../../test/testbed.ts";
import { describeOnBothBeds } from "../../test/testbeds.ts";
import { readConfig } from "../config.ts";
import { signWebhook } from "../delivery/webhook.ts";
import { createFormLookup } from "../forms/form-lookup.ts";
import { responseKey } from "../forms/read-response.ts";
import { createResponseIntake, type ResponseIntake } from "../forms/response-intake.ts";
import { readBalance } from "../ledger/balance.ts";
import { type RunningLoop, startLoop } from "../loops/frame/start.ts";
import { createHooksLoop } from "../loops/hooks/loop.ts";
import { createResponseWriterLoop } from "../loops/response-writer/loop.ts";
import { type Form, FormInput } from "../model/form.ts";
import type { ReceiptDocument } from "../model/receipt.ts";
import { DEFAULT_TENANT } from "../model/tenant.ts";
import { createForm } from "../operations/forms.ts";
import { put, ticketDocument } from "../server/server.testing.ts";
import { publishClosed, publishHooks } from "./publish.ts";
import { createHooks } from "./registry.ts";
import { holds } from "./rule.ts";

const SECRET = "a secret of sixteen";
const principal = { tenant: DEFAULT_TENANT, scopes: ["admin"], via: "loopback" } as const;

interface Called {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

describeOnBothBeds("hooks", (open) => {
  let bed: Testbed;
  let intake: ResponseIntake;
  let loops: RunningLoop[];
  const called: Called[] = [];
  let status = 204;
  const receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    called.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(status).end();
  });
  let url: string;
  before(async () => {
    bed = await open();
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
    const { store, queue, now } = bed;
    const environment = {
      DATA_DIR: bed.dataDir,
      HOOKS_ALLOW_PRIVATE: "on",
      HOOK_WEBHOOK_URL: url,
      HOOK_WEBHOOK_SECRET: SECRET,
    };
    const hooks = createHooks({ store, config: readConfig(environment), now });
    const forms = createFormLookup(store);
    intake = createResponseIntake({ queue, store, forms, now });
    loops = [
      startLoop(createResponseWriterLoop({ store, queue, forms, hooks, defaultApp: "default" }), bed),
      startLoop(createHooksLoop({ store, forms, hooks }), bed),
    ];
  });
  after(async () => {
    await Promise.all(loops.map((loop) => loop.stop(1_000)));
    receiver.close();
    await bed.close();
  });

  async function respond(parts: object, answers: readonly object[]): Promise<{ form: Form; id: string; key: string }> {
    const input = FormInput.parse({
      title: "Visit",
      questions: [
        { id: "stars", question_text: "Stars?", question_type: "rating", metadata: { variable: "stars" } },
        { id: "phone", question_text: "Your number?", question_type: "phone" },
        { id: "may", question_text: "May we write?", question_type: "boolean" },
        { id: "why", question_text: "Why?", question_type: "text" },
      ],
      ...parts,
    });
    const made = await createForm(bed.store, principal, input, 1);
    assert.ok("form" in made);
    const taken = await intake.take({ tenant: DEFAULT_TENANT, form: made.form, responses: [{ answers }] });
    const id = taken.ids[0]!;
    return { form: made.form, id, key: responseKey(made.form.id, id) };
  }
  const receiptFor = (key: string, kind = "thanks") =>
    eventually("a receipt", async (): Promise<ReceiptDocument | undefined> => {
      await bed.store.refresh(["receipts"]);
      const { items } = await bed.store.search(DEFAULT_TENANT, "receipts", { where: { response_key: key } });
      return items.find(({ doc }) => doc.kind === kind)?.doc;
    });
  const sms = {
    channel: "sms",
    to_question: "phone",
    template: "Thanks for {{stars}} stars in {{form}}{{nothing}}",
    consent_question: "may",
  };

  it("make a receipt of what the form says, only with consent and to a number that there is", async () => {
    const stars = { question: "stars", answer_text: 4 };
    const phone = { question: "phone", answer_text: "+44 7700 900123" };
    const yes = { question: "may", answer_text: true };
    const willing = await receiptFor((await respond({ receipt: sms }, [stars, phone, yes])).key);
    assert.deepEqual([willing.state, willing.to], ["pending", "+447700900123"]);
    assert.equal(willing.body, `Thanks for 4 stars in Visit\nRef ${willing.reference}`);
    const unwilling = await receiptFor((await respond({ receipt: sms }, [stars, phone])).key);
    assert.deepEqual([unwilling.state, unwilling.error?.code], ["suppressed", "no_consent"]);
    const unknown = await receiptFor((await respond({ receipt: sms }, [stars, yes])).key);
    assert.deepEqual([unknown.state, unknown.error?.code], ["failed", "no_number"]);
  });

  it("note on a response what its form's rules say", async () => {
    const rules = [
      {
        name: "unhappy",
        when: { and: [{ "<": [{ var: "stars" }, 3] }, { in: ["queue", { var: "why" }] }] },
        say: "Call back: {{why}}",
      },
      { when: { ">": [{ var: "stars" }, 4] }, say: "never" },
      { name: "broken", when: { eval: "1" }, say: "never" },
    ];
    const { key } = await respond({ hooks: [{ hook: "rules", settings: { rules } }] }, [
      { question: "stars", answer_text: 2 },
      { question: "why", answer_text: "The queue" },
    ]);
    const notes = await eventually(
      "notes",
      async () => (await bed.store.get(DEFAULT_TENANT, "responses", key))?.doc.notes,
    );
    assert.deepEqual(notes, [
      { rule: "unhappy", text: "Call back: The queue" },
      { rule: "broken", text: 'this rule can\'t be read: no operator "eval"' },
    ]);
  });

  it("tell a webhook, signed, and append to a sheet", async () => {
    called.length = 0;
    const hooks = [{ hook: "webhook", settings: { url, secret: SECRET } }, { hook: "sheet" }];
    const { form, id: response } = await respond({ hooks }, [{ question: "why", answer_text: "=1+1" }]);
    const [call] = await eventually("the call", async () => called.length > 0 && called);
    const { "webhook-id": id, "webhook-timestamp": at, "webhook-signature": signature } = call!.headers;
    assert.equal(signature, signWebhook(SECRET, String(id), Number(at), call!.body));
    assert.equal((JSON.parse(call!.body) as { data: { id: string } }).data.id, response);
    const file = join(bed.dataDir, "sheets", DEFAULT_TENANT, `${form.id}-v1.csv`);
    const lines = await eventually("the sheet", async () => {
      const text = await readFile(file, "utf8").catch(() => "");
      return text.endsWith("\r\n") && text.trimEnd().split("\r\n");
    });
    assert.equal(lines.length, 2);
    assert.match(lines[1]!, /^[^,]+,.*,'=1\+1,$/);
  });

  it("that fail three times are dead letters, while the others and the response stand", async () => {
    status = 500;
    const hooks = [
      { hook: "webhook", settings: { url } },
      { hook: "rules", settings: { rules: [{ when: true, say: "noted" }] } },
    ];
    const { form, key } = await respond({ hooks }, [{ question: "stars", answer_text: 1 }]);
    const books = await eventually("the dead", async () => {
      const now = await readBalance(bed.store, DEFAULT_TENANT, { pipeline: "hooks", source: form.id });
      return now.dead > 0 && now;
    });
    status = 204;
    assert.deepEqual([books.received, books.stored, books.dead, books.balanced], [2, 1, 1, true]);
    assert.equal((await bed.store.get(DEFAULT_TENANT, "responses", key))?.doc.notes?.[0]?.text, "noted");
  });

  it("tell of a closed ticket those whose words it was made of, once", async () => {
    const closed_template = "You told us. Fixed in {{fixed_in}}: {{ticket}}";
    const { key } = await respond({ receipt: { ...sms, consent_question: undefined, closed_template } }, [
      { question: "phone", answer_text: "+44 7700 900124" },
      { question: "why", answer_text: "Notes get lost" },
    ]);
    await receiptFor(key);
    const insight = sampleInsight(1, { id: "i1", source: "form", metadata: { response_key: key } });
    await put(bed.store, DEFAULT_TENANT, "insights", { i1: insight });
    await put(bed.store, DEFAULT_TENANT, "tickets", { t1: ticketDocument() });
    await put(bed.store, DEFAULT_TENANT, "ticket_states", {
      t1: { status: "closed", at: 1, at_revision: 1, fixed_in: "5.2" },
    });
    const ticket = { id: "t1", app: "notes", revision: 1 };
    await publishClosed(bed.queue, DEFAULT_TENANT, ticket);
    await publishClosed(bed.queue, DEFAULT_TENANT, ticket);
    const closed = await receiptFor(key, "closed");
    assert.match(closed.body, /^You told us\. Fixed in 5\.2: Notes are lost\nRef /);
  });

  it("tell of a stored insight", async () => {
    called.length = 0;
    await put(bed.store, DEFAULT_TENANT, "insights", { i2: sampleInsight(2, { id: "i2" }) });
    await publishHooks(bed.queue, { tenant: DEFAULT_TENANT, name: "b1.hooks" }, [
      { hook: "insight-webhook", event: "insight.stored", id: "i2", app: "notes" },
    ]);
    const [call] = await eventually("the call", async () => called.length > 0 && called);
    assert.equal((JSON.parse(call!.body) as { type: string }).type, "insight.stored");
  });
});

describe("a rule", () => {
  const values = { stars: "2", days: ["Monday", "Friday"], why: "Too LATE", empty: "" };
  const cases: readonly (readonly [unknown, boolean])[] = [
    [{ "==": [{ var: "stars" }, 2] }, true],
    [{ "!=": [{ var: "stars" }, 2] }, false],
    [{ "<=": [1, { var: "stars" }, 3] }, true],
    [{ "<": [{ var: "nothing" }, 3] }, false],
    [{ in: ["late", { var: "why" }] }, true],
    [{ in: ["Monday", { var: "days" }] }, true],
    [{ or: [{ "!": { var: "why" } }, { in: ["Sunday", { var: "days" }] }] }, false],
    [{ missing: ["empty", "nobody"] }, true],
    [{ var: ["constructor", false] }, false],
  ];
  for (const [rule, wanted] of cases)
    it(`${JSON.stringify(rule)} is ${wanted}`, () => assert.equal(holds(rule, values), wanted));

  it("that is too long or no rule at all is refused", () => {
    let deep: unknown = true;
    for (let level = 0; level < 100; level++) deep = { "!": deep };
    for (const wrong of [deep, { "==": [1, 1], "!=": [1, 1] }, { toString: [1] }])
      assert.throws(() => holds(wrong, values));
  });
});
