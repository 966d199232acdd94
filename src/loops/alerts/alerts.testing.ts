/** For tests of alerts: a receiver that listens, answers as it is told and keeps what it got; and an alert pass on a store of its own. */
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import type { Testbed } from "../../../test/testbed.ts";
import type { Principal } from "../../auth/principal.ts";
import {
  type AlertChannels,
  createLogChannel,
  createSlackChannel,
  createWebhookChannel,
} from "../../delivery/alerts.ts";
import { createPostWebhook } from "../../delivery/webhook.ts";
import { createSecretBox } from "../../ingestion/secret-box.ts";
import type { AlertInput, AlertMessage } from "../../model/alert.ts";
import type { TenantId } from "../../model/tenant.ts";
import { createAlert, listDeliveries, type MadeAlert } from "../../operations/alerts.ts";
import { strictly } from "../periodic/strict.testing.ts";
import { type AlertPassDeps, createAlertPass } from "./pass.ts";

interface Got {
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** `next`: what the next requests are answered; 204 when there is nothing left. `drop` closes the connection unanswered. */
export async function startReceiver() {
  const got: Got[] = [];
  const next: (number | "drop")[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (piece) => {
      text += String(piece);
    });
    request.on("end", () => {
      got.push({ headers: request.headers, text });
      const answer = next.shift() ?? 204;
      if (answer === "drop") request.socket.destroy();
      else response.writeHead(answer).end();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections();
      server.close(() => resolve());
    });
  return { url, got, next, close };
}

export const secretBox = createSecretBox(Buffer.alloc(32, 5));

interface RigOptions extends Partial<Pick<AlertPassDeps, "rules" | "store" | "channels">> {
  readonly allowPrivate?: boolean;
  readonly now: () => number;
}

/** One tenant's alerts. */
export function createAlertRig(bed: Testbed, tenant: TenantId, options: RigOptions) {
  const { now, allowPrivate = true } = options;
  const store = options.store ?? bed.store;
  const post = createPostWebhook({ allowPrivate, now, timeoutMs: 2_000 });
  const channels: AlertChannels = options.channels ?? {
    webhook: createWebhookChannel(post),
    slack: createSlackChannel(post),
    email: async () => ({ kind: "sent" }),
    log: createLogChannel(bed.log),
  };
  const principal: Principal = { tenant, scopes: ["admin"], via: "loopback" };
  const deps = { store, secretBox, allowPrivate: true, now };
  const pass = createAlertPass({
    ...{ store, channels, secretBox, log: bed.log, now, publicUrl: "http://groundswell.test" },
    ...(options.rules === undefined ? {} : { rules: options.rules }),
  });
  const run = strictly(pass);
  return {
    deps,
    principal,
    add: (input: Pick<AlertInput, "on" | "to"> & Partial<AlertInput>): Promise<MadeAlert> =>
      createAlert(deps, principal, { name: "An alert", settings: {}, enabled: true, ...input }),
    round: () => run(tenant, 1, new AbortController().signal),
    deliveries: async (alert: string) => (await listDeliveries(store, tenant, alert, {})).items,
  };
}

export const message = (key: string, more: Partial<AlertMessage> = {}): AlertMessage => ({
  ...{ key, app: "Pedalwick", title: `It is ${key}`, lines: ["first <line>", "second line"], data: { key } },
  link: "http://groundswell.test/x",
  ...more,
});
