/** Runs hooks: each of a thing by itself, side by side, so that one that is slow or fails takes no other along. */

import type { FormLookup } from "../../forms/form-lookup.ts";
import type { Hook, HookEvent, QueuedHook } from "../../hooks/hook.ts";
import type { Hooks } from "../../hooks/registry.ts";
import type { Batch } from "../../model/batch.ts";
import { shortId } from "../../model/identity.ts";
import { drop, type Outcome, ok, retry } from "../../model/outcome.ts";
import type { ResponseDocument } from "../../model/response.ts";
import type { TenantId } from "../../model/tenant.ts";
import { readInsight } from "../../operations/insights.ts";
import { readTicket } from "../../operations/tickets.ts";
import { gathered } from "../../store/gathered.ts";
import type { Store } from "../../store/store.ts";
import type { ConsumingLoop, Part, StageContext } from "../frame/consuming-loop.ts";
import { isOutage } from "../frame/patience.ts";

export interface HooksLoopDeps {
  readonly store: Store;
  readonly forms: FormLookup;
  readonly hooks: Hooks;
}

const isQueued = (item: unknown, hooks: Hooks): item is QueuedHook => {
  const queued = item as Partial<QueuedHook> | null;
  if (typeof queued !== "object" || queued === null || typeof queued.id !== "string") return false;
  return typeof queued.hook === "string" && typeof queued.event === "string" && Object.hasOwn(hooks, queued.event);
};

const unreadable = [{ field: "", code: "invalid", message: "not a hook as it is published" }];

export function createHooksLoop({ store, forms, hooks }: HooksLoopDeps): ConsumingLoop<QueuedHook, QueuedHook> {
  async function read(items: readonly unknown[], batch: Batch): Promise<Part<QueuedHook>[]> {
    const known = items.find((item) => isQueued(item, hooks)) as QueuedHook | undefined;
    return [
      {
        batch,
        app: known?.app ?? "",
        source: known?.form ?? known?.event ?? "",
        items: items.map((raw) => (isQueued(raw, hooks) ? { raw, value: raw } : { raw, errors: unreadable })),
      },
    ];
  }

  /** A message holds hundreds of hooks: their responses are read together. */
  const responseOf = gathered(async (asked: readonly { readonly tenant: TenantId; readonly key: string }[]) => {
    const found = new Map<string, ResponseDocument | undefined>();
    for (const [tenant, some] of Map.groupBy(asked, (one) => one.tenant)) {
      const keys = some.map(({ key }) => key);
      const stored = await store.getMany(tenant, "responses", keys);
      for (const [at, key] of keys.entries()) found.set(`${tenant}/${key}`, stored[at]?.doc);
    }
    return asked.map(({ tenant, key }) => found.get(`${tenant}/${key}`));
  });

  /** What it happened to, unless it is gone since. */
  const subjects: {
    readonly [E in HookEvent]: (
      tenant: Batch["tenant"],
      id: string,
    ) => Promise<Parameters<Hook<E>["run"]>[0] | undefined>;
  } = {
    async "response.stored"(tenant, key) {
      const response = await responseOf({ tenant, key });
      if (response === undefined || response.deleted) return undefined;
      const form = await forms.version(tenant, response.form, response.form_version);
      return form && { key, response, form };
    },
    async "insight.stored"(tenant, id) {
      const insight = await readInsight(store, tenant, id);
      return insight && { insight };
    },
    async "ticket.closed"(tenant, id) {
      const ticket = await readTicket(store, tenant, id);
      return ticket && { ticket };
    },
  };

  async function runOf<E extends HookEvent>(
    event: E,
    queued: QueuedHook,
    { batch, signal }: StageContext,
  ): Promise<Outcome<QueuedHook>> {
    const hook = hooks[event].find(({ name }) => name === queued.hook);
    if (hook === undefined) return drop("no_such_hook");
    const subject = await subjects[event](batch.tenant, queued.id);
    if (subject === undefined) return drop("gone");
    const id = shortId("hook", queued.hook, queued.event, queued.id);
    await (hook as Hook<E>).run(subject as never, { tenant: batch.tenant, id, signal });
    return ok(queued);
  }

  async function runOne(queued: QueuedHook, context: StageContext): Promise<Outcome<QueuedHook>> {
    try {
      return await runOf(queued.event, queued, context);
    } catch (error) {
      if (isOutage(error)) throw error;
      return retry(error instanceof Error ? error : new Error(String(error)));
    }
  }

  return {
    name: "hooks",
    read,
    stage: (queued, context) => Promise.all(queued.map((one) => runOne(one, context))),
    write: async (values) => ({ outcomes: values.map(ok), sent: [] }),
    concurrency: 4,
  };
}
