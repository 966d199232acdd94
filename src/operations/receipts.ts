/** Receipts: reading them, hearing from the provider how they fare, sending one again, and numbers that want none. */
import type { Principal } from "../auth/principal.ts";
import { classOf } from "../delivery/twilio-errors.ts";
import { receiptId } from "../forms/compose-receipt.ts";
import { shortId } from "../model/identity.ts";
import { type Receipt, type ReceiptDocument, shownReceipt } from "../model/receipt.ts";
import type { ReceiptState } from "../model/receipt-names.ts";
import { INSTALLATION, type TenantId } from "../model/tenant.ts";
import type { Store, Stored } from "../store/store.ts";
import { won } from "../store/written.ts";
import { recordAudit } from "./audit.ts";
import type { ListOf } from "./insights.ts";

export interface ReceiptQuery {
  readonly form?: string | undefined;
  readonly state?: ReceiptState | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** Newest first. */
export async function listReceipts(store: Store, tenant: TenantId, query: ReceiptQuery): Promise<ListOf<Receipt>> {
  const { form, state, from, to, limit, cursor } = query;
  const created_at = from === undefined && to === undefined ? undefined : { gte: from, lt: to };
  await store.refresh(["receipts"]);
  const page = await store.search(tenant, "receipts", {
    where: { form, state, created_at },
    sort: [{ by: "created_at", order: "desc" }],
    limit,
    cursor,
  });
  return { ...page, items: page.items.map(({ id, doc }) => shownReceipt(id, doc)) };
}

/** The one for the response itself. */
export async function receiptOf(store: Store, tenant: TenantId, responseKey: string): Promise<Receipt | undefined> {
  const stored = await store.get(tenant, "receipts", receiptId(responseKey, "thanks"));
  return stored && shownReceipt(stored.id, stored.doc);
}

/** Nothing more comes of these by itself. */
const ENDED: ReadonlySet<ReceiptState> = new Set(["suppressed", "failed", "gave_up"]);

export type Resent = Receipt | "missing" | "not_ended";

/** Only what has ended without reaching anybody: all else may still arrive. */
export async function resendReceipt(store: Store, principal: Principal, id: string, now: number): Promise<Resent> {
  const { tenant } = principal;
  const stored = await store.get(tenant, "receipts", id);
  if (stored === undefined) return "missing";
  if (!ENDED.has(stored.doc.state) || stored.doc.to === "") return "not_ended";
  const { error: _, provider_id: _p, ...rest } = stored.doc;
  const doc: ReceiptDocument = { ...rest, state: "pending", tries: 0, looks: 0, updated_at: now, due_at: now };
  const [result] = await store.write(tenant, "receipts", [{ op: "replace", id, version: stored.version, doc }]);
  if (!won(result)) return "not_ended";
  await recordAudit(store, principal, now, { action: "receipt.resent", subject: id });
  return shownReceipt(id, doc);
}

/** How far along a state is: what a provider says late never takes it back. */
const RANK: Readonly<Record<ReceiptState, number>> = {
  pending: 0,
  claimed: 1,
  unknown: 2,
  sent: 3,
  suppressed: 4,
  failed: 4,
  gave_up: 4,
  delivered: 5,
};
/** After which a number is tried once more. */
const LATER_S = 3_600;

/** What the provider says of a message. */
export interface DeliveryStatus {
  readonly providerId: string;
  readonly status: string;
  readonly errorCode?: string | undefined;
}

/** The receipt as it is after hearing this, or undefined when it is news of the past. */
export function afterStatus(doc: ReceiptDocument, told: DeliveryStatus, now: number): ReceiptDocument | undefined {
  const { due_at: _, error: _e, ...rest } = doc;
  const base = { ...rest, provider_id: told.providerId, updated_at: now };
  const isOther = doc.provider_id !== undefined && doc.provider_id !== told.providerId;
  const to = (state: ReceiptState, more: Partial<ReceiptDocument> = {}): ReceiptDocument | undefined =>
    RANK[state] > RANK[doc.state] ? { ...base, state, ...more } : undefined;
  switch (told.status) {
    case "delivered":
    case "read":
    case "partially_delivered":
      return to("delivered");
    case "failed":
    case "undelivered":
    case "canceled": {
      // Of an earlier try: the present one has not been heard of.
      if (isOther) return undefined;
      const code = told.errorCode ?? told.status;
      const error = { code, message: `the message was ${told.status}` };
      const meaning = classOf(code);
      if (meaning === "stop") return to("suppressed", { error });
      const again = meaning === "later" && doc.tries < 2 && RANK[doc.state] <= RANK.sent;
      if (again) return { ...base, state: "pending", looks: 0, error, due_at: now + LATER_S };
      return to(meaning === "later" ? "gave_up" : "failed", { error });
    }
    default:
      return to("sent");
  }
}

/** Durable when it resolves; the same again changes nothing. False when there is no such receipt. */
export async function hearOf(
  store: Store,
  tenant: TenantId,
  id: string,
  told: DeliveryStatus,
  now: number,
): Promise<boolean> {
  for (;;) {
    const stored: Stored<ReceiptDocument> | undefined = await store.get(tenant, "receipts", id);
    if (stored === undefined) return false;
    const doc = afterStatus(stored.doc, told, now);
    if (told.errorCode !== undefined && classOf(told.errorCode) === "stop")
      await suppress(store, stored.doc.to, "stop", now);
    if (doc === undefined) return true;
    const [result] = await store.write(tenant, "receipts", [{ op: "replace", id, version: stored.version, doc }]);
    if (won(result)) return true;
  }
}

/** Numbers are kept as their hash: whoever reads the store learns none. The sender is the installation's, so its list is too. */
const suppressionId = (number: string): string => shortId("number", number);

export async function suppress(store: Store, number: string, why: string, now: number): Promise<void> {
  const write = { op: "put", id: suppressionId(number), doc: { at: now, why } } as const;
  await store.write(INSTALLATION, "suppressed_numbers", [write]);
}

export async function allowAgain(store: Store, number: string): Promise<void> {
  await store.write(INSTALLATION, "suppressed_numbers", [{ op: "delete", id: suppressionId(number) }]);
}

/** Which of them want no messages. */
export async function suppressedOf(store: Store, numbers: readonly string[]): Promise<ReadonlySet<string>> {
  const found = await store.getMany(INSTALLATION, "suppressed_numbers", numbers.map(suppressionId));
  return new Set(numbers.filter((_, at) => found[at] !== undefined));
}
