/**
 * Sends what is due, as the receipt sender does: claimed in its document, sent, booked. No channel can be asked whether it has a
 * message, so a claim that nobody settled, and an answer that was lost, are tried again under the same id, and say so.
 */
import type { Logger } from "pino";
import type { AlertChannels, AlertResult } from "../../delivery/alerts.ts";
import type { SecretBox } from "../../ingestion/secret-box.ts";
import type { AlertDeliveryDocument, AlertDocument } from "../../model/alert.ts";
import type { TenantId } from "../../model/tenant.ts";
import { alertSecretOwner } from "../../operations/alerts.ts";
import type { Store, Stored } from "../../store/store.ts";
import { won } from "../../store/written.ts";

export interface AlertSenderDeps {
  readonly store: Store;
  readonly channels: AlertChannels;
  readonly secretBox: SecretBox | undefined;
  readonly log: Logger;
  /** Unix seconds. */
  readonly now: () => number;
}

type Delivery = Stored<AlertDeliveryDocument>;

const AT_A_TIME = 50;
/** A claim that nobody settled in this time may have been sent: longer than any channel's time-out. */
const CLAIM_S = 120;
/** Tries whose answer was lost: more of them would be noise. */
const MAX_UNSURE = 3;
/** Of what the receiver never had: about three days. */
const MAX_TRIES = 80;

/** Others of the same alert, after one that did not go through. */
const REST_SECONDS = 60;
/** After a try whose answer was lost: of two more each has to be worth it, so a receiver that hangs for an hour still gets it. */
const UNSURE_SECONDS = [300, 3_600] as const;

const backoffSeconds = (tries: number): number => Math.min(3_600, 10 * 2 ** Math.min(tries, 9));

function ended(doc: AlertDeliveryDocument, state: AlertDeliveryDocument["state"], at: number): AlertDeliveryDocument {
  const { due_at: _, ...rest } = doc;
  return { ...rest, state, updated_at: at };
}

/** What a delivery is after a try. */
export function afterTry(doc: AlertDeliveryDocument, result: AlertResult, at: number): AlertDeliveryDocument {
  if (result.kind === "sent") {
    const { error: _, ...rest } = doc;
    return ended(rest, "sent", at);
  }
  const { error, kind } = result;
  if (kind === "refused") return ended({ ...doc, error }, "failed", at);
  const unsure = (doc.unsure ?? 0) + (kind === "ambiguous" ? 1 : 0);
  const next = { ...doc, error, ...(unsure === 0 ? {} : { unsure }) };
  if (doc.tries >= MAX_TRIES || unsure >= MAX_UNSURE) return ended(next, "gave_up", at);
  const state = kind === "ambiguous" ? "unknown" : "pending";
  const wait = kind === "ambiguous" ? UNSURE_SECONDS[unsure - 1]! : backoffSeconds(doc.tries);
  return { ...next, state, updated_at: at, due_at: at + wait };
}

export function createAlertSender({ store, channels, secretBox, log, now }: AlertSenderDeps) {
  async function save(tenant: TenantId, { id, version }: Delivery, doc: AlertDeliveryDocument) {
    const [result] = await store.write(tenant, "alert_deliveries", [{ op: "replace", id, version, doc }]);
    return won(result) ? { id, version: result.version, doc } : undefined;
  }

  function targetOf(tenant: TenantId, id: string, { to }: AlertDocument) {
    const opened =
      to.sealed === undefined || secretBox === undefined
        ? undefined
        : secretBox.open(alertSecretOwner(tenant, id), to.sealed);
    return to.type === "slack" ? { url: opened } : { url: to.url, address: to.address, secret: opened };
  }

  /** The time until which this alert's receiver is better left alone; undefined where it took it, or never will. */
  async function sendOne(tenant: TenantId, found: Delivery, signal: AbortSignal): Promise<number | undefined> {
    const stored = await store.get(tenant, "alerts", found.doc.alert);
    const at = now();
    if (stored === undefined) {
      const error = { code: "deleted", message: "the alert was deleted before" };
      await save(tenant, found, ended({ ...found.doc, error }, "failed", at));
      return undefined;
    }
    // Whoever claimed it is gone, and may have sent it.
    const isLost = found.doc.state === "claimed";
    const { due_at: _, ...rest } = found.doc;
    const unsure = (rest.unsure ?? 0) + (isLost ? 1 : 0);
    if (unsure >= MAX_UNSURE && isLost) {
      const error = { code: "lost", message: "whether it arrived is not known" };
      await save(tenant, found, ended({ ...rest, unsure, error }, "gave_up", at));
      return undefined;
    }
    const claim: AlertDeliveryDocument = {
      ...rest,
      ...(unsure === 0 ? {} : { unsure }),
      ...{ state: "claimed", tries: rest.tries + 1, claimed_at: at, updated_at: at, due_at: at + CLAIM_S },
    };
    const claimed = await save(tenant, found, claim);
    if (claimed === undefined) return undefined;
    const { doc } = claimed;
    const outgoing = {
      ...{ id: found.id, tenant, on: doc.on, message: doc.message, at: doc.created_at },
      alert: { id: stored.id, name: stored.doc.name },
      to: targetOf(tenant, stored.id, stored.doc),
      isRepeat: unsure > 0,
    };
    const result = await channels[stored.doc.to.type](outgoing, signal);
    const next = afterTry(doc, result, now());
    if (next.state === "gave_up" || next.state === "failed")
      log.error(
        { event: "alert_not_delivered", tenant, alert: stored.id, delivery: found.id, error: next.error },
        "an alert was not delivered",
      );
    await save(tenant, claimed, next);
    return next.due_at;
  }

  return async function sendDue(tenant: TenantId, signal: AbortSignal): Promise<void> {
    /** Alert → until when its receiver is left alone: one that hangs must not hold up all others, message by message. */
    const resting = new Map<string, number>();
    // What comes due while others are sent is for the next round: else two receivers in trouble would keep this one for ever.
    const begun = now();
    while (!signal.aborted) {
      await store.refresh(["alert_deliveries"]);
      const items = await store.first(tenant, "alert_deliveries", {
        where: { due_at: { lte: begun } },
        sort: [{ by: "due_at", order: "asc" }],
        limit: AT_A_TIME,
      });
      if (items.length === 0) return;
      for (const one of items) {
        if (signal.aborted) return;
        const { alert } = one.doc;
        const rests = resting.get(alert);
        if (rests !== undefined) await save(tenant, one, { ...one.doc, due_at: rests });
        else {
          const due = await sendOne(tenant, one, signal);
          if (due !== undefined) resting.set(alert, Math.min(due, now() + REST_SECONDS));
        }
      }
    }
  };
}
