import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isExact } from "./aggregates.ts";

const bucket = (key: string, doc_count: number, more = 0) => ({ key, doc_count, doc_count_error_upper_bound: more });

describe("facets of several shards", () => {
  it("are exact where every shard named all its values", () => {
    const terms = { buckets: [bucket("a", 1), bucket("b", 1)], doc_count_error_upper_bound: 0 };
    assert.deepEqual([isExact(terms, 1), isExact(terms, 5)], [true, true]);
  });

  it("are exact where what was left out can't reach the last one that is wanted", () => {
    const terms = { buckets: [bucket("a", 90), bucket("b", 40), bucket("c", 10, 5)], doc_count_error_upper_bound: 8 };
    assert.deepEqual(
      [1, 2].map((size) => isExact(terms, size)),
      [true, true],
    );
  });

  it("are in doubt where a wanted one may have more", () => {
    const terms = { buckets: [bucket("a", 90, 3), bucket("b", 40)], doc_count_error_upper_bound: 3 };
    assert.equal(isExact(terms, 1), false);
  });

  it("are in doubt where another may have as many as the last that is wanted", () => {
    const named = { buckets: [bucket("a", 90), bucket("b", 40, 50)], doc_count_error_upper_bound: 8 };
    const unnamed = { buckets: [bucket("a", 90), bucket("b", 85)], doc_count_error_upper_bound: 5 };
    assert.deepEqual([isExact(named, 1), isExact(unnamed, 1)], [false, false]);
  });

  it("are in doubt where fewer than wanted are named and some were left out", () => {
    assert.equal(isExact({ buckets: [bucket("a", 2)], doc_count_error_upper_bound: 1 }, 3), false);
  });
});
