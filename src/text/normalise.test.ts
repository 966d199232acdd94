import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { normalise } from "./normalise.ts";

describe("normalise", () => {
  it("folds compatibility forms", () => {
    assert.equal(normalise("ﬁne Ａｐｐ ①"), "fine App 1");
  });
  it("removes control, zero-width and bidi characters, lone surrogates, NUL and U+FFFF", () => {
    assert.equal(normalise("a\u0000b\u200bc\u202ed\ud800e\uffff\udc00f\ufeff"), "abcdef");
  });
  it("decodes HTML entities, also those escaped twice, and leaves what is none", () => {
    assert.equal(
      normalise("need&#34;dark mode&quot; &amp;amp; R&amp;D, it&#x27;s a&nbsp;must"),
      'need"dark mode" & R&D, it\'s a must',
    );
    assert.equal(normalise("AT&T; q&a &bogus; &#99999999;"), "AT&T; q&a &bogus; &#99999999;");
    assert.equal(normalise("a&#0000;b&#55296;c"), "abc");
  });
  it("keeps emoji and astral letters", () => {
    assert.equal(normalise("nice 👍🏽 𠀀"), "nice 👍🏽 𠀀");
  });
  it("folds white space to one space, or one newline where there was one", () => {
    assert.equal(normalise("  a \t b\u00a0c \r\n\r\n  d\u2028e  "), "a b c\nd\ne");
  });
  it("is idempotent on any string", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        const once = normalise(text);
        assert.equal(normalise(once), once);
        assert.ok(once.isWellFormed());
      }),
      { numRuns: 2_000 },
    );
  });
  it("stays linear on long runs of one character, marks and CJK", () => {
    const started = performance.now();
    normalise("a".repeat(50_000));
    normalise(`a${"\u0301\u0316".repeat(25_000)}`);
    normalise("漢".repeat(350_000));
    normalise(" \n".repeat(50_000));
    normalise(" ".repeat(100_000));
    assert.ok(performance.now() - started < 1_000);
  });
});
