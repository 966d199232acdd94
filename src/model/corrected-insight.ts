/** An insight and what a person put right of it: the one in the other, and back to what was understood. Pure. */
import { clusteredKinds } from "./cluster.ts";
import { type Insight, priorityRank } from "./insight.ts";
import type { Correction, InsightDocument } from "./insight-document.ts";

export const correctable = [
  "kind",
  "sentiment",
  "priority",
  "first_order_labels",
  "second_order_labels",
] as const satisfies readonly (keyof Correction)[];

/** The correctable fields alone, of those that are there. */
function fieldsOf(of: Correction | undefined, names: readonly (keyof Correction)[] = correctable): Correction {
  const entries = names.flatMap((name) => (of?.[name] === undefined ? [] : [[name, of[name]] as const]));
  return Object.fromEntries(entries) as Correction;
}

const namesIn = (correction: Correction): (keyof Correction)[] =>
  correctable.filter((name) => correction[name] !== undefined);

const valuesOf = ({ kind, attributes }: Pick<Insight, "kind" | "attributes">): Required<Correction> => {
  const { sentiment, priority, first_order_labels, second_order_labels } = attributes;
  return { kind, sentiment, priority, first_order_labels, second_order_labels };
};

/** The correction that the insight holds; undefined when it is all as it was understood. */
export function correctionIn(doc: InsightDocument): Correction | undefined {
  const names = namesIn(doc.understood ?? {});
  return names.length === 0 ? undefined : fieldsOf(valuesOf(doc), names);
}

/** As it was understood but for what the correction says; what an earlier correction said is gone. */
export function withCorrection(doc: InsightDocument, correction: Correction): InsightDocument {
  const { understood: before, ...rest } = doc;
  const plain: Required<Correction> = { ...valuesOf(doc), ...fieldsOf(before) };
  const { kind, sentiment, priority, first_order_labels, second_order_labels } = { ...plain, ...fieldsOf(correction) };
  const understood = fieldsOf(plain, namesIn(correction));
  return {
    ...rest,
    kind,
    attributes: {
      ...doc.attributes,
      sentiment,
      priority,
      first_order_labels: [...first_order_labels],
      second_order_labels: [...second_order_labels],
    },
    priority_rank: priorityRank[priority],
    ...(Object.keys(understood).length === 0 ? {} : { understood }),
  };
}

/** Whether both show the same and were understood alike. */
export function isCorrectedAlike(a: InsightDocument, b: InsightDocument): boolean {
  const told = (doc: InsightDocument) => JSON.stringify([valuesOf(doc), doc.priority_rank, fieldsOf(doc.understood)]);
  return told(a) === told(b);
}

/** Whether the insight can't be in its themes any more: what was put right tells nothing that could be settled. */
export const leavesCluster = ({ kind }: InsightDocument): boolean =>
  !(clusteredKinds as readonly string[]).includes(kind);
