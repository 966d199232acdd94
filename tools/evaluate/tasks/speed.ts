/** How many fifteen-word texts are embedded in a second on one core. */
import { createEmbedder } from "../../../src/text/embedding/embedder.ts";
import { hasData, readModel, readRows, type Task } from "../task.ts";

const files = ["garmin-connect.en", "huawei-health.en"];

/** Stretches of fifteen words of real reviews. */
const fifteenWords = (text: string): string[] => {
  const words = text.split(/\s+/);
  const texts: string[] = [];
  for (let at = 0; at + 15 <= words.length; at += 15) texts.push(words.slice(at, at + 15).join(" "));
  return texts;
};

export const task: Task = {
  name: "speed",
  run: async () => {
    if (!hasData("minibar/classification")) return [];
    const embedder = createEmbedder(readModel("reference-15k-256.semb"));
    const texts = files
      .flatMap((file) => readRows<{ text: string }>(`minibar/classification/${file}.jsonl`))
      .flatMap(({ text }) => fifteenWords(text));
    const out = new Float32Array(embedder.dims);
    const perSecond: number[] = [];
    for (let round = 0; round < 7; round++) {
      const began = performance.now();
      for (let again = 0; again < 3; again++) for (const text of texts) embedder.embed(text, out);
      perSecond.push((texts.length * 3 * 1_000) / (performance.now() - began));
    }
    perSecond.sort((a, b) => a - b);
    const row = { task: "speed", dataset: "mini-bar en, 15 words", metric: "embedded texts/s", figure: perSecond[3]! };
    return [{ ...row, target: 50_000, floor: 20_000 }];
  },
};
