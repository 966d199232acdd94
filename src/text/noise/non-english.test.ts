// cspell:ignore asdfghjkl sdfsdfsdf
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { processorTime } from "../../../test/processor-time.ts";
import { createLanguageDetector } from "../language.ts";
import { createNonEnglishShare } from "./non-english.ts";

describe("non-English share", () => {
  const detect = createLanguageDetector(readFileSync(new URL("../../../models/language.bin", import.meta.url)));
  const nonEnglishShare = createNonEnglishShare(detect);
  it("counts runs of symbols and keyboard noise", () => {
    assert.equal(nonEnglishShare("@@@ ### good app"), 0.5);
    assert.equal(nonEnglishShare("asdfghjkl good sdfsdfsdf app"), 0.5);
    assert.equal(nonEnglishShare("a".repeat(61)), 1);
  });
  it("counts no emoji, numbers, punctuation, abbreviations, addresses or other languages", () => {
    for (const text of [
      "great app 👍🏽 👍 ❤️ !!! 5/5",
      "pls fix https sms 10 - thx :)",
      "see https://example.org/a?b=1",
      "アプリ が 好き です",
      "",
    ]) {
      assert.equal(nonEnglishShare(text), 0, text);
    }
  });
  it("takes linear time on any input", () => {
    const started = processorTime();
    for (const text of ["a".repeat(50_000), "#! ".repeat(20_000), "漢".repeat(350_000), `a${"!".repeat(50_000)}a`]) {
      nonEnglishShare(text);
    }
    assert.ok(processorTime() - started < 1_000);
  });
});
