/** Forms: making, changing, reading and deleting them. Each change is a version, and versions stay as long as anybody may have answered them. */
import { randomUUID } from "node:crypto";
import type { Principal } from "../auth/principal.ts";
import { versionId } from "../forms/form-lookup.ts";
import { type FormContent, makeContent, newPublicId } from "../forms/make-form.ts";
import type { Form, FormChange, FormInput } from "../model/form.ts";
import type { FieldError } from "../model/outcome.ts";
import { INSTALLATION, type TenantId } from "../model/tenant.ts";
import type { Store, Stored } from "../store/store.ts";
import { mustBeStorable, mustWin, won } from "../store/written.ts";
import { recordAudit } from "./audit.ts";
import type { ListOf } from "./insights.ts";

export type MadeForm = { readonly form: Form } | { readonly errors: readonly FieldError[] };

/** By its public id for its page, by its own for files that are put into the bucket under it. No public id looks like the other. */
const linksOf = ({ id, public_id }: Pick<Form, "id" | "public_id">): string[] => [public_id, `form:${id}`];

export async function createForm(store: Store, principal: Principal, input: FormInput, now: number): Promise<MadeForm> {
  const made = makeContent(input);
  if ("errors" in made) return made;
  const form: Form = {
    id: randomUUID(),
    public_id: newPublicId(),
    ...made.content,
    version: 1,
    created_at: now,
    updated_at: now,
  };
  const { tenant } = principal;
  // The link first: one that leads to no form is a page that is not there.
  const doc = { tenant, form: form.id };
  const links = linksOf(form).map((id) => ({ op: "create", id, doc }) as const);
  mustWin(await store.write(INSTALLATION, "form_links", links));
  mustWin(await store.write(tenant, "forms", [{ op: "create", id: form.id, doc: form }]));
  await recordAudit(store, principal, now, { action: "form.created", subject: form.id });
  return { form };
}

export interface FormQuery {
  readonly app?: string | undefined;
  readonly status?: Form["status"] | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** Newest first. */
export async function listForms(store: Store, tenant: TenantId, query: FormQuery): Promise<ListOf<Form>> {
  const { limit, cursor, ...where } = query;
  // Who has just made one looks here for it.
  await store.refresh(["forms"]);
  const page = await store.search(tenant, "forms", {
    where,
    sort: [{ by: "created_at", order: "desc" }],
    limit,
    cursor,
  });
  return { ...page, items: page.items.map(({ doc }) => shownForm(doc)) };
}

/** Keeps the present version for those who answered it, before another one takes its place. A version never changes. */
async function keepVersion(store: Store, tenant: TenantId, { doc }: Stored<Form>): Promise<void> {
  const id = versionId(doc.id, doc.version);
  mustBeStorable(await store.write(tenant, "form_versions", [{ op: "create", id, doc }]));
}

const contentOf = ({
  id: _,
  public_id: _p,
  version: _v,
  created_at: _c,
  updated_at: _u,
  ...content
}: Form): FormContent => content;

/** What changes is laid over what there is; null takes an optional part away. */
function changed(form: Form, change: FormChange): FormInput {
  const entries = Object.entries({ ...contentOf(form), ...change }).filter(([, value]) => value !== null);
  return Object.fromEntries(entries) as FormInput;
}

/** In front of the last characters of a secret, wherever a form is shown. */
const HIDDEN = "••••";
const SHOWN_OF_SECRET = 4;

/** As it is answered: secrets of hooks and of the receipt are written, never read. */
export function shownForm({ hooks, receipt, ...form }: Form): Form {
  const hidden = <T extends { readonly secret?: unknown }>(settings: T): T =>
    typeof settings.secret === "string"
      ? { ...settings, secret: HIDDEN + settings.secret.slice(-SHOWN_OF_SECRET) }
      : { ...settings };
  return {
    ...form,
    ...(receipt === undefined ? {} : { receipt: hidden(receipt) }),
    ...(hooks === undefined
      ? {}
      : { hooks: hooks.map(({ hook, settings }) => ({ hook, settings: hidden<typeof settings>(settings) })) }),
  };
}

function receiptWithSecret({ receipt }: FormInput, before: Form): FormInput["receipt"] {
  if (!receipt?.secret?.startsWith(HIDDEN)) return receipt;
  const { secret: _, ...rest } = receipt;
  const kept = before.receipt?.url === receipt.url ? before.receipt?.secret : undefined;
  return kept === undefined ? rest : { ...rest, secret: kept };
}

/** A secret that comes back as it was shown is the one there was, for the same hook and address. */
function withSecrets(given: FormInput, before: Form): FormInput {
  const receipt = receiptWithSecret(given, before);
  const input = receipt === undefined ? given : { ...given, receipt };
  const hooks = input.hooks?.map(({ hook, settings }) => {
    const { secret } = settings;
    if (typeof secret !== "string" || !secret.startsWith(HIDDEN)) return { hook, settings };
    const kept = before.hooks?.find((one) => one.hook === hook && one.settings.url === settings.url)?.settings.secret;
    const { secret: _, ...rest } = settings;
    return { hook, settings: kept === undefined ? rest : { ...rest, secret: kept } };
  });
  return hooks === undefined ? input : { ...input, hooks };
}

export type ChangedForm = MadeForm | "missing";

/** `change` for a part of it, `input` for the whole. The same content again changes nothing and makes no version. */
export async function updateForm(
  store: Store,
  principal: Principal,
  id: string,
  what: { readonly input: FormInput } | { readonly change: FormChange },
  now: number,
): Promise<ChangedForm> {
  const { tenant } = principal;
  for (;;) {
    const stored: Stored<Form> | undefined = await store.get(tenant, "forms", id);
    if (stored === undefined) return "missing";
    const input = "input" in what ? what.input : changed(stored.doc, what.change);
    const made = makeContent(withSecrets(input, stored.doc), stored.doc.questions);
    if ("errors" in made) return made;
    const { id: own, public_id, version, created_at } = stored.doc;
    const form: Form = { id: own, public_id, ...made.content, version: version + 1, created_at, updated_at: now };
    if (sameContent(stored.doc, form)) return { form: stored.doc };
    await keepVersion(store, tenant, stored);
    const [result] = await store.write(tenant, "forms", [{ op: "replace", id, version: stored.version, doc: form }]);
    if (!won(result)) continue;
    await recordAudit(store, principal, now, {
      action: "form.changed",
      subject: id,
      detail: { version: form.version },
    });
    return { form };
  }
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, item: unknown) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );

const sameContent = (a: Form, b: Form): boolean => canonical(contentOf(a)) === canonical(contentOf(b));

/** Its page and its settings go; the responses it has stay, and can be read, exported and deleted one by one. */
export async function deleteForm(store: Store, principal: Principal, id: string, now: number): Promise<boolean> {
  const { tenant } = principal;
  const stored = await store.get(tenant, "forms", id);
  if (stored === undefined) return false;
  await keepVersion(store, tenant, stored);
  const links = linksOf(stored.doc).map((id) => ({ op: "delete", id }) as const);
  await store.write(INSTALLATION, "form_links", links);
  await store.write(tenant, "forms", [{ op: "delete", id }]);
  await recordAudit(store, principal, now, { action: "form.deleted", subject: id });
  return true;
}
