/** The sample sentences of an app model's labels: utterances, people's corrections, and the label's own name. */
import type { AppModel } from "../../model/app-model.ts";

export interface Correction {
  readonly text: string;
  /** name of a second-order label */
  readonly label: string;
}

export interface LabelName {
  readonly first: string;
  readonly second: string;
}

export interface Sample {
  readonly text: string;
  /** index of its label */
  readonly label: number;
  /** a label's name says less than a sentence */
  readonly isName: boolean;
}

/** A pathological model must not stall a worker: samples of a label beyond these are left out, corrections first in. */
const MOST_SAMPLES = 20_000;

export function labelsOf(model: AppModel): LabelName[] {
  return model.first_order_labels.flatMap(({ name, second_order_labels }) =>
    second_order_labels.map((second) => ({ first: name, second })),
  );
}

/** Names come last. Corrections that name no label of the model are left out. */
export function samplesOf(model: AppModel, labels: readonly LabelName[], corrections: readonly Correction[]): Sample[] {
  const corrected = new Map<string, string[]>();
  for (const { text, label } of corrections) {
    const list = corrected.get(label) ?? [];
    corrected.set(label, list);
    if (!list.includes(text)) list.push(text);
  }
  const room = Math.max(1, Math.floor(MOST_SAMPLES / Math.max(1, labels.length)));
  const sentences = labels.flatMap(({ second }, label) => {
    const own = Object.hasOwn(model.generated_qrys_for_sec_labels, second)
      ? model.generated_qrys_for_sec_labels[second]!
      : [];
    const texts = [...(corrected.get(second) ?? []), ...own].slice(0, room);
    return texts.map((text) => ({ text, label, isName: false }));
  });
  return [...sentences, ...labels.map(({ second }, label) => ({ text: plainName(second), label, isName: true }))];
}

/** The words of a label's name that say what it is about. */
export function plainName(name: string): string {
  const short = name
    .replace(
      /^\s*(?:issues?|problems?|questions?|complaints?|feedback|requests?)\s+(?:related to|regarding|about|with|on)\s+/iu,
      "",
    )
    .replaceAll(/[_/]+/gu, " ")
    .trim();
  return short === "" ? name : short;
}
