/** One line of `enrich`: a raw record becomes an insight, or says what became of it; what the daemon does with a store, without one. */

import type { Enrichment } from "../../enrichment/enrichment.ts";
import { createUnderstanding, type UnderstandingOptions } from "../../enrichment/understand-record.ts";
import type { FieldError } from "../../model/outcome.ts";
import type { ReadLine, Row } from "../jsonl.ts";
import { createRecentIdentities } from "./recent-identities.ts";

export interface EnricherOptions extends UnderstandingOptions {
  readonly remember?: number;
}

const rejected = (index: number, errors: readonly FieldError[]): Row => ({
  index,
  outcome: "rejected",
  reason: errors[0]!.code,
  errors,
});

export function createRecordEnricher(enrichment: Enrichment, options: EnricherOptions) {
  const { read: readOne, understand } = createUnderstanding(enrichment, options);
  const seen = createRecentIdentities(options.remember);

  return (line: ReadLine, index: number): Row => {
    if ("error" in line) return rejected(index, [{ field: "", code: "invalid", message: line.error }]);
    const read = readOne(line.value);
    if ("errors" in read) return rejected(index, read.errors);
    const { record } = read;
    const revision = seen.revisionOf(record);
    if (revision === undefined) return { index, outcome: "duplicate" };

    const understood = understand(record, revision);
    if (understood.outcome === "dropped") return { index, ...understood };
    seen.remember(record, revision);
    return { index, ...understood };
  };
}
