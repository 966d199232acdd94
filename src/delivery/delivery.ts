/** The delivery port: one message to one person. What became of a try is a value; nothing here throws for what a provider says. */
import type { ReceiptError } from "../model/receipt.ts";
import type { ReceiptChannel } from "../model/receipt-names.ts";
import type { TenantId } from "../model/tenant.ts";

export interface OutgoingReceipt {
  /** Of the receipt: the status callback names it. */
  readonly id: string;
  readonly tenant: TenantId;
  readonly form: string;
  readonly to: string;
  readonly url?: string;
  /** With the reference in it. */
  readonly body: string;
  readonly reference: string;
}

/** What a refusal means, see twilio-errors.ts. */
export type RefusalClass = "retry" | "later" | "stop" | "recipient" | "content" | "configuration" | "country";

/**
 * - `sent`: the provider has it. `state` is further where it says so at once.
 * - `refused`: it has not, and says why.
 * - `not_processed`: it never saw it, or asks to come back (`afterMs`): trying again is safe.
 * - `ambiguous`: it may have it.
 */
export type SendResult =
  | { readonly kind: "sent"; readonly providerId: string; readonly status: string }
  | { readonly kind: "refused"; readonly class: RefusalClass; readonly error: ReceiptError }
  | { readonly kind: "not_processed"; readonly error: ReceiptError; readonly afterMs?: number }
  | { readonly kind: "ambiguous"; readonly error: ReceiptError };

export interface FoundMessage {
  readonly providerId: string;
  readonly status: string;
  readonly errorCode?: string;
}

export interface Delivery {
  readonly channel: ReceiptChannel;
  /** The message is done with by being booked as sent: nothing outside is told, so nothing can be told twice. */
  readonly immediate?: true;
  send(message: OutgoingReceipt, signal: AbortSignal): Promise<SendResult>;
  /** Whether the provider has this message, tried at or after `since` (unix seconds). Throws when it can't be asked. */
  find(message: OutgoingReceipt, since: number, signal: AbortSignal): Promise<FoundMessage | undefined>;
}
