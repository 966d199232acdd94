/** Registrations of sources: making, showing, changing and removing them, with what the puller knows laid beside. */
import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { randomSecret } from "../auth/keys.ts";
import type { Principal } from "../auth/principal.ts";
import type { Connector, Connectors } from "../ingestion/connector.ts";
import type { SecretBox } from "../ingestion/secret-box.ts";
import { base32, shortId } from "../model/identity.ts";
import type { FieldError } from "../model/outcome.ts";
import { plainIssue } from "../model/plain-issue.ts";
import { nextRun } from "../model/schedule.ts";
import type { SealedSecret, SecretName, SourceDocument, SourceMode, SourceState, SourceType } from "../model/source.ts";
import { INSTALLATION, type TenantId } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";
import { mustBeStorable, mustWin, won } from "../store/written.ts";
import { recordAudit } from "./audit.ts";
import type { ListOf } from "./insights.ts";
import type { NewSource, SourceChange } from "./source-input.ts";

export interface SourcesDeps {
  readonly store: Store;
  readonly connectors: Connectors;
  /** Undefined where no key is set up: then no secret can be kept. */
  readonly secretBox: SecretBox | undefined;
  /** Where providers reach this installation. */
  readonly publicUrl: () => string;
  /** Unix seconds. */
  readonly now: () => number;
}

/** Refused, field by field. */
export interface Refused {
  readonly errors: readonly FieldError[];
}
export interface Registered {
  readonly source: SourceView;
  /** For push: shown this once. */
  readonly push?: { readonly push_url: string; readonly push_secret?: string } | undefined;
}
export type SourceView = ReturnType<typeof show>;

const newState: SourceState = { cursor: null, gaps: [], failures: 0, term: 0 };
const newPublicId = (): string => base32(Buffer.from(randomUUID().replaceAll("-", ""), "hex"));
/** What a secret is sealed for. */
export const secretOwner = (tenant: TenantId, source: string, name: string): string =>
  JSON.stringify([tenant, source, name]);
const addressId = (publicId: string): string => shortId("source-address", publicId);

/** As people see it: secrets only by their hints. */
function show(id: string, doc: SourceDocument, state: SourceState = newState) {
  const secrets = Object.entries(doc.secrets).map(([name, { hint }]) => [name, { set: true, hint }] as const);
  const { cursor, covered_until, gaps, last_run, next_run_at, failing_since } = state;
  const known = { cursor, covered_until, gaps, last_run, next_run_at, failing_since };
  return { id, ...doc, secrets: Object.fromEntries(secrets), ...known };
}

const prefixed = (error: z.ZodError, prefix: string): FieldError[] =>
  error.issues.flatMap((issue) => {
    const keys = issue.code === "unrecognized_keys" ? issue.keys : [undefined];
    return keys.map((key) => ({
      field: [prefix, ...issue.path, key].filter((part) => part !== undefined).join("."),
      code: issue.code === "unrecognized_keys" ? "unknown" : "invalid",
      message: plainIssue(issue),
    }));
  });

type Checked = Refused | { readonly settings: SourceDocument["settings"] };

function checkModes(connector: Connector, asked: readonly SourceMode[]): FieldError[] {
  return asked
    .filter((mode) => !connector.modes.includes(mode))
    .map((mode) => ({ field: "modes", code: "invalid", message: `${connector.type} can't ${mode}` }));
}

function checkSecrets(connector: Connector, given: readonly string[], box: SecretBox | undefined): FieldError[] {
  if (given.length > 0 && box === undefined) {
    return [{ field: "secrets", code: "no_key", message: "set SECRETS_KEY: without it no secret can be kept" }];
  }
  return given
    .filter((name) => !(connector.secrets as readonly string[]).includes(name))
    .map((name) => ({
      field: `secrets.${name}`,
      code: "unknown",
      message: `${connector.type} takes ${connector.secrets.join(", ") || "no secrets"}`,
    }));
}

