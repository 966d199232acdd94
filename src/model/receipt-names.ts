/** The states of receipts and the ways they go out: apart from their shape, so that the dashboard carries the names alone. */

/**
 * `claimed`: about to be sent, by one runner. `unknown`: it may have been sent; the provider is asked before anything
 * else is done. `suppressed`: the person does not want it. `failed`: it can't reach this person, `gave_up`: all tries are
 * used up. States move forward only, but for the way back to `pending` that the sender itself decides.
 */
export const receiptStates = [
  "pending",
  "claimed",
  "unknown",
  "sent",
  "delivered",
  "suppressed",
  "failed",
  "gave_up",
] as const;
export type ReceiptState = (typeof receiptStates)[number];

export const receiptChannels = ["sms", "webhook", "log"] as const;
export type ReceiptChannel = (typeof receiptChannels)[number];
