/** What goes of forms by age and on request: answers, numbers, texts, files' rows and insights; and what stays so that nothing comes twice. */
import assert from "node:assert/strict";
import { it } from "node:test";
import { insightId } from "../model/identity.ts";
import type { ReceiptDocument } from "../model/receipt.ts";
import type { ResponseDocument } from "../model/response.ts";
import { put, putInsights } from "../server/server.testing.ts";
import { describeOnBothStores } from "../store/testsuite/both-stores.ts";
import { freshTenant } from "../store/testsuite/fixtures.ts";
import { applyFormRetention } from "./form-retention.ts";
import { erasePerson } from "./people.ts";
import { deleteResponse, findResponse, listResponses } from "./responses.ts";

const DAY = 86_400;
const NOW = 1_780_000_000;
const never = new AbortController().signal;

const response = (id: string, days: number, parts: Partial<ResponseDocument> = {}): ResponseDocument => ({
  ...{ response_id: id, form: "f", form_version: 1, hash: `h-${id}`, app: "shop", created_batch: `b-${id}` },
  ...{ submitted_at: NOW - days * DAY, received_at: NOW - days * DAY, metadata: {}, tallies: ["why:"] },
  answers: [
    { id: `a-${id}`, question: "why", answer_text: `words of ${id}`, submitted_at: NOW - days * DAY, metadata: {} },
  ],
  ...parts,
});
const receipt = (key: string, days: number, parts: Partial<ReceiptDocument> = {}): ReceiptDocument => ({
  ...{ response: key, response_key: key, form: "f", kind: "thanks", channel: "sms", to: "+447700900123" },
  ...{ body: `Hi ${key}`, reference: key, state: "sent", tries: 1, looks: 0 },
  ...{ created_at: NOW - days * DAY, updated_at: NOW - days * DAY },
  ...parts,
});
const upload = (days: number, state: "done" | "reading") => ({
  ...{ form: "f", state, bytes: 1, rows: 1, accepted: 0, rejected: 1, started_at: NOW - days * DAY, form_version: 1 },
  ...{ name: "a.csv", place: { prefix: "p", pieces: 1 }, identity: "x" },
});

describeOnBothStores("what goes of forms", (current) => {
  it("by age: answers, numbers and files, never what still has to be done; and done again it changes nothing", async () => {
    const store = current();
    const tenant = freshTenant();
    await put(store, tenant, "responses", {
      old: response("old", 40),
      // Of long ago, but it came today.
      imported: response("imported", 400, { received_at: NOW - 100 }),
      new: response("new", 10),
    });
    await put(store, tenant, "receipts", {
      old: receipt("old", 40),
      waiting: receipt("waiting", 40, { state: "pending", due_at: NOW + 60 }),
      new: receipt("new", 1),
    });
    await put(store, tenant, "uploads", {
      done: upload(40, "done"),
      reading: upload(40, "reading"),
      new: upload(1, "done"),
    });
    const wrong = (of: string) => ({ upload: of, row: 1, cells: ["private"], errors: [] });
    await put(store, tenant, "upload_errors", { e1: wrong("done"), e2: wrong("new") });
    const retention = { tenant, days: { responses: 30, receipts: 30, uploads: 30 }, now: NOW, signal: never };
    assert.deepEqual(await applyFormRetention(store, retention), { responses: 1, receipts: 1, uploads: 1 });
    assert.deepEqual(await applyFormRetention(store, retention), { responses: 0, receipts: 0, uploads: 0 });

    await store.refresh(["responses", "uploads", "upload_errors"]);
    const { items } = await listResponses(store, tenant, "f", {});
    assert.deepEqual(items.map(({ id }) => id).sort(), ["imported", "new"]);
    const mark = (await store.get(tenant, "responses", "old"))!.doc;
    assert.ok(mark.deleted && mark.created_batch === "b-old" && !JSON.stringify(mark).includes("words of"));
    const texts = (await store.getMany(tenant, "receipts", ["old", "waiting", "new"])).map((one) => one!.doc.body);
    assert.deepEqual(texts, ["", "Hi waiting", "Hi new"]);
    assert.deepEqual(
      (await store.getMany(tenant, "uploads", ["done", "reading", "new"])).map((one) => one?.id),
      [undefined, "reading", "new"],
    );
    assert.deepEqual(
      (await store.getMany(tenant, "upload_errors", ["e1", "e2"])).map((one) => one?.id),
      [undefined, "e2"],
    );
  });

  it("without days nothing goes", async () => {
    const store = current();
    const tenant = freshTenant();
    await put(store, tenant, "responses", { old: response("old", 4_000) });
    const done = await applyFormRetention(store, { tenant, days: {}, now: NOW, signal: never });
    assert.deepEqual(done, { responses: 0, receipts: 0, uploads: 0 });
  });

  it("on request: a response takes along what was understood of its answers, and a person all of theirs", async () => {
    const store = current();
    const tenant = freshTenant();
    const ofAnswer = (id: string) => {
      const of = { tenant, app: "shop", source: "form", source_id: "f", data_id: `a-${id}` };
      return insightId(of);
    };
    const insight = (id: string) => ({ source: "form", source_id: "f", data_id: `a-${id}`, app_name: "shop" });
    const ids = ["one", "ada", "mail", "other"];
    await putInsights(store, Object.fromEntries(ids.map((id) => [ofAnswer(id), insight(id)])), tenant);
    const mail = { id: "m", question: "mail", answer_text: "ada@example.com", submitted_at: NOW, metadata: {} };
    await put(store, tenant, "responses", {
      one: response("one", 1),
      ada: response("ada", 1, { metadata: { user_id: "ada@example.com" } }),
      mail: response("mail", 1, { answers: [...response("mail", 1).answers, mail] }),
      other: response("other", 1),
    });
    const deps = { store, now: () => NOW };
    const principal = { tenant, scopes: ["admin"], via: "loopback" } as const;
    await store.refresh(["responses"]);
    const found = await findResponse(store, tenant, "one");
    assert.ok(typeof found === "object" && (await deleteResponse(deps, principal, found)));
    const left = async () => {
      const found = await store.getMany(tenant, "insights", ids.map(ofAnswer));
      return ids.filter((_, at) => found[at] !== undefined);
    };
    assert.deepEqual(await left(), ["ada", "mail", "other"]);
    const { responses } = await erasePerson(deps, principal, { id: "ada@example.com" });
    assert.deepEqual([responses, await left()], [2, ["other"]]);
    await store.refresh(["responses"]);
    assert.deepEqual(
      (await listResponses(store, tenant, "f", {})).items.map(({ id }) => id),
      ["other"],
    );
  });
});
