/**
 * The receipt sender: everything that is due is claimed in one document, sent, and booked. A claim whose outcome nobody
 * wrote, and a send whose answer was lost, are `unknown`: the provider is looked at twice, a minute apart, before one
 * more try.
 */
import type { Logger } from "pino";
import type { OutgoingReceipt, SendResult } from "../../delivery/delivery.ts";
import type { Deliveries } from "../../delivery/open.ts";
import { callingCode } from "../../model/countries.ts";
import { cutIntoRuns } from "../../model/cut.ts";
import type { ReceiptDocument, ReceiptError } from "../../model/receipt.ts";
import type { TenantId } from "../../model/tenant.ts";
import { afterStatus, suppress, suppressedOf } from "../../operations/receipts.ts";
import type { Store, Stored } from "../../store/store.ts";
import { won } from "../../store/written.ts";
import type { TenantRound } from "../periodic/periodic-loop.ts";
import { type Caps, createCaps } from "./caps.ts";
import { createPauses, type Pause } from "./pauses.ts";

export interface ReceiptSenderDeps {
  readonly store: Store;
  readonly deliveries: Deliveries;
  readonly caps: Caps;
  readonly log: Logger;
  /** Unix seconds. */
  readonly now: () => number;
}

const AT_A_TIME = 500;
const CLAIMED_AT_A_TIME = 64;
/** A claim that waited for longer is given back unsent: another runner may be about to look for it. */
const CLAIM_S = 30;
const SIDE_BY_SIDE = 16;
/** Between a try that may have got through and the first look, and between two looks. */
const LOOK_S = 60;
const LOOKS = 2;
const MAX_TRIES = 3;
/** Of claims whose sender died: nothing is sent for ever that ends each sender. */
const MAX_ABANDONED = 20;
/** Of what the provider never saw: as long as an outage may last. */
const MAX_REFUSALS = 50;
const LATER_S = 3_600;
const CAPPED_S = 600;
/** How long one tenant's receipts may take before the next tenant's turn. */
const TURN_MS = 5_000;
/** A country that is not enabled, or an account that is not in order, is a person's to put right. */
const PAUSE_S = 900;

type Receipt = Stored<ReceiptDocument>;

const backoffSeconds = (tries: number): number => Math.min(900, 5 * 2 ** Math.min(tries, 10));

const outgoing = (tenant: TenantId, { id, doc }: Receipt): OutgoingReceipt => ({
  id,
  tenant,
  form: doc.form,
  to: doc.to,
  ...(doc.url === undefined ? {} : { url: doc.url }),
  body: doc.body,
  reference: doc.reference,
});

async function sideBySide<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = items[Symbol.iterator]();
  const worker = async () => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
}

