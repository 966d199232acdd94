/** The audit log of the caller's tenant: who did what, and how its keys were used. */
import { z } from "zod";
import { listAudit } from "../../operations/audit.ts";
import { from, listOf, name, paging, to } from "../parameters.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";

const AuditEntry = z
  .object({
    id: z.string(),
    at: z.number().int().meta({ description: "unix seconds; of a day's use of a key, the last one" }),
    actor: z.string().meta({ description: "key, session or loopback, with the beginning of the key's id" }),
    action: z.string(),
    subject: z.string(),
    detail: z.unknown().optional(),
  })
  .meta({ id: "AuditEntry" });

export function auditRoutes({ store, keyUses }: RouteDeps): Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/api/v1/audit",
      tag: "Keys",
      summary:
        "Corrections, replays, redrives, changes of apps, tickets and keys, and the use of keys by day, newest first",
      scope: "admin",
      query: z.strictObject({
        action: name.optional().meta({ description: "such as insight.corrected, key.used or key.refused" }),
        actor: name.optional(),
        subject: name.optional().meta({ description: "the id or name of what it was done to" }),
        from: from.optional(),
        to: to.optional(),
        ...paging,
      }),
      answers: { 200: { description: "A page of audit entries", schema: listOf(AuditEntry) } },
      async handle({ principal, query }) {
        await keyUses.flush();
        return { body: await listAudit(store, principal.tenant, query) };
      },
    }),
  ];
}
