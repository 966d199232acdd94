/** Where Twilio tells how a message fares, and what people answer to it. Its signature is the key: nobody else is listened to. */
import type { Express } from "express";
import type { Logger } from "pino";
import type { Config } from "../config.ts";
import { CALLBACK_PATH } from "../delivery/twilio.ts";
import { isSignedByTwilio } from "../delivery/twilio-signature.ts";
import { readPhone } from "../forms/read-phone.ts";
import { TenantId } from "../model/tenant.ts";
import { allowAgain, hearOf, suppress } from "../operations/receipts.ts";
import { isId } from "../store/document.ts";
import type { Store } from "../store/store.ts";
import { readBody } from "./body.ts";
import { Problem } from "./problem.ts";
import { refuseMethod } from "./router.ts";

export interface TwilioCallbackDeps {
  readonly store: Store;
  readonly config: Pick<Config, "PUBLIC_URL" | "TWILIO_AUTH_TOKEN">;
  readonly log: Logger;
  /** Unix seconds. */
  readonly now: () => number;
}

const MAX_BYTES = 64 * 1024;
/** What people write to hear no more, and to hear again. Source: Twilio, "Support for Opt-out Keywords". */
const STOP = new Set(["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"]);
const START = new Set(["START", "YES", "UNSTOP"]);

export function createTwilioCallback(app: Express, { store, config, log, now }: TwilioCallbackDeps): void {
  async function answer(fields: URLSearchParams): Promise<void> {
    const number = readPhone(fields.get("From") ?? "");
    const word = (fields.get("Body") ?? "").replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "").toUpperCase();
    // Twilio knows more words, in more languages, where its Advanced Opt-Out is on; it says which of the two they mean.
    const meant = fields.get("OptOutType")?.toUpperCase() ?? word;
    if (number === undefined) return;
    if (STOP.has(meant)) {
      await suppress(store, number, "stop", now());
      log.info({ event: "number_suppressed" }, "a number wants no more messages");
    } else if (START.has(meant)) await allowAgain(store, number);
  }

  app.post(CALLBACK_PATH, async (request, response) => {
    const { bytes } = await readBody(request, { maxBytes: MAX_BYTES, types: ["application/x-www-form-urlencoded"] });
    const { TWILIO_AUTH_TOKEN: token, PUBLIC_URL: base } = config;
    const fields = new URLSearchParams(bytes.toString("utf8"));
    const signature = request.headers["x-twilio-signature"];
    const url = base === undefined ? undefined : new URL(base).origin + request.url;
    const isTwilio =
      token !== undefined &&
      url !== undefined &&
      typeof signature === "string" &&
      isSignedByTwilio(token, url, fields, signature);
    if (!isTwilio) throw new Problem(401, "not signed by Twilio");
    const status = fields.get("MessageStatus") ?? fields.get("SmsStatus");
    const query = new URL(url).searchParams;
    const tenant = TenantId.safeParse(query.get("tenant"));
    const receipt = query.get("receipt") ?? "";
    const errorCode = fields.get("ErrorCode") || undefined;
    if (tenant.success && isId(receipt) && status !== null) {
      const told = { providerId: fields.get("MessageSid") ?? "", status: status.toLowerCase(), errorCode };
      await hearOf(store, tenant.data, receipt, told, now());
    } else await answer(fields);
    response.status(204).end();
  });
  app.all(CALLBACK_PATH, refuseMethod(["POST"]));
}
