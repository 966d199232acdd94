/** The original framework's wire format and records: nothing is lost on the way there and back, and what Go writes is read. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { type ReadContext, readRecord } from "../model/read-record.ts";
import { TenantId } from "../model/tenant.ts";
import { isWireData, recordOf, wireDataOf } from "./wire.ts";

const tenant = TenantId.parse("acme");
const context: ReadContext = {
  tenant,
  defaultApp: "default",
  receivedAt: 1_700_000_000,
  appOfPackage: () => undefined,
};
const read = (value: unknown) => {
  const answer = readRecord(value, context);
  if ("errors" in answer) throw new Error(JSON.stringify(answer.errors));
  return answer.record;
};

/** As a Go program encodes its struct. */
const fromGo = {
  uuid: "0b7e2a86-6f5e-4f5b-9a39-0f4a3f9b9a11",
  source_type: "playstore",
  source_id: "store-1",
  data: "The app closes when I pay.",
  data_id: "review-7",
  metadata: null,
  metadata_type: "",
  lang: "en",
  tenant_id: "acme",
  created_at: "2026-02-22T16:58:53.995123456+05:30",
  updated_at: "0001-01-01T00:00:00Z",
};

describe("the wire format", () => {
  it("is read as Go writes it: nanoseconds, a zero time for none, null metadata", () => {
    assert.ok(isWireData(fromGo));
    const record = read(recordOf(fromGo));
    assert.deepEqual(
      [record.source, record.source_id, record.data_id, record.text, record.lang],
      ["playstore", "store-1", "review-7", "The app closes when I pay.", "en"],
    );
    assert.equal(record.date, Date.UTC(2026, 1, 22, 11, 28, 53) / 1_000);
    assert.equal(record.updated_at, record.date);
    const printed = { ...fromGo, created_at: "2026-02-22 16:58:53.995 +0530 IST m=+0.000012" };
    assert.equal(read(recordOf(printed)).date, record.date);
  });

  it("takes metadata that is JSON text, and an id for what has only a uuid", () => {
    const { data_id: _, ...rest } = fromGo;
    const record = read(recordOf({ ...rest, metadata: '{"title":"Payments","score":2}' }));
    assert.deepEqual([record.title, record.metadata, record.data_id], ["Payments", { score: 2 }, fromGo.uuid]);
  });

  it("leaves records of ours alone", () => {
    for (const value of [{ text: "a", date: 1 }, { title: "a" }, "text", null, [fromGo]])
      assert.equal(isWireData(value), false);
  });

  it("writes every date as records are read with it, with its milliseconds", () => {
    const written = (date: unknown) => wireDataOf({ text: "a", source: "s", id: "1", date }, { tenant }).created_at;
    assert.equal(written(1_700_000_000), "2023-11-14T22:13:20.000Z");
    assert.equal(written(1_700_000_000_123), "2023-11-14T22:13:20.123Z");
    assert.equal(written("2026-02-22T16:58:53.995+05:30"), "2026-02-22T11:28:53.995Z");
    assert.equal(written("2026-02-22"), "2026-02-22T00:00:00.000Z");
    assert.equal(written("2026-02-22 10:05:00"), "2026-02-22T10:05:00.000Z");
    // A number of eight digits that is a day is that day, and texts are read as anywhere.
    assert.equal(written(19_880_201), "1988-02-01T00:00:00.000Z");
    assert.equal(written("13.03.2024 10.05"), "2024-03-13T10:05:00.000Z");
    assert.equal(written("/Date(1700000000123)/"), "2023-11-14T22:13:20.000Z");
    for (const none of ["soon", "03/04/2024", Number.NaN, true, undefined]) assert.equal(written(none), null);
  });

  it("keeps every record as it is on the way there and back", () => {
    const word = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => text.trim() === text && text !== "");
    const record = fc.record(
      {
        ...{ text: word, title: word, app: word, source: word, id: word, source_id: word, parent_id: word, url: word },
        ...{ session_id: word, org: word, lang: fc.constantFrom("en", "de"), impact: fc.integer({ min: 1, max: 5 }) },
        metadata: fc.dictionary(fc.constantFrom("score", "version", "userName"), word, { minKeys: 1 }),
        date: fc.integer({ min: 1, max: 2_000_000_000 }),
        updated_at: fc.integer({ min: 1, max: 2_000_000_000 }),
      },
      { requiredKeys: ["text", "source", "id", "date"] },
    );
    fc.assert(
      fc.property(record, (value) => {
        const wire = wireDataOf(value, { tenant });
        const back = recordOf(JSON.parse(JSON.stringify(wire)));
        const { content_hash: _, ...first } = read(value);
        // Who has no uuid is given one, of its identity.
        const { content_hash: __, uuid, ...second } = read(back);
        assert.deepEqual(second, first);
        assert.equal(uuid, second.source_id === "" ? undefined : wire.uuid);
        // Written again it is the same to the letter.
        assert.deepEqual(wireDataOf(back, { tenant }), wire);
      }),
    );
  });

  it("gives the same record the same uuid, and another one another", () => {
    const record = { text: "a", source: "s", id: "1" };
    const { uuid } = wireDataOf(record, { tenant });
    assert.match(uuid, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(wireDataOf({ ...record, text: "b" }, { tenant }).uuid, uuid);
    assert.notEqual(wireDataOf({ ...record, id: "2" }, { tenant }).uuid, uuid);
    assert.notEqual(wireDataOf(record, { tenant: "other" }).uuid, uuid);
    assert.equal(wireDataOf({ ...record, uuid: fromGo.uuid }, { tenant }).uuid, fromGo.uuid);
  });
});
