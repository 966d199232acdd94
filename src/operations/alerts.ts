/** Alerts as people set them: made, changed, tried and deleted, and what became of their messages. Secrets are sealed and never shown. */
import { randomBytes, randomUUID } from "node:crypto";
import type { Principal } from "../auth/principal.ts";
import { whyPrivate } from "../delivery/webhook.ts";
import type { SecretBox } from "../ingestion/secret-box.ts";
import type {
  Alert,
  AlertChange,
  AlertDelivery,
  AlertDeliveryDocument,
  AlertDocument,
  AlertInput,
  AlertTarget,
} from "../model/alert.ts";
import { shortId } from "../model/identity.ts";
import type { FieldError } from "../model/outcome.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store, Stored } from "../store/store.ts";
import { mustWin, won } from "../store/written.ts";
import { appNames } from "./apps.ts";
import { recordAudit } from "./audit.ts";
import type { ListOf } from "./insights.ts";

export interface AlertDeps {
  readonly store: Store;
  readonly secretBox: SecretBox | undefined;
  readonly allowPrivate: boolean;
  /** Unix seconds. */
  readonly now: () => number;
}

/** The secret belongs to one alert of one tenant, and opens for no other. */
export const alertSecretOwner = (tenant: TenantId, alert: string): string => JSON.stringify([tenant, "alert", alert]);

export class AlertRefused extends Error {
  override name = "AlertRefused";
  readonly errors: readonly FieldError[];
  constructor(errors: readonly FieldError[]) {
    super(errors.map(({ message }) => message).join("; "));
    this.errors = errors;
  }
}

const refuse = (field: string, code: string, message: string): never => {
  throw new AlertRefused([{ field, code, message }]);
};

function checkTarget(to: AlertTarget, allowPrivate: boolean): void {
  if (!("url" in to) || allowPrivate) return;
  const why = whyPrivate(to.url);
  if (why !== undefined) refuse("to.url", "private_address", why);
}

interface Sealing {
  readonly to: AlertDocument["to"];
  /** Made here, to be shown once. */
  readonly secret?: string;
}

function seal({ secretBox, allowPrivate }: AlertDeps, owner: string, to: AlertTarget): Sealing {
  checkTarget(to, allowPrivate);
  if (to.type === "email" || to.type === "log") return { to };
  if (secretBox === undefined)
    return refuse("to", "no_key", "SECRETS_KEY is not set, so the alert's secret can't be kept");
  if (to.type === "slack")
    return { to: { type: "slack", url: new URL(to.url).host, sealed: secretBox.seal(owner, to.url) } };
  const made = to.secret === undefined ? `whsec_${randomBytes(24).toString("base64")}` : undefined;
  const sealed = secretBox.seal(owner, to.secret ?? made!);
  return { to: { type: "webhook", url: to.url, sealed }, ...(made === undefined ? {} : { secret: made }) };
}

/** Also with what a webhook is signed with, where it was made here: shown once; and with what may not be as it was meant. */
export type MadeAlert = Alert & { readonly webhook_secret?: string; readonly note?: string };

/** An app may well come later, so an alert for one that is not there yet is set; but its name may be misspelt. */
async function noteOn(store: Store, tenant: TenantId, app: string | undefined): Promise<{ readonly note?: string }> {
  if (app === undefined || (await appNames(store, tenant)).includes(app)) return {};
  return {
    note: `no feedback of an app named ${JSON.stringify(app)} has come yet: the alert tells nothing before it does`,
  };
}

export function shownAlert(id: string, { to: { sealed, ...to }, ...doc }: AlertDocument): Alert {
  const isSigned = to.type === "webhook" && sealed !== undefined;
  return { id, ...doc, to: { ...to, ...(isSigned ? { secret: { set: true, hint: sealed.hint } } : {}) } };
}

export async function createAlert(deps: AlertDeps, principal: Principal, input: AlertInput): Promise<MadeAlert> {
  const { store, now } = deps;
  const { tenant } = principal;
  const id = randomUUID();
  const { to, secret } = seal(deps, alertSecretOwner(tenant, id), input.to);
  const { app, quiet_hours, ...rest } = input;
  const doc: AlertDocument = {
    ...rest,
    ...(app === undefined ? {} : { app }),
    ...(quiet_hours === undefined ? {} : { quiet_hours }),
    to,
    created_at: now(),
    updated_at: now(),
  };
  mustWin(await store.write(tenant, "alerts", [{ op: "create", id, doc }]));
  await store.refresh(["alerts"]);
  await recordAudit(store, principal, now(), { action: "alert.created", subject: id, detail: { on: doc.on } });
  const extra = await noteOn(store, tenant, doc.app);
  return { ...shownAlert(id, doc), ...(secret === undefined ? {} : { webhook_secret: secret }), ...extra };
}

