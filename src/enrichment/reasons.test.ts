/** Every reason that the real text functions give is one that pages can word in any language. */
// cspell:disable
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { reasonSentences } from "../model/reason-sentences.ts";
import { choosePriority } from "../text/priority.ts";
import { openUnderstanding } from "./understanding.testing.ts";

const SAMPLE = new URL("../../examples/sample/feedback.jsonl", import.meta.url);

test("reasons are sentences of the one list, in whatever language and with whatever stars a text is", async () => {
  const { enrichment, denoise, router } = await openUnderstanding();
  const sample = readFileSync(SAMPLE, "utf8").trim().split("\n");
  const texts = [
    ...sample.map((line) => (JSON.parse(line) as { readonly text: string }).text),
    ...["Seit dem Update stürzt die App ständig ab", "ga bisa login dari kemarin", "どうして地図が開かないのですか"],
    ...["The crash of the map is gone, thank you", "Wie kann ich das ändern?", "क्या यह ऐप काम नहीं करता"],
  ];
  const codes = new Set<string>();
  for (const [at, text] of texts.entries()) {
    const score = at % 6 === 0 ? undefined : at % 6;
    const { drop: _, ...denoised } = denoise({ text, title: "", score });
    const { reasons } = enrichment.enrich({ ...denoised, score, thumbsUp: at % 7 === 0 ? 150 : 0 }, router);
    for (const { why } of reasons) {
      const read = reasonSentences.read(why);
      assert.ok(read, `${why} (of ${text})`);
      codes.add(read.code);
    }
  }
  assert.ok(codes.size > 15, [...codes].join());
});

test("so are those of how urgent it is", () => {
  for (const text of ["someone stole my money", "it crashes", "I can't log in", "my data is lost", "so so"])
    for (const score of [1, 2, 4, 5]) {
      const input = { text, kind: "problem", sentiment: "negative", sentiment_score: -1, score, thumbsUp: 30 } as const;
      for (const { why } of choosePriority(input).reasons)
        assert.ok(!["statement", undefined].includes(reasonSentences.read(why)?.code), why);
    }
});
