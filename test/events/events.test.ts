/** Events from the request to the query: what is taken, what becomes of it, and that the books say so. */
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { gzipSync } from "node:zlib";
import type { Event, EventError } from "../../src/model/event.ts";
import type { WholeSession } from "../../src/operations/sessions.ts";
import { describeEvents, type EventBed, event } from "./bed.ts";

interface Page<T> {
  readonly items: readonly T[];
  readonly total: number;
  readonly next_cursor: string | null;
}

describeEvents("events", (open) => {
  let bed: EventBed;
  let received = 0;
  before(async () => {
    bed = await open();
  });
  after(() => bed.close());

  async function sent(events: unknown, count: number, asking = {}) {
    const receipt = await bed.send(events, asking);
    received += count;
    return { ...receipt, books: await bed.settled(received) };
  }
  const list = async (query: string) => (await bed.ask<Page<Event>>("GET", `/api/v1/events?${query}`)).body;
  const errorsOf = async (batch: string | undefined) =>
    (await bed.ask<Page<EventError>>("GET", `/api/v1/errors?batch=${batch}&limit=1000`)).body.items;

  it("stores what is right, and shows it as it was sent", async () => {
    const { accepted, books } = await sent(
      event({ id: "first", timestamp: "2024-02-29 12:00:00.000125", sequence: 3, data: { path: "/a", n: 1.5 } }),
      1,
    );
    assert.equal(accepted, 1);
    assert.deepEqual([books.stored, books.balanced], [1, true]);
    const { status, body } = await bed.ask<Event>("GET", "/api/v1/events/first");
    assert.equal(status, 200);
    const { received_at, ...shown } = body;
    assert.match(received_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    assert.deepEqual(shown, {
      id: "first",
      application: "default",
      session_id: "s1",
      category: "page",
      name: "view",
      data: { n: 1.5, path: "/a" },
      timestamp: "2024-02-29T12:00:00.000125Z",
      sequence: 3,
    });
    assert.equal((await bed.ask("GET", "/api/v1/events/none")).status, 404);
  });

  it("takes an array, NDJSON and an envelope, gzip too", async () => {
    const lines = [event({ session_id: "forms" }), event({ session_id: "forms" })].map((one) => JSON.stringify(one));
    await sent([event({ session_id: "forms" }), event({ session_id: "forms" })], 2);
    const headers = { "content-type": "application/x-ndjson", "content-encoding": "gzip" };
    await sent(undefined, 2, { json: undefined, body: new Uint8Array(gzipSync(lines.join("\n"))), headers });
    await sent({ sent_at: new Date().toISOString(), events: [event({ session_id: "forms" })] }, 1);
    assert.equal((await list("session_id=forms")).total, 5);
  });

  it("refuses at the door only what is no JSON, too large or of another type", async () => {
    const post = (body: string, type = "application/json") =>
      bed.ask("POST", "/api/v1/events", { body, headers: { "content-type": type } });
    assert.equal((await post("{")).status, 400);
    assert.equal((await post("")).status, 400);
    assert.equal((await post("{}", "text/plain")).status, 415);
    assert.equal((await post("{}", "application/xml")).status, 415);
    assert.equal((await post(`["${"x".repeat(10_000_000)}"]`)).status, 413);
    assert.equal((await post(JSON.stringify(Array(10_001).fill(1)))).status, 413);
    assert.equal((await bed.balance()).received, received);
  });

  it("answers one error for every wrong field, and keeps the neighbours", async () => {
    const wrong = { session_id: "", category: null, name: "x".repeat(101), data: [], timestamp: "yesterday" };
    const future = event({ timestamp: Date.now() + 3_600_000 });
    const { batch_ids, books } = await sent([event(), wrong, 7, future, { session_id: 1, data: {} }], 5);
    const errors = await errorsOf(batch_ids[0]);
    const found = errors.map(({ event, field, code }) => `${event} ${field} ${code}`).sort();
    assert.deepEqual(found, [
      "1 category null",
      "1 data invalid",
      "1 name max_length",
      "1 session_id blank",
      "1 timestamp invalid",
      "2  invalid",
      "3 timestamp future",
      "4 category required",
      "4 data blank",
      "4 name required",
      "4 session_id invalid",
      "4 timestamp required",
    ]);
    assert.deepEqual(JSON.parse(errors.find((one) => one.event === 1)!.input), wrong);
    assert.equal(books.balanced, true);
    const one = await bed.ask<EventError>("GET", `/api/v1/errors/${errors[0]!.id}`);
    assert.deepEqual(one.body, errors[0]);
    const summary = (await bed.ask<Page<{ count: number }>>("GET", "/api/v1/errors/summary?field=timestamp")).body;
    assert.equal(summary.total, 3);
    assert.equal(
      summary.items.reduce((sum, { count }) => sum + count, 0),
      3,
    );
  });

  it("says of what is too large, too deep or no JSON that it is, and still reads the rest of it", async () => {
    const deep = JSON.parse(`${'{"a":'.repeat(40)}1${"}".repeat(40)}`);
    const { batch_ids } = await sent(
      [
        event({ data: { text: "x".repeat(100_000) }, name: "" }),
        event({ data: deep }),
        event({ session_id: "y".repeat(200_000) }),
      ],
      3,
    );
    const errors = await errorsOf(batch_ids[0]);
    assert.deepEqual(errors.map(({ event, field, code }) => `${event} ${field} ${code}`).sort(), [
      "0 data too_large",
      "0 name blank",
      "1 data too_deep",
      "2 data too_large",
      "2 session_id max_length",
    ]);
    assert.ok(errors.every(({ input }) => Buffer.byteLength(input) <= 8_192));
    const headers = { "content-type": "application/x-ndjson" };
    const lines = await sent(undefined, 2, {
      json: undefined,
      body: `${JSON.stringify(event())}\nnonsense\n`,
      headers,
    });
    const [line, ...others] = await errorsOf(lines.batch_ids[0]);
    assert.deepEqual(
      [line?.event, line?.field, line?.code, line?.input, others.length],
      [1, "", "not_json", "nonsense", 0],
    );
  });

  it("refuses an application that is no name, instead of taking another, and tells what of an event it could not keep", async () => {
    const misnamed = event({ application: 7 });
    const { batch_ids } = await sent([misnamed, event({ application: null })], 2);
    const all = (await Promise.all(batch_ids.map(errorsOf))).flat();
    assert.deepEqual(
      all.map(({ field, code }) => `${field} ${code}`),
      ["application invalid"],
    );
    assert.deepEqual(JSON.parse(all[0]!.input), misnamed);
    const body = `{"id":"odd","session_id":"odd","category":"c","name":"n","timestamp":1700000000123456,
      "data":{"constructor":1,"huge":1e400,"digits":9007199254740993}}`;
    await sent(undefined, 1, { json: undefined, body, headers: { "content-type": "application/json" } });
    const { data, timestamp, warnings } = (await bed.ask<Event>("GET", "/api/v1/events/odd")).body;
    assert.deepEqual(data, { digits: "9007199254740993", huge: "1e400" });
    assert.equal(timestamp, "2023-11-14T22:13:20.123456Z");
    assert.deepEqual(
      warnings?.map(({ field, code }) => `${field} ${code}`),
      ["data.constructor left_out"],
    );
  });

  it("knows the same event again by its id, and says when the id is another's", async () => {
    const before = await bed.balance();
    const one = event({ id: "again" });
    await sent([one, one], 2);
    const { batch_ids } = await sent([one, { ...one, name: "other" }], 2);
    const { stored, duplicate, balanced } = await bed.balance();
    assert.deepEqual([stored - before.stored, duplicate - before.duplicate, balanced], [1, 2, true]);
    assert.deepEqual(
      (await errorsOf(batch_ids[0])).map(({ event, code }) => [event, code]),
      [[1, "id_reused"]],
    );
  });

  it("knows events without an id again by what they say, in a request that is sent again and on the queue", async () => {
    const before = await bed.balance();
    const twice = event({ session_id: "unnamed" });
    const request = [twice, twice, event({ session_id: "unnamed" })];
    await sent(request, 3);
    assert.equal((await list("session_id=unnamed")).total, 3, "what is said twice in one request are two events");
    await sent(request, 3);
    assert.equal((await list("session_id=unnamed")).total, 3);
    const foreign = [event({ session_id: "unnamed" }), twice];
    for (let times = 0; times < 2; times++) {
      await bed.testbed.queue.send("events", [{ body: JSON.stringify(foreign), attributes: {} }]);
      received += 2;
      await bed.settled(received);
    }
    assert.equal((await list("session_id=unnamed")).total, 4);
    const { stored, duplicate, balanced } = await bed.balance();
    assert.deepEqual([stored - before.stored, duplicate - before.duplicate, balanced], [4, 6, true]);
  });

  it("finds by session, category, name, words and time, page by page", async () => {
    const base = Date.parse("2024-05-01T00:00:00Z");
    const events = [0, 1, 2, 3, 4].map((at) =>
      event({
        session_id: "find",
        category: at % 2 === 0 ? "even" : "odd",
        name: `n${at}`,
        data: { says: at === 3 ? "The checkout hangs" : "fine" },
        timestamp: base + at,
      }),
    );
    await sent(events, 5);
    const names = async (query: string) => (await list(query)).items.map(({ name }) => name);
    assert.deepEqual(await names("session_id=find"), ["n4", "n3", "n2", "n1", "n0"]);
    assert.deepEqual(await names("category=odd&sort=oldest"), ["n1", "n3"]);
    assert.deepEqual(await names("q=checkout"), ["n3"]);
    assert.deepEqual(await names("session_id=find&from=2024-05-01T00:00:00.001Z&to=2024-05-01T00:00:00.003Z"), [
      "n2",
      "n1",
    ]);
    const first = await list("session_id=find&limit=2");
    assert.equal(first.total, 5);
    assert.deepEqual(await names(`session_id=find&limit=2&cursor=${first.next_cursor}`), ["n2", "n1"]);
  });

  it("shows a session in order of occurrence, whatever the order of arrival", async () => {
    const at = "2024-06-01T10:00:00.000Z";
    await sent([event({ session_id: "visit", name: "c", timestamp: at, sequence: 2 })], 1);
    await sent([event({ session_id: "visit", name: "a", timestamp: "2024-06-01T09:00:00Z", sequence: 9 })], 1);
    await sent([event({ session_id: "visit", name: "b", timestamp: at, sequence: 1 })], 1);
    const { body } = await bed.ask<WholeSession>("GET", "/api/v1/sessions/visit");
    assert.deepEqual(
      body.items.map(({ name }) => name),
      ["a", "b", "c"],
    );
    assert.deepEqual(
      [body.events, body.first_at, body.last_at],
      [3, "2024-06-01T09:00:00.000000Z", "2024-06-01T10:00:00.000000Z"],
    );
    const sessions = await bed.ask<Page<{ id: string; events: number }>>("GET", "/api/v1/sessions?limit=1000");
    assert.equal(sessions.body.items.find(({ id }) => id === "visit")?.events, 3);
  });

  it("books what a sender had to give up", async () => {
    const before = await bed.balance();
    await sent({ events: [event()], client_dropped: 4 }, 5);
    const { rejected, balanced } = await bed.balance();
    assert.deepEqual([rejected.client_overflow, before.rejected.client_overflow, balanced], [4, undefined, true]);
  });
});
