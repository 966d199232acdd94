/** Who did what: one entry for each thing that a person or a program changed by hand, and one a day for each key's use. */
import { randomUUID } from "node:crypto";
import { actorOf, type Principal } from "../auth/principal.ts";
import type { AuditAction } from "../model/audit-actions.ts";
import type { TenantId } from "../model/tenant.ts";
import type { AuditDocument } from "../store/documents.ts";
import type { Store } from "../store/store.ts";
import { mustWin } from "../store/written.ts";
import type { ListOf } from "./insights.ts";

/** Durable when it resolves. `subject`: an id or a name, never personal text. */
export async function recordAudit(
  store: Store,
  principal: Principal,
  at: number,
  entry: { readonly action: AuditAction; readonly subject: string; readonly detail?: unknown },
): Promise<void> {
  const doc = { at, actor: actorOf(principal), ...entry };
  mustWin(await store.write(principal.tenant, "audit", [{ op: "create", id: randomUUID(), doc }]));
}

export interface AuditEntry extends AuditDocument {
  readonly id: string;
}

export interface AuditQuery {
  readonly action?: string | undefined;
  readonly actor?: string | undefined;
  readonly subject?: string | undefined;
  /** Unix seconds, half-open. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** Newest first. */
export async function listAudit(store: Store, tenant: TenantId, query: AuditQuery): Promise<ListOf<AuditEntry>> {
  const { action, actor, subject, from, to, limit, cursor } = query;
  // Who has just done something looks here for it.
  await store.refresh(["audit"]);
  const page = await store.search(tenant, "audit", {
    where: { action, actor, subject, at: { gte: from, lt: to } },
    sort: [{ by: "at", order: "desc" }],
    limit,
    cursor,
  });
  return { ...page, items: page.items.map(({ id, doc }) => ({ id, ...doc })) };
}
