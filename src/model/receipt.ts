/** A receipt: one message to somebody who answered a form, sent once. Its states, and how it is kept and shown. */
import { z } from "zod";
import { type ReceiptChannel, type ReceiptState, receiptChannels, receiptStates } from "./receipt-names.ts";

export interface ReceiptError {
  /** The provider's number, or a word of ours. */
  readonly code: string;
  readonly message: string;
}

export interface ReceiptDocument {
  readonly response: string;
  readonly response_key: string;
  readonly form: string;
  /** `thanks` for the response itself, `closed` for the ticket that was made of it. */
  readonly kind: "thanks" | "closed";
  readonly channel: ReceiptChannel;
  /** E.164 of an SMS; empty once the response is deleted. */
  readonly to: string;
  readonly url?: string;
  readonly body: string;
  /** Short, unique, and in the text: by it a message is found again at the provider. */
  readonly reference: string;
  readonly state: ReceiptState;
  readonly provider_id?: string;
  readonly tries: number;
  /** Times that the provider was asked whether an `unknown` one is there. */
  readonly looks: number;
  /** Claims of which the sender died before it sent anything: they used up no try. */
  readonly abandoned?: number;
  readonly error?: ReceiptError;
  readonly created_at: number;
  readonly updated_at: number;
  readonly claimed_at?: number;
  /** When something is to be done; none when nothing is. */
  readonly due_at?: number;
}

export const Receipt = z
  .object({
    id: z.string(),
    response: z.string(),
    form: z.string(),
    kind: z.enum(["thanks", "closed"]),
    channel: z.enum(receiptChannels),
    to: z.string().meta({ description: "all but the last characters are hidden" }),
    state: z.enum(receiptStates),
    provider_id: z.string().optional(),
    tries: z.number().int(),
    error: z.object({ code: z.string(), message: z.string() }).optional(),
    created_at: z.number().int(),
    updated_at: z.number().int(),
  })
  .meta({ id: "Receipt" });
export type Receipt = Readonly<z.infer<typeof Receipt>>;

const SHOWN_DIGITS = 3;

export const maskNumber = (to: string): string =>
  to === "" ? "" : `${"•".repeat(Math.max(0, to.length - SHOWN_DIGITS))}${to.slice(-SHOWN_DIGITS)}`;

export const shownReceipt = (id: string, doc: ReceiptDocument): Receipt => ({
  id,
  response: doc.response,
  form: doc.form,
  kind: doc.kind,
  channel: doc.channel,
  to: maskNumber(doc.to),
  state: doc.state,
  ...(doc.provider_id === undefined ? {} : { provider_id: doc.provider_id }),
  tries: doc.tries,
  ...(doc.error === undefined ? {} : { error: { ...doc.error } }),
  created_at: doc.created_at,
  updated_at: doc.updated_at,
});

/** A number that wants no more messages. */
export interface SuppressedNumber {
  readonly at: number;
  readonly why: string;
}
