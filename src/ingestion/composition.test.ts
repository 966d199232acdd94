/** What stands between ingestors and writers: each does its one thing and loses nothing. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { TenantId } from "../model/tenant.ts";
import { batch } from "./batch.ts";
import type { IngestionWriter, Submission } from "./ingestion.ts";
import { process } from "./process.ts";
import { retry } from "./retry.ts";
import { route } from "./route.ts";
import { tee } from "./tee.ts";

const tenant = TenantId.parse("acme");
const of = (...records: unknown[]): Submission => ({ tenant, records });

/** Refuses the record "bad"; fails as often as it is told to. */
function memory(failures = 0) {
  const written: unknown[][] = [];
  let left = failures;
  const writer: IngestionWriter = {
    async write({ records }) {
      if (left-- > 0) throw new Error("away");
      written.push([...records]);
      const rejected = records.flatMap((record, index) =>
        record === "bad" ? [{ index, errors: [{ field: "", code: "bad", message: "bad" }] }] : [],
      );
      return { batch_ids: [`b${written.length}`], accepted: records.length - rejected.length, rejected };
    },
  };
  return { writer, written };
}
const quick = { base: 1, cap: 2 };

describe("a tee", () => {
  it("writes again to those alone that failed, and answers once all have it", async () => {
    const [one, two] = [memory(), memory(3)];
    const both = tee(
      [
        { name: "one", writer: one.writer },
        { name: "two", writer: two.writer },
      ],
      { backoff: quick },
    );
    const receipt = await both.write(of(1, "bad", 2));
    assert.deepEqual([receipt.accepted, receipt.rejected.map(({ index }) => index)], [2, [1]]);
    assert.deepEqual([one.written.length, two.written.length], [1, 1]);
    assert.deepEqual(both.totals(), [
      { name: "one", received: 3, accepted: 2, rejected: 1, failed: 0 },
      { name: "two", received: 3, accepted: 2, rejected: 1, failed: 0 },
    ]);
  });

  it("fails as a whole when a required writer does, and says which", async () => {
    const one = memory();
    const both = tee([one.writer, memory(100).writer], { tries: 2, backoff: quick });
    await assert.rejects(both.write(of(1)), /away/);
    assert.deepEqual(
      both.totals().map(({ accepted, failed }) => [accepted, failed]),
      [
        [1, 0],
        [0, 1],
      ],
    );
  });

  it("waits for no branch that is only done as well as can be", async () => {
    const one = memory();
    const rest = { name: "rest", writer: memory(100).writer, required: false };
    const receipt = await tee([one.writer, rest]).write(of(1));
    assert.deepEqual([receipt.accepted, receipt.branches?.[1]?.error], [1, "away"]);
  });
});

describe("a route", () => {
  it("gives each record to the first that takes it, keeps positions, and refuses what none takes", async () => {
    const [numbers, texts] = [memory(), memory()];
    const writer = route([
      { when: (record) => typeof record === "number", writer: numbers.writer },
      { when: (record) => typeof record === "string", writer: texts.writer },
    ]);
    const receipt = await writer.write(of("a", 1, null, "bad", 2));
    assert.deepEqual([numbers.written, texts.written], [[[1, 2]], [["a", "bad"]]]);
    assert.deepEqual(
      [receipt.accepted, receipt.rejected.map(({ index, errors }) => [index, errors[0]?.code])],
      [
        3,
        [
          [2, "unrouted"],
          [3, "bad"],
        ],
      ],
    );
  });
});

describe("a batch", () => {
  it("writes when it is full or its time is over, and tells each caller of its own records", async () => {
    const { writer, written } = memory();
    const gathering = batch(writer, { records: 4, ms: 20 });
    const receipts = await Promise.all([
      gathering.write(of(1, 2)),
      gathering.write(of("bad", 3)),
      gathering.write(of(4)),
    ]);
    assert.deepEqual(written, [[1, 2, "bad", 3], [4]]);
    assert.deepEqual(
      receipts.map(({ accepted, rejected }) => [accepted, rejected.map(({ index }) => index)]),
      [
        [2, []],
        [1, [0]],
        [1, []],
      ],
    );
  });

  it("never mixes tenants, and tells everybody when it fails", async () => {
    const { writer, written } = memory(1);
    const gathering = batch(writer, { records: 10, ms: 10_000 });
    const asked = [
      gathering.write(of(1)),
      gathering.write(of(2)),
      gathering.write({ ...of(3), tenant: TenantId.parse("b") }),
    ];
    const settled = Promise.allSettled(asked);
    await gathering.flush();
    assert.deepEqual(
      (await settled).map(({ status }) => status),
      ["rejected", "rejected", "fulfilled"],
    );
    assert.deepEqual(written, [[3]]);
  });
});

describe("a retry", () => {
  it("tries a bounded number of times, and then leaves it to the writer of dead letters", async () => {
    const { writer, written } = memory(2);
    await retry(writer, { tries: 3, ...quick }).write(of(1));
    assert.deepEqual(written, [[1]]);
    const dead = memory();
    await retry(memory(9).writer, { tries: 2, ...quick, dead: dead.writer }).write(of(2));
    assert.deepEqual(dead.written, [[2]]);
    await assert.rejects(retry(memory(9).writer, { tries: 2, ...quick }).write(of(3)), /away/);
  });
});

describe("a processor", () => {
  it("changes, drops and counts; one that throws refuses its record alone, under its own position", async () => {
    const { writer, written } = memory();
    const processed = process(writer, async (record) => {
      if (record === 0) return undefined;
      if (record === 13) throw new Error("unlucky");
      return record === 7 ? "bad" : record;
    });
    const receipt = await processed.write(of(0, 1, 13, 7, 2));
    assert.deepEqual(written, [[1, "bad", 2]]);
    assert.deepEqual(
      [receipt.accepted, receipt.dropped, receipt.rejected.map(({ index, errors }) => [index, errors[0]?.code])],
      [
        3,
        1,
        [
          [2, "processor_failed"],
          [3, "bad"],
        ],
      ],
    );
  });
});