export function createReceiptSender({ store, deliveries, caps: limits, log, now }: ReceiptSenderDeps): TenantRound {
  const pauses = createPauses(store, now);
  const caps = createCaps(store, limits, now);

  const waiting = (doc: ReceiptDocument, seconds: number, error?: ReceiptError): ReceiptDocument => ({
    ...doc,
    state: "pending",
    updated_at: now(),
    due_at: now() + seconds,
    ...(error === undefined ? {} : { error }),
  });

  function ended(doc: ReceiptDocument, state: ReceiptDocument["state"], error: ReceiptError): ReceiptDocument {
    const { due_at: _, ...rest } = doc;
    return { ...rest, state, error, updated_at: now() };
  }

  /** Writes what became of them; where somebody was faster (a status callback), theirs stands. */
  async function save(
    tenant: TenantId,
    changes: readonly { readonly receipt: Receipt; readonly doc: ReceiptDocument }[],
  ): Promise<Receipt[]> {
    if (changes.length === 0) return [];
    const writes = changes.map(({ receipt, doc }) => {
      return { op: "replace", id: receipt.id, version: receipt.version, doc } as const;
    });
    const results = await store.write(tenant, "receipts", writes);
    return changes.flatMap(({ receipt, doc }, at) => {
      const result = results[at];
      return won(result) ? [{ id: receipt.id, version: result.version, doc }] : [];
    });
  }

  async function configurationFault(
    doc: ReceiptDocument,
    error: ReceiptError,
    scope: string,
  ): Promise<ReceiptDocument> {
    if (await pauses.begin(scope, error, PAUSE_S))
      log.error(
        { event: "receipts_paused", scope, code: error.code, seconds: PAUSE_S },
        `no receipts are sent: ${error.message}`,
      );
    // No try of this receipt is used up by what is not its fault.
    return { ...waiting(doc, PAUSE_S, error), tries: Math.max(0, doc.tries - 1) };
  }

  async function afterRefusal(
    doc: ReceiptDocument,
    { class: meaning, error }: Extract<SendResult, { kind: "refused" }>,
  ): Promise<ReceiptDocument> {
    switch (meaning) {
      case "configuration":
        return configurationFault(doc, error, "all");
      case "country":
        return configurationFault(doc, error, `+${callingCode(doc.to) ?? ""}`);
      case "stop":
        await suppress(store, doc.to, "stop", now());
        return ended(doc, "suppressed", error);
      case "retry":
      case "later":
        return doc.tries < MAX_TRIES
          ? waiting(doc, meaning === "later" ? LATER_S : backoffSeconds(doc.tries), error)
          : ended(doc, "gave_up", error);
      case "recipient":
      case "content":
        return ended(doc, "failed", error);
      default:
        return meaning satisfies never;
    }
  }

  async function afterSend(doc: ReceiptDocument, result: SendResult): Promise<ReceiptDocument> {
    switch (result.kind) {
      case "sent": {
        const { error: _, ...rest } = doc;
        const { providerId, status } = result;
        return afterStatus(rest, { providerId, status }, now()) ?? rest;
      }
      case "refused":
        return afterRefusal(doc, result);
      case "not_processed": {
        const seconds = Math.max(backoffSeconds(doc.looks), Math.ceil((result.afterMs ?? 0) / 1000));
        // Counted apart: an outage of hours uses up no try.
        if (doc.looks >= MAX_REFUSALS) return ended(doc, "gave_up", result.error);
        return { ...waiting(doc, seconds, result.error), tries: Math.max(0, doc.tries - 1), looks: doc.looks + 1 };
      }
      case "ambiguous":
        return { ...doc, state: "unknown", looks: 0, error: result.error, updated_at: now(), due_at: now() + LOOK_S };
      default:
        return result satisfies never;
    }
  }

  const pauseOf = async ({ channel, to }: ReceiptDocument): Promise<Pause | undefined> =>
    channel === "sms" ? pauses.until(["all", `+${callingCode(to) ?? ""}`]) : undefined;

  /** Of these, the ones that may go out now; the others are put off or put away, with the reason. */
  async function admit(tenant: TenantId, pending: readonly Receipt[]): Promise<Receipt[]> {
    const numbers = pending.flatMap(({ doc }) => (doc.channel === "sms" ? [doc.to] : []));
    const stopped = numbers.length === 0 ? new Set<string>() : await suppressedOf(store, numbers);
    const going: Receipt[] = [];
    const changes: { receipt: Receipt; doc: ReceiptDocument }[] = [];
    const off = (receipt: Receipt, doc: ReceiptDocument) => changes.push({ receipt, doc });
    for (const receipt of pending) {
      const { doc } = receipt;
      const isSms = doc.channel === "sms";
      const pause = await pauseOf(doc);
      if (isSms && stopped.has(doc.to))
        off(receipt, ended(doc, "suppressed", { code: "stop", message: "this number wants no messages" }));
      else if (pause !== undefined) off(receipt, waiting(doc, Math.max(1, pause.until - now()), pause.error));
      else {
        const capped = isSms ? await caps.exceeded(tenant, doc) : undefined;
        if (capped === undefined) going.push(receipt);
        else
          off(
            receipt,
            waiting(doc, CAPPED_S, { code: "capped", message: `more than may go out in an hour ${capped}` }),
          );
      }
    }
    await save(tenant, changes);
    return going;
  }

  /** One that is not sent now was not sent at all: nobody needs to look for it. */
  async function sendOne(tenant: TenantId, claimed: Receipt, signal: AbortSignal): Promise<void> {
    const delivery = deliveries[claimed.doc.channel];
    if (delivery.immediate) return void (await delivery.send(outgoing(tenant, claimed), signal));
    const { doc } = claimed;
    const isStale = now() - (doc.claimed_at ?? 0) > CLAIM_S;
    const pause = await pauseOf(doc);
    const released = {
      ...waiting(doc, pause === undefined ? 0 : pause.until - now(), pause?.error),
      tries: doc.tries - 1,
    };
    const next =
      signal.aborted || isStale || pause !== undefined
        ? released
        : await afterSend(doc, await delivery.send(outgoing(tenant, claimed), signal));
    await save(tenant, [{ receipt: claimed, doc: next }]);
  }

  function claimOf({ id, doc: { due_at: _, error: _e, ...doc } }: Receipt): ReceiptDocument {
    const at = now();
    const base = { ...doc, tries: doc.tries + 1, claimed_at: at, updated_at: at };
    if (deliveries[doc.channel].immediate) return { ...base, state: "sent", provider_id: id };
    return { ...base, state: "claimed", due_at: at + LOOK_S };
  }

  async function send(tenant: TenantId, pending: readonly Receipt[], signal: AbortSignal): Promise<void> {
    const [immediate, outside] = [true, false].map((one) =>
      pending.filter(({ doc }) => (deliveries[doc.channel].immediate ?? false) === one),
    ) as [Receipt[], Receipt[]];
    // Few at a time where each takes a while: a claim must not grow old before its turn.
    const runs = [immediate, ...cutIntoRuns(outside, { sizeOf: () => 1, size: CLAIMED_AT_A_TIME })];
    for (const run of runs) {
      if (signal.aborted) return;
      const going = await admit(tenant, run);
      const claimed = await save(
        tenant,
        going.map((receipt) => ({ receipt, doc: claimOf(receipt) })),
      );
      await sideBySide(claimed, (one) => sendOne(tenant, one, signal));
    }
  }

  /** The provider does not have it. A claim without an error is one whose sender died: that is no try of the receipt's. */
  function afterTwoLooks(doc: ReceiptDocument): ReceiptDocument {
    const error = doc.error ?? { code: "lost", message: "the provider does not have it" };
    const abandoned = (doc.abandoned ?? 0) + (doc.error === undefined ? 1 : 0);
    const tries = doc.tries - (doc.error === undefined ? 1 : 0);
    if (tries >= MAX_TRIES || abandoned > MAX_ABANDONED) return ended(doc, "gave_up", error);
    return { ...waiting(doc, 0, error), looks: 0, tries, ...(abandoned === 0 ? {} : { abandoned }) };
  }

  /** Whether it got through after all. A provider that can't be asked is asked later: that is no look. */
  async function look(tenant: TenantId, receipt: Receipt, signal: AbortSignal): Promise<void> {
    const { doc } = receipt;
    const delivery = deliveries[doc.channel];
    try {
      const found = await delivery.find(outgoing(tenant, receipt), doc.claimed_at ?? doc.created_at, signal);
      const looks = (doc.state === "claimed" ? 0 : doc.looks) + 1;
      const told = found && (afterStatus({ ...doc, state: "unknown" }, found, now()) ?? doc);
      const notFound = (): ReceiptDocument => {
        if (looks < LOOKS) return { ...doc, state: "unknown", looks, updated_at: now(), due_at: now() + LOOK_S };
        return afterTwoLooks(doc);
      };
      await save(tenant, [{ receipt, doc: told ?? notFound() }]);
    } catch (error) {
      if (signal.aborted) throw error;
      log.warn(
        { event: "receipt_look_failed", receipt: receipt.id, error: (error as Error).message },
        "the provider can't be asked",
      );
      await save(tenant, [{ receipt, doc: { ...doc, state: "unknown", due_at: now() + LOOK_S } }]);
    }
  }

  return async (tenant, _term, signal) => {
    const end = performance.now() + TURN_MS;
    while (!signal.aborted && performance.now() < end) {
      await store.refresh(["receipts"]);
      const items = await store.first(tenant, "receipts", {
        where: { due_at: { lte: now() } },
        sort: [{ by: "due_at", order: "asc" }],
        limit: AT_A_TIME,
      });
      if (items.length === 0) return;
      await send(
        tenant,
        items.filter(({ doc }) => doc.state === "pending"),
        signal,
      );
      const unsure = items.filter(({ doc }) => doc.state === "claimed" || doc.state === "unknown");
      await sideBySide(unsure, (receipt) => look(tenant, receipt, signal));
    }
  };
}
