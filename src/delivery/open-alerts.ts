/** The channels of alerts by the configuration. */
import type { Logger } from "pino";
import type { Config } from "../config.ts";
import {
  type AlertChannels,
  createEmailChannel,
  createLogChannel,
  createSlackChannel,
  createWebhookChannel,
  type SendMail,
} from "./alerts.ts";
import { createPostWebhook } from "./webhook.ts";

const TIMEOUT_MS = 20_000;

/** One connection a message: alerts are few. What sends them is loaded with the first, as most runners send none. */
export function openMail(url: string): SendMail {
  return async (mail) => {
    const { createTransport } = await import("nodemailer");
    const transport = createTransport({
      url,
      connectionTimeout: TIMEOUT_MS,
      greetingTimeout: TIMEOUT_MS,
      socketTimeout: TIMEOUT_MS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    return transport.sendMail(mail);
  };
}

export function openAlertChannels(
  config: Pick<Config, "SOURCES_ALLOW_PRIVATE" | "SMTP_URL" | "SMTP_FROM">,
  log: Logger,
  now: () => number,
): AlertChannels {
  const post = createPostWebhook({ allowPrivate: config.SOURCES_ALLOW_PRIVATE, now });
  const { SMTP_URL: url, SMTP_FROM: from } = config;
  return {
    webhook: createWebhookChannel(post),
    slack: createSlackChannel(post),
    email: createEmailChannel(url === undefined ? undefined : openMail(url), from),
    log: createLogChannel(log),
  };
}
