/** Reading records: what the original producers send, what a careless client sends, and what an attacker sends. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { depthOf, type ReadContext, readDate, readRecord } from "./read-record.ts";

const context: ReadContext = {
  tenant: "acme",
  defaultApp: "default",
  receivedAt: 1_700_000_000,
  appOfPackage: (name) => (name === "com.example.pay" ? "Example Pay" : undefined),
};
const accepted = (input: unknown) => {
  const read = readRecord(input, context);
  assert.ok("record" in read, JSON.stringify(read));
  return read.record;
};
const refused = (input: unknown) => {
  const read = readRecord(input, context);
  assert.ok("errors" in read, JSON.stringify(read));
  return read.errors.map((error) => [error.field, error.code]);
};

describe("reading a record", () => {
  it("takes a number for what other systems number", () => {
    const numbered = { id: 78, parent_id: 77, session_id: 12, source_id: 3, org: 4, uuid: 5 };
    const record = accepted({ text: "It crashes here too", ...numbered });
    assert.deepEqual(
      [record.data_id, record.parent_id, record.session_id, record.source_id, record.org],
      ["78", "77", "12", "3", "4"],
    );
    assert.equal(record.id, accepted({ text: "It crashes here too", ...numbered, source_id: "3" }).id);
  });

  it("takes a name of an app or a source for the same however its letters are put together", () => {
    const [one, two] = ["NFC", "NFD"].map((form) => {
      const [app, source] = [" Zoë", "Café "].map((name) => name.normalize(form));
      return accepted({ text: "It crashes", app, source, id: 1 });
    });
    assert.deepEqual([one!.app, one!.source, one!.id], [two!.app, two!.source, two!.id]);
  });

  it("says which kinds a value may be of", () => {
    const said = (input: object) => {
      const read = readRecord({ text: "It crashes", ...input }, context);
      return "errors" in read ? read.errors.map(({ message }) => message) : [];
    };
    assert.deepEqual(said({ date: true }), ["has to be a text or a number, and is true or false"]);
    assert.deepEqual(said({ id: {} }), ["has to be a text or a number, and is an object"]);
    assert.deepEqual(said({ id: "x".repeat(1_001) }), ["has to have at most 1000 characters"]);
  });

  it("takes a Play Store record of the original snap-in, nulls and all", () => {
    const record = accepted({
      title: "Ticket created from Playstore review 1",
      text: "Money gone",
      date: "2024-02-22T16:58:53.995Z",
      source: "playstore",
      metadata: {
        id: "r-1",
        score: 1,
        replyDate: null,
        url: "https://play.google.com/store/apps/details?id=com.example.pay&reviewId=r-1",
      },
      uuid: null,
    });
    assert.deepEqual([record.app, record.data_id, record.date], ["Example Pay", "r-1", 1_708_621_133]);
  });

  it("takes the title for the text where there is no text", () => {
    assert.equal(accepted({ title: "It crashes" }).text, "It crashes");
    assert.deepEqual(refused({ title: "", text: "  " }), [["text", "required"]]);
  });

  it("takes the day of its last change for that of a record that names no other", () => {
    assert.equal(accepted({ text: "a", updated_at: "2024-03-01" }).date, 1_709_251_200);
    assert.deepEqual(refused({ text: "a", updated_at: "soon" }), [["updated_at", "invalid_date"]]);
  });

  it("gives the same identity for the same record in every order of keys, and another for another", () => {
    const one = accepted({ text: "a", date: 5, source: "x", metadata: { p: 1, q: { r: 2, s: 3 } } });
    const same = accepted({ metadata: { q: { s: 3, r: 2 }, p: 1 }, source: "x", date: 5, text: "a" });
    assert.deepEqual(one, same);
    assert.notEqual(one.id, accepted({ text: "b", date: 5, source: "x" }).id);
    assert.match(one.id, /^[a-z2-7]{26}$/);
  });

  it("finds the data id in this order: id, metadata.id, metadata.tweetId, a hash of the content", () => {
    assert.equal(accepted({ text: "a", id: 7, metadata: { id: "m", tweetId: "t" } }).data_id, "7");
    assert.equal(accepted({ text: "a", metadata: { id: "m", tweetId: "t" } }).data_id, "m");
    assert.equal(accepted({ text: "a", metadata: { tweetId: "t" } }).data_id, "t");
    assert.match(accepted({ text: "a" }).data_id, /^[0-9a-f]{64}$/);
  });

  it("knows an undated record sent again later as the same content", () => {
    const first = accepted({ id: "1", text: "a" });
    const read = readRecord({ id: "1", text: "a" }, { ...context, receivedAt: context.receivedAt + 100 });
    assert.ok("record" in read);
    assert.equal(read.record.content_hash, first.content_hash);
  });

  it("names every wrong field", () => {
    assert.deepEqual(refused({ text: "a", date: "yesterday-ish", updated_at: "??" }), [
      ["date", "invalid_date"],
      ["updated_at", "invalid_date"],
    ]);
    assert.deepEqual(refused({ text: { deep: true } }), [["text", "invalid"]]);
    assert.deepEqual(refused(JSON.parse('{"text":"a","date":1e999}')), [["date", "invalid_date"]]);
    assert.deepEqual(refused("just a string"), [["", "invalid"]]);
    assert.deepEqual(refused([1]), [["", "invalid"]]);
  });

  it("refuses alone what is too deep or too large", () => {
    const deep = JSON.parse(`{"text":"a","metadata":${'{"x":'.repeat(40)}1${"}".repeat(40)}}`) as unknown;
    assert.deepEqual(refused(deep), [["", "too_deep"]]);
    assert.deepEqual(refused({ text: "x".repeat(65_537) }), [["", "too_large"]]);
    assert.deepEqual(refused({ text: "漢".repeat(22_000) }), [["", "too_large"]]);
  });

  it("drops prototype keys, NULs, lone surrogates and infinite numbers on the way in", () => {
    const record = accepted(
      JSON.parse(
        '{"text":"a\\u0000b\\ud800","metadata":{"__proto__":{"admin":true},"__proto\\u0000__":{"admin":true},"n":1e999,"ok":1}}',
      ),
    );
    assert.deepEqual([record.text, record.metadata], ["ab\uFFFD", { n: null, ok: 1 }]);
    assert.equal(Object.getPrototypeOf(record.metadata), Object.prototype);
    assert.equal(({} as { admin?: boolean }).admin, undefined);
  });

  it("says what is wrong in plain words", () => {
    const read = readRecord({ text: 5, lang: "x".repeat(36) }, context);
    assert.ok("errors" in read);
    assert.deepEqual(
      read.errors.map(({ field, message }) => `${field} ${message}`),
      ["text has to be a text, and is a number", "lang has to have at most 35 characters"],
    );
  });

  it("never throws and never takes what it can't identify", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (input) => {
        const read = readRecord(input, context);
        if ("record" in read) assert.ok(read.record.text.length > 0 && read.record.id.length === 26);
        else assert.ok(read.errors.length > 0);
      }),
    );
  });
});

describe("reading a date", () => {
  it("takes ISO 8601 with and without a zone, unix seconds and milliseconds, and Twitter's form", () => {
    assert.equal(readDate("2024-02-22T16:58:53Z"), 1_708_621_133);
    assert.equal(readDate("2024-02-22T16:58:53"), 1_708_621_133);
    assert.equal(readDate("2024-02-22 22:28:53+05:30"), 1_708_621_133);
    assert.equal(readDate(1_708_621_133), 1_708_621_133);
    assert.equal(readDate("1708621133"), 1_708_621_133);
    assert.equal(readDate(1_708_621_133_995), 1_708_621_133);
    assert.equal(readDate("Thu, 22 Feb 2024 16:58:53 +0000"), 1_708_621_133);
    assert.equal(readDate("2024-02-22"), 1_708_560_000);
  });

  it("refuses what is no date, before 1970 or past 9999", () => {
    for (const wrong of [
      "",
      "soon",
      "2024-02-30",
      "2024-13-01",
      "1969-12-31",
      "+010000-01-01T00:00:00Z",
      -5,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      1e18,
    ]) {
      assert.equal(readDate(wrong), undefined, String(wrong));
    }
    assert.equal(readDate("9999-12-31T23:59:59Z"), 253_402_300_799);
  });
});

describe("depth", () => {
  it("is measured without recursion", () => {
    let value: unknown = 1;
    for (let depth = 0; depth < 200_000; depth++) value = [value];
    assert.ok(depthOf(value) > 32);
    assert.equal(depthOf({ a: { b: [1] } }), 3);
    assert.equal(depthOf(5), 0);
  });
});
