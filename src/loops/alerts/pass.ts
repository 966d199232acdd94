/**
 * The round of alerts: each rule looks at what is stored; what it tells is written into the alert's state together with what it
 * remembers, becomes a delivery under an id of its own from there, and is sent. A crash anywhere loses and doubles nothing.
 */
import type { Logger } from "pino";
import type { AlertDeliveryDocument, AlertDocument, AlertState } from "../../model/alert.ts";
import type { TenantId } from "../../model/tenant.ts";
import { deliveryId } from "../../operations/alerts.ts";
import type { Stored, Version } from "../../store/store.ts";
import { LostRace, mustBeStorable, won } from "../../store/written.ts";
import type { TenantRound } from "../periodic/periodic-loop.ts";
import { dueAfterQuiet } from "./quiet-hours.ts";
import type { Rule } from "./rule.ts";
import { rules } from "./rules.ts";
import { type AlertSenderDeps, createAlertSender } from "./send.ts";

export interface AlertPassDeps extends AlertSenderDeps {
  readonly log: Logger;
  /** Where people see the dashboard. */
  readonly publicUrl: string;
  /** Default: those of rules.ts. */
  readonly rules?: Readonly<Partial<Record<AlertDocument["on"], Rule>>>;
}

interface Known {
  readonly state: AlertState;
  readonly version: Version | undefined;
}

export function createAlertPass(deps: AlertPassDeps): TenantRound {
  const { store, now, publicUrl } = deps;
  const known: Readonly<Partial<Record<AlertDocument["on"], Rule>>> = deps.rules ?? rules;
  const sendDue = createAlertSender(deps);

  async function save(tenant: TenantId, id: string, before: Known, state: AlertState): Promise<Known> {
    const write =
      before.version === undefined
        ? ({ op: "create", id, doc: state } as const)
        : ({ op: "replace", id, version: before.version, doc: state } as const);
    const [result] = await store.write(tenant, "alert_states", [write]);
    if (!won(result)) throw new LostRace("somebody else wrote the alert's state");
    return { state, version: result.version };
  }

  /** What was written down to be told becomes deliveries; those that are there already stay as they are. */
  async function release(tenant: TenantId, { id, doc }: Stored<AlertDocument>, before: Known): Promise<Known> {
    const { outbox } = before.state;
    if (outbox.length === 0) return before;
    const at = now();
    const writes = outbox.map((message) => {
      const delivery: AlertDeliveryDocument = {
        ...{ alert: id, on: doc.on, channel: doc.to.type, message, state: "pending", tries: 0 },
        ...{ created_at: at, updated_at: at, due_at: dueAfterQuiet(at, doc.quiet_hours) },
      };
      return { op: "create", id: deliveryId(id, message.key), doc: delivery } as const;
    });
    mustBeStorable(await store.write(tenant, "alert_deliveries", writes));
    return save(tenant, id, before, { ...before.state, outbox: [] });
  }

  async function evaluate(tenant: TenantId, alert: Stored<AlertDocument>, term: number): Promise<void> {
    const { id, doc } = alert;
    const stored = await store.get(tenant, "alert_states", id);
    const state = stored?.doc ?? { memory: {}, outbox: [], since: doc.created_at, term };
    if (state.term > term) throw new LostRace("a later term wrote the alert's state");
    const before = await release(tenant, alert, { state, version: stored?.version });
    const rule = known[doc.on];
    if (rule === undefined) return;
    if (!doc.enabled) {
      if (before.state.off !== true) await save(tenant, id, before, { ...before.state, off: true, term });
      return;
    }
    // What happened while it was off is not told.
    const since = before.state.off === true ? now() : before.state.since;
    const { memory, messages } = await rule({
      ...{ store, tenant, alert: doc, memory: before.state.memory, since, at: now() },
      link: (path) => `${publicUrl}${path}`,
    });
    const isSame = messages.length === 0 && JSON.stringify(memory) === JSON.stringify(before.state.memory);
    if (isSame && before.version !== undefined && before.state.off !== true) return;
    const next = { memory, outbox: messages, since, term };
    await release(tenant, alert, await save(tenant, id, before, next));
  }

  return async function tellTenant(tenant, term, signal, each) {
    await store.refresh(["alerts"]);
    if ((await store.count(tenant, "alerts", {})) === 0 && (await isQuiet(tenant))) return;
    await store.refresh(["insights", "clusters", "tickets", "ticket_states", "source_states", "dead_letters"]);
    await each("item", store.scan(tenant, "alerts"), (alert) => evaluate(tenant, alert, term));
    await sendDue(tenant, signal);
  };

  /** Of alerts that were deleted something may be due still. */
  async function isQuiet(tenant: TenantId): Promise<boolean> {
    return (await store.count(tenant, "alert_deliveries", { where: { due_at: { exists: true } } })) === 0;
  }
}
