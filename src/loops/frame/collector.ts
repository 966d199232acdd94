/** Collects dead letters: what lies in a `-dead` queue is copied to the store, for people to see, redrive or purge. */
import type { Logger } from "pino";
import { batchAttributeNames, readBatch } from "../../model/batch.ts";
import { type DeadLetter, FEEDBACK_QUEUES } from "../../model/dead-letter.ts";
import { shortId } from "../../model/identity.ts";
import type { TenantId } from "../../model/tenant.ts";
import { eraseLateRecords, insightsOf } from "../../operations/dead-letter-erasure.ts";
import { deadQueueOf, type Queue, type QueueName, type ReceivedMessage } from "../../queue/queue.ts";
import { isId } from "../../store/document.ts";
import type { Store } from "../../store/store.ts";
import { mustBeStorable } from "../../store/written.ts";
import { createPatience } from "./patience.ts";

/** A stranger may say that a letter holds any number of records. */
const isCount = (text: string): boolean => /^[1-9]\d{0,5}$/.test(text);

function letterOf(name: QueueName, tenant: TenantId, message: ReceivedMessage): DeadLetter {
  const { reason = "received too often without an answer", records = "1", app = "", source = "" } = message.attributes;
  // A stranger's attributes say nothing to us, and with too many of them the letter could not be sent again.
  const known = (batchAttributeNames as readonly string[]).flatMap((attribute) => {
    const value = message.attributes[attribute];
    return value === undefined ? [] : [[attribute, value] as const];
  });
  const insights = (FEEDBACK_QUEUES as readonly string[]).includes(name)
    ? insightsOf(tenant, { app, source, body: message.body })
    : [];
  return {
    queue: name,
    reason,
    app,
    source,
    ...(insights.length === 0 ? {} : { insights }),
    at: Math.floor(message.sentAt / 1000),
    records: isCount(records) ? Number(records) : 1,
    body: message.body,
    attributes: Object.fromEntries(known),
    state: "dead",
  };
}

/** Copies each message of the dead queue to the store, then acks it. Runs beside the loop that owns the queue. */
export function startDeadLetterCollector(
  name: QueueName,
  deps: { readonly queue: Queue; readonly store: Store; readonly log: Logger },
) {
  const patiently = createPatience({
    onPause: (error) =>
      deps.log.warn(
        { event: "collector_paused", queue: name, error: error.message },
        "dead letters wait for the store",
      ),
    onResume: () => deps.log.info({ event: "collector_resumed", queue: name }, "dead letters go on"),
  });
  const keep = async (message: ReceivedMessage): Promise<void> => {
    // A stranger's message may name itself as no store can.
    const { letter = "" } = message.attributes;
    const id = isId(letter) ? letter : shortId("dead", name, message.id);
    const { tenant } = readBatch(message);
    const doc = letterOf(name, tenant, message);
    // One that exists was kept before.
    mustBeStorable(await deps.store.write(tenant, "dead_letters", [{ op: "create", id, doc }]));
    await eraseLateRecords(deps.store, tenant, id, doc);
    deps.log.warn({ event: "dead_letter", queue: name, id, reason: message.attributes.reason }, "a message is dead");
  };
  return deps.queue.consume(deadQueueOf(name), async (messages, signal) => {
    const kept: ReceivedMessage[] = [];
    for (const message of messages) {
      await patiently(() => keep(message), signal);
      // Acked by being returned: the copy in the store is durable.
      kept.push(message);
    }
    return kept;
  });
}
