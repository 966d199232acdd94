/** The labels of an app as they are edited, from its model and back. */
import type { AppModel } from "../../src/model/app-model.ts";
import type { Insight } from "../../src/model/insight.ts";

/** A label as it is edited: its second-order labels, each with utterances a line. */
export interface Label {
  readonly name: string;
  readonly parts: readonly { readonly name: string; readonly utterances: string }[];
}

export const labelsOf = (model: AppModel): Label[] =>
  model.first_order_labels.map(({ name, second_order_labels }) => ({
    name,
    parts: second_order_labels.map((part) => ({
      name: part,
      utterances: (model.generated_qrys_for_sec_labels[part] ?? []).join("\n"),
    })),
  }));

export const lines = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

export function modelOf(base: AppModel, labels: readonly Label[]): AppModel {
  const named = labels
    .map(({ name, parts }) => ({ name: name.trim(), parts: parts.filter((part) => part.name.trim() !== "") }))
    .filter(({ name }) => name !== "");
  const utterances = named.flatMap(({ parts }) =>
    parts.map((part) => [part.name.trim(), lines(part.utterances)] as const),
  );
  return {
    ...base,
    first_order_labels: named.map(({ name, parts }) => ({
      name,
      second_order_labels: parts.map((part) => part.name.trim()),
    })),
    generated_qrys_for_sec_labels: Object.fromEntries(utterances),
  };
}

/** Those of a piece of feedback, each once: a label may be called as the one that it stands below. */
export const namesOf = ({
  first_order_labels: first,
  second_order_labels: second,
}: Pick<Insight["attributes"], "first_order_labels" | "second_order_labels">): readonly {
  readonly field: "label" | "sublabel";
  readonly label: string;
}[] => [
  ...[...new Set(first)].map((label) => ({ field: "label", label }) as const),
  ...[...new Set(second)]
    .filter((label) => !first.includes(label))
    .map((label) => ({ field: "sublabel", label }) as const),
];

export const replaced = <T>(list: readonly T[], at: number, value: T): T[] =>
  list.map((one, index) => (index === at ? value : one));
export const without = <T>(list: readonly T[], at: number): T[] => list.filter((_, index) => index !== at);
