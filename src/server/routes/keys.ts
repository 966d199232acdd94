/** API keys of the caller's tenant: made (and shown once), listed, revoked. */
import { z } from "zod";
import { type CreatedKey, shownKey } from "../../auth/keys.ts";
import { KeyPipeline, Scope } from "../../model/key.ts";
import { recordAudit } from "../../operations/audit.ts";
import { id, listOf, paging } from "../parameters.ts";
import { notFound } from "../problem.ts";
import { defineRoute, type Reply, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";

const origin = z
  .string()
  .max(300)
  .transform((value) => value.toLowerCase().replace(/\/$/, ""))
  .refine((value) => URL.canParse(value) && new URL(value).origin === value, "an origin: scheme, host and port");

const KeyKind = z.enum(["secret", "publishable"]);

/** A publishable key can do nothing but send, and says what. */
export const NewKey = z
  .strictObject({
    name: z.string().trim().min(1).max(200).default("key"),
    kind: KeyKind.default("secret"),
    scopes: z
      .array(Scope)
      .min(1)
      .max(10)
      .transform((scopes) => [...new Set(scopes)])
      .optional(),
    application: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .optional()
      .meta({ description: "what it sends events as; its name unless told" }),
    pipelines: z
      .array(KeyPipeline)
      .min(1)
      .max(10)
      .optional()
      .meta({ description: "only for a publishable key: what it sends" }),
    origins: z
      .array(origin)
      .min(1)
      .max(100)
      .optional()
      .meta({ description: "only for a publishable key: the pages that may use it" }),
  })
  .superRefine(({ kind, scopes, pipelines, origins }, context) => {
    const wrong = (field: string, message: string) => context.addIssue({ code: "custom", path: [field], message });
    if (kind === "secret") {
      if (scopes === undefined) wrong("scopes", "a secret key has scopes");
      if (pipelines !== undefined) wrong("pipelines", "only of a publishable key");
      if (origins !== undefined) wrong("origins", "only of a publishable key");
      return;
    }
    if (scopes !== undefined && scopes.join() !== "ingest")
      wrong("scopes", "a publishable key has the scope ingest alone");
    if (pipelines === undefined) wrong("pipelines", "what it may send: events, feedback, responses");
  })
  .transform(({ kind, scopes, pipelines, origins, ...rest }) => ({
    ...rest,
    scopes: kind === "secret" ? scopes! : (["ingest"] satisfies Scope[]),
    ...(kind === "secret" ? {} : { publishable: { pipelines: pipelines!, ...(origins && { origins }) } }),
  }));

const Key = z
  .object({
    id: z.string(),
    tenant: z.string(),
    name: z.string(),
    scopes: z.array(Scope),
    kind: KeyKind.meta({ description: "publishable: everybody may read it, and it can only send" }),
    application: z.string().optional(),
    pipelines: z.array(KeyPipeline).optional(),
    origins: z.array(z.string()).optional(),
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

export const showKey = (created: CreatedKey): Reply => ({
  status: 201,
  body: { ...shownKey(created), key: created.key },
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
        return { body: { ...page, items: page.items.map(shownKey) } };
      },
    }),
    defineRoute({
      method: "post",
      path: "/api/v1/keys",
      tag,
      summary: "Make a key for this tenant; once there is a key, every request needs one",
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
