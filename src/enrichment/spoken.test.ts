/** What becomes of mails, posts and forms, with the real text functions. */
// cspell:ignore meinem gesendet
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { openUnderstanding } from "./understanding.testing.ts";

const { enrichment, denoise, router } = await openUnderstanding();

describe("what nobody says of the product", () => {
  const texts: readonly (readonly [text: string, said: string])[] = [
    [
      "Payment fails with code E-102.\n\n--\nKind regards,\nMaria Lopez\nHead of Ops, Acme\n+49 30 1234567",
      "Payment fails with code E-102",
    ],
    [
      "It still freezes on the map.\n\nOn Mon, 3 Mar 2025 at 10:02, Support <help@x.example> wrote:\n> Does the upload fail?",
      "It still freezes on the map",
    ],
    ["Watch sync fails.\nVon meinem iPhone gesendet", "Watch sync fails"],
    ["Refund missing :( (https://www.x.example/help?id=3&utm_source=mail)", "Refund missing"],
    ["Can't pay 😡 https://t.example/AbC123 #fail", "Can't pay"],
    ["<p>Chat messages are not sent</p><blockquote><p>The map crashes.</p></blockquote>", "Chat messages are not sent"],
    [
      "**Bug:** `export` button does nothing\n\nDevice: Samsung SM-G991B, Android 14, app 3.4.5",
      "export button does nothing",
    ],
  ];
  for (const [text, said] of texts) {
    it(`is no statement, keyword or language: ${text.split("\n")[0]}`, () => {
      const { drop, ...denoised } = denoise({ text, title: "", score: undefined });
      assert.equal(drop, undefined);
      assert.equal(denoised.lang, "en");
      const { statements, attributes, search } = enrichment.enrich(denoised, router);
      assert.deepEqual(
        statements.map(({ quote }) => quote),
        [said],
      );
      for (const { start, end, quote } of statements) assert.equal(denoised.text.slice(start, end), quote);
      for (const word of attributes.keywords) assert.ok(said.toLowerCase().includes(word.toLowerCase()), word);
      if (text.includes("Maria")) assert.match(search, /lopez/);
    });
  }

  it("is no text by itself", () => {
    assert.equal(denoise({ text: "https://x.example/1 @shop", title: "" }).drop, "no_text");
  });
});
