/** Which delivery goes with which channel, by the configuration. Without Twilio, messages are only written to the log. */
import type { Logger } from "pino";
import type { Config } from "../config.ts";
import { maskNumber } from "../model/receipt.ts";
import type { ReceiptChannel } from "../model/receipt-names.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Delivery, SendResult } from "./delivery.ts";
import { createTwilioDelivery } from "./twilio.ts";
import { createPostWebhook, type WebhookOptions, WebhookRefused, whyPrivate } from "./webhook.ts";

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

/** What a form's webhook is signed with, as the form is now. */
export type SecretOf = (tenant: TenantId, form: string) => Promise<string | undefined>;

/** Its receiver says so, or the address is none that may be told: no later try changes that. */
const HTTP_GONE = 410;

function webhookFailure(url: string, allowPrivate: boolean, thrown: Error): SendResult {
  const message = thrown.message.slice(0, 500);
  const refused = (code: string): SendResult => ({ kind: "refused", class: "recipient", error: { code, message } });
  if (thrown instanceof WebhookRefused && thrown.status === HTTP_GONE) return refused("gone");
  if (!allowPrivate && whyPrivate(url) !== undefined) return refused("private_address");
  return { kind: "not_processed", error: { code: "webhook", message } };
}

/** Its receiver knows a repeat by the id, so what is ambiguous is simply sent again. */
export function createWebhookDelivery(options: WebhookOptions, secretOf: SecretOf): Delivery {
  const post = createPostWebhook(options);
  return {
    channel: "webhook",
    async send({ id, tenant, form, url, body, to, reference }, signal) {
      if (url === undefined)
        return { kind: "refused", class: "content", error: { code: "no_url", message: "the form names no address" } };
      try {
        const secret = await secretOf(tenant, form);
        await post({ url, id, secret, body: { type: "receipt", receipt: id, to, text: body, reference } }, signal);
        return { kind: "sent", providerId: id, status: "delivered" };
      } catch (thrown) {
        return webhookFailure(url, options.allowPrivate, thrown as Error);
      }
    },
    find: nothing,
  };
}

export function openDeliveries(config: Config, log: Logger, now: () => number, secretOf: SecretOf): Deliveries {
  const { TWILIO_ACCOUNT_SID: accountSid = "", TWILIO_AUTH_TOKEN: authToken = "" } = config;
  const { TWILIO_FROM: number, TWILIO_MESSAGING_SERVICE_SID: service = "" } = config;
  const webhooks = { allowPrivate: config.HOOKS_ALLOW_PRIVATE, now };
  const sms =
    config.DELIVERY === "twilio"
      ? createTwilioDelivery({
          accountSid,
          authToken,
          from: number === undefined ? { service } : { number },
          baseUrl: config.TWILIO_BASE_URL,
          publicUrl: config.PUBLIC_URL,
          now,
        })
      : createLogDelivery(log, "sms");
  return { sms, webhook: createWebhookDelivery(webhooks, secretOf), log: createLogDelivery(log, "log") };
}
