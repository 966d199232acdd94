/** A file that can't be read is a dead letter with the reason, and is read when it is redriven after the fix. */
import assert from "node:assert/strict";
import { mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { Form } from "../src/model/form.ts";
import type { Upload } from "../src/model/upload.ts";
import { startDaemon } from "./daemon.ts";
import { getJson } from "./feedback.ts";
import { eventually } from "./testbed.ts";

interface Dead {
  readonly items: readonly { readonly id: string; readonly reason: string }[];
}

test("an upload whose object is gone is dead after three tries, and done after a redrive", {
  timeout: 120_000,
}, async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "groundswell-redrive-"));
  const post = async <T>(url: string, type: string, body: string): Promise<T> => {
    const reply = await fetch(url, { method: "POST", headers: { "content-type": type }, body });
    assert.ok(reply.ok, `${url}: ${reply.status}`);
    return (await reply.json()) as T;
  };
  // Nobody reads it yet.
  const first = await startDaemon({ DATA_DIR: dataDir, LOOPS: "response-writer" });
  const questions = [{ id: "stars", question_text: "Stars?", question_type: "rating" }];
  const form = await post<Form>(
    `${first.url}/api/v1/forms`,
    "application/json",
    JSON.stringify({ title: "V", questions }),
  );
  const { id } = await post<Upload>(`${first.url}/api/v1/forms/${form.id}/uploads`, "text/csv", "Stars?\n5\n4\n");
  await first.close();
  const [there, away] = [join(dataDir, "objects", "uploads"), join(dataDir, "elsewhere")];
  await rename(there, away);

  const daemon = await startDaemon({ DATA_DIR: dataDir, LOOPS: "response-writer,upload-reader" });
  const state = () => getJson<Upload>(daemon.url, `/api/v1/uploads/${id}`);
  const dead = await eventually(
    "the dead letter",
    async () => {
      const { items } = await getJson<Dead>(daemon.url, "/api/v1/dead/uploads");
      return items[0];
    },
    60_000,
  );
  assert.match(dead.reason, /the object .* is gone/);
  const failed = await state();
  assert.deepEqual([failed.state, failed.error?.code], ["failed", "unreadable"]);

  await rename(away, there);
  await post(`${daemon.url}/api/v1/dead/uploads/redrive`, "application/json", JSON.stringify({ ids: [dead.id] }));
  const done = await eventually(
    "the end of the upload",
    async () => (await state()).state === "done" && state(),
    30_000,
  );
  assert.deepEqual([done.rows, done.accepted, done.error], [2, 2, undefined]);
  await daemon.close();
  await rm(dataDir, { recursive: true, force: true });
});
