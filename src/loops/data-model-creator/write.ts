/** Writing insights: read what is there, decide in the application which is newer, create or compare-and-set, and decide again when somebody was faster. */

import { correctionIn, withCorrection } from "../../model/corrected-insight.ts";
import type { Statement } from "../../model/insight.ts";
import type { InsightDocument } from "../../model/insight-document.ts";
import { isNewer } from "../../model/newer.ts";
import { duplicate, type Outcome, reject, retry, updated } from "../../model/outcome.ts";
import type { TenantId } from "../../model/tenant.ts";
import { type Offered, type Store, type Stored, StoreUnavailable, type Write } from "../../store/store.ts";

/** An insight ready to be written: the document, what it is found by, and the record that it was made from. */
export interface InsightDraft {
  readonly doc: InsightDocument;
  readonly search: string;
  readonly vector?: Float32Array;
  /** What was there when the draft was made. */
  readonly before: Stored<InsightDocument> | undefined;
}

/** Two runners can make each other decide again, but one of them wins each time. */
const MAX_ROUNDS = 8;

type Decision =
  | { readonly write: Write<InsightDocument>; readonly outcome: Outcome<InsightDocument> }
  | { readonly outcome: Outcome<InsightDocument> };

/**
 * What this very part of a batch has done to an insight before. Another part of the same batch is a stranger's, or it
 * would hold other records: what it brings is judged like anything that comes later. Insights older than these marks
 * know their batch alone.
 */
export function madeBy(
  before: InsightDocument,
  { batch, part }: { readonly batch: string; readonly part?: string | undefined },
): "created" | "revised" | undefined {
  if (before.created_batch === batch && (before.created_part ?? part) === part) return "created";
  return before.batch === batch && (before.part ?? part) === part ? "revised" : undefined;
}

/** Of one text: the same thing told, though another model may begin or end it at another word. */
const isSamePlace = (a: Statement, b: Statement): boolean =>
  a.kind === b.kind &&
  2 * (Math.min(a.end, b.end) - Math.max(a.start, b.start)) > Math.min(a.end - a.start, b.end - b.start);

/** What an insight keeps over its revisions: who created it, what the periodic passes wrote, and what people put right. */
export function revise(draft: InsightDocument, before: InsightDocument, revision: number): InsightDocument {
  const { marks, pass_term, created_batch, created_part } = before;
  // What is said again stays in its theme; the next pass places the rest.
  const placed = (before.statements ?? []).filter(({ theme }) => theme !== undefined);
  const isSameText = draft.main_text === before.main_text;
  const statements = draft.statements.map((statement) => {
    const theme = placed.find(
      (one) => one.quote === statement.quote || (isSameText && isSamePlace(one, statement)),
    )?.theme;
    return theme === undefined ? statement : { ...statement, theme };
  });
  const themes = [...new Set(statements.flatMap(({ theme }) => theme ?? []))];
  // Of before there were statements, the cluster is all that is known.
  const isStill = placed.length === 0 || themes.includes(before.cluster_id ?? "");
  const cluster_id = isStill ? before.cluster_id : themes[0];
  const next = { ...draft, statements, created_batch, created_part, revision, marks, cluster_id, themes, pass_term };
  const correction = correctionIn(before);
  return correction === undefined ? next : withCorrection(next, correction);
}

function decide({ doc, search, vector }: InsightDraft, stored: Stored<InsightDocument> | undefined): Decision {
  const indexed = { search, vector };
  if (stored === undefined)
    return { write: { op: "create", id: doc.id, doc, ...indexed }, outcome: { kind: "ok", value: doc } };
  const before = stored.doc;
  // Already there, by this very part: a crash came between the write and the ledger entry.
  const made = madeBy(before, doc);
  if (made === "created") return { outcome: { kind: "ok", value: before } };
  if (made === "revised") return { outcome: updated(before) };
  if (!isNewer(doc, before)) return { outcome: duplicate };
  const next = revise(doc, before, before.revision + 1);
  return {
    write: { op: "replace", id: doc.id, version: stored.version, doc: next, ...indexed },
    outcome: updated(next),
  };
}

function resultOf(result: Offered, outcome: Outcome<InsightDocument>): Outcome<InsightDocument> | "again" | "later" {
  if (result.ok) return outcome;
  switch (result.reason) {
    case "exists":
    case "conflict":
    case "missing":
      return "again";
    case "invalid":
      return reject([{ field: "", code: "not_storable", message: result.message }]);
    case "unavailable":
      return "later";
  }
}

const readAgain = (store: Store, tenant: TenantId, drafts: readonly InsightDraft[], indexes: readonly number[]) =>
  store.getMany(
    tenant,
    "insights",
    indexes.map((index) => drafts[index]!.doc.id),
  );

/** The newest draft of each identity, by position: a stranger's message may hold one twice. */
function newestOf(drafts: readonly InsightDraft[]): number[] {
  const newest = new Map<string, number>();
  for (const [index, { doc }] of drafts.entries()) {
    const other = newest.get(doc.id);
    if (other === undefined || isNewer(doc, drafts[other]!.doc)) newest.set(doc.id, index);
  }
  return [...newest.values()].sort((a, b) => a - b);
}

/**
 * One final outcome per draft, in order: `ok` created, `updated`, or `duplicate`. Of drafts of one identity the newest counts.
 * Throws {@link StoreUnavailable} when the store takes none of what is left: an outage is no try, and what was written
 * by then is known by its batch when the call comes again.
 */
export async function writeInsights(
  store: Store,
  tenant: TenantId,
  drafts: readonly InsightDraft[],
): Promise<Outcome<InsightDocument>[]> {
  const outcomes: Outcome<InsightDocument>[] = new Array(drafts.length).fill(duplicate);
  let open = newestOf(drafts);
  for (let round = 0; open.length > 0; round++) {
    if (round >= MAX_ROUNDS) {
      for (const index of open) outcomes[index] = retry(new Error("others kept writing the same insight"));
      break;
    }
    // The first round goes by what the stage read; whoever came between shows as a conflict.
    const stored =
      round === 0 ? open.map((index) => drafts[index]!.before) : await readAgain(store, tenant, drafts, open);
    const decisions = open.map((index, position) => ({ index, ...decide(drafts[index]!, stored[position]) }));
    const writing = decisions.filter((decision) => "write" in decision);
    const results = await store.offer(
      tenant,
      "insights",
      writing.map((decision) => decision.write),
    );
    const resultByIndex = new Map(writing.map((decision, position) => [decision.index, results[position]!]));
    open = [];
    let refused = 0;
    for (const { index, outcome } of decisions) {
      const result = resultByIndex.get(index);
      const settled = result === undefined ? outcome : resultOf(result, outcome);
      if (settled === "later") refused++;
      if (settled === "again" || settled === "later") open.push(index);
      else outcomes[index] = settled;
    }
    if (refused > 0 && (refused === decisions.length || round + 1 >= MAX_ROUNDS))
      throw new StoreUnavailable(`the store did not take ${refused} of ${drafts.length} insights`);
  }
  return outcomes;
}
