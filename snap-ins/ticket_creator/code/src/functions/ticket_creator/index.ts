/** `create_tickets`: tickets from Groundswell's queue become work items in DevRev, by command and on a schedule. */
import {
  createFunction,
  createTagBook,
  type Deps,
  inputOf,
  isCommand,
  type MessageQueue,
  openConfiguredQueue,
  parametersOf,
  type Run,
  readCount,
} from "../../shared.ts";
import { createTicketLoop } from "./create-tickets.ts";
import { createTicketFiling } from "./file-ticket.ts";
import { describe } from "./report.ts";
import { createWorkFinder } from "./work-finder.ts";
import { createClaimLedger, createMarkerLedger } from "./work-ledger.ts";

/** The original's default for a command. */
const BY_COMMAND = 1;
const ON_SCHEDULE = 200;
const MAXIMUM = 1_000;

async function createAll(run: Run, queue: MessageQueue, limit: number): Promise<void> {
  const { devRev, groundswell, budget, deps } = run;
  const byMarker = createMarkerLedger(deps.clock);
  const tags = createTagBook(devRev, deps.clock);
  const fileTicket = createTicketFiling({
    devRev,
    ledger: groundswell === undefined ? byMarker : createClaimLedger(groundswell, deps.clock, byMarker),
    finder: createWorkFinder(devRev, deps.clock),
    workOf: async (ticketId) => {
      const read = await groundswell?.readTicket(ticketId);
      return read?.ok === true ? read.value?.work?.id : undefined;
    },
    tags,
    partId: inputOf(run.event, "default_part_id"),
    ownerId: inputOf(run.event, "default_owner_id"),
    groundswellUrl: inputOf(run.event, "groundswell_url").replace(/\/+$/, ""),
  });
  const ready = async () => {
    const marker = await tags.markerId();
    return marker.ok && groundswell !== undefined ? groundswell.ready() : marker;
  };
  const said = describe(await createTicketLoop({ queue, ready, fileTicket, budget })(limit));
  if (said !== undefined) await run.report(said);
  else if (isCommand(run.event)) await run.report("Groundswell: the queue holds no tickets right now.");
}

async function handle(run: Run): Promise<void> {
  const count = readCount(parametersOf(run.event), isCommand(run.event) ? BY_COMMAND : ON_SCHEDULE, MAXIMUM);
  if (typeof count === "string") return run.report(count);
  const queue = await openConfiguredQueue(run);
  if (queue === undefined) return;
  try {
    await createAll(run, queue, count);
  } finally {
    queue.close();
  }
}

export const createRun = (deps?: Deps) => createFunction(handle, deps);

export const run = createRun();
export default run;
