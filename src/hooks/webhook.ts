/** Hook: tells an address of each stored response (a form's own setting) or insight (the installation's), signed by Standard Webhooks. */

import type { PostWebhook } from "../delivery/webhook.ts";
import { shownResponse } from "../forms/documents.ts";
import { type Hook, settingsOf } from "./hook.ts";

const NAME = "webhook";
const textOf = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

export const createResponseWebhook = (post: PostWebhook): Hook<"response.stored"> => ({
  name: NAME,
  on: "response.stored",
  wants: (form) => settingsOf(form, NAME).length > 0,
  async run({ response, form }, { id, signal }) {
    for (const [index, settings] of settingsOf(form, NAME).entries()) {
      const url = textOf(settings.url);
      if (url === undefined) continue;
      const body = { type: "response.stored", form: { id: form.id, title: form.title }, data: shownResponse(response) };
      await post({ url, id: `${id}-${index}`, secret: textOf(settings.secret), body }, signal);
    }
  },
});

export const createInsightWebhook = (
  post: PostWebhook,
  { url, secret }: { readonly url: string | undefined; readonly secret: string | undefined },
): Hook<"insight.stored"> => ({
  name: "insight-webhook",
  on: "insight.stored",
  wants: () => url !== undefined,
  async run({ insight }, { id, signal, tenant }) {
    if (url !== undefined)
      await post({ url, id, secret, body: { type: "insight.stored", tenant, data: insight } }, signal);
  },
});
