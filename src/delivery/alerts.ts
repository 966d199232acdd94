/**
 * The channels of alerts: webhook, Slack, e-mail, log. What became of a try is a value. None of them can be asked whether it has a
 * message, so each message carries an id by which a repeat is known, and one that may have got through says so.
 */
import type { Logger } from "pino";
import { PrivateAddress } from "../addresses.ts";
import type { AlertMessage } from "../model/alert.ts";
import type { AlertChannel, AlertEvent } from "../model/alert-names.ts";
import { type PostWebhook, WebhookRefused, WebhookUnsent } from "./webhook.ts";

export interface OutgoingAlert {
  /** The same for the same message. */
  readonly id: string;
  readonly tenant: string;
  readonly alert: { readonly id: string; readonly name: string };
  readonly on: AlertEvent | "test";
  readonly message: AlertMessage;
  readonly to: {
    readonly url?: string | undefined;
    readonly address?: string | undefined;
    readonly secret?: string | undefined;
  };
  /** An earlier try may have got through. */
  readonly isRepeat: boolean;
  /** Unix seconds. */
  readonly at: number;
}

interface Fault {
  readonly code: string;
  readonly message: string;
}

/**
 * - `sent`: the receiver has it.
 * - `not_processed`: it never had it, or asks to come back: trying again is safe.
 * - `ambiguous`: it may have it.
 * - `refused`: it will never take it, until a person changes something.
 */
export type AlertResult =
  | { readonly kind: "sent" }
  | { readonly kind: "not_processed" | "ambiguous" | "refused"; readonly error: Fault };

export type SendAlert = (alert: OutgoingAlert, signal: AbortSignal) => Promise<AlertResult>;
export type AlertChannels = Readonly<Record<AlertChannel, SendAlert>>;

const MOST_TEXT = 3_000;
const SAID_AGAIN = "(sent again: whether the first one arrived is not known)";

/** For people. However much is said, the link is there. */
export function textOf({ message, isRepeat }: Pick<OutgoingAlert, "message" | "isRepeat">): string {
  const end = message.link === undefined ? "" : `\n${message.link}`;
  const said = [...(isRepeat ? [SAID_AGAIN] : []), ...message.lines].join("\n");
  const room = MOST_TEXT - end.length;
  const whole = said.length <= room ? said : `${said.slice(0, room - 1)}…`;
  return `${whole}${end}`.toWellFormed();
}

/** Not this message, whoever asks again: it is no good, or nobody is there any more. Any other answer may be mended by people. */
const FINAL = new Set([400, 410, 413, 414, 415, 422]);

/** Of a connection that did not come about nothing was seen; of an answer that is missing nobody knows. */
function afterFailure(thrown: unknown): AlertResult {
  const { code = "unreachable", message } = thrown as Error & { readonly code?: string };
  const error = { code, message: message.slice(0, 500) };
  if (thrown instanceof PrivateAddress) return { kind: "refused", error: { ...error, code: "private_address" } };
  if (thrown instanceof WebhookUnsent) return { kind: "not_processed", error };
  if (!(thrown instanceof WebhookRefused)) return { kind: "ambiguous", error };
  const { status } = thrown;
  return { kind: FINAL.has(status) ? "refused" : "not_processed", error: { ...error, code: `http_${status}` } };
}

async function attempt(work: () => Promise<void>): Promise<AlertResult> {
  try {
    await work();
    return { kind: "sent" };
  } catch (thrown) {
    return afterFailure(thrown);
  }
}

const noAddress: AlertResult = {
  kind: "refused",
  error: { code: "no_address", message: "the alert names no address, or its key is gone" },
};

/** Its receiver knows a repeat by the id, as receipts' does. */
export const createWebhookChannel =
  (post: PostWebhook): SendAlert =>
  async ({ id, to: { url, secret }, on, alert, message, tenant, at }, signal) => {
    if (url === undefined) return noAddress;
    const { title, lines, link, app, data } = message;
    const body = { type: on, id, at, tenant, alert, app, title, text: lines.join("\n"), link, data };
    return attempt(() => post({ url, id, secret, body }, signal));
  };

/** Slack reads three characters as marks. Source: api.slack.com, "Formatting text for app surfaces". */
const escapeSlack = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

export const createSlackChannel =
  (post: PostWebhook): SendAlert =>
  async (alert, signal) => {
    const { url } = alert.to;
    if (url === undefined) return noAddress;
    const text = `*${escapeSlack(alert.message.title)}*\n${escapeSlack(textOf(alert))}`;
    return attempt(() => post({ url, id: alert.id, body: { text } }, signal));
  };

export const createLogChannel =
  (log: Logger): SendAlert =>
  async ({ id, tenant, alert, on, message: { app, title, link } }) => {
    log.warn({ event: "alert", on, delivery: id, tenant, alert: alert.id, app, link }, title);
    return { kind: "sent" };
  };

export interface Mail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly messageId: string;
}

/** Resolves once the server has taken it. */
export type SendMail = (mail: Mail) => Promise<unknown>;

/** As nodemailer throws it: `command` is the one that failed, CONN for the connection itself. */
interface MailError extends Error {
  readonly responseCode?: number;
  readonly code?: string;
  readonly command?: string;
}

const isTemporary = (code: number): boolean => code >= 400 && code < 500;

/** A repeat has the same Message-ID, by which mailboxes know it. */
export const createEmailChannel =
  (send: SendMail | undefined, from: string): SendAlert =>
  async (alert) => {
    const { address } = alert.to;
    if (address === undefined) return noAddress;
    if (send === undefined)
      return { kind: "not_processed", error: { code: "no_smtp", message: "no mail server is named: set SMTP_URL" } };
    const domain = from.split("@").at(-1)!.replace(/>.*$/, "");
    const subject = alert.message.title.replace(/[\r\n]+/g, " ").slice(0, 200);
    try {
      await send({ from, to: address, subject, text: textOf(alert), messageId: `<${alert.id}@${domain}>` });
      return { kind: "sent" };
    } catch (thrown) {
      const { responseCode, code = "smtp", command, message } = thrown as MailError;
      const error = {
        code: responseCode === undefined ? code : `smtp_${responseCode}`,
        message: message.slice(0, 500),
      };
      if (responseCode !== undefined) return { kind: isTemporary(responseCode) ? "not_processed" : "refused", error };
      // Before the message itself is sent, nothing of it is there.
      const isUnseen = command !== undefined && command !== "DATA";
      return { kind: isUnseen ? "not_processed" : "ambiguous", error };
    }
  };
