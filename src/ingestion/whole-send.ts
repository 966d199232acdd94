/**
 * What one request puts on a queue in several messages is put there as a whole or not at all. A queue takes each message by
 * itself, so all of them are written down as one document first, then sent, then forgotten. Where a send fails or the process
 * dies in between, the next round, start or request sends all of them again: batches keep their names, and what was taken
 * before is known by them.
 */
import { randomUUID } from "node:crypto";
import { promisify } from "node:util";
import { zstdCompress, zstdDecompress } from "node:zlib";
import type { Logger } from "pino";
import { withDeadline } from "../lifecycle.ts";
import { TenantId } from "../model/tenant.ts";
import type { UnsentDocument } from "../model/unsent.ts";
import { MessageRefused, type OutgoingMessage, type Queue } from "../queue/queue.ts";
import { type Store, StoreUnavailable } from "../store/store.ts";
import { won } from "../store/written.ts";

export interface WholeSendDeps {
  readonly queue: Pick<Queue, "send">;
  readonly store: Store;
  readonly log: Logger;
  /** Unix seconds. */
  readonly now: () => number;
}

type Send = Queue["send"];
type QueueOfUnsent = UnsentDocument["queue"];

/** How long a request waits for the store: longer than one that is well ever takes. */
const PATIENCE_MS = 1_000;
/** Of a tenant while the queue takes nothing: a client that tries again and again must not fill the store. */
const MOST_UNSENT = 5;
/** Seconds for which whoever wrote it down is left to it; longer than a request may take. */
const OWN_SECONDS = 60;

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

const packed = async (messages: readonly OutgoingMessage[]): Promise<string> =>
  (await compress(JSON.stringify(messages))).toString("base64");

const unpacked = async ({ messages }: UnsentDocument): Promise<OutgoingMessage[]> =>
  JSON.parse((await decompress(Buffer.from(messages, "base64"))).toString());

const forget = (store: Store, tenant: TenantId, id: string): Promise<unknown> =>
  store.write(tenant, "unsent", [{ op: "delete", id }]);

/**
 * Sends what was written down before `before` (unix seconds) and not sent to its end, the oldest first. Answers how many
 * wholes; throws what an outage of the queue or the store throws.
 */
export async function sendUnsent(
  { queue, store, log }: Omit<WholeSendDeps, "now">,
  tenant: TenantId,
  { before, signal }: { readonly before: number; readonly signal?: AbortSignal | undefined },
): Promise<number> {
  for (let count = 0; ; count++) {
    if (signal?.aborted) return count;
    // One at a time: each may be as large as a request.
    const [oldest] = await store.first(tenant, "unsent", {
      where: { at: { lt: before } },
      sort: [{ by: "at", order: "asc" }],
      limit: 1,
    });
    if (oldest === undefined) return count;
    try {
      await queue.send(oldest.doc.queue, await unpacked(oldest.doc), signal);
    } catch (error) {
      if (!(error instanceof MessageRefused)) throw error;
      log.error({ event: "unsent_refused", tenant, err: error }, "the queue will never take a part of a request");
    }
    await forget(store, tenant, oldest.id);
    // Else the next look finds it again.
    await store.refresh(["unsent"]);
  }
}

/** Messages of each tenant: a request has one. */
const byTenant = (messages: readonly OutgoingMessage[]): Map<TenantId, OutgoingMessage[]> =>
  Map.groupBy(messages, ({ attributes }) => TenantId.parse(attributes.tenant));

/** `send` for who takes requests in: messages that are sent together are on the queue together, soon if not at once. */
export function createWholeSend(deps: WholeSendDeps): Send {
  const { queue, store, log, now } = deps;
  /** Whether the last whole could not be sent. */
  let isFailing = false;

  /** False where the store is away: intake goes on, and what the queue then takes in part stays a part until it comes again. */
  async function writeDown(tenant: TenantId, id: string, name: QueueOfUnsent, messages: readonly OutgoingMessage[]) {
    try {
      const doc = { at: now(), queue: name, messages: await packed(messages) };
      const [result] = await store.write(tenant, "unsent", [{ op: "create", id, doc }]);
      return won(result);
    } catch (error) {
      if (!(error instanceof StoreUnavailable))
        log.warn(
          { event: "not_written_down", tenant, err: error },
          "what the queue takes of it in part would stay a part",
        );
      return false;
    }
  }

  /** While the queue takes nothing no more is written down than a few requests of each tenant. */
  async function makeRoom(tenant: TenantId, signal: AbortSignal | undefined): Promise<void> {
    try {
      await store.refresh(["unsent"]);
      if ((await store.count(tenant, "unsent", {})) < MOST_UNSENT) return;
      await sendUnsent(deps, tenant, { before: now() + 1, signal });
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
    }
  }

  async function sendWhole(
    tenant: TenantId,
    name: QueueOfUnsent,
    messages: readonly OutgoingMessage[],
    signal: AbortSignal | undefined,
  ): Promise<void> {
    if (isFailing) await makeRoom(tenant, signal);
    const id = randomUUID();
    const written = writeDown(tenant, id, name, messages);
    await withDeadline(
      PATIENCE_MS,
      () => written,
      () => false,
    );
    // Nobody waits: what stays is sent once more, and known.
    const forgetIt = () => void written.then((is) => is && forget(store, tenant, id)).catch(() => undefined);
    try {
      await queue.send(name, messages, signal);
      isFailing = false;
    } catch (error) {
      isFailing = true;
      // What the queue will never take as a whole is nobody's to send again.
      if (error instanceof MessageRefused) forgetIt();
      throw error;
    }
    forgetIt();
  }

  return async (name, messages, signal) => {
    if (messages.length < 2 || name.endsWith("-dead")) return queue.send(name, messages, signal);
    const tenants = [...byTenant(messages)];
    const sent = await Promise.allSettled(
      tenants.map(([tenant, own]) =>
        own.length < 2 ? queue.send(name, own, signal) : sendWhole(tenant, name as QueueOfUnsent, own, signal),
      ),
    );
    for (const one of sent) if (one.status === "rejected") throw one.reason;
  };
}

/** For a periodic round: what nobody is at any more. */
export const sendLeftUnsent = (deps: WholeSendDeps, tenant: TenantId, signal: AbortSignal): Promise<number> =>
  sendUnsent(deps, tenant, { before: deps.now() - OWN_SECONDS, signal });
