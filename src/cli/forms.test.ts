/** The command `forms`, against a real server. */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Form } from "../model/form.ts";
import type { ResponseDocument } from "../model/response.ts";
import { DEFAULT_TENANT } from "../model/tenant.ts";
import { createFileObjects } from "../objects/files.ts";
import { put, startTestServer } from "../server/server.testing.ts";
import { runCommand } from "./shell.testing.ts";

test("forms are put, listed, shown, exported, embedded and deleted", async () => {
  const folder = await mkdtemp(join(tmpdir(), "groundswell-cli-"));
  await using server = await startTestServer({ objects: createFileObjects(join(folder, "objects")) });
  const environment = { GROUNDSWELL_URL: server.url };
  const run = (...argv: string[]) => runCommand(["forms", ...argv], { environment, folder });
  const form = {
    title: 'Your "visit"',
    questions: [{ id: "stars", question_text: "Stars?", question_type: "rating" }],
  };
  await writeFile(join(folder, "form.json"), JSON.stringify(form));
  const made = (await run("put", "form.json")).rows()[0] as unknown as Form;
  assert.equal(made.version, 1);
  await writeFile(join(folder, "form.json"), JSON.stringify({ ...made, title: "Visit" }));
  assert.equal((await run("put", "form.json")).rows()[0]!.version, 2);
  assert.deepEqual(
    (await run("list")).rows().map(({ id }) => id),
    [made.id],
  );
  assert.equal((await run("show", made.id)).rows()[0]!.title, "Visit");

  const response: ResponseDocument = {
    ...{
      response_id: "r1",
      form: made.id,
      form_version: 2,
      submitted_at: 1_700_000_000,
      received_at: 1,
      hash: "h",
      metadata: {},
    },
    ...{ app: "default", created_batch: "b", tallies: ["stars:", "stars:4"] },
    answers: [{ id: "a", question: "stars", answer_text: "4", submitted_at: 1_700_000_000, metadata: {} }],
  };
  await put(server.store, DEFAULT_TENANT, "responses", { r1: response });
  const csv = await run("export", made.id);
  assert.equal(
    csv.stdout,
    "id,submitted_at,form_version,session_id,Stars?,metadata\r\nr1,2023-11-14T22:13:20.000Z,2,,4,\r\n",
  );
  assert.equal((await run("export", made.id, "--format", "jsonl", "--to", "2020-01-01")).stdout, "");
  assert.match((await run("summary", made.id)).stdout, /"mean":4/);
  assert.match(
    (await run("embed", made.id)).stdout,
    new RegExp(`^<iframe src="${server.url}/f/${made.public_id}" title="Visit"`),
  );
  await writeFile(join(folder, "answers.csv"), "Stars?\n5\n");
  const sent = await run("upload", made.id, "answers.csv");
  assert.deepEqual([sent.rows()[0]!.state, sent.stderr], ["stored", ""]);
  const { id } = sent.rows()[0] as { id: string };
  const stored = await server.store.get(DEFAULT_TENANT, "uploads", id);
  await put(server.store, DEFAULT_TENANT, "uploads", { [id]: { ...stored!.doc, state: "done" } });
  assert.match((await run("upload", made.id, "answers.csv")).stderr, /this very file before/);
  assert.equal((await run("delete", made.id)).code, 0);
  const gone = await run("export", made.id);
  assert.deepEqual([gone.code, gone.stdout], [1, ""]);
  assert.match(gone.stderr, /404/);
  await rm(folder, { recursive: true });
});
