// cspell:ignore resum
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { processorTime } from "../../test/processor-time.ts";
import { searchWords } from "./words.ts";

describe("searchWords", () => {
  it("gives lower-case Porter stems with accents folded", () => {
    assert.deepEqual(searchWords("Crashing CAFÉS résumé"), ["crash", "cafe", "resum"]);
  });
  it("splits at everything that is neither letter nor digit", () => {
    assert.deepEqual(searchWords("3.5 a_b c-d e/f"), ["3", "5", "a", "b", "c", "d", "e", "f"]);
  });
  it("drops an apostrophe inside a word and a possessive", () => {
    assert.deepEqual(searchWords("don't can’t app's"), ["dont", "cant", "app"]);
  });
  it("gives single characters and pairs of scripts written without spaces", () => {
    assert.deepEqual(searchWords("卡死了 app崩溃"), ["卡", "死", "卡死", "了", "死了", "app", "崩", "溃", "崩溃"]);
  });
  it("keeps stop words and cuts tokens that are no words", () => {
    assert.deepEqual(searchWords("to the"), ["to", "the"]);
    assert.equal(searchWords("a".repeat(50_000))[0]!.length, 40);
  });
  it("finds the same words in a plain text, whatever stands behind it", () => {
    const plain = fc.string({ unit: fc.constantFrom(..."abEdsIng 019'-_.,\n") });
    fc.assert(
      fc.property(plain, (text) => assert.deepEqual(searchWords(`${text} \u2014`), searchWords(text))),
      { numRuns: 2_000 },
    );
  });
  it("takes 350,000 CJK characters in linear time", () => {
    const started = processorTime();
    assert.equal(searchWords("漢字".repeat(175_000)).length, 699_999);
    assert.ok(processorTime() - started < 2_000);
  });
});
