/** Answers as text: what is declared wrongly, not at all, marked, packed or damaged; none of it is stored with broken letters. */
// cspell:ignore schöne Grüße
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { decode, unpacked } from "./decoding.ts";

const GERMAN = "Stürzt für mich immer ab, schöne Grüße";
const latin = Buffer.from(GERMAN, "latin1");
const marked = Buffer.from(`\uFEFF${GERMAN}`, "utf16le");

describe("the text of an answer", () => {
  it("is UTF-8 where it can only be that, though one byte a letter is declared", async () => {
    for (const type of ["text/xml; charset=ISO-8859-1", "application/json; charset=windows-1252", "text/html", ""])
      assert.equal(await decode(Buffer.from(GERMAN), type), GERMAN, type);
  });

  it("is what it is declared to be, by the header or in the document", async () => {
    assert.equal(await decode(latin, "text/xml; charset=iso-8859-1"), GERMAN);
    const document = Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?><a>${GERMAN}</a>`, "latin1");
    assert.match(await decode(document, "text/xml"), /Stürzt für/);
    const japanese = Buffer.from("83418376838a82aa82e682ad978e82bf82e9", "hex");
    assert.equal(await decode(japanese, "text/xml; charset=Shift_JIS"), "アプリがよく落ちる");
  });

  it("is guessed where nothing is declared, or what is declared can't be", async () => {
    for (const type of ["", "text/xml; charset=utf-8", "text/xml; charset=klingon"])
      assert.equal(await decode(latin, type), GERMAN, type);
  });

  it("keeps the rest when single letters are damaged", async () => {
    const cut = Buffer.concat([Buffer.from(GERMAN), Buffer.from([0xe2, 0x82])]);
    assert.equal(await decode(cut, ""), `${GERMAN}\uFFFD`);
  });

  it("is told by its mark, which goes", async () => {
    assert.equal(await decode(marked, "text/xml; charset=utf-8"), GERMAN);
    assert.equal(await decode(Buffer.from(marked).swap16(), ""), GERMAN);
    assert.equal(await decode(Buffer.from(`\uFEFF${GERMAN}`), ""), GERMAN);
  });

  it("is itself again, whatever it says", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme" }), async (text) => {
        const plain = text.replace(/^\uFEFF/, "");
        assert.equal(await decode(Buffer.from(plain), "application/json"), plain);
      }),
    );
  });

  it("is unpacked where a file is sent as it lies there, up to a limit", () => {
    assert.equal(unpacked(gzipSync(GERMAN), 1_000).toString(), GERMAN);
    assert.equal(unpacked(Buffer.from(GERMAN), 1_000).toString(), GERMAN);
    assert.throws(() => unpacked(gzipSync("a".repeat(5_000)), 1_000));
    assert.throws(() => unpacked(gzipSync(GERMAN).subarray(0, 25), 1_000));
  });
});
