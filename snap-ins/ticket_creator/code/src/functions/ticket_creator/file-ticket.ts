/** One ticket to one work item in DevRev: made, or brought up to date, exactly once for each revision. */
import { type DevRev, type Failure, ok, type Result, type TagBook, type WorkItem } from "../../shared.ts";
import type { TicketItem } from "./ticket-message.ts";
import { bodyOf, displayName, entryMark, entryOf, readMark, severityOf, tagsOf, titleOf } from "./work-content.ts";
import type { FoundWork, WorkFinder } from "./work-finder.ts";
import type { OpenTurn, WorkLedger } from "./work-ledger.ts";

/**
 * - `created`, `updated`: recorded; the message has served.
 * - `nothing`: it was done before, or a person deleted the work item.
 * - `later`: the message must come again after so many seconds.
 * - `failed`: so must it, and this is why.
 */
export type Filed =
  | { readonly kind: "created" | "updated"; readonly work: string; readonly note?: string }
  | { readonly kind: "nothing"; readonly note?: string }
  | { readonly kind: "later"; readonly seconds: number }
  | { readonly kind: "failed"; readonly failure: Failure; readonly claimed: boolean };

export interface FilingDeps {
  readonly devRev: DevRev;
  readonly ledger: WorkLedger;
  readonly finder: WorkFinder;
  readonly tags: TagBook;
  /** The work item of a ticket, from whoever keeps count; undefined where nobody does. */
  readonly workOf: (ticketId: string) => Promise<string | undefined>;
  readonly partId: string;
  readonly ownerId: string;
  /** "" when it is not known. */
  readonly groundswellUrl: string;
}

type SearchingTurn = OpenTurn & { readonly search: boolean };

const CLOSED_STAGES: ReadonlySet<string> = new Set(["resolved", "canceled", "accepted", "closed", "completed"]);
const REOPENED_STAGE = "queued";
/** The one that it went into stays open in its place. */
const MERGED_STAGE = "canceled";
/** How long making a work item may wait for DevRev; after that the claim is better left to go stale. */
const CREATE_PATIENCE_MS = 20_000;

/**
 * `claimed`: a claim is left behind, and perhaps a work item that nobody recorded: the next try makes sense when the
 * claim is stale and DevRev surely lists the work item.
 */
const failed = (failure: Failure, claimed = true): Filed => ({ kind: "failed", failure, claimed });

/** That asking again will not help, whoever asks. */
const isFinal = ({ kind, status }: Failure): boolean => kind === "refused" && status !== 401 && status !== 403;

/** The work item is there, which is what matters; that its timeline lacks an entry is told, and holds up nothing. */
const noteOf = (entry: Result<unknown>, workId: string): { readonly note?: string } =>
  entry.ok ? {} : { note: `${displayName(workId)} has no timeline entry: ${entry.failure.message}` };

/** What of a new ticket is not the customers' but the snap-in's own configuration. */
const withSettings = (failure: Failure): Failure =>
  isFinal(failure)
    ? { ...failure, message: `${failure.message}; please check the inputs default_part_id and default_owner_id` }
    : failure;

