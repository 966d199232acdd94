/** Forms in the whole daemon: a response becomes an insight and, with its like, a ticket that it is told of; long files are stored and thanked for once, through kills. TESTS=full or FORMS_ROWS makes them longer. */
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import { signWebhook } from "../src/delivery/webhook.ts";
import type { Form } from "../src/model/form.ts";
import type { Ticket } from "../src/model/ticket.ts";
import { type Daemon, startDaemon } from "./daemon.ts";
import { describeOnEngines, openEngines } from "./engines/engines.ts";
import { getJson } from "./feedback.ts";
import { type FormsRun, runForms } from "./forms-load.ts";
import { isFull } from "./full.ts";
import { eventually } from "./testbed.ts";

const ROWS = Number(process.env.FORMS_ROWS ?? (isFull ? 10_000 : 2_000));
/** Milliseconds for what the rows take, on a machine that has other things to do. */
const LONG = 180_000 + ROWS * 3;
const SECRET = "a secret of the form";
/** One failure, as several people tell it. */
const TOLD = [
  "The app crashes every time when I open my cart on the new phone",
  "It crashes when I open the cart, every single time",
  "Opening my cart crashes the app, I can't buy anything",
  "App crashes as soon as I open the cart since yesterday",
  "My cart crashes the app on opening, please fix it",
  "Every time I open the cart the app crashes and I lose what I had chosen",
];

interface Received {
  readonly text: string;
  readonly to: string;
}

