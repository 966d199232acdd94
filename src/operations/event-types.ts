/** Event types of a tenant: kept in versions, looked up while events stream by, and asked whether they let data pass. */
import type { Principal } from "../auth/principal.ts";
import { cached } from "../enrichment/app-lookup.ts";
import type { TypeCheck, TypedData, TypeVerdict } from "../events/judge.ts";
import type { Schemas } from "../events/schemas.ts";
import type { EventSettings, EventType, EventTypeMode } from "../model/event-type.ts";
import { eventTypeId, shortId } from "../model/identity.ts";
import type { FieldError } from "../model/outcome.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";
import { won } from "../store/written.ts";
import { recordAudit } from "./audit.ts";
import type { ListOf } from "./insights.ts";

const MAX_VERSIONS = 100;
const SETTINGS = "event-settings";

export interface NewEventType {
  readonly category: string;
  readonly name: string;
  readonly schema: Readonly<Record<string, unknown>>;
  readonly mode: EventTypeMode;
}

export interface EventTypeDeps {
  readonly store: Store;
  readonly schemas: Pick<Schemas, "check">;
  /** Unix seconds. */
  readonly now: () => number;
}

function nextOf(before: EventType | undefined, type: NewEventType, at: number): EventType {
  const { category, name, schema, mode } = type;
  const changed = JSON.stringify(before?.schema) !== JSON.stringify(schema);
  const version = (before?.version ?? 0) + (changed ? 1 : 0);
  const versions = changed ? [{ version, schema, mode, at }, ...(before?.versions ?? [])] : before!.versions;
  return {
    id: eventTypeId(category, name),
    category,
    name,
    schema,
    mode,
    version,
    created_at: before?.created_at ?? at,
    updated_at: at,
    versions: versions.slice(0, MAX_VERSIONS),
  };
}

/** The type as it is now, or every reason why its schema can't be. A schema that changed is a new version. */
export async function putEventType(
  { store, schemas, now }: EventTypeDeps,
  principal: Principal,
  type: NewEventType,
): Promise<EventType | { readonly errors: readonly FieldError[] }> {
  const { tenant } = principal;
  const errors = await schemas.check(tenant, type.schema);
  if (errors.length > 0) return { errors };
  for (;;) {
    const stored = await store.get(tenant, "event_types", eventTypeId(type.category, type.name));
    const doc = nextOf(stored?.doc, type, now());
    const { id } = doc;
    const write =
      stored === undefined
        ? ({ op: "create", id, doc } as const)
        : ({ op: "replace", id, version: stored.version, doc } as const);
    const [result] = await store.write(tenant, "event_types", [write]);
    if (!won(result)) continue;
    const detail = { version: doc.version, mode: doc.mode };
    await recordAudit(store, principal, now(), { action: "event_type.put", subject: id, detail });
    return doc;
  }
}

export async function listEventTypes(
  store: Store,
  tenant: TenantId,
  page: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
): Promise<ListOf<EventType>> {
  const sort = [
    { by: "category", order: "asc" },
    { by: "name", order: "asc" },
  ] as const;
  await store.refresh(["event_types"]);
  const found = await store.search(tenant, "event_types", { sort, ...page });
  return { ...found, items: found.items.map(({ doc }) => doc) };
}

export const readEventType = async (store: Store, tenant: TenantId, id: string): Promise<EventType | undefined> =>
  (await store.get(tenant, "event_types", id))?.doc;

/** False when there is none. Events keep the version that they were checked by. */
export async function deleteEventType(
  { store, now }: Pick<EventTypeDeps, "store" | "now">,
  principal: Principal,
  id: string,
): Promise<boolean> {
  const stored = await store.get(principal.tenant, "event_types", id);
  if (stored === undefined) return false;
  await store.write(principal.tenant, "event_types", [{ op: "delete", id }]);
  await recordAudit(store, principal, now(), { action: "event_type.deleted", subject: id });
  return true;
}

export async function readEventSettings(store: Pick<Store, "get">, tenant: TenantId): Promise<EventSettings> {
  const value = (await store.get(tenant, "progress", SETTINGS))?.doc.value as Partial<EventSettings> | undefined;
  return { strict: value?.strict === true };
}

export async function putEventSettings(
  { store, now }: Pick<EventTypeDeps, "store" | "now">,
  principal: Principal,
  settings: EventSettings,
): Promise<EventSettings> {
  await store.write(principal.tenant, "progress", [{ op: "put", id: SETTINGS, doc: { value: settings } }]);
  await recordAudit(store, principal, now(), { action: "event_settings.put", subject: SETTINGS, detail: settings });
  return settings;
}

export interface TypeCheckDeps {
  readonly store: Store;
  readonly schemas: Pick<Schemas, "validate">;
  /** Of a second ago at most, rather than of now. */
  readonly lately?: boolean;
}

const NO_TYPE: TypeVerdict = {
  enforced: true,
  errors: [{ field: "name", code: "schema", message: "no event type has this category and name" }],
};

/** What the tenant's types say of data. */
export function createTypeCheck({ store, schemas, lately = false }: TypeCheckDeps): TypeCheck {
  const clock = () => performance.now();
  const readType = (tenant: TenantId, id: string) => readEventType(store, tenant, id);
  const readSettings = (tenant: TenantId) => readEventSettings(store, tenant);
  const typeOf = lately ? cached(readType, clock) : readType;
  const settingsOf = lately ? cached(readSettings, clock) : readSettings;

  async function checkAll(tenant: TenantId, id: string, items: readonly TypedData[]) {
    const type = await typeOf(tenant, id);
    if (type === undefined) {
      const { strict } = await settingsOf(tenant, "");
      return items.map(() => (strict ? NO_TYPE : undefined));
    }
    const schema = { key: shortId("schema", type.schema), schema: type.schema };
    const values = items.map(({ data }) => data);
    const answers = await schemas.validate(tenant, schema, values);
    return answers.map(
      (answer): TypeVerdict => ({ version: type.version, enforced: type.mode === "enforce", ...answer }),
    );
  }

  return async (tenant, items) => {
    const verdicts: (TypeVerdict | undefined)[] = new Array(items.length);
    const places = Map.groupBy(items.keys(), (at) => JSON.stringify([items[at]!.category, items[at]!.name]));
    await Promise.all(
      [...places.values()].map(async (at) => {
        const { category, name } = items[at[0]!]!;
        const found = await checkAll(
          tenant,
          eventTypeId(category, name),
          at.map((place) => items[place]!),
        );
        at.forEach((place, index) => {
          verdicts[place] = found[index];
        });
      }),
    );
    return verdicts;
  };
}
