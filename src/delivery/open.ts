/** Which delivery goes with which channel, by the configuration. Without Twilio, messages are only written to the log. */
import type { Logger } from "pino";
import type { Config } from "../config.ts";
import { maskNumber } from "../model/receipt.ts";
import type { ReceiptChannel } from "../model/receipt-names.ts";
import type { Delivery } from "./delivery.ts";
import { createTwilioDelivery } from "./twilio.ts";
import { createPostWebhook } from "./webhook.ts";

export type Deliveries = Readonly<Record<ReceiptChannel, Delivery>>;

const nothing = async (): Promise<undefined> => undefined;

/** The line says who and what for, never what it says. */
export const createLogDelivery = (log: Logger, channel: ReceiptChannel): Delivery => ({
  channel,
  immediate: true,
  async send({ id, to, tenant }) {
    log.info({ event: "receipt", receipt: id, tenant, to: maskNumber(to) }, "a receipt");
    return { kind: "sent", providerId: id, status: "sent" };
  },
  find: nothing,
});

/** Its receiver knows a repeat by the id, so what is ambiguous is simply sent again. */
export function createWebhookDelivery(post: ReturnType<typeof createPostWebhook>): Delivery {
  return {
    channel: "webhook",
    async send({ id, url, body, to, reference }, signal) {
      if (url === undefined)
        return { kind: "refused", class: "content", error: { code: "no_url", message: "the form names no address" } };
      try {
        await post({ url, id, body: { type: "receipt", receipt: id, to, text: body, reference } }, signal);
        return { kind: "sent", providerId: id, status: "delivered" };
      } catch (thrown) {
        return { kind: "not_processed", error: { code: "webhook", message: (thrown as Error).message.slice(0, 500) } };
      }
    },
    find: nothing,
  };
}

export function openDeliveries(config: Config, log: Logger, now: () => number): Deliveries {
  const { TWILIO_ACCOUNT_SID: accountSid = "", TWILIO_AUTH_TOKEN: authToken = "" } = config;
  const { TWILIO_FROM: number, TWILIO_MESSAGING_SERVICE_SID: service = "" } = config;
  const post = createPostWebhook({ allowPrivate: config.HOOKS_ALLOW_PRIVATE, now });
  const sms =
    config.DELIVERY === "twilio"
      ? createTwilioDelivery({
          accountSid,
          authToken,
          from: number === undefined ? { service } : { number },
          baseUrl: config.TWILIO_BASE_URL,
          publicUrl: config.PUBLIC_URL,
        })
      : createLogDelivery(log, "sms");
  return { sms, webhook: createWebhookDelivery(post), log: createLogDelivery(log, "log") };
}
