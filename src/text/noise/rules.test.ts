// cspell:ignore hahahahahahaha
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { processorTime } from "../../../test/processor-time.ts";
import { readConfig } from "../../config.ts";
import type { NoiseFacts } from "./facts.ts";
import { createNoiseJudge, noiseSettings, noiseVariables } from "./judge.ts";
import type { NoiseMode } from "./rules.ts";

const judgeIn = (mode: NoiseMode) => createNoiseJudge(noiseSettings(readConfig({ DENOISER: mode })));
const modes = ["smart", "rules"] as const;
const good: NoiseFacts = { text: "The app is slow", words: 12, misspeltShare: 0, nonEnglishShare: 0, informative: 0.9 };
const saying = (text: string): NoiseFacts => ({ ...good, text });

describe("noise rules for any language", () => {
  for (const mode of modes) {
    const judge = judgeIn(mode);
    it(`drop text without text, a held key, the same words over and over (${mode})`, () => {
      assert.equal(judge(saying("!!! 👍"), "any"), "no_text");
      assert.equal(judge(saying("https://example.com/a/b?c=d"), "any"), "no_text");
      assert.equal(judge(saying("👍 www.example.com https://t.co/abc"), "any"), "no_text");
      assert.equal(judge(saying("@pedalwick @ride_on 🙃🚋"), "any"), "no_text");
      assert.notEqual(judge(saying("@pedalwick crashes"), "any"), "no_text");
      assert.notEqual(judge(saying("write to a@example.com"), "any"), "no_text");
      assert.equal(judge(saying("https://example.com/a crashes"), "any"), undefined);
      assert.equal(judge(saying("aaaaaaaaaaaaaa"), "any"), "repeated_characters");
      assert.equal(judge(saying("hahahahahahaha"), "any"), "repeated_characters");
      assert.equal(judge(saying("good app ".repeat(10)), "any"), "spam");
    });
    it(`drop advertising with a way to follow it (${mode})`, () => {
      assert.equal(judge(saying("Earn money daily from home, whatsapp me +44 20 7946 0958"), "any"), "spam");
      assert.equal(judge(saying("Use my referral code ABC12345 for a bonus"), "any"), "spam");
    });
    it(`keep short praise, and complaints about codes, links or fraud (${mode})`, () => {
      for (const text of [
        "good",
        "Great!!!!",
        "the app is slow",
        "My referral code is not working",
        "I clicked the link in the mail and nothing happened",
        "I was scammed, please contact me about my refund",
        "漢字漢字漢",
      ]) {
        assert.equal(judge(saying(text), "any"), undefined, text);
      }
    });
  }
  it("take linear time on any input", () => {
    const judge = judgeIn("smart");
    const started = processorTime();
    for (const text of ["a".repeat(50_000), "+1".repeat(25_000), "recover ".repeat(6_000), "漢".repeat(350_000)])
      judge(saying(text), "any");
    assert.ok(processorTime() - started < 1_000);
  });
});

describe("noise rules for English", () => {
  it("with DENOISER=rules let a text pass that keeps all three limits, also at them", () => {
    const judge = judgeIn("rules");
    assert.equal(judge(good, "english"), undefined);
    assert.equal(judge({ ...good, words: 10, misspeltShare: 0.3, nonEnglishShare: 0.1 }, "english"), undefined);
    assert.equal(judge({ ...good, informative: 0 }, "english"), undefined);
  });
  it("with DENOISER=rules name the first limit that is broken", () => {
    const judge = judgeIn("rules");
    assert.equal(judge({ ...good, words: 9, misspeltShare: 1 }, "english"), "too_few_words");
    assert.equal(judge({ ...good, misspeltShare: 0.31 }, "english"), "misspelt");
    assert.equal(judge({ ...good, nonEnglishShare: 0.11 }, "english"), "non_english");
  });
  it("with DENOISER=rules go by the limits that are set", () => {
    const limits = { DENOISER: "rules", MIN_WORDS: "2", MAX_MISSPELT: "1", MAX_NON_ENGLISH: "0.5" };
    const judge = createNoiseJudge(noiseSettings(readConfig(limits)));
    assert.equal(judge({ ...good, words: 2, misspeltShare: 1, nonEnglishShare: 0.5 }, "english"), undefined);
    assert.equal(judge({ ...good, words: 1 }, "english"), "too_few_words");
    assert.equal(judge({ ...good, nonEnglishShare: 0.51 }, "english"), "non_english");
  });
  it("with DENOISER=smart keep what is informative, however short, unless it is beyond reading", () => {
    const judge = judgeIn("smart");
    assert.equal(judge({ ...good, words: 1, misspeltShare: 0.5, nonEnglishShare: 0.5 }, "english"), undefined);
    assert.equal(judge({ ...good, informative: 0.49 }, "english"), "uninformative");
    assert.equal(judge({ ...good, nonEnglishShare: 0.71 }, "english"), "non_english");
    assert.equal(judge({ ...good, words: 3, misspeltShare: 0.71 }, "english"), "misspelt");
    assert.equal(judge({ ...good, words: 2, misspeltShare: 1 }, "english"), undefined);
  });
  it("ask the classifier only about what keeps all the others", () => {
    const asking: NoiseFacts = {
      ...good,
      nonEnglishShare: 1,
      get informative(): number {
        throw new Error("asked");
      },
    };
    assert.equal(judgeIn("smart")(asking, "english"), "non_english");
    assert.equal(judgeIn("rules")(asking, "english"), "non_english");
  });
});

it("every limit is a variable of the configuration, which has its default", () => {
  const config: Readonly<Record<string, unknown>> = readConfig({});
  for (const name of noiseVariables) assert.notEqual(config[name], undefined, name);
});
