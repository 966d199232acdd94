/** Every hook there is. A new one is a file beside this and a line here. */
import type { Config } from "../config.ts";
import { createPostWebhook } from "../delivery/webhook.ts";
import type { Store } from "../store/store.ts";
import type { Hook, HookEvent } from "./hook.ts";
import { createClosedReceiptHook, createReceiptHook } from "./receipt.ts";
import { createRulesHook } from "./rules.ts";
import { createSheetHook } from "./sheet.ts";
import { createInsightWebhook, createResponseWebhook } from "./webhook.ts";

export interface HookParts {
  readonly store: Store;
  readonly config: Pick<
    Config,
    "DATA_DIR" | "HOOKS_ALLOW_PRIVATE" | "HOOK_WEBHOOK_URL" | "HOOK_WEBHOOK_SECRET" | "SMS_COUNTRIES" | "TWILIO_FROM"
  >;
  /** Unix seconds. */
  readonly now: () => number;
}

export type Hooks = { readonly [E in HookEvent]: readonly Hook<E>[] };

export function createHooks({ store, config, now }: HookParts): Hooks {
  const sender = config.TWILIO_FROM?.startsWith("+") ? config.TWILIO_FROM : undefined;
  const receipts = { store, now, rules: { countries: config.SMS_COUNTRIES, sender } };
  const post = createPostWebhook({ allowPrivate: config.HOOKS_ALLOW_PRIVATE, now });
  return {
    "response.stored": [
      createReceiptHook(receipts),
      createRulesHook(store),
      createResponseWebhook(post),
      createSheetHook(config.DATA_DIR),
    ],
    "insight.stored": [
      createInsightWebhook(post, { url: config.HOOK_WEBHOOK_URL, secret: config.HOOK_WEBHOOK_SECRET }),
    ],
    "ticket.closed": [createClosedReceiptHook(receipts)],
  };
}
