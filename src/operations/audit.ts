/** Who did what: one entry for each thing that a person or a program changed by hand. */
import { randomUUID } from "node:crypto";
import { actorOf, type Principal } from "../auth/principal.ts";
import type { Store } from "../store/store.ts";

export type AuditAction =
  | "insight.corrected"
  | "ticket.status"
  | "app.put"
  | "app.deleted"
  | "rejections.replayed"
  | "dead.redriven"
  | "dead.purged"
  | "key.created"
  | "key.revoked"
  | "tenant.created";

/** `subject`: an id or a name, never personal text. */
export async function recordAudit(
  store: Store,
  principal: Principal,
  at: number,
  entry: { readonly action: AuditAction; readonly subject: string; readonly detail?: unknown },
): Promise<void> {
  const doc = { at, actor: actorOf(principal), ...entry };
  await store.write(principal.tenant, "audit", [{ op: "create", id: randomUUID(), doc }]);
}
