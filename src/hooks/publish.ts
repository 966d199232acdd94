/** Puts what hooks are to do on their queue, under a name that a redelivery gives again. */
import { randomUUID } from "node:crypto";
import { type Batch, batchAttributes } from "../model/batch.ts";
import { cutIntoArrays } from "../model/cut.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Ticket } from "../model/ticket.ts";
import type { OutgoingMessage, Queue } from "../queue/queue.ts";
import type { QueuedHook } from "./hook.ts";

const BODY_BYTES = 64 * 1024;

export async function publishHooks(
  queue: Pick<Queue, "send">,
  { tenant, name, traceparent }: { readonly name: string } & Pick<Batch, "tenant" | "traceparent">,
  items: readonly QueuedHook[],
): Promise<void> {
  if (items.length === 0) return;
  const bodies = cutIntoArrays(
    items.map((item) => JSON.stringify(item)),
    BODY_BYTES,
  );
  const trace = traceparent === undefined ? {} : { traceparent };
  const messages = bodies.map(
    ({ body }, index): OutgoingMessage => ({
      body,
      attributes: batchAttributes({ tenant, batch: `${name}.${index}`, part: "0", refused: {}, ...trace }),
      group: tenant,
    }),
  );
  await queue.send("hooks", messages);
}

/** What people whose words are the ticket's evidence may be told. */
export async function publishClosed(
  queue: Pick<Queue, "send">,
  tenant: TenantId,
  { id, app, revision }: Pick<Ticket, "id" | "app" | "revision">,
): Promise<void> {
  const items: QueuedHook[] = [{ hook: "receipt-closed", event: "ticket.closed", id, app }];
  await publishHooks(queue, { tenant, name: `ticket-${id}.${revision}.${randomUUID()}` }, items);
}