/** Undefined when there is no such alert. */
export async function changeAlert(
  deps: AlertDeps,
  principal: Principal,
  id: string,
  change: AlertChange,
): Promise<MadeAlert | undefined> {
  const { store, now } = deps;
  const { tenant } = principal;
  const sealing = change.to && seal(deps, alertSecretOwner(tenant, id), change.to);
  for (;;) {
    const stored = await store.get(tenant, "alerts", id);
    if (stored === undefined) return undefined;
    const { app, quiet_hours, ...before } = stored.doc;
    const nextApp = change.app === undefined ? app : (change.app ?? undefined);
    const nextQuiet = change.quiet_hours === undefined ? quiet_hours : (change.quiet_hours ?? undefined);
    const doc: AlertDocument = {
      ...before,
      name: change.name ?? before.name,
      settings: change.settings ?? before.settings,
      enabled: change.enabled ?? before.enabled,
      to: sealing?.to ?? before.to,
      ...(nextApp === undefined ? {} : { app: nextApp }),
      ...(nextQuiet === undefined ? {} : { quiet_hours: nextQuiet }),
      updated_at: now(),
    };
    const [result] = await store.write(tenant, "alerts", [{ op: "replace", id, version: stored.version, doc }]);
    if (!won(result)) continue;
    await store.refresh(["alerts"]);
    const detail = { fields: Object.keys(change) };
    await recordAudit(store, principal, now(), { action: "alert.changed", subject: id, detail });
    const made = sealing?.secret === undefined ? {} : { webhook_secret: sealing.secret };
    const extra = typeof change.app === "string" ? await noteOn(store, tenant, change.app) : {};
    return { ...shownAlert(id, doc), ...made, ...extra };
  }
}

/** False when there is no such alert. What waits to be sent is not sent any more. */
export async function deleteAlert({ store, now }: AlertDeps, principal: Principal, id: string): Promise<boolean> {
  const { tenant } = principal;
  if ((await store.get(tenant, "alerts", id)) === undefined) return false;
  mustWin(await store.write(tenant, "alerts", [{ op: "delete", id }]));
  mustWin(await store.write(tenant, "alert_states", [{ op: "delete", id }]));
  await store.refresh(["alerts"]);
  await recordAudit(store, principal, now(), { action: "alert.deleted", subject: id });
  return true;
}

export async function readAlert(store: Store, tenant: TenantId, id: string): Promise<Alert | undefined> {
  const stored = await store.get(tenant, "alerts", id);
  return stored && shownAlert(id, stored.doc);
}

interface Paging {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** Newest first. */
export async function listAlerts(
  store: Store,
  tenant: TenantId,
  { app, on, limit, cursor }: Paging & { readonly app?: string | undefined; readonly on?: string | undefined },
): Promise<ListOf<Alert>> {
  const page = await store.search(tenant, "alerts", {
    where: { app, on },
    sort: [{ by: "created_at", order: "desc" }],
    limit,
    cursor,
  });
  return { ...page, items: page.items.map(({ id, doc }) => shownAlert(id, doc)) };
}

const shownDelivery = ({ id, doc }: Pick<Stored<AlertDeliveryDocument>, "id" | "doc">): AlertDelivery => {
  const { alert, on, channel, message, state, tries, error, created_at, updated_at, due_at } = doc;
  const { app, title, lines, link } = message;
  return {
    ...{ id, alert, on, channel, title, text: lines.join("\n"), state, tries, created_at, updated_at },
    ...(app === undefined ? {} : { app }),
    ...(link === undefined ? {} : { link }),
    ...(error === undefined ? {} : { error: { ...error } }),
    ...(due_at === undefined ? {} : { due_at }),
  };
};

/** Newest first. */
export async function listDeliveries(
  store: Store,
  tenant: TenantId,
  alert: string,
  { limit, cursor }: Paging,
): Promise<ListOf<AlertDelivery>> {
  await store.refresh(["alert_deliveries"]);
  const page = await store.search(tenant, "alert_deliveries", {
    where: { alert },
    sort: [{ by: "created_at", order: "desc" }],
    limit,
    cursor,
  });
  return { ...page, items: page.items.map(shownDelivery) };
}

export const deliveryId = (alert: string, key: string): string => shortId("alert delivery", alert, key);

/** A message that goes out like any other, though it may be quiet hours. Undefined when there is no such alert. */
export async function testAlert(
  { store, now }: AlertDeps,
  principal: Principal,
  id: string,
): Promise<AlertDelivery | undefined> {
  const stored = await store.get(principal.tenant, "alerts", id);
  if (stored === undefined) return undefined;
  const { name, app, on, to } = stored.doc;
  const key = `test-${randomUUID()}`;
  const lines = [`This is how the alert "${name}" (${on}) arrives.`];
  const doc: AlertDeliveryDocument = {
    ...{ alert: id, on: "test", channel: to.type, state: "pending", tries: 0 },
    message: { key, ...(app === undefined ? {} : { app }), title: `Test of the alert "${name}"`, lines, data: { on } },
    ...{ created_at: now(), updated_at: now(), due_at: now() },
  };
  const delivery = deliveryId(id, key);
  mustWin(await store.write(principal.tenant, "alert_deliveries", [{ op: "create", id: delivery, doc }]));
  return shownDelivery({ id: delivery, doc });
}
