/** Delivery by Twilio's Messages resource, over plain fetch: two requests need no client of several megabytes. Creating a message is not idempotent, so a lost answer is ambiguous, never a reason to send again. */
import { z } from "zod";
import type { ReceiptError } from "../model/receipt.ts";
import { readRetryAfter } from "../retry-after.ts";
import type { Delivery, FoundMessage, OutgoingReceipt, SendResult } from "./delivery.ts";
import { classOf } from "./twilio-errors.ts";

export interface TwilioOptions {
  readonly accountSid: string;
  readonly authToken: string;
  /** A number, or a messaging service. */
  readonly from: { readonly number: string } | { readonly service: string };
  readonly baseUrl: string;
  /** Where Twilio reaches this installation; undefined: nobody tells us how a message fared. */
  readonly publicUrl: string | undefined;
  readonly timeoutMs?: number;
  /** Unix seconds. */
  readonly now?: () => number;
}

const TIMEOUT_MS = 15_000;
/** Twilio's clock and ours. */
const CLOCK_SKEW_S = 60;
const DAY_MS = 86_400_000;
const PAGE_SIZE = 200;
const MAX_PAGES = 20;
export const CALLBACK_PATH = "/api/v1/receipts/twilio";

const Message = z.object({
  sid: z.string(),
  status: z.string(),
  body: z.string().nullish(),
  date_created: z.string().nullish(),
  error_code: z.union([z.number(), z.string()]).nullish(),
});
const Page = z.object({ messages: z.array(Message), next_page_uri: z.string().nullish() });
const Refusal = z.object({ code: z.union([z.number(), z.string()]).optional(), message: z.string().optional() });

/** Nobody was there, so nothing was taken. All else that goes wrong with a connection may have come after the request. */
const UNSENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

function describe(thrown: unknown): ReceiptError {
  const { code, message } = ((thrown as { cause?: unknown }).cause ?? thrown) as { code?: unknown; message?: unknown };
  return { code: typeof code === "string" ? code : "no_answer", message: String(message ?? thrown).slice(0, 500) };
}

async function refusalOf(reply: Response): Promise<ReceiptError> {
  const parsed = Refusal.safeParse(await reply.json().catch(() => undefined));
  const { code = reply.status, message = reply.statusText } = parsed.success ? parsed.data : {};
  return { code: String(code), message: message.slice(0, 500) };
}

export function callbackUrl(publicUrl: string, { tenant, id }: Pick<OutgoingReceipt, "tenant" | "id">): string {
  const url = new URL(CALLBACK_PATH, publicUrl);
  url.searchParams.set("tenant", tenant);
  url.searchParams.set("receipt", id);
  return url.href;
}

export function createTwilioDelivery(options: TwilioOptions): Delivery {
  const { accountSid, authToken, from, baseUrl, publicUrl, timeoutMs = TIMEOUT_MS } = options;
  const { now = () => Date.now() / 1_000 } = options;
  const path = `/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Messages.json`;
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString("base64")}`;
  const within = (signal: AbortSignal) => AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);

  async function answerOf(reply: Response): Promise<SendResult> {
    if (reply.status === 201 || reply.status === 200) {
      const parsed = Message.safeParse(await reply.json().catch(() => undefined));
      if (parsed.success) return { kind: "sent", providerId: parsed.data.sid, status: parsed.data.status };
      return { kind: "ambiguous", error: { code: "unreadable", message: "the answer could not be read" } };
    }
    const error = await refusalOf(reply);
    if (reply.status === 429)
      return { kind: "not_processed", error, afterMs: readRetryAfter(reply.headers.get("retry-after")) };
    if (reply.status >= 500) return { kind: "ambiguous", error };
    const meaning = classOf(error.code);
    return meaning === "retry" ? { kind: "not_processed", error } : { kind: "refused", class: meaning, error };
  }

  async function listDay(to: string, day: string, signal: AbortSignal): Promise<z.infer<typeof Message>[]> {
    const query = new URLSearchParams({ To: to, DateSent: day, PageSize: String(PAGE_SIZE) });
    let next: string | undefined = `${path}?${query}`;
    const messages: z.infer<typeof Message>[] = [];
    for (let page = 0; next !== undefined && page < MAX_PAGES; page++) {
      const reply = await fetch(new URL(next, baseUrl), {
        headers: { authorization },
        signal: within(signal),
        redirect: "error",
      });
      if (!reply.ok) throw new Error(`the list of messages was refused with ${reply.status}`);
      const parsed = Page.parse(await reply.json());
      messages.push(...parsed.messages);
      next = parsed.next_page_uri ?? undefined;
    }
    return messages;
  }

  return {
    channel: "sms",

    async send(message, signal) {
      const form = new URLSearchParams({
        To: message.to,
        Body: message.body,
        ...("number" in from ? { From: from.number } : { MessagingServiceSid: from.service }),
        ...(publicUrl === undefined ? {} : { StatusCallback: callbackUrl(publicUrl, message) }),
      });
      try {
        const reply = await fetch(new URL(path, baseUrl), {
          method: "POST",
          headers: { authorization, "content-type": "application/x-www-form-urlencoded" },
          body: form.toString(),
          signal: within(signal),
          redirect: "error",
        });
        return await answerOf(reply);
      } catch (thrown) {
        const error = describe(thrown);
        return { kind: UNSENT.has(error.code) ? "not_processed" : "ambiguous", error };
      }
    },

    /** By day, as the list filters: the days from the try to the day after it that have begun, and today, in GMT. */
    async find(message, since, signal): Promise<FoundMessage | undefined> {
      const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
      const first = (since - CLOCK_SKEW_S) * 1000;
      const last = (now() + CLOCK_SKEW_S) * 1000;
      const days = new Set([dayOf(first), dayOf(Math.min(first + DAY_MS, last)), dayOf(last)]);
      for (const day of days) {
        const found = (await listDay(message.to, day, signal)).find(({ body, date_created: at }) => {
          const created = Date.parse(at ?? "");
          return (body ?? "").includes(message.reference) && (Number.isNaN(created) || created >= first);
        });
        if (found !== undefined) {
          const { sid, status, error_code: code } = found;
          return {
            providerId: sid,
            status,
            ...(code === null || code === undefined ? {} : { errorCode: String(code) }),
          };
        }
      }
      return undefined;
    },
  };
}
