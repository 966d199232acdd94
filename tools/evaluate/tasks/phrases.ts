/** Polarity of short phrases that a model called complaints or praise (never trained on), and clauses' places in their text. */
import { createPhraseReader } from "../../../src/text/classification/phrase-reader.ts";
import { splitPhrases } from "../../../src/text/phrases.ts";
import { sharedEmbedder, shippedScorer } from "../apps.ts";
import { f1, mean, share } from "../measures.ts";
import { hasData, type Row, readRows, type Task } from "../task.ts";

interface GptRow {
  readonly review: { readonly text: string };
  readonly attributes: { readonly keywords: string[]; readonly positive_keywords: string[] };
}

interface PolarText {
  readonly text: string;
  readonly positive: boolean;
}

const distinct = (rows: readonly GptRow[]): PolarText[] => {
  const found = new Map<string, PolarText>();
  const put = (text: string, positive: boolean): unknown =>
    found.set(`${positive} ${text.toLowerCase()}`, { text, positive });
  for (const { attributes } of rows) {
    for (const text of attributes.keywords) put(text, false);
    for (const text of attributes.positive_keywords) put(text, true);
  }
  return [...found.values()];
};

export const task: Task = {
  name: "phrases",
  run: async (options) => {
    if (!hasData("gpt-labels")) return [];
    const readPhrases = createPhraseReader(shippedScorer(), sharedEmbedder());
    const rows = ["googlepay", "paytm"].flatMap((app) => readRows<GptRow>(`gpt-labels/${app}.jsonl`));
    const texts = distinct(rows);
    const said = texts.map(({ text }) => {
      const score = mean(readPhrases(text).map((phrase) => phrase.score));
      return score > 0 ? "positive" : "negative";
    });
    const of = (positive: boolean): number =>
      f1(
        texts.map((text) => text.positive === positive),
        said.map((polarity) => polarity === (positive ? "positive" : "negative")),
      );
    const dataset = "GPT's keywords, distinct";
    const measured: Row[] = [
      { task: "phrases", dataset, metric: "F1 positive", figure: of(true) },
      { task: "phrases", dataset, metric: "F1 negative", figure: of(false) },
      {
        task: "phrases",
        dataset,
        metric: "F1 macro",
        figure: (of(true) + of(false)) / 2,
        target: 0.85,
        baseline: 0.835,
        ceiling: 0.9,
        ...(options.slice === true ? { floor: 0.78 } : {}),
      },
    ];
    const placed = share(rows, ({ review: { text } }) =>
      splitPhrases(text).every((clause) => text.slice(clause.start, clause.end) === clause.text),
    );
    return [
      ...measured,
      {
        task: "phrases",
        dataset: "GPay and Paytm reviews",
        metric: "all clauses in place",
        figure: placed,
        target: 1,
        floor: 1,
      },
    ];
  },
};
