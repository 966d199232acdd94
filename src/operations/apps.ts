/** Apps and their models: what feedback is about, and the labels it is sorted under. */
import type { Principal } from "../auth/principal.ts";
import type { AppModel } from "../model/app-model.ts";
import { appDocumentId } from "../model/identity.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";
import { mustWin, won } from "../store/written.ts";
import { recordAudit } from "./audit.ts";
import type { ListOf } from "./insights.ts";

/** By name. */
export async function listApps(
  store: Store,
  tenant: TenantId,
  { limit, cursor }: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
): Promise<ListOf<AppModel>> {
  const page = await store.search(tenant, "apps", {
    sort: [{ by: "name", order: "asc" }],
    limit,
    cursor,
  });
  return { ...page, items: page.items.map(({ doc }) => doc.model) };
}

export async function readApp(store: Store, tenant: TenantId, name: string): Promise<AppModel | undefined> {
  return (await store.get(tenant, "apps", appDocumentId(name)))?.doc.model;
}

/** Registers an app, or replaces its model. With `create`, false when the app exists. */
export async function putApp(
  store: Store,
  principal: Principal,
  model: AppModel,
  at: number,
  { create = false } = {},
): Promise<boolean> {
  const op = create ? "create" : "put";
  const doc = { name: model.name, model, updated_at: at };
  const [result] = await store.write(principal.tenant, "apps", [{ op, id: appDocumentId(model.name), doc }]);
  if (!won(result)) return false;
  await recordAudit(store, principal, at, { action: "app.put", subject: model.name });
  return true;
}

/**
 * Takes the model away, or the name of an app that is known by its feedback alone; the insights stay, and new ones get the
 * built-in labels. False when there is no such app.
 */
export async function deleteApp(store: Store, principal: Principal, name: string, at: number): Promise<boolean> {
  const { tenant } = principal;
  const stored = await store.get(tenant, "apps", appDocumentId(name));
  if (stored === undefined && !(await appNames(store, tenant)).includes(name)) return false;
  if (stored !== undefined) mustWin(await store.write(tenant, "apps", [{ op: "delete", id: stored.id }]));
  await recordAudit(store, principal, at, { action: "app.deleted", subject: name });
  return true;
}

/** Registered apps, and those that feedback came for without anybody registering them; not those that were deleted. By name. */
export async function appNames(store: Store, tenant: TenantId): Promise<string[]> {
  const [registered, spokenOf, deleted] = await Promise.all([
    store.values(tenant, "apps", "name", {}),
    store.values(tenant, "insights", "app_name", {}),
    store.values(tenant, "audit", "subject", { where: { action: "app.deleted" } }),
  ]);
  const gone = new Set(deleted.map(({ value }) => value));
  const others = spokenOf.map(({ value }) => value).filter((name) => !gone.has(name));
  return [...new Set([...registered.map(({ value }) => value), ...others])].sort((a, b) => a.localeCompare(b));
}

/** The app's first-order labels and those below each: of its model, else those that its insights have. */
export async function appLabels(store: Store, tenant: TenantId, name: string): Promise<AppModel["first_order_labels"]> {
  const model = await readApp(store, tenant, name);
  if (model !== undefined && model.first_order_labels.length > 0) return model.first_order_labels;
  const first = "attributes.first_order_labels";
  const second = "attributes.second_order_labels";
  const found = await store.facets(tenant, "insights", [first], { where: { app_name: name } });
  return Promise.all(
    found[first].map(async ({ value }) => {
      const where = { app_name: name, [first]: value };
      const below = await store.facets(tenant, "insights", [second], { where });
      return { name: value, second_order_labels: below[second].map((bucket) => bucket.value) };
    }),
  );
}
