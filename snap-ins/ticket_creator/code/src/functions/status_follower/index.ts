/** When a work item of ours changes its stage in DevRev, its ticket in Groundswell follows. Needs the input `groundswell_url`. */
import { createFunction, type Deps, type Run, type Stage, type TicketStatus, type WorkItem } from "../../shared.ts";
import { readMark } from "../ticket_creator/work-content.ts";

/**
 * The stock stages of a DevRev ticket. Of an organisation's own ones, the state that they belong to decides; where none is
 * given, they are at work, for they are rarely the first or the last.
 */
const OPEN: ReadonlySet<string> = new Set(["queued", "triage", "backlog"]);
const CLOSED: ReadonlySet<string> = new Set(["resolved", "canceled", "accepted", "closed", "completed"]);

export function statusOf(stage: Stage): TicketStatus {
  const name = stage.name?.toLowerCase() ?? "";
  if (CLOSED.has(name)) return "closed";
  if (OPEN.has(name)) return "open";
  const state = stage.state ?? stage.stage?.state;
  if (state?.is_final === true || state?.name === "closed") return "closed";
  return state?.name === "open" ? "open" : "in_progress";
}

interface Updated {
  readonly work?: WorkItem;
  readonly old_work?: WorkItem;
}

/**
 * The work item of a `work_updated` event whose stage has changed. Anything else that changes, among it what we write
 * ourselves, must not set a status again: that would close a ticket which evidence has just reopened.
 */
function movedWork(payload: Readonly<Record<string, unknown>>): WorkItem | undefined {
  const { work, old_work: before } = (payload.work_updated ?? {}) as Updated;
  if (typeof work?.id !== "string") return undefined;
  return before?.stage?.name !== undefined && before.stage.name === work.stage?.name ? undefined : work;
}

async function handle(run: Run): Promise<void> {
  const told = movedWork(run.event.payload);
  if (told === undefined || run.groundswell === undefined) return;
  const mark = readMark(told.body);
  if (mark === undefined) return;
  // Events come in any order, so the work item is asked where it stands; one that is gone, or can't be asked, is as it was told.
  const now = await run.devRev.readTicket(told.id);
  const stage = (now.ok ? now.value?.stage : undefined) ?? told.stage;
  if (stage?.name === undefined) return;
  const set = await run.groundswell.setStatus(mark.ticketId, statusOf(stage));
  // The next change of the stage brings another event.
  if (!set.ok) run.deps.log({ event: "status_not_set", reason: set.failure.message });
}

export const createRun = (deps?: Deps) => createFunction(handle, deps);

export const run = createRun();
export default run;
