/** Dead letters: what failed three times is sent to the `-dead` queue, with the reason. */
import { type Batch, batchAttributes } from "../../model/batch.ts";
import { cutIntoArrays } from "../../model/cut.ts";
import { shortId } from "../../model/identity.ts";
import { namedInsight } from "../../model/named-insight.ts";
import type { Outcome } from "../../model/outcome.ts";
import { deadQueueOf, type OutgoingMessage, type Queue, type QueueName } from "../../queue/queue.ts";
import { BODY_BYTES } from "./cut.ts";

interface DeadPart {
  readonly batch: Batch;
  readonly app: string;
  readonly source: string;
  readonly items: readonly { readonly raw: unknown }[];
}

/** As few messages as fit; a single record too large for any is cut, since it can't be run again in any case. */
function bodiesOf(
  raws: readonly unknown[],
  { batch, app, source }: DeadPart,
): { readonly body: string; readonly records: number }[] {
  const texts = raws.map((raw) => {
    const json = JSON.stringify(raw) ?? "null";
    if (Buffer.byteLength(json) <= BODY_BYTES) return json;
    const insight_id = namedInsight(batch.tenant, { app, source }, raw);
    return JSON.stringify({ cut: json.slice(0, BODY_BYTES / 4), insight_id });
  });
  return cutIntoArrays(texts, BODY_BYTES);
}

/** Sends the records that still say `retry`; `whole` is the body of a message that could not be read and counts as one record. */
export async function sendDead(
  queue: Pick<Queue, "send">,
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
      ? bodiesOf(
          failed.map((one) => one.raw),
          part,
        )
      : [{ body: whole.slice(0, BODY_BYTES / 2), records: 1 }];
  const attributes = batchAttributes({ ...part.batch, refused: {} });
  delete attributes.traceparent;
  delete attributes.redrive_of;
  const reason = failed[0]!.error.message.slice(0, 1_000) || failed[0]!.error.name || "unknown";
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
