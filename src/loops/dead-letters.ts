/** Dead letters: sending what failed three times to the `-dead` queue, and copying what lies there to the store for people to see. */
import type { Logger } from "pino";
import { type Batch, batchAttributes, readBatch } from "../model/batch.ts";
import type { DeadLetter } from "../model/dead-letter.ts";
import { shortId } from "../model/identity.ts";
import type { Outcome } from "../model/outcome.ts";
import { deadQueueOf, type OutgoingMessage, type Queue, type QueueName, type ReceivedMessage } from "../queue/queue.ts";
import { isId } from "../store/document.ts";
import type { Store } from "../store/store.ts";
import { mustBeStorable } from "../store/written.ts";
import { createPatience } from "./outage.ts";

/** Leaves room for attributes within the 240 KB of a message. */
const MAX_BODY_BYTES = 200 * 1024;

interface DeadPart {
  readonly batch: Batch;
  readonly app: string;
  readonly source: string;
  readonly items: readonly { readonly raw: unknown }[];
}

/** As few messages as fit; a single record too large for any is cut, since it can't be run again in any case. */
function bodiesOf(raws: readonly unknown[]): { readonly body: string; readonly records: number }[] {
  const bodies: { body: string; records: number }[] = [];
  let group: string[] = [];
  let bytes = 0;
  const flush = () => {
    if (group.length > 0) bodies.push({ body: `[${group.join(",")}]`, records: group.length });
    group = [];
    bytes = 0;
  };
  for (const raw of raws) {
    const json = JSON.stringify(raw) ?? "null";
    const size = Buffer.byteLength(json);
    if (bytes + size > MAX_BODY_BYTES) flush();
    group.push(size > MAX_BODY_BYTES ? JSON.stringify({ cut: json.slice(0, MAX_BODY_BYTES / 4) }) : json);
    bytes += size;
  }
  flush();
  return bodies;
}

/** Sends the records that still say `retry`; `whole` is the body of a message that could not be read and counts as one record. */
export async function sendDead(
  queue: Queue,
  name: QueueName,
  part: DeadPart,
  outcomes: readonly Outcome<unknown>[],
  whole?: string,
): Promise<void> {
  const failed = outcomes.flatMap((outcome, index) =>
    outcome.kind === "retry" ? [{ error: outcome.error, raw: part.items[index]?.raw }] : [],
  );
  if (failed.length === 0) return;
  const bodies =
    whole === undefined
      ? bodiesOf(failed.map((one) => one.raw))
      : [{ body: whole.slice(0, MAX_BODY_BYTES / 2), records: 1 }];
  const attributes = batchAttributes({ ...part.batch, refused: {} });
  delete attributes.traceparent;
  delete attributes.redrive_of;
  const reason = failed[0]!.error.message.slice(0, 1_000) || failed[0]!.error.name;
  const messages = bodies.map(
    ({ body, records }, index): OutgoingMessage => ({
      body,
      attributes: {
        ...attributes,
        reason,
        records: String(records),
        // Named after its place, so that a letter sent twice is one letter.
        letter: shortId("dead", name, part.batch.batch, part.batch.part, part.batch.redriveOf ?? "", index),
        ...(part.app === "" ? {} : { app: part.app }),
        ...(part.source === "" ? {} : { source: part.source }),
      },
    }),
  );
  await queue.send(deadQueueOf(name), messages);
}

function letterOf(name: QueueName, message: ReceivedMessage): DeadLetter {
  const {
    reason = "received too often without an answer",
    records = "1",
    app = "",
    source = "",
    letter: _,
    ...attributes
  } = message.attributes;
  return {
    queue: name,
    reason,
    app,
    source,
    at: Math.floor(message.sentAt / 1000),
    records: Number(records) || 1,
    body: message.body,
    attributes,
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
    const write = { op: "create", id, doc: letterOf(name, message) } as const;
    // One that exists was kept before.
    mustBeStorable(await deps.store.write(readBatch(message).tenant, "dead_letters", [write]));
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
