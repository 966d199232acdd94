/** What would become of raw records: asked over the API, answered by the text threads. */
import type { AppModel } from "./app-model.ts";
import type { Insight } from "./insight.ts";
import type { FieldError } from "./outcome.ts";

export type Understood =
  | { readonly outcome: "ok"; readonly insight: Insight }
  | { readonly outcome: "dropped"; readonly reason: string };

/** `rejected` ones say why, field by field. */
export type TriedRecord = Understood | { readonly outcome: "rejected"; readonly errors: readonly FieldError[] };

/**
 * What would become of each of some raw records, read against an app's labels (without a model the built-in ones), in
 * order; nothing is stored or translated. Rejects with a TimeoutError when it takes too long.
 */
export type TryOut = (
  trial: { readonly records: readonly unknown[]; readonly appModel?: AppModel | undefined },
  signal?: AbortSignal,
) => Promise<readonly TriedRecord[]>;
