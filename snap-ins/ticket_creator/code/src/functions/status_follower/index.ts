/** When a work item of ours changes its stage in DevRev, its ticket in Groundswell follows. Needs the input `groundswell_url`. */
import { createFunction, type Deps, type Run, type TicketStatus, type WorkItem } from "../../shared.ts";
import { readMark } from "../ticket_creator/work-content.ts";

/** The stock stages of a DevRev ticket. Anything else is at work: an organisation's own stages are rarely the first or the last. */
const OPEN: ReadonlySet<string> = new Set(["queued", "triage", "backlog"]);
const CLOSED: ReadonlySet<string> = new Set(["resolved", "canceled", "accepted", "closed", "completed"]);

export function statusOf(stage: string): TicketStatus {
  const name = stage.toLowerCase();
  if (CLOSED.has(name)) return "closed";
  return OPEN.has(name) ? "open" : "in_progress";
}

/** The work item of a `work_updated` event of DevRev's webhook. */
function updatedWork(payload: Readonly<Record<string, unknown>>): WorkItem | undefined {
  const updated = payload.work_updated;
  if (typeof updated !== "object" || updated === null) return undefined;
  const { work } = updated as { readonly work?: WorkItem };
  return typeof work?.id === "string" ? work : undefined;
}

async function handle(run: Run): Promise<void> {
  const work = updatedWork(run.event.payload);
  const stage = work?.stage?.name;
  if (work === undefined || stage === undefined || run.groundswell === undefined) return;
  const mark = readMark(work.body);
  if (mark === undefined) return;
  const set = await run.groundswell.setStatus(mark.ticketId, statusOf(stage));
  // Each change of the work item brings another event with the stage as it is then; a person is told only of a final no.
  if (!set.ok) run.deps.log({ event: "status_not_set", reason: set.failure.message });
}

export const createRun = (deps?: Deps) => createFunction(handle, deps);

export const run = createRun();
export default run;