export function createSources(deps: SourcesDeps) {
  const { store, connectors, secretBox, now } = deps;

  const pushUrl = (doc: SourceDocument): string => `${deps.publicUrl()}/api/v1/sources/${doc.public_id}/push`;

  function seal(tenant: TenantId, id: string, secrets: Readonly<Record<string, string | null | undefined>>) {
    const sealed: Record<string, SealedSecret> = {};
    for (const [name, value] of Object.entries(secrets))
      if (value !== null && value !== undefined) sealed[name] = secretBox!.seal(secretOwner(tenant, id, name), value);
    return sealed;
  }

  /** The settings as the connector reads them, or what is wrong. */
  function check(
    connector: Connector | undefined,
    asked: readonly SourceMode[],
    settings: unknown,
    secrets: readonly string[],
  ): Checked {
    if (connector === undefined) {
      return { errors: [{ field: "type", code: "invalid", message: "there is no connector for it here" }] };
    }
    const read = connector.settings.safeParse(settings);
    const errors = [
      ...checkModes(connector, asked),
      ...checkSecrets(connector, secrets, secretBox),
      ...(read.success ? [] : prefixed(read.error, "settings")),
    ];
    return errors.length > 0 || !read.success ? { errors } : { settings: read.data };
  }

  async function schedulePull(tenant: TenantId, id: string, doc: SourceDocument, startAgain: boolean): Promise<void> {
    const pulls = doc.enabled && doc.modes.includes("pull");
    const next_run_at = pulls ? nextRun(doc.schedule, now()) : undefined;
    const set = {
      next_run_at,
      ...(startAgain ? { cursor: null, unfinished: undefined, covered_until: undefined, told_since: undefined } : {}),
    };
    const state = { ...newState, next_run_at };
    const [made] = await store.write(tenant, "source_states", [{ op: "create", id, doc: state }]);
    if (!won(made)) mustBeStorable(await store.write(tenant, "source_states", [{ op: "update", id, set }]));
  }

  async function read(tenant: TenantId, id: string): Promise<SourceView | undefined> {
    const [found, state] = await Promise.all([
      store.get(tenant, "sources", id),
      store.get(tenant, "source_states", id),
    ]);
    return found && show(id, found.doc, state?.doc);
  }

  /** For push the secret that signs is made, unless one was given or the connector signs otherwise. */
  function secretsFor(connector: Connector, asked: readonly SourceMode[], given: NewSource["secrets"]) {
    const made =
      asked.includes("push") && given.webhook_secret === undefined && connector.secrets.includes("webhook_secret");
    if (!made || secretBox === undefined) return { secrets: given, push_secret: undefined };
    const push_secret = `whsec_${Buffer.from(randomSecret(), "base64url").toString("base64")}`;
    return { secrets: { ...given, webhook_secret: push_secret }, push_secret };
  }

  return {
    read,

    /** By when it was made, newest first. */
    async list(
      tenant: TenantId,
      query: { readonly app?: string; readonly type?: SourceType; readonly limit?: number; readonly cursor?: string },
    ): Promise<ListOf<SourceView>> {
      const { app, type, limit, cursor } = query;
      await store.refresh(["sources"]);
      const page = await store.search(tenant, "sources", {
        where: { app, type },
        sort: [{ by: "created_at", order: "desc" }],
        limit,
        cursor,
      });
      const ids = page.items.map(({ id }) => id);
      const states = await store.getMany(tenant, "source_states", ids);
      return { ...page, items: page.items.map(({ id, doc }, at) => show(id, doc, states[at]?.doc)) };
    },

    /** `taken` when there is a source of this id. */
    async create(principal: Principal, given: NewSource): Promise<Registered | Refused | "taken"> {
      const { tenant } = principal;
      const connector = connectors[given.type];
      const asked = given.modes ?? (given.mode === undefined ? connector?.modes.slice(0, 1) : [given.mode]) ?? [];
      const checked = check(connector, asked, given.settings, Object.keys(given.secrets));
      if ("errors" in checked) return checked;
      const id = given.id ?? shortId("source", randomUUID());
      const { secrets, push_secret } = secretsFor(connector!, asked, given.secrets);
      const { type, app, name = `${connector!.title}: ${app}`, enabled, lookback, backfill_days, budget } = given;
      const doc: SourceDocument = {
        ...{ public_id: newPublicId(), type, app, name, modes: asked, enabled },
        ...{ settings: checked.settings, secrets: seal(tenant, id, secrets) },
        ...{ schedule: given.schedule, lookback, backfill_days, budget, created_at: now(), updated_at: now() },
      };
      if (given.id !== undefined && (await store.get(tenant, "sources", id)) !== undefined) return "taken";
      // The address first: one that leads to no source takes nothing.
      const address = { id: addressId(doc.public_id), doc: { tenant, source: id } } as const;
      mustWin(await store.write(INSTALLATION, "source_addresses", [{ op: "create", ...address }]));
      const [made] = await store.write(tenant, "sources", [{ op: "create", id, doc }]);
      if (!won(made)) {
        await store.write(INSTALLATION, "source_addresses", [{ op: "delete", id: address.id }]);
        return "taken";
      }
      await schedulePull(tenant, id, doc, false);
      await recordAudit(store, principal, now(), { action: "source.created", subject: id, detail: { type, app } });
      const push = asked.includes("push") ? { push_url: pushUrl(doc), push_secret } : undefined;
      return { source: (await read(tenant, id))!, push };
    },

    /** Undefined when there is none. */
    async change(principal: Principal, id: string, change: SourceChange): Promise<SourceView | Refused | undefined> {
      const { tenant } = principal;
      const { settings, secrets = {}, cursor, lookback, budget, ...rest } = change;
      for (;;) {
        const found = await store.get(tenant, "sources", id);
        if (found === undefined) return undefined;
        const before = found.doc;
        const merged = { ...before.settings, ...settings };
        const given = Object.keys(secrets).filter((name) => secrets[name as SecretName] !== null);
        const checked = check(connectors[before.type], rest.modes ?? before.modes, merged, given);
        if ("errors" in checked) return checked;
        const kept = Object.entries(before.secrets).filter(([name]) => !(name in secrets));
        const doc: SourceDocument = {
          ...before,
          ...rest,
          settings: checked.settings,
          secrets: { ...Object.fromEntries(kept), ...seal(tenant, id, secrets) },
          lookback: lookback === undefined ? before.lookback : (lookback ?? undefined),
          budget: budget === undefined ? before.budget : (budget ?? undefined),
          updated_at: now(),
        };
        const write = { op: "replace", id, version: found.version, doc } as const;
        const [written] = await store.write(tenant, "sources", [write]);
        if (!won(written)) continue;
        await schedulePull(tenant, id, doc, cursor === null);
        const changed = Object.keys(change);
        await recordAudit(store, principal, now(), { action: "source.changed", subject: id, detail: { changed } });
        return read(tenant, id);
      }
    },

    /** What it brought stays, and so does how far it got: registered again with this id, it goes on. */
    async remove(principal: Principal, id: string): Promise<boolean> {
      const { tenant } = principal;
      const found = await store.get(tenant, "sources", id);
      if (found === undefined) return false;
      const address = { op: "delete", id: addressId(found.doc.public_id) } as const;
      mustWin(await store.write(INSTALLATION, "source_addresses", [address]));
      mustWin(await store.write(tenant, "sources", [{ op: "delete", id }]));
      const rest = { op: "update", id, set: { next_run_at: undefined } } as const;
      mustBeStorable(await store.write(tenant, "source_states", [rest]));
      await recordAudit(store, principal, now(), { action: "source.deleted", subject: id });
      return true;
    },
  };
}

/** Whose source a push address is. */
export async function findAddress(
  store: Store,
  publicId: string,
): Promise<{ readonly tenant: TenantId; readonly id: string; readonly doc: SourceDocument } | undefined> {
  const address = await store.get(INSTALLATION, "source_addresses", addressId(publicId));
  if (address === undefined) return undefined;
  const tenant = address.doc.tenant as TenantId;
  const found = await store.get(tenant, "sources", address.doc.source);
  return found === undefined || found.doc.public_id !== publicId ? undefined : { tenant, id: found.id, doc: found.doc };
}
