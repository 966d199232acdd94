/** The event writer: events queue in; events, sessions and the errors of what was wrong in the store. */
import { type Judge, type Reading, readQueuedEvent } from "../../events/judge.ts";
import { requestName } from "../../ingestion/event-intake.ts";
import { mapInTurns } from "../../lifecycle.ts";
import type { Batch } from "../../model/batch.ts";
import { EVENTS_SOURCE } from "../../model/event.ts";
import { createContentNames, sentContent } from "../../model/event-content-name.ts";
import { type Outcome, ok, reject } from "../../model/outcome.ts";
import type { ReceivedMessage } from "../../queue/queue.ts";
import type { Store } from "../../store/store.ts";
import type { ConsumingLoop, Part } from "../frame/consuming-loop.ts";
import { keepEventErrors } from "./errors.ts";
import { EVENTS_A_TURN, type EventDraft, writeEvents } from "./write.ts";

export interface EventWriterDeps {
  readonly store: Store;
  readonly judge: Judge;
  /** Of events that a stranger put on the queue without saying. */
  readonly defaultApplication: string;
}

function applicationOf(raw: unknown, fallback: string): string {
  const { application } = (typeof raw === "object" && raw !== null ? raw : {}) as { readonly application?: unknown };
  const named = typeof application === "string" ? application.trim() : "";
  return named !== "" && named.length <= 200 ? named : fallback;
}

export function createEventWriterLoop(deps: EventWriterDeps): ConsumingLoop<Reading, EventDraft> {
  const { store, judge } = deps;

  /** One part per application; a stranger's mixed message becomes several batches. */
  async function read(items: readonly unknown[], batch: Batch, message: ReceivedMessage): Promise<Part<Reading>[]> {
    const redrive = batch.redriveOf === undefined ? undefined : `${batch.batch}.${batch.redriveOf}`;
    const nameOf = createContentNames();
    const groups = new Map<string, { readonly value: Reading; readonly raw: unknown }[]>();
    await mapInTurns(items, EVENTS_A_TURN, (raw, index) => {
      const application = applicationOf(raw, deps.defaultApplication);
      // A redriven message counts its items anew: they must not be taken for others of the batch.
      const identity = redrive === undefined ? nameOf(application, sentContent(raw)) : `${redrive}.${index}`;
      const unstamped = { received_us: message.sentAt * 1_000, request: 0, index, identity };
      const group = groups.get(application) ?? [];
      groups.set(application, group);
      group.push({ value: readQueuedEvent(raw, application, unstamped), raw });
    });
    return [...groups].map(([app, items], index) => {
      return {
        app,
        source: EVENTS_SOURCE,
        items,
        batch: index === 0 ? batch : { ...batch, batch: `${batch.batch}-${index}` },
      };
    });
  }

  return {
    name: "event-writer",
    read,
    async stage(readings, { batch }) {
      const verdicts = await judge(batch.tenant, readings);
      return readings.map(({ application, intake }, at): Outcome<EventDraft> => {
        const verdict = verdicts[at]!;
        return "errors" in verdict ? reject(verdict.errors, verdict.more) : ok({ application, intake, ...verdict });
      });
    },
    write: async (drafts, { batch }) => ({ outcomes: await writeEvents(store, batch, drafts), sent: [] }),
    keepRejected: (rejected, context) => keepEventErrors(store, rejected, context, requestName),
    concurrency: 1,
  };
}