export function createTicketFiling(deps: FilingDeps) {
  const { devRev } = deps;

  async function existingWork(item: TicketItem, turn: SearchingTurn, markerTag: string | undefined) {
    if (turn.workId !== undefined || !turn.search) return ok({ extra: 0 } as { found?: FoundWork; extra: number });
    if (turn.searchAfter !== undefined) return deps.finder.findAmong(item.ticketId, turn.searchAfter);
    return deps.finder.findTagged(item.ticketId, markerTag);
  }

  /** Internal, so that customers never see what other customers wrote. False when it was there already. */
  async function addEntry(item: TicketItem, workId: string, isNew: boolean, check: boolean): Promise<Result<boolean>> {
    if (check) {
      const entries = await devRev.listTimelineEntries(workId);
      if (!entries.ok) return entries;
      if (entries.value.some((entry) => entry.body?.includes(entryMark(item)) === true)) return ok(false);
    }
    const added = await devRev.addTimelineEntry(workId, entryOf(item, isNew), "internal");
    return added.ok ? ok(true) : added;
  }

  async function create(item: TicketItem, tagIds: readonly string[], patienceMs: number): Promise<Result<WorkItem>> {
    const ticket = {
      title: titleOf(item),
      body: bodyOf(item, deps.groundswellUrl),
      severity: severityOf(item),
      applies_to_part: deps.partId,
      owned_by: [deps.ownerId],
      tags: tagIds.map((id) => ({ id })),
    };
    if (item.mergedInto === undefined) return devRev.createTicket(ticket, patienceMs);
    // Its first revisions never came, or come later and meet it: nobody has to look at it.
    const made = await devRev.createTicket({ ...ticket, stage: MERGED_STAGE }, patienceMs);
    return !made.ok && isFinal(made.failure) ? devRev.createTicket(ticket, patienceMs) : made;
  }

  /** Where a merged ticket goes on, as DevRev calls it. */
  async function withElder(item: TicketItem): Promise<TicketItem> {
    const mergedIntoWork = item.mergedInto === undefined ? undefined : await deps.workOf(item.mergedInto);
    return mergedIntoWork === undefined ? item : { ...item, mergedIntoWork };
  }

  /** Keeps the title that people know it by, and the tags that they added. */
  async function update(item: TicketItem, work: WorkItem, tagIds: readonly string[]): Promise<Result<WorkItem>> {
    const before = (work.tags ?? []).map(({ tag }) => tag.id);
    const closed = CLOSED_STAGES.has(work.stage?.name ?? "");
    const change = {
      id: work.id,
      body: bodyOf(item, deps.groundswellUrl),
      severity: severityOf(item),
      tags: [...new Set([...before, ...tagIds])].map((id) => ({ id })),
    };
    const stage = item.mergedInto !== undefined ? MERGED_STAGE : item.regression && closed ? REOPENED_STAGE : undefined;
    if (stage === undefined || (stage === MERGED_STAGE && closed)) return devRev.updateTicket(change);
    const moved = await devRev.updateTicket({ ...change, stage });
    // Organisations have stages of their own: then it stays in its stage, and the timeline says what happened.
    return !moved.ok && moved.failure.kind === "refused" ? devRev.updateTicket(change) : moved;
  }

  async function finish(turn: OpenTurn, filed: Extract<Filed, { work: string }>): Promise<Filed> {
    const recorded = await turn.finish(filed.work);
    if (!recorded.ok) return failed(recorded.failure);
    if (recorded.value === "finished") return filed;
    return { ...filed, note: `${filed.work}: another run had taken over its ticket meanwhile` };
  }

  /** The work item needs nothing any more; only that has to be recorded. */
  async function leave(turn: OpenTurn, workId: string, note?: string): Promise<Filed> {
    const recorded = await turn.finish(workId);
    if (!recorded.ok) return failed(recorded.failure);
    return { kind: "nothing", note };
  }

  async function bringUpToDate(
    item: TicketItem,
    turn: SearchingTurn,
    workId: string,
    tagIds: readonly string[],
  ): Promise<Filed> {
    const read = await devRev.readTicket(workId);
    if (!read.ok) return failed(read.failure);
    if (read.value === undefined) return leave(turn, workId, `${workId} was deleted in DevRev and is left so`);
    const mark = readMark(read.value.body);
    const shown = mark?.ticketId === item.ticketId ? mark.revision : -1;
    if (shown > item.revision) return leave(turn, workId);
    // At the revision already: it was made by a run that ended before it could say so.
    const current = shown === item.revision;
    const updated = current ? ok(read.value) : await update(item, read.value, tagIds);
    if (!updated.ok) return failed(updated.failure);
    const entry = await addEntry(item, workId, current, turn.search);
    if (!entry.ok && !isFinal(entry.failure)) return failed(entry.failure);
    if (current && entry.ok && !entry.value) return leave(turn, workId);
    return finish(turn, { kind: current ? "created" : "updated", work: workId, ...noteOf(entry, workId) });
  }

  async function makeNew(item: TicketItem, turn: SearchingTurn, tagIds: readonly string[]): Promise<Filed> {
    const patienceMs = Math.min(CREATE_PATIENCE_MS, turn.safeMs());
    if (patienceMs === 0) return failed({ kind: "busy", message: "looking for an earlier work item took too long" });
    const created = await create(item, tagIds, patienceMs);
    if (!created.ok) return failed(withSettings(created.failure));
    const { id, created_date = "" } = created.value;
    deps.finder.remember({ id, mark: { ticketId: item.ticketId, revision: item.revision }, created: created_date });
    const entry = await addEntry(item, id, true, false);
    if (!entry.ok && !isFinal(entry.failure)) return failed(entry.failure);
    return finish(turn, { kind: "created", work: id, ...noteOf(entry, id) });
  }

  return async function fileTicket(told: TicketItem): Promise<Filed> {
    // Before the claim, because nothing is held while we wait for DevRev here.
    const marker = await deps.tags.markerId();
    if (!marker.ok) return failed(marker.failure, false);
    const named = await deps.tags.idsOf(tagsOf(told));
    if (!named.ok) return failed(named.failure, false);
    const tagIds = marker.value === undefined ? named.value : [marker.value, ...named.value];

    const turn = await deps.ledger(told);
    if (turn.kind === "done") return { kind: "nothing" };
    if (turn.kind === "later") return turn;
    if (turn.kind === "failed") return failed(turn.failure, false);

    const item = await withElder(told);
    const existing = await existingWork(item, turn, marker.value);
    if (!existing.ok) return failed(existing.failure);
    const { found, extra } = existing.value;
    const workId = turn.workId ?? found?.id;
    if (workId === undefined) return makeNew(item, turn, tagIds);
    const filed = await bringUpToDate(item, turn, workId, tagIds);
    if (extra === 0 || filed.kind === "failed" || filed.kind === "later") return filed;
    const note = `${extra + 1} work items carry the mark of ticket ${item.ticketId}; the eldest, ${workId}, is kept up to date`;
    return { ...filed, note };
  };
}
