/** Forms in the whole daemon: a response becomes an insight; a long file is stored and thanked for row by row, once, through kills. TESTS=full or FORMS_ROWS makes it longer. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { sleep } from "../src/lifecycle.ts";
import type { Form } from "../src/model/form.ts";
import type { Upload } from "../src/model/upload.ts";
import { type Daemon, freePort, startDaemon } from "./daemon.ts";
import { getJson } from "./feedback.ts";
import { isFull } from "./full.ts";
import { eventually } from "./testbed.ts";

const ROWS = Number(process.env.FORMS_ROWS ?? (isFull ? 10_000 : 4_000));
const FORMS = Number(process.env.FORMS_AT_ONCE ?? 20);
/** Milliseconds for what the rows take, on a machine that has other things to do. */
const LONG = 60_000 + ROWS * 3;
const HEADERS = { "content-type": "application/json" };

const QUESTIONS = [
  { id: "stars", question_text: "Stars?", question_type: "rating", required: true },
  { id: "phone", question_text: "Phone?", question_type: "phone" },
];
const receipt = { channel: "log", to_question: "phone", template: "Thanks for {{stars}} stars" };

interface Books {
  readonly received: number;
  readonly stored: number;
  readonly in_flight: number;
  readonly balanced: boolean;
}

describe("forms in the daemon", () => {
  let dataDir: string;
  let environment: Record<string, string>;
  let daemon: Daemon;
  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "groundswell-forms-"));
    environment = { DATA_DIR: dataDir, PORT: String(await freePort()), EMBEDDED_SQS_PORT: String(await freePort()) };
    daemon = await startDaemon(environment);
  });
  after(async () => {
    await daemon.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function makeForm(parts: object): Promise<Form> {
    const body = JSON.stringify({ title: "Visit", ...parts });
    return (
      await fetch(`${daemon.url}/api/v1/forms`, { method: "POST", headers: HEADERS, body })
    ).json() as Promise<Form>;
  }
  const send = async (form: Form, rows: readonly string[]): Promise<Upload> => {
    const body = `id,Stars?,Phone?\n${rows.join("\n")}\n`;
    const reply = await fetch(`${daemon.url}/api/v1/forms/${form.id}/uploads`, {
      method: "POST",
      headers: { "content-type": "text/csv" },
      body,
    });
    assert.equal(reply.status, 202);
    return (await reply.json()) as Upload;
  };
  const rowsOf = (count: number) =>
    Array.from({ length: count }, (_, index) => `r${index},${1 + (index % 5)},+4477${10_000_000 + index}`);
  const totalOf = async (path: string) => (await getJson<{ total: number }>(daemon.url, path)).total;
  const booksOf = (form: Form) => getJson<Books>(daemon.url, `/api/v1/ledger?pipeline=responses&source=${form.id}`);

  it("what somebody writes becomes an insight that knows its session", async () => {
    const form = await makeForm({
      app: "shop",
      questions: [{ id: "why", question_text: "Why?", question_type: "text" }],
    });
    const text = "The app crashes every time when I open my cart on the new phone and I lose all that I had chosen";
    const body = JSON.stringify({
      session_id: "s-1",
      metadata: { branch: "north" },
      answers: [{ question: "why", answer_text: text }],
    });
    const reply = await fetch(`${daemon.url}/api/v1/forms/${form.id}/responses`, {
      method: "POST",
      headers: HEADERS,
      body,
    });
    assert.equal(reply.status, 202);
    const insight = await eventually(
      "the insight",
      async () => {
        const path = "/api/v1/insights?source=form&app=shop";
        const { items } = await getJson<{
          items: { source_id: string; metadata: { branch: string; question: string } }[];
        }>(daemon.url, path);
        return items[0];
      },
      30_000,
    );
    assert.deepEqual(
      [insight.source_id, insight.metadata.branch, insight.metadata.question],
      [form.id, "north", "why"],
    );
  });

  it("stores each row of a long file once, with a receipt each, though it is killed five times", {
    timeout: LONG,
  }, async () => {
    const form = await makeForm({ questions: QUESTIONS, receipt });
    const upload = await send(form, rowsOf(ROWS));
    const started = performance.now();
    let rss = 0;
    let watched = true;
    // While it is being killed there is nothing to look at.
    const memory = () => {
      try {
        return daemon.rss();
      } catch {
        return 0;
      }
    };
    const watching = (async () => {
      for (; watched; await sleep(200)) rss = Math.max(rss, memory());
    })();
    for (let kill = 0; kill < 5; kill++) {
      await sleep(400);
      await daemon.kill("SIGKILL");
      daemon = await startDaemon(environment);
    }
    const done = await eventually(
      "the end of the upload",
      async () => {
        const now = await getJson<Upload>(daemon.url, `/api/v1/uploads/${upload.id}`);
        return now.state === "done" && now;
      },
      LONG,
    );
    assert.deepEqual([done.rows, done.accepted, done.rejected], [ROWS, ROWS, 0]);
    await eventually(
      "all responses",
      async () => (await totalOf(`/api/v1/forms/${form.id}/responses?limit=1`)) === ROWS,
      LONG,
    );
    const stored = performance.now();
    await eventually(
      "all receipts",
      async () => (await totalOf(`/api/v1/receipts?form=${form.id}&state=sent&limit=1`)) === ROWS,
      LONG,
    );
    watched = false;
    await watching;
    const seconds = (stored - started) / 1_000;
    const all = (performance.now() - started) / 1_000;
    console.log(
      `${ROWS} rows stored in ${seconds.toFixed(0)} s (${Math.round(ROWS / seconds)}/s), receipts in ${all.toFixed(0)} s, at most ${Math.round(rss)} MiB`,
    );
    assert.equal(await totalOf(`/api/v1/receipts?form=${form.id}&limit=1`), ROWS, "one receipt each");
    const books = await eventually("the books", async () => {
      const now = await booksOf(form);
      return now.in_flight === 0 && now.stored === ROWS && now;
    });
    assert.equal(books.balanced, true);
    assert.ok(rss < 500, `${rss} MiB`);
  });

  it("is fair between many forms at once", { timeout: LONG }, async () => {
    const each = Math.max(100, Math.floor(ROWS / FORMS / 2));
    const forms = await Promise.all(Array.from({ length: FORMS }, () => makeForm({ questions: QUESTIONS })));
    const uploads = await Promise.all(forms.map((form) => send(form, rowsOf(each))));
    const ended = await Promise.all(
      uploads.map(({ id }) =>
        eventually(
          "the end of an upload",
          async () => {
            const now = await getJson<Upload>(daemon.url, `/api/v1/uploads/${id}`);
            return now.state === "done" && performance.now();
          },
          LONG,
        ),
      ),
    );
    const spread = (Math.max(...ended) - Math.min(...ended)) / 1_000;
    console.log(`${FORMS} forms with ${each} rows each: the last upload ended ${spread.toFixed(1)} s after the first`);
    for (const form of forms)
      await eventually(
        "its responses",
        async () => (await totalOf(`/api/v1/forms/${form.id}/responses?limit=1`)) === each,
        LONG,
      );
  });
});
