/** The oracle of every fault, and the table of what it saw. */
import assert from "node:assert/strict";
import type { TenantId } from "../../src/model/tenant.ts";
import type { FeedbackRecord } from "../feedback.ts";
import type { Rig } from "./rig.ts";

export interface Trial {
  readonly fault: string;
  readonly tenant: TenantId;
  /** Distinct records that were acknowledged to their sender. */
  readonly sent: readonly FeedbackRecord[];
  /** What an undisturbed run made of them, by the sender's id. */
  readonly undisturbed: ReadonlyMap<string, string>;
  /** Milliseconds of the monotonic clock at which the fault ended. */
  readonly healedAt: number;
  /** How many records count as received: more than were sent where some were sent twice. */
  readonly received?: number;
  readonly milliseconds?: number;
}

/** What one run showed. */
export interface Finding {
  readonly fault: string;
  readonly pair: string;
  readonly lost: number;
  readonly doubled: number;
  /** In seconds; of many runs the table has the longest. */
  readonly recovered: number;
}

export interface Judge {
  /** A line of the table, or one more run of it. */
  note(finding: Finding): void;
  /** Waits until the pipeline has drained, then holds it to the oracle: all accounted for once, what is stored was sent and says the same, nothing dead. */
  judge(rig: Rig, trial: Trial): Promise<void>;
  print(): void;
}

export function createJudge(): Judge {
  const rows = new Map<string, Finding & { readonly runs: number }>();
  const note = (finding: Finding): void => {
    const key = `${finding.fault} ${finding.pair}`;
    const row = rows.get(key) ?? { runs: 0, lost: 0, doubled: 0, recovered: 0 };
    rows.set(key, {
      ...finding,
      runs: row.runs + 1,
      lost: row.lost + finding.lost,
      doubled: row.doubled + finding.doubled,
      recovered: Math.max(row.recovered, finding.recovered),
    });
  };
  return {
    note,
    async judge(rig, { fault, tenant, sent, undisturbed, healedAt, received = sent.length, milliseconds }) {
      const books = await rig.settled(tenant, received, milliseconds);
      const recovered = Math.max(0, performance.now() - healedAt) / 1000;
      const found = await rig.insights(tenant);
      const lost = [...undisturbed.keys()].filter((id) => !found.has(id)).length;
      const doubled =
        [...found.keys()].filter((id) => !undisturbed.has(id)).length + Math.max(0, books.received - received);
      note({ fault, pair: rig.name, lost, doubled, recovered });
      assert.equal(books.balanced, true, JSON.stringify(books));
      assert.deepEqual([books.received, books.dead], [received, 0]);
      assert.deepEqual([lost, doubled], [0, 0]);
      assert.deepEqual(found, undisturbed);
    },
    print() {
      const line = (cells: readonly unknown[]): string =>
        cells.map((cell, at) => String(cell).padEnd([58, 9, 5, 5, 8, 9][at]!)).join(" ");
      const lines = [...rows.values()].map((row) =>
        line([row.fault, row.pair, row.runs, row.lost, row.doubled, `${row.recovered.toFixed(1)} s`]),
      );
      const head = line(["fault", "pair", "runs", "lost", "doubled", "recovered in"]);
      process.stdout.write(`\n${[head, ...lines].join("\n")}\n\n`);
    },
  };
}
