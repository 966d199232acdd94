/** API keys of the caller's tenant: made (and shown once), listed, revoked. */
import { z } from "zod";
import type { CreatedKey, StoredKey } from "../../auth/keys.ts";
import { Scope } from "../../model/key.ts";
import { recordAudit } from "../../operations/audit.ts";
import { id, listOf, paging } from "../parameters.ts";
import { notFound } from "../problem.ts";
import { defineRoute, type Reply, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";

export const NewKey = z.strictObject({
  name: z.string().trim().min(1).max(200).default("key"),
  scopes: z
    .array(Scope)
    .min(1)
    .max(10)
    .transform((scopes) => [...new Set(scopes)]),
});

const Key = z
  .object({
    id: z.string(),
    tenant: z.string(),
    name: z.string(),
    scopes: z.array(Scope),
    hint: z.string().meta({ description: "how the key begins" }),
    created_at: z.number().int(),
    revoked: z.boolean(),
    first_used_at: z.number().int().optional(),
    last_used_at: z
      .number()
      .int()
      .optional()
      .meta({ description: "up to a minute behind where there are several servers" }),
    uses: z.number().int(),
    refusals: z.number().int().meta({ description: "uses refused because of the scope, or after it was revoked" }),
  })
  .meta({ id: "Key" });

export const ShownKey = Key.extend({ key: z.string().meta({ description: "shown this once" }) }).meta({ id: "NewKey" });

const toKey = ({ id, doc }: StoredKey) => ({ id, uses: 0, refusals: 0, ...doc });

export const showKey = (created: CreatedKey): Reply => ({
  status: 201,
  body: { ...toKey(created), key: created.key },
});

export function keyRoutes({ store, keys, keyUses, now }: RouteDeps): Route[] {
  const tag = "Keys";
  return [
    defineRoute({
      method: "get",
      path: "/api/v1/keys",
      tag,
      summary: "Keys of this tenant, newest first",
      scope: "admin",
      query: z.strictObject(paging),
      answers: { 200: { description: "A page, without the secrets", schema: listOf(Key) } },
      async handle({ principal, query }) {
        await keyUses.flush();
        const page = await keys.list(principal.tenant, query);
        return { body: { ...page, items: page.items.map(toKey) } };
      },
    }),
    defineRoute({
      method: "post",
      path: "/api/v1/keys",
      tag,
      summary: "Make a key for this tenant; from the first one on, nothing goes without a key",
      scope: "admin",
      body: NewKey,
      answers: { 201: { description: "The key, shown this once", schema: ShownKey } },
      async handle({ principal, body }) {
        const created = await keys.create({ ...body, tenant: principal.tenant });
        const detail = { scopes: body.scopes };
        await recordAudit(store, principal, now(), { action: "key.created", subject: created.id, detail });
        return showKey(created);
      },
    }),
    defineRoute({
      method: "delete",
      path: "/api/v1/keys/:id",
      tag,
      summary: "Revoke a key, and the sessions opened with it, within seconds",
      scope: "admin",
      params: id,
      answers: { 204: { description: "Revoked" }, 404: { description: "No such key" } },
      async handle({ principal, params }) {
        if (!(await keys.revoke(principal.tenant, params.id))) throw notFound("key");
        await recordAudit(store, principal, now(), { action: "key.revoked", subject: params.id });
        return {};
      },
    }),
  ];
}
