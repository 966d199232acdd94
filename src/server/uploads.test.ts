/** Files of responses: every row is stored once or said to be wrong, whatever the file is like and whenever its reader dies. */
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { gzipSync } from "node:zlib";
import { eventually, type Testbed } from "../../test/testbed.ts";
import { describeOnBothBeds } from "../../test/testbeds.ts";
import { createKeyRing } from "../auth/keys.ts";
import { createFormLookup } from "../forms/form-lookup.ts";
import { readBalance } from "../ledger/balance.ts";
import { createRoom } from "../loops/frame/room.ts";
import { type RunningLoop, startLoop } from "../loops/frame/start.ts";
import { createResponseWriterLoop } from "../loops/response-writer/loop.ts";
import { createUploadReaderLoop } from "../loops/upload-reader/loop.ts";
import type { Form } from "../model/form.ts";
import type { FormResponse } from "../model/response.ts";
import { DEFAULT_TENANT, type TenantId } from "../model/tenant.ts";
import type { RowError, Upload } from "../model/upload.ts";
import { type ObjectStore, ObjectsUnavailable } from "../objects/objects.ts";
import { startTestS3, type TestS3 } from "../objects/s3.testing.ts";
import { startTestServer, type TestServer } from "./server.testing.ts";

const QUESTIONS = [
  { id: "why", question_text: "Why?", question_type: "text", metadata: { column: "reason" } },
  { id: "stars", question_text: "Stars?", question_type: "rating", required: true },
  { id: "days", question_text: "Days?", question_type: "mcq", multiple: true, choices: ["Monday", "Friday"] },
];