/** The two ways of a response, on whatever engines. */
function testResponses(open: () => Promise<{ environment: Record<string, string>; close(): Promise<void> }>): void {
  let engines: Awaited<ReturnType<typeof open>>;
  let daemon: Daemon;
  const received = new Map<string, Received>();
  let unsigned = 0;
  const receiver = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    const { "webhook-id": id = "", "webhook-timestamp": at, "webhook-signature": signature } = request.headers;
    if (signature !== signWebhook(SECRET, String(id), Number(at), body)) unsigned++;
    received.set(String(id), JSON.parse(body) as Received);
    response.writeHead(204).end();
  });
  before(async () => {
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    engines = await open();
    const soon = { CLUSTER_INTERVAL: "1s", TICKET_INTERVAL: "1s", RECEIPT_INTERVAL: "1s", HOOKS_ALLOW_PRIVATE: "on" };
    daemon = await startDaemon({ ...engines.environment, ...soon });
  });
  after(async () => {
    receiver.closeAllConnections();
    receiver.close();
    await daemon?.close();
    await engines?.close();
  });

  async function ask<T>(method: string, path: string, json: unknown): Promise<T> {
    const headers = { "content-type": "application/json" };
    const reply = await fetch(daemon.url + path, { method, headers, body: JSON.stringify(json) });
    assert.ok(reply.ok, `${method} ${path}: ${reply.status}`);
    return (await reply.json()) as T;
  }

  it("what somebody writes becomes an insight that knows its session", async () => {
    const questions = [{ id: "why", question_text: "Why?", question_type: "text" }];
    const form = await ask<Form>("POST", "/api/v1/forms", { title: "Visit", app: "notes", questions });
    const answers = [{ question: "why", answer_text: `${TOLD[0]} and I lose all that I had chosen` }];
    const response = { session_id: "s-1", metadata: { branch: "north" }, answers };
    await ask("POST", `/api/v1/forms/${form.id}/responses`, response);
    const insight = await eventually(
      "the insight",
      async () => {
        const { items } = await getJson<{
          items: { source_id: string; metadata: { branch: string; question: string } }[];
        }>(daemon.url, "/api/v1/insights?source=form&app=notes");
        return items[0];
      },
      30_000,
    );
    assert.deepEqual(
      [insight.source_id, insight.metadata.branch, insight.metadata.question],
      [form.id, "north", "why"],
    );
  });

  it("who told of what a ticket was made of hears when it is closed, once each", { timeout: 120_000 }, async () => {
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/told`;
    const form = await ask<Form>("POST", "/api/v1/forms", {
      title: "Visit",
      app: "shop",
      questions: [
        { id: "why", question_text: "Why?", question_type: "text" },
        { id: "mail", question_text: "Your address?", question_type: "email" },
      ],
      receipt: {
        ...{ channel: "webhook", url, secret: SECRET, to_question: "mail", template: "Thank you." },
        closed_template: "You told us, and it is fixed in {{fixed_in}}: {{ticket}}",
      },
    });
    const responses = TOLD.map((text, person) => ({
      answers: [
        { question: "why", answer_text: text },
        { question: "mail", answer_text: `p${person}@example.org` },
      ],
    }));
    await ask("POST", `/api/v1/forms/${form.id}/responses`, responses);
    const texts = () => [...received.values()].map(({ text }) => text);
    await eventually("the thanks", async () => texts().filter((text) => text === "Thank you.").length === 6, 30_000);
    const ticket = await eventually(
      "the ticket",
      async () => (await getJson<{ items: Ticket[] }>(daemon.url, "/api/v1/tickets?app=shop")).items[0],
      60_000,
    );
    const close = () => ask<Ticket>("PATCH", `/api/v1/tickets/${ticket.id}`, { status: "closed", fixed_in: "5.2" });
    const closed = await close();
    await close();
    const said = `You told us, and it is fixed in 5.2: ${closed.title}`;
    const people = closed.metadata["source review ids"].length;
    await eventually("news for each", async () => texts().filter((text) => text === said).length === people, 30_000);
    const told = [...received.values()].filter(({ text }) => text === said).map(({ to }) => to);
    assert.equal(new Set(told).size, people, "nobody twice");
    assert.ok(people >= 3);
    assert.equal(unsigned, 0);
    const path = `/api/v1/receipts?form=${form.id}&state=delivered&limit=100`;
    await eventually("their states", async () => {
      const { items } = await getJson<{ items: { kind: string }[] }>(daemon.url, path);
      return items.filter(({ kind }) => kind === "closed").length === people;
    });
  });
}

function assertOnce(rows: number, run: FormsRun): void {
  assert.deepEqual([run.stored, run.received, run.inFlight, run.balanced], [rows, rows, 0, true]);
  assert.deepEqual([run.receipts, run.saidTwice], [{ made: rows, sent: rows }, 0], "one receipt each");
  assert.ok(run.rss < 500, `${run.rss} MiB`);
}

describe("forms in the daemon", () => {
  testResponses(async () => ({ environment: {}, close: async () => {} }));

  it("store each row of a long file once, with a receipt each, though it is killed again and again and S3 goes away", {
    timeout: LONG,
    skip: isFull ? false : "TESTS=full",
  }, async () => {
    const run = await runForms({ rows: ROWS, forms: 1, kills: isFull ? 5 : 2, awaySeconds: isFull ? 10 : 1 });
    const { read, stored, thanked } = run.seconds;
    console.log(
      `${ROWS} rows read in ${read.toFixed(0)} s, stored in ${stored.toFixed(0)} s, thanked in ${thanked.toFixed(0)} s, at most ${Math.round(run.rss)} MiB`,
    );
    assertOnce(ROWS, run);
  });

  it("are fair between many at once", { timeout: LONG }, async () => {
    const forms = isFull ? 200 : 20;
    const rows = forms * Math.max(100, Math.floor(ROWS / forms));
    const run = await runForms({ rows, forms, kills: 0, awaySeconds: 0 });
    console.log(`${forms} forms: all read in ${run.seconds.read.toFixed(1)} s, fairness ${run.fairness.toFixed(2)}`);
    assertOnce(rows, run);
  });
});

describeOnEngines("forms in the daemon on SQS and Elasticsearch", (urls) => {
  testResponses(async () => openEngines(urls));

  it("store each row of several files once, with a receipt each, though S3 goes away", {
    timeout: LONG,
  }, async () => {
    const engines = openEngines(urls);
    const { environment } = engines;
    const run = await runForms({ rows: 1_000, forms: 5, kills: 0, awaySeconds: 1, environment });
    await engines.close();
    assertOnce(1_000, run);
  });
});
