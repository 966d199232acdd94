/** Tenants, for who runs the installation: listing them, making one, and its first key. */
import { z } from "zod";
import { TenantId } from "../../model/tenant.ts";
import { recordAudit } from "../../operations/audit.ts";
import { listOf } from "../parameters.ts";
import { notFound, Problem } from "../problem.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../routes.ts";
import { NewKey, ShownKey, showKey } from "./keys.ts";

const Tenant = z.object({ id: z.string(), name: z.string(), created_at: z.number().int() }).meta({ id: "Tenant" });

export function tenantRoutes({ store, keys, tenants, now }: RouteDeps): Route[] {
  const tag = "Tenants";
  return [
    defineRoute({
      method: "get",
      path: "/api/v1/tenants",
      tag,
      summary: "Every tenant of the installation",
      scope: "installation",
      answers: { 200: { description: "All of them", schema: listOf(Tenant) } },
      async handle() {
        const items = await tenants.list();
        return { body: { items, total: items.length, next_cursor: null } };
      },
    }),
    defineRoute({
      method: "post",
      path: "/api/v1/tenants",
      tag,
      summary: "Make a tenant",
      scope: "installation",
      body: z.strictObject({ id: TenantId, name: z.string().trim().min(1).max(200).optional() }),
      answers: { 201: { description: "Made", schema: Tenant }, 409: { description: "The id is taken" } },
      async handle({ principal, body: { id, name = id } }) {
        if (!(await tenants.create(id, name))) throw new Problem(409, "the id is taken");
        await recordAudit(store, principal, now(), { action: "tenant.created", subject: id });
        return { status: 201, body: { id, name, created_at: now() } };
      },
    }),
    defineRoute({
      method: "post",
      path: "/api/v1/tenants/:id/keys",
      tag,
      summary: "Make a key for a tenant",
      scope: "installation",
      params: z.object({ id: TenantId }),
      body: NewKey,
      answers: {
        201: { description: "The key, shown this once", schema: ShownKey },
        404: { description: "No such tenant" },
      },
      async handle({ principal, params, body }) {
        if (!(await tenants.exists(params.id))) throw notFound("tenant");
        const created = await keys.create({ ...body, tenant: params.id });
        const detail = { tenant: params.id, scopes: body.scopes };
        await recordAudit(store, principal, now(), { action: "key.created", subject: created.id, detail });
        return showKey(created);
      },
    }),
  ];
}
