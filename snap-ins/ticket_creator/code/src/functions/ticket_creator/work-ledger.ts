/**
 * Who may make the work item of a revision. With Groundswell, that is whoever holds the claim on its ticket; without,
 * everybody may, and only the marker in the work item's body keeps them from doing it twice.
 */
import {
  type Clock,
  type Failure,
  type Groundswell,
  ok,
  type Result,
  type TicketView,
  type WorkOfTicket,
} from "../../shared.ts";
import type { TicketItem } from "./ticket-message.ts";

/** How old a claim is when Groundswell lets somebody else take it over, and how long a message stays hidden. */
export const STALE_SECONDS = 600;
/** When what somebody left behind can surely be taken over. */
export const AFTER_STALE_SECONDS = STALE_SECONDS + 30;

/**
 * - `done`: this revision or a later one has its work item.
 * - `later`: somebody else is at it; come back after so many seconds.
 * - `yours`: go ahead. `workId`: the work item to update. `search`: somebody may have made one without telling, so look.
 */
export type Turn =
  | { readonly kind: "done" }
  | { readonly kind: "later"; readonly seconds: number }
  | { readonly kind: "failed"; readonly failure: Failure }
  | ({ readonly kind: "yours"; readonly search: boolean } & OpenTurn);

export interface OpenTurn {
  readonly workId?: string;
  /** Only work items made since then need to be looked at, ISO 8601; left out: those that carry our tag. */
  readonly searchAfter?: string;
  /**
   * Milliseconds in which something new may still be made. A later holder of the claim looks for it when the claim is
   * stale, so it must by then be old enough for DevRev to list it: the sooner it is made, the longer lists may lag.
   */
  safeMs(): number;
  finish(workId: string): Promise<Result<"finished" | "lost">>;
}

export type WorkLedger = (item: TicketItem) => Promise<Turn>;

/** A quarter of the claim's life, for a long search; without one, what is made is made within seconds of the claim. */
const SAFE_MS = (STALE_SECONDS / 4) * 1_000;
/** Clocks of different machines may differ by this much. */
const CLOCK_MARGIN_MS = 24 * 3_600_000;

function safeFromNow(clock: Clock): () => number {
  const end = clock.elapsed() + SAFE_MS;
  return () => Math.max(0, end - clock.elapsed());
}

/** Without Groundswell. */
export function createMarkerLedger(clock: Clock): WorkLedger {
  return async () => ({
    kind: "yours",
    search: true,
    safeMs: safeFromNow(clock),
    finish: async () => ok("finished"),
  });
}

/** The beginning of time where it is not known when the ticket came to be. */
function shortlyBefore(at: number | string | undefined): string {
  const milliseconds = typeof at === "number" ? at * 1_000 : Date.parse(at ?? "");
  return new Date(Number.isFinite(milliseconds) ? milliseconds - CLOCK_MARGIN_MS : 0).toISOString();
}

/** What is left to do before a claim can be tried, from what Groundswell knows; undefined: try it. */
function before(item: TicketItem, work: WorkOfTicket | undefined): Turn | undefined {
  if (work?.state === "done" && work.revision >= item.revision) return { kind: "done" };
  // A later revision is under way, and its message comes again until it is done: then there is nothing left to do here.
  const later = work?.state === "claimed" && work.revision > item.revision;
  return later ? { kind: "later", seconds: AFTER_STALE_SECONDS } : undefined;
}

/** With Groundswell: a claim through PUT /tickets/:id/work. A ticket it does not know falls back to the marker. */
export function createClaimLedger(groundswell: Groundswell, clock: Clock, fallback: WorkLedger): WorkLedger {
  async function finish(item: TicketItem, workId: string, etag: string): Promise<Result<"finished" | "lost">> {
    const done = { revision: item.revision, state: "done", work_id: workId } as const;
    const answer = await groundswell.putWork(item.ticketId, done, etag);
    if (!answer.ok) return answer;
    if (answer.value.kind === "taken") return ok("finished");
    // A lost reply makes us ask twice, and the second time it is already done, by us.
    const now = await groundswell.readTicket(item.ticketId);
    if (!now.ok) return now;
    const { state, revision, id } = now.value?.work ?? {};
    return ok(state === "done" && revision === item.revision && id === workId ? "finished" : "lost");
  }

  async function claim(item: TicketItem, { work, etag, created_at }: TicketView): Promise<Turn> {
    const safeMs = safeFromNow(clock);
    const workId = work?.id;
    const asked = { revision: item.revision, state: "claimed", ...(workId && { work_id: workId }) } as const;
    const claimed = await groundswell.putWork(item.ticketId, asked, work === undefined ? undefined : etag);
    if (!claimed.ok) return { kind: "failed", failure: claimed.failure };
    const { value } = claimed;
    if (value.kind === "held") return { kind: "later", seconds: AFTER_STALE_SECONDS };
    if (value.kind === "changed") return { kind: "later", seconds: 60 };
    return {
      kind: "yours",
      // A claim that was left behind may have led to a work item that nobody recorded.
      search: work !== undefined && (work.state === "claimed" || workId === undefined),
      ...(workId && { workId }),
      searchAfter: shortlyBefore(created_at),
      safeMs,
      finish: (id) => finish(item, id, value.etag),
    };
  }

  return async function turnFor(item) {
    const read = await groundswell.readTicket(item.ticketId);
    if (!read.ok) return { kind: "failed", failure: read.failure };
    if (read.value === undefined) return fallback(item);
    return before(item, read.value.work) ?? claim(item, read.value);
  };
}