describeOnBothBeds("uploads", (open) => {
  let bed: Testbed;
  let server: TestServer;
  let loops: RunningLoop[];
  let key: string;
  let theirs: string;
  let s3: TestS3;
  let away = false;
  let broken: string | undefined;
  /** As other uploads always waited: each of more than 1,000 rows takes turns. */
  const readerOf = (objects: ObjectStore) => {
    const { store, queue, ledger, now } = bed;
    const forms = createFormLookup(store);
    const room = createRoom(queue, "responses");
    const parts = { store, queue, ledger, objects, forms, defaultApp: "default", room, now };
    return createUploadReaderLoop({ ...parts, othersWait: async () => true });
  };
  before(async () => {
    bed = await open();
    s3 = await startTestS3();
    const real = s3.objects;
    const objects: ObjectStore = {
      ...real,
      async read(...call) {
        if (away) throw new ObjectsUnavailable("away");
        if (broken !== undefined) throw new Error(broken);
        return real.read(...call);
      },
    };
    const { store, queue } = bed;
    const forms = createFormLookup(store);
    loops = [
      startLoop(readerOf(objects), bed),
      startLoop(
        createResponseWriterLoop({ store, queue, forms, hooks: { "response.stored": [] }, defaultApp: "default" }),
        bed,
      ),
    ];
    server = await startTestServer({ store, queue, objects, environment: { UPLOAD_MAX_BYTES: "5000000" } });
    const keys = createKeyRing(store, { now: () => 1 });
    key = (await keys.create({ tenant: DEFAULT_TENANT, name: "k", scopes: ["admin"] })).key;
    theirs = (await keys.create({ tenant: "theirs" as TenantId, name: "k", scopes: ["admin"] })).key;
  });
  after(async () => {
    await server[Symbol.asyncDispose]();
    await Promise.all(loops.map((loop) => loop.stop(1_000)));
    await s3.close();
    await bed.close();
  });

  async function makeForm(): Promise<Form> {
    const { body } = await server.ask<Form>("POST", "/api/v1/forms", {
      key,
      json: { title: "Visit", questions: QUESTIONS },
    });
    return body;
  }
  const send = (
    form: Form,
    body: string | Uint8Array<ArrayBuffer>,
    type = "text/csv",
    query = "",
    headers: Record<string, string> = {},
  ) =>
    server.ask<Upload>("POST", `/api/v1/forms/${form.id}/uploads${query}`, {
      key,
      body,
      headers: { "content-type": type, ...headers },
    });
  const ended = (id: string) =>
    eventually("the end of the upload", async () => {
      const { body } = await server.ask<Upload>("GET", `/api/v1/uploads/${id}`, { key });
      return (body.state === "done" || body.state === "failed") && body;
    });
  async function upload(
    form: Form,
    ...file: [string | Uint8Array<ArrayBuffer>, string?, string?, Record<string, string>?]
  ): Promise<Upload> {
    const sent = await send(form, ...file);
    assert.equal(sent.status, 202, sent.text);
    return ended(sent.body.id);
  }
  const responses = async (form: Form, total: number) =>
    eventually(`${total} responses`, async () => {
      const { body } = await server.ask<{ total: number; items: FormResponse[] }>(
        "GET",
        `/api/v1/forms/${form.id}/responses?limit=1000`,
        { key },
      );
      return body.total === total && body;
    });
  const errorsOf = async (id: string) => (await server.ask("GET", `/api/v1/uploads/${id}/errors`, { key })).text;
  const counts = ({ state, rows, accepted, rejected }: Upload) => [state, rows, accepted, rejected];

  it("store every right row, and give back the wrong ones to be mended and sent again", async () => {
    const form = await makeForm();
    const file =
      'id,Stars?,reason,Days?,branch\na,5,"Fine, ""really""",Monday; Friday,north\nb,9,bad,Sunday,south\nc,4,=cmd,,east\n';
    const done = await upload(form, file);
    assert.deepEqual(counts(done), ["done", 3, 2, 1]);
    const { items } = await responses(form, 2);
    const first = items.find(({ id }) => id === "a")!;
    assert.deepEqual(
      [
        first.answers.map(({ answer_text, selected_choices }) => answer_text ?? selected_choices?.length),
        first.metadata,
      ],
      [['Fine, "really"', "5", 2], { branch: "north" }],
    );
    const mendable = await errorsOf(done.id);
    assert.equal(
      mendable,
      'id,Stars?,reason,Days?,branch,error\r\nb,9,bad,Sunday,south,"Stars?: 9 is no number from 1 up to 5; Days?: ""Sunday"" is none of the choices, which are Monday, Friday"\r\n',
    );
    const mended = await upload(form, mendable.replace("b,9,bad,Sunday", "b,3,good,Friday"));
    assert.deepEqual(counts(mended), ["done", 1, 1, 0]);
    await responses(form, 3);
    const books = await eventually("the books", async () => {
      const now = await readBalance(bed.store, DEFAULT_TENANT, { pipeline: "responses", source: form.id });
      return now.received === 4 && now;
    });
    assert.deepEqual([books.stored, books.rejected, books.balanced], [3, { out_of_range: 1 }, true]);
    const check = await server.ask("GET", `/api/v1/forms/${form.id}/responses/check?ids=a,b,zzz`, { key });
    assert.deepEqual(check.body, { stored: ["a", "b"], rejected: [], deleted: [], unknown: ["zzz"] });
  });

  it("are the same when the same bytes come again, unless that is asked for; what is exported can be sent in", async () => {
    const form = await makeForm();
    const file = "Stars?,reason\n5,good\n5,good\n";
    const [first, second] = [await upload(form, file), await upload(form, file)];
    assert.equal(second.id, first.id);
    await responses(form, 2);
    await upload(form, file, "text/csv", "?again=true");
    await responses(form, 4);
    const exported = (
      await server.ask("GET", `/api/v1/forms/${form.id}/responses`, { key, headers: { accept: "text/csv" } })
    ).text;
    const other = await makeForm();
    assert.deepEqual(counts(await upload(other, exported)), ["done", 4, 4, 0]);
  });

  it("may be JSON lines, multipart, gzip, UTF-16, another charset, or have semicolons and a byte order mark", async () => {
    const form = await makeForm();
    const wide = Buffer.from("\uFEFFStars?\treason\r\n4\tZürich\r\n", "utf16le");
    const boundary = "xxBOUNDARYxx";
    const multipart = `--${boundary}\r\nContent-Disposition: form-data; name="note"\r\n\r\nhello\r\n--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\nStars?,reason\n1,one\n\r\n--${boundary}--\r\n`;
    const lines = `${JSON.stringify({ id: "j1", answers: [{ question: "stars", answer_text: 2 }] })}\nnot json\n${JSON.stringify({ id: "j2", answers: [] })}\n{"id":"j3","Stars?":4,"reason":"by its column"}\n{"id":"j4","Stars?":9}\n`;
    const files: readonly (readonly [string | Uint8Array<ArrayBuffer>, string, Record<string, string>, unknown])[] = [
      [new Uint8Array(wide), "text/csv", {}, ["done", 1, 1, 0]],
      [
        new Uint8Array(Buffer.from("Stars?;reason\n3;caf\xe9\n", "latin1")),
        "text/csv; charset=windows-1252",
        {},
        ["done", 1, 1, 0],
      ],
      ["\uFEFFStars?;reason\n5;mit BOM\n", "text/csv", {}, ["done", 1, 1, 0]],
      [multipart, `multipart/form-data; boundary=${boundary}`, {}, ["done", 1, 1, 0]],
      [
        new Uint8Array(gzipSync("Stars?,reason\n2,packed\n")),
        "text/csv",
        { "content-encoding": "gzip" },
        ["done", 1, 1, 0],
      ],
      [lines, "application/x-ndjson", {}, ["done", 5, 2, 3]],
    ];
    for (const [body, type, headers, wanted] of files)
      assert.deepEqual(counts(await upload(form, body, type, "", headers)), wanted, type);
    const { items } = await responses(form, 7);
    const texts = new Set(items.map(({ answers }) => answers.find(({ question }) => question === "why")?.answer_text));
    assert.deepEqual(texts, new Set(["Zürich", "café", "mit BOM", "one", "packed", "by its column", undefined]));
  });

  it("say in words what is wrong with a file as a whole", async () => {
    const form = await makeForm();
    const cases = [
      ["", "empty"],
      ["  \n\n", "empty"],
      ["Stars?,reason\n", "no_rows"],
      ["name,age\nAda,36\n", "columns"],
    ] as const;
    for (const [file, code] of cases) {
      const failed = await upload(form, file);
      assert.deepEqual([failed.state, failed.error?.code], ["failed", code], JSON.stringify(file));
      assert.ok(failed.error!.message.length > 10);
    }
    assert.equal((await send(form, "x".repeat(5_000_001))).status, 413);
    assert.equal((await send(form, "x", "image/png")).status, 415);
    assert.equal((await send(form, "--b\r\n\r\n", "multipart/form-data; boundary=b")).status, 400);
  });

  it("say of a row that comes under an id that is taken which it is, and lose nothing of any wrong row", async () => {
    const form = await makeForm();
    const done = await upload(form, "id,Stars?\na,5\na,4\na,5\nb,3,more,text\n");
    assert.deepEqual(counts(done), ["done", 4, 2, 2]);
    assert.equal(
      await errorsOf(done.id),
      "id,Stars?,error\r\na,4,id: an earlier row of this id says something else: give each response an id of its own\r\n" +
        "b,3,4 cells where the header has 2: a text with separators in it needs quotes around it,more,text\r\n",
    );
    await responses(form, 1);
    const later = await upload(form, "id,Stars?\na,1\nc,1\n");
    assert.deepEqual(counts(later), ["done", 2, 1, 1]);
    assert.match(await errorsOf(later.id), /a,1,id: a response of this id is there and says something else/);
    const books = await eventually("the books", async () => {
      const now = await readBalance(bed.store, DEFAULT_TENANT, { pipeline: "responses", source: form.id });
      return now.received === 6 && now;
    });
    assert.deepEqual([books.stored, books.rejected, books.balanced], [2, { differs: 2, columns: 1 }, true]);
  });

  it("give back lines of JSON digit by digit, each with its error, and take none for a response that is none", async () => {
    const form = await makeForm();
    const big = '{"id":9007199254740993,"answers":[{"question":"stars","answer_text":9}]}';
    const lines = [big, "null", "[1]", "{not json", "7"];
    const done = await upload(form, `${lines.join("\n")}\n`, "application/x-ndjson");
    assert.deepEqual(counts(done), ["done", 5, 0, 5]);
    const given = (await errorsOf(done.id)).trimEnd().split("\n");
    assert.equal(given[0], `${big.slice(0, -1)},"error":"answers.0.answer_text: 9 is no number from 1 up to 5"}`);
    assert.deepEqual(
      given.slice(1).map((line) => JSON.parse(line) as unknown),
      [
        { line: "null", error: "a response is a JSON object" },
        { line: "[1]", error: "a response is a JSON object" },
        { line: "{not json", error: "this line is no JSON" },
        { line: "7", error: "a response is a JSON object" },
      ],
    );
    const mended = await upload(
      form,
      `${given[0]!.replace('"answer_text":9', '"answer_text":5')}\n`,
      "application/x-ndjson",
    );
    assert.deepEqual(counts(mended), ["done", 1, 1, 0]);
    assert.equal((await responses(form, 1)).items[0]!.id, "9007199254740993");
    // As it stands it is still wrong, and for the same reason.
    const again = await upload(form, `${given.join("\n")}\n`, "application/x-ndjson");
    assert.deepEqual((await errorsOf(again.id)).trimEnd().split("\n").slice(1), given.slice(1));
  });

  it("tell what is wrong by row and field, in pages", async () => {
    const form = await makeForm();
    const done = await upload(form, "Stars?,Days?\n9,Sunday\n5,\nx,Monday\n1,2,3\n7,Someday\n");
    const path = `/api/v1/uploads/${done.id}/errors`;
    type Page = { items: RowError[]; total: number; next_cursor: string | null };
    const page = async (query: string) => (await server.ask<Page>("GET", `${path}${query}`, { key })).body;
    const all = await page("?format=json");
    const headers = { accept: "application/json" };
    assert.deepEqual((await server.ask<Page>("GET", path, { key, headers })).body, all);
    assert.deepEqual(
      all.items.map(({ row, field, code }) => [row, field, code]),
      [
        [1, "Stars?", "out_of_range"],
        [1, "Days?", "invalid_choice"],
        [3, "Stars?", "invalid_number"],
        [4, "", "columns"],
        [5, "Stars?", "out_of_range"],
        [5, "Days?", "invalid_choice"],
      ],
    );
    assert.equal(all.items[0]!.message, "9 is no number from 1 up to 5");
    assert.deepEqual([all.total, all.next_cursor], [6, null]);
    for (const limit of [1, 2, 3, 4, 5, 6]) {
      const items: RowError[] = [];
      let cursor: string | null = "";
      while (cursor !== null) {
        const one: Page = await page(`?limit=${limit}${cursor === "" ? "" : `&cursor=${cursor}`}`);
        assert.ok(one.items.length > 0 && one.items.length <= limit && one.total === 6);
        items.push(...one.items);
        cursor = one.next_cursor;
      }
      assert.deepEqual(items, all.items, `${limit} at a time`);
    }
    assert.equal((await server.ask("GET", `${path}?cursor=x`, { key })).status, 400);
    assert.match((await server.ask("GET", `${path}?format=csv`, { key })).text, /^Stars\?,Days\?,error\r\n9,Sunday,/);
  });

  it("cost a stray quote its own row alone", async () => {
    const form = await makeForm();
    const done = await upload(form, 'Stars?,reason\n1,5" pipe\n2,"open\n3,third\n4,fourth\n');
    assert.deepEqual(counts(done), ["done", 4, 4, 0]);
  });

  it("go on where they were through outages and stops, with each row once", async () => {
    const form = await makeForm();
    const ROWS = 3_000;
    const rows = Array.from({ length: ROWS }, (_, index) => `${1 + (index % 5)},reason ${index}`);
    away = true;
    const sent = await send(form, `Stars?,reason\n${rows.join("\n")}\n`);
    for (let round = 0; round < 3; round++) {
      away = round % 2 === 0;
      await new Promise((resolve) => setTimeout(resolve, 150));
      await loops[0]!.stop(0);
      loops[0] = startLoop(readerOf(s3.objects), bed);
    }
    away = false;
    assert.deepEqual(counts(await ended(sent.body.id)), ["done", ROWS, ROWS, 0]);
    await eventually("all rows", async () => {
      const { body } = await server.ask<{ total: number }>("GET", `/api/v1/forms/${form.id}/responses?limit=1`, {
        key,
      });
      return body.total === ROWS;
    });
    const books = await eventually("the books", async () => {
      const now = await readBalance(bed.store, DEFAULT_TENANT, { pipeline: "responses", source: form.id });
      return now.in_flight === 0 && now.stored === ROWS && now;
    });
    assert.equal(books.balanced, true);
  });

  it("that others put into the bucket are read by its notification, and another version of the object anew", async () => {
    const form = await makeForm();
    const name = `forms/${form.id}/red flower!.csv`;
    const put = (body: string) => s3.put(name, body);
    const notify = async (etag: string) => {
      const object = { key: name.replaceAll(" ", "+").replaceAll("!", "%21"), eTag: etag.replaceAll('"', "") };
      const record = { eventVersion: "2.1", eventName: "ObjectCreated:Put", s3: { bucket: { name: "test" }, object } };
      const body = JSON.stringify({ Records: [record] });
      await bed.queue.send("uploads", [{ body, attributes: {} }]);
    };
    await bed.queue.send("uploads", [
      { body: JSON.stringify({ Service: "Amazon S3", Event: "s3:TestEvent" }), attributes: {} },
    ]);
    const etag = await put("id,Stars?\no1,5\n");
    await notify(etag);
    await notify(etag);
    await responses(form, 1);
    await notify(await put("id,Stars?\no1,5\no2,4\n"));
    await responses(form, 2);
    const { body } = await server.ask<{ total: number }>("GET", `/api/v1/forms/${form.id}/uploads`, { key });
    assert.equal(body.total, 2);
  });

  it("of another tenant are not there", async () => {
    const form = await makeForm();
    const { id } = await upload(form, "Stars?\n5\n");
    for (const path of [`/api/v1/uploads/${id}`, `/api/v1/uploads/${id}/errors`, `/api/v1/forms/${form.id}/uploads`])
      assert.equal((await server.ask("GET", path, { key: theirs })).status, 404, path);
    const foreign = await server.ask("POST", `/api/v1/forms/${form.id}/uploads`, {
      key: theirs,
      body: "Stars?\n5\n",
      headers: { "content-type": "text/csv" },
    });
    assert.equal(foreign.status, 404);
  });

  it("that can't be read three times are dead with the reason, and read when they are redriven", async () => {
    broken = "the object can't be read";
    // The reader of this file's start knows of the fault; a later test must not depend on it.
    await loops[0]!.stop(1_000);
    const { queue } = bed;
    const real = s3.objects;
    const objects: ObjectStore = {
      ...real,
      read: async (...call) => (broken === undefined ? real.read(...call) : Promise.reject(new Error(broken))),
    };
    loops[0] = startLoop(readerOf(objects), bed);
    const form = await makeForm();
    const sent = await send(form, "Stars?\n5\n4\n");
    const failed = await ended(sent.body.id);
    assert.deepEqual([failed.state, failed.error?.message], ["failed", broken]);
    await eventually("the dead letter", async () => (await queue.depth("uploads-dead")).visible > 0);
    broken = undefined;
    await send(form, "Stars?\n5\n4\n");
    await responses(form, 2);
    assert.equal((await ended(sent.body.id)).state, "done");
  });
});
