/** One submission to several writers: accepted when each required one has it; who has it already is not written to again. */
import { backoff, sleep } from "../lifecycle.ts";
import type { Branch, IngestionWriter, Receipt, RefusedRecord, Submission } from "./ingestion.ts";

export interface TeeBranch {
  readonly name: string;
  readonly writer: IngestionWriter;
  /** A best-effort branch may fail without anybody waiting for it. Default true. */
  readonly required?: boolean;
}

export interface TeeOptions {
  /** Tries of the branches that failed, while the others wait; default 10. Past them the submission fails as a whole. */
  readonly tries?: number;
  readonly backoff?: { readonly base?: number; readonly cap?: number };
  /** Hears how each branch stands after each submission. */
  readonly onBranches?: (branches: readonly Branch[]) => void;
}

/** How many of the records that came to a branch it has taken, refused or failed on, over all submissions. */
export interface TeeWriter extends IngestionWriter {
  totals(): readonly Branch[];
}

function named(writers: readonly (IngestionWriter | TeeBranch)[]): TeeBranch[] {
  return writers.map((one, at) => ("writer" in one ? one : { name: `writer ${at + 1}`, writer: one }));
}

/** A record that any required branch refuses is refused, with all their reasons. */
function refusalsOf(receipts: readonly Receipt[]): RefusedRecord[] {
  const byIndex = new Map<number, RefusedRecord["errors"]>();
  for (const { rejected } of receipts)
    for (const { index, errors } of rejected) byIndex.set(index, [...(byIndex.get(index) ?? []), ...errors]);
  return [...byIndex].sort(([a], [b]) => a - b).map(([index, errors]) => ({ index, errors }));
}

export function tee(writers: readonly (IngestionWriter | TeeBranch)[], options: TeeOptions = {}): TeeWriter {
  const branches = named(writers);
  const { tries = 10, onBranches } = options;
  const sums = branches.map(({ name }) => ({ name, received: 0, accepted: 0, rejected: 0, failed: 0 }));

  /** Each branch tries by itself: one that is slow to come back holds up the answer, not the others' writing. */
  async function writeTo(
    { writer, required = true }: TeeBranch,
    submission: Submission,
    signal: AbortSignal | undefined,
  ) {
    for (let attempt = 0; ; attempt++) {
      try {
        return await writer.write(submission, signal);
      } catch (error) {
        if (!required || signal?.aborted || attempt + 1 >= tries) return error as Error;
        await sleep(backoff(attempt, options.backoff), signal);
        if (signal?.aborted) return error as Error;
      }
    }
  }

  function report(at: number, count: number, outcome: Receipt | Error): Branch {
    const { name } = branches[at]!;
    const failed = outcome instanceof Error;
    const accepted = failed ? 0 : outcome.accepted;
    const rejected = failed ? 0 : outcome.rejected.length;
    const sum = sums[at]!;
    sum.received += count;
    sum.accepted += accepted;
    sum.rejected += rejected;
    sum.failed += failed ? count : 0;
    return {
      name,
      received: count,
      accepted,
      rejected,
      failed: failed ? count : 0,
      error: failed ? outcome.message : undefined,
    };
  }

  return {
    totals: () => sums.map((sum) => ({ ...sum })),
    async write(submission, signal) {
      const outcomes = await Promise.all(branches.map((branch) => writeTo(branch, submission, signal)));
      const reports = outcomes.map((outcome, at) => report(at, submission.records.length, outcome));
      onBranches?.(reports);
      const required = outcomes.filter((_, at) => branches[at]!.required ?? true);
      const failure = required.find((outcome) => outcome instanceof Error);
      // Some have it: whoever writes it again meets them by its identity.
      if (failure instanceof Error) throw failure;
      const receipts = required.filter((outcome): outcome is Receipt => !(outcome instanceof Error));
      const rejected = refusalsOf(receipts);
      return {
        batch_ids: receipts.flatMap(({ batch_ids }) => batch_ids),
        accepted: submission.records.length - rejected.length,
        rejected,
        branches: reports,
      };
    },
  };
}
