/** The labels of an app model: which first-order label each second-order one is under. */
import type { AppModel } from "./app-model.ts";

export const firstOrderLabels = ({ first_order_labels }: AppModel): ReadonlyMap<string, string> =>
  new Map(
    first_order_labels.flatMap(({ name, second_order_labels }) =>
      second_order_labels.map((second) => [second, name] as const),
    ),
  );
