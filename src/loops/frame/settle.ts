/** Stage, then write: from the items of a part to one final outcome for each. */
import type { Outcome } from "../../model/outcome.ts";
import type { ConsumingLoop, Part, StageContext } from "./consuming-loop.ts";

export interface Settled {
  /** One per item, in order; `retry` where all tries failed. */
  readonly outcomes: readonly Outcome<unknown>[];
  /** Parts under which what passed went on. */
  readonly sent: readonly string[];
}

/** Nothing goes on before every record of the part has its outcome. */
export async function settle<In, Out>(
  loop: ConsumingLoop<In, Out>,
  { items }: Part<In>,
  context: StageContext,
): Promise<Settled> {
  const outcomes: Outcome<unknown>[] = items.map((item) =>
    "errors" in item ? { kind: "reject", errors: item.errors } : { kind: "duplicate" },
  );
  const positions = items.flatMap((item, index) => ("value" in item ? [index] : []));
  const values = items.flatMap((item) => ("value" in item ? [item.value] : []));
  const staged = await loop.stage(values, context);
  staged.forEach((outcome, index) => {
    outcomes[positions[index]!] = outcome;
  });
  const made = staged.flatMap((outcome, index) =>
    outcome.kind === "ok" || outcome.kind === "updated" ? [{ value: outcome.value, at: positions[index]! }] : [],
  );
  if (made.length === 0) return { outcomes, sent: [] };
  const written = await loop.write(
    made.map(({ value }) => value),
    context,
  );
  written.outcomes.forEach((outcome, index) => {
    outcomes[made[index]!.at] = outcome;
  });
  return { outcomes, sent: written.sent };
}
