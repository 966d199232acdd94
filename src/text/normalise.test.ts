// cspell:ignore rsquo ouml uuml berweisung schön überweisung doesn
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { processorTime } from "../../test/processor-time.ts";
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
  it("takes the markup of pages and exports out, and leaves what only looks like it", () => {
    const table: readonly (readonly [string, string])[] = [
      [
        "I can&#39;t log in &amp; the app crashes<br>please fix &lt;3",
        "I can't log in & the app crashes\nplease fix <3",
      ],
      [
        '<p>Can&rsquo;t pay &mdash; card is &quot;declined&quot;</p><p><a href="https://x.example">screenshot</a></p>',
        'Can’t pay — card is "declined"\nscreenshot',
      ],
      ["&lt;p&gt;It &lt;b&gt;never&lt;/b&gt; syncs&lt;/p&gt;", "It never syncs"],
      ["Sch&ouml;n, &Uuml;berweisung f&uuml;r 5&nbsp;&euro;", "Schön, Überweisung für 5 €"],
      ["Great app\\nBut crashes\\tdaily", "Great app\nBut crashes daily"],
      ["Doesn\\u0027t load \\ud83d\\ude21\\nat all", "Doesn't load 😡\nat all"],
      ['It says \\"no network\\"', 'It says "no network"'],
      [
        "![screenshot|690x388](upload://a1b2.png) see [the manual](https://x.example/a_b), please",
        "see the manual, please",
      ],
      ["if a <b and c> d, 3 < 4 > 2, <3, AT&T, a<-b", "if a <b and c> d, 3 < 4 > 2, <3, AT&T, a<-b"],
      ["files in C:\\temp and C:\\new", "files in C:\\temp and C:\\new"],
      ["<img src=x onerror=alert(1)> <script>go()</script>", "<img src=x onerror=alert(1)> <script>go()</script>"],
      ["[sic](maybe) and array[0](x)", "[sic](maybe) and array[0](x)"],
      ["<style>p { color: red }</style>slow<!-- note --> sync", "slow sync"],
      ["# Crash\n**Bug:** `export` does *nothing* ~~now~~ __ever__", "Crash\nBug: export does nothing now ever"],
      [
        "f**k this s**t, 2*3*4, 5* app 1* help, my_own_name, ** all **, `",
        "f**k this s**t, 2*3*4, 5* app 1* help, my_own_name, ** all **, `",
      ],
      ["<blockquote><p>Does it?</p><p>Yes</p></blockquote><p>No</p>", "> Does it?\n> Yes\nNo"],
    ];
    for (const [text, expected] of table) assert.equal(normalise(text), expected, text);
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
    const started = processorTime();
    normalise("a".repeat(50_000));
    normalise(`a${"\u0301\u0316".repeat(25_000)}`);
    normalise("漢".repeat(350_000));
    normalise(" \n".repeat(50_000));
    normalise(" ".repeat(100_000));
    for (const mark of ["<a ", "<script>", "<!--", "&#", "&amp;", "\\\\u00", "![", "[a](", "](", "<p"])
      normalise(mark.repeat(20_000));
    assert.ok(processorTime() - started < 1_000);
  });
});
