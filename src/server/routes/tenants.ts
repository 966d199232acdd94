/** Tenants, for who runs the installation: listing them, making one, and its first key. */
import { z } from "zod";
import { TenantId } from "../../model/tenant.ts";
import { recordAudit } from "../../operations/audit.ts";
import { fingerprint, readCursor, writeCursor } from "../../store/cursor.ts";
import { listOf, paging } from "../parameters.ts";
import { notFound, Problem } from "../problem.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";
import { NewKey, ShownKey, showKey } from "./keys.ts";

const Tenant = z.object({ id: z.string(), name: z.string(), created_at: z.number().int() }).meta({ id: "Tenant" });

const SEARCH = fingerprint("tenants");

export function tenantRoutes({ store, keys, tenants, now }: RouteDeps): Route[] {
  const tag = "Tenants";
  return [
    defineRoute({
      method: "get",
      path: "/api/v1/tenants",
      tag,
      summary: "Every tenant of the installation",
      scope: "installation",
      query: z.strictObject(paging),
      answers: { 200: { description: "A page, by id", schema: listOf(Tenant) } },
      async handle({ query: { limit = 50, cursor } }) {
        const all = [...(await tenants.list())].sort((a, b) => (a.id < b.id ? -1 : 1));
        const [after = ""] = cursor === undefined ? [] : readCursor(SEARCH, cursor, 1);
        const left = all.filter(({ id }) => id > String(after));
        const items = left.slice(0, limit);
        const more = left.length > limit;
        return {
          body: { items, total: all.length, next_cursor: more ? writeCursor(SEARCH, [items.at(-1)!.id]) : null },
        };
      },
    }),
    defineRoute({
      method: "post",
      path: "/api/v1/tenants",
      tag,
      summary: "Create a tenant",
      scope: "installation",
      body: z.strictObject({ id: TenantId, name: z.string().trim().min(1).max(200).optional() }),
      answers: {
        201: { description: "The tenant as it was made", schema: Tenant },
        409: { description: "The id is taken" },
      },
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
      summary: "Create a key for a tenant",
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
