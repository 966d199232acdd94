/**
 * Statements of reviews that careful readers judged, on three apps that the shipped network never saw: whether a review
 * tells a problem or a wish, where, and how urgent it is.
 */

import { readConfig } from "../../../src/config.ts";
import { openEnrichment } from "../../../src/enrichment/enrichment.ts";
import type { Priority, Statement } from "../../../src/model/insight.ts";
import { noiseSettings } from "../../../src/text/noise/judge.ts";
import { f1, share } from "../measures.ts";
import { hasData, type Row, readRows, type Task } from "../task.ts";

export interface AnnotatedReview {
  readonly id: string;
  readonly app: string;
  readonly score: number | null;
  readonly text: string;
  readonly informative: boolean;
  readonly kinds: readonly string[];
  readonly sentiment: string;
  readonly priority: Priority;
  readonly problems: readonly { readonly quote: string; readonly title: string }[];
  readonly wishes: readonly { readonly quote: string; readonly core: string; readonly title: string }[];
}

/** The network learnt from the other apps of the file. */
export const unseenApps = ["Huawei Health", "Netflix", "WhatsApp"] as const;

/** Reviews of the gate's slice, and what each figure is on it at least: some hundredths below what the first shipped network reached. */
const SLICE = 150;
const floors: Readonly<Record<string, number>> = {
  "F1 has a problem": 0.86,
  "F1 has a wish": 0.77,
  "F1 of characters in problems": 0.62,
  "F1 of characters in wishes": 0.66,
  "F1 of wish cores": 0.58,
  "F1 High or Critical": 0.74,
  "priority agrees": 0.66,
  "problems or wishes kept": 0.98,
  "uninformative dropped": 0.58,
};

export const wordsOf = (text: string): ReadonlySet<string> =>
  new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);

/** Shared words of all words. */
export function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const both = [...a].filter((word) => b.has(word)).length;
  return both === 0 ? 0 : both / (a.size + b.size - both);
}

interface Judged {
  readonly review: AnnotatedReview;
  readonly statements: readonly Statement[];
  readonly priority: Priority;
  readonly wishes: readonly string[];
  readonly isDropped: boolean;
}

function spanF1(judged: readonly Judged[], kind: "problem" | "wish"): number {
  let [both, gold, said] = [0, 0, 0];
  for (const { review, statements } of judged) {
    const quotes = kind === "problem" ? review.problems : review.wishes;
    const marked = new Set<number>();
    for (const { quote } of quotes) {
      const start = review.text.indexOf(quote);
      for (let at = start; start >= 0 && at < start + quote.length; at++) marked.add(at);
    }
    gold += marked.size;
    for (const { start, end } of statements.filter((one) => one.kind === kind)) {
      said += end - start;
      for (let at = start; at < end; at++) if (marked.has(at)) both++;
    }
  }
  return (2 * both) / (gold + said);
}

/** F1 of wishes whose core shares at least half of its words with a core that was judged. */
export function coreF1(
  pairs: readonly { readonly gold: readonly string[]; readonly said: readonly string[] }[],
): number {
  let [right, gold, said] = [0, 0, 0];
  for (const pair of pairs) {
    const left = pair.gold.map(wordsOf);
    gold += left.length;
    said += pair.said.length;
    for (const core of pair.said.map(wordsOf)) {
      const at = left.findIndex((other) => jaccard(core, other) >= 0.5);
      if (at < 0) continue;
      right++;
      left.splice(at, 1);
    }
  }
  return (2 * right) / (gold + said);
}

async function judge(reviews: readonly AnnotatedReview[]): Promise<Judged[]> {
  const enrichment = await openEnrichment();
  const denoise = enrichment.denoiser(noiseSettings(readConfig({})));
  const router = enrichment.router(undefined);
  return reviews.map((review) => {
    const score = review.score ?? undefined;
    const { text, drop } = denoise({ text: review.text, title: "", score });
    const insight = enrichment.enrich({ app: review.app, text, title: "", untranslated: false, score }, router);
    const { attributes, statements } = insight;
    const wishes = attributes.feature_requests.flatMap(({ suggetions_on_features }) => suggetions_on_features);
    return { review, statements, priority: attributes.priority, wishes, isDropped: drop !== undefined };
  });
}

const isUrgent = (priority: Priority): boolean => priority === "High" || priority === "Critical";

export const task: Task = {
  name: "statements",
  run: async ({ slice }) => {
    if (!hasData("annotated/reviews.jsonl")) return [];
    const all = readRows<AnnotatedReview>("annotated/reviews.jsonl").filter(({ app }) =>
      unseenApps.some((name) => name === app),
    );
    const every = Math.floor(all.length / SLICE);
    const reviews = slice === true ? all.filter((_, at) => at % every === 0).slice(0, SLICE) : all;
    const judged = await judge(reviews);
    const row = (metric: string, figure: number, target?: number): Row => ({
      task: "statements",
      dataset: slice === true ? `three unseen apps, ${SLICE}` : "three unseen apps",
      metric,
      figure,
      ...(slice === true && floors[metric] !== undefined ? { floor: floors[metric] } : {}),
      ...(target === undefined ? {} : { target }),
    });
    const has = (kind: "problem" | "wish") =>
      f1(
        judged.map(({ review }) => review.kinds.includes(kind === "wish" ? "request" : "problem")),
        judged.map(({ statements }) => statements.some((one) => one.kind === kind)),
      );
    const telling = judged.filter(({ review }) => review.problems.length + review.wishes.length > 0);
    const empty = judged.filter(({ review }) => !review.informative);
    return [
      row("F1 has a problem", has("problem"), 0.9),
      row("F1 has a wish", has("wish"), 0.82),
      row("F1 of characters in problems", spanF1(judged, "problem")),
      row("F1 of characters in wishes", spanF1(judged, "wish")),
      row(
        "F1 of wish cores",
        coreF1(judged.map(({ review, wishes }) => ({ gold: review.wishes.map(({ core }) => core), said: wishes }))),
        0.65,
      ),
      row(
        "F1 High or Critical",
        f1(
          judged.map(({ review }) => isUrgent(review.priority)),
          judged.map(({ priority }) => isUrgent(priority)),
        ),
        0.8,
      ),
      row(
        "recall of Critical",
        share(
          judged.filter(({ review }) => review.priority === "Critical"),
          ({ priority }) => priority === "Critical",
        ),
      ),
      row(
        "priority agrees",
        share(judged, ({ review, priority }) => priority === review.priority),
        0.78,
      ),
      row("problems or wishes kept", 1 - share(telling, ({ isDropped }) => isDropped), 0.985),
      row(
        "uninformative dropped",
        share(empty, ({ isDropped }) => isDropped),
        0.65,
      ),
    ];
  },
};
