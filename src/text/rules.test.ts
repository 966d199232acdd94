import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { judgeByRules, spamReason } from "./rules.ts";

const limits = { minWords: 10, maxMisspelt: 0.3, maxNonEnglish: 0.1 };
const good = { words: 12, misspelt_share: 0, non_english_share: 0 };

describe("rules", () => {
  it("let a text pass that keeps all three, also at the limits", () => {
    assert.equal(judgeByRules(good, limits), undefined);
    assert.equal(judgeByRules({ words: 10, misspelt_share: 0.3, non_english_share: 0.1 }, limits), undefined);
  });
  it("name the first rule that is broken", () => {
    assert.equal(judgeByRules({ ...good, words: 9, misspelt_share: 1 }, limits), "too_few_words");
    assert.equal(judgeByRules({ ...good, misspelt_share: 0.31 }, limits), "misspelt");
    assert.equal(judgeByRules({ ...good, non_english_share: 0.11 }, limits), "non_english");
  });
  it("find no text and held keys", () => {
    assert.equal(spamReason("!!! 👍"), "no_text");
    assert.equal(spamReason("aaaaaaaaaaaaaa"), "repeated_characters");
    assert.equal(spamReason("the app is slow"), undefined);
  });
});
