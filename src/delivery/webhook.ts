/** JSON to an address of somebody's choosing, signed by Standard Webhooks, so that they know who it is from and that it is whole. Never to an address of our own network, never where a redirect leads. */
import { createHmac } from "node:crypto";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { checkHost, PrivateAddress, publicLookup } from "../addresses.ts";

export interface WebhookOptions {
  /** Addresses of this machine and its network too. */
  readonly allowPrivate: boolean;
  /** Unix seconds. */
  readonly now: () => number;
  readonly timeoutMs?: number;
}

export interface WebhookMessage {
  readonly url: string;
  /** The same for the same message: by it the receiver knows a repeat. */
  readonly id: string;
  readonly secret?: string | undefined;
  readonly body: unknown;
}

const TIMEOUT_MS = 10_000;

/** Why an address may not be told, when it is one of a private network by itself; names are looked up when something is sent. */
export function whyPrivate(url: string): string | undefined {
  try {
    checkHost(new URL(url));
    return undefined;
  } catch (thrown) {
    return (thrown as Error).message;
  }
}

/** `whsec_` and base64, or any text. Source: standard-webhooks, "Webhook signature". */
export function signWebhook(secret: string, id: string, timestamp: number, body: string): string {
  const key = secret.startsWith("whsec_") ? Buffer.from(secret.slice("whsec_".length), "base64") : Buffer.from(secret);
  return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
}

/** The receiver answered, and not that it has it. */
export class WebhookRefused extends Error {
  override name = "WebhookRefused";
  readonly status: number;
  constructor(host: string, status: number) {
    super(`${host} answered ${status}`);
    this.status = status;
  }
}

/** No connection came about, so the receiver saw nothing of it. */
export class WebhookUnsent extends Error {
  override name = "WebhookUnsent";
  readonly code: string;
  constructor(cause: Error & { readonly code?: string }) {
    super(cause.message, { cause });
    this.code = typeof cause.code === "string" ? cause.code : "no_connection";
  }
}

const noAnswer = (timeoutMs: number): Error =>
  Object.assign(new Error(`no answer within ${timeoutMs / 1_000} s`), { code: "timeout" });

/** Resolves once the receiver has said that it has it; throws with the reason else. */
export type PostWebhook = (message: WebhookMessage, signal: AbortSignal) => Promise<void>;

export function createPostWebhook({ allowPrivate, now, timeoutMs = TIMEOUT_MS }: WebhookOptions): PostWebhook {
  return ({ url: address, id, secret, body }, signal) => {
    const url = new URL(address);
    if (!allowPrivate) checkHost(url);
    const text = JSON.stringify(body);
    const timestamp = now();
    const request = url.protocol === "https:" ? requestHttps : requestHttp;
    const tooLong = AbortSignal.timeout(timeoutMs);
    return new Promise((resolve, reject) => {
      const sent = request(
        url,
        {
          method: "POST",
          signal: AbortSignal.any([signal, tooLong]),
          ...(allowPrivate ? {} : { lookup: publicLookup }),
          headers: {
            "content-type": "application/json",
            "content-length": Buffer.byteLength(text),
            "user-agent": "groundswell",
            "webhook-id": id,
            "webhook-timestamp": String(timestamp),
            ...(secret === undefined ? {} : { "webhook-signature": signWebhook(secret, id, timestamp, text) }),
          },
        },
        (reply) => {
          reply.resume();
          const status = reply.statusCode ?? 0;
          if (status >= 200 && status < 300) resolve();
          else reject(new WebhookRefused(url.host, status));
        },
      );
      // Whether it may have gone out: not before the connection, with its handshake, is there. A private address is never tried.
      let isOpen = false;
      const open = () => {
        isOpen = true;
      };
      sent.once("socket", (socket) => {
        if (sent.reusedSocket) open();
        else socket.once(url.protocol === "https:" ? "secureConnect" : "connect", open);
      });
      sent.once("error", (thrown) => {
        const error = tooLong.aborted ? noAnswer(timeoutMs) : thrown;
        reject(isOpen || error instanceof PrivateAddress ? error : new WebhookUnsent(error));
      });
      sent.end(text);
    });
  };
}
