/**
 * A hook: something to be done after a thing is safely stored. It runs from a queue of its own, at least once, and can
 * neither hold up nor fail the pipeline that stored the thing. A new one is a file here and a line in registry.ts.
 */
import type { Form } from "../model/form.ts";
import type { Insight } from "../model/insight.ts";
import type { ResponseDocument } from "../model/response.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Ticket } from "../model/ticket.ts";

/** What happened, and the id of what it happened to. */
export interface HookEvents {
  "response.stored": { readonly key: string; readonly response: ResponseDocument; readonly form: Form };
  "insight.stored": { readonly insight: Insight };
  "ticket.closed": { readonly ticket: Ticket };
}
export type HookEvent = keyof HookEvents;

export interface HookContext {
  readonly tenant: TenantId;
  /** The same whenever the same hook runs for the same event: for receivers that want to know a repeat. */
  readonly id: string;
  readonly signal: AbortSignal;
}

export interface Hook<E extends HookEvent = HookEvent> {
  readonly name: string;
  readonly on: E;
  /** Asked before anything is queued, so that hooks that nobody set up cost nothing. Of an insight or a ticket nothing but the event is known then. */
  wants(form: E extends "response.stored" ? Form : undefined): boolean;
  /** Throws when it has to be tried again: three times in all, then it is a dead letter of the queue `hooks`. */
  run(subject: HookEvents[E], context: HookContext): Promise<void>;
}

/** As it lies on the queue: a hook and a thing, so that one hook that fails takes no other along. */
export interface QueuedHook {
  readonly hook: string;
  readonly event: HookEvent;
  readonly id: string;
  readonly form?: string;
  readonly app: string;
}

/** What a form says of a hook of this name. */
export const settingsOf = (form: Form, name: string): readonly Readonly<Record<string, unknown>>[] =>
  (form.hooks ?? []).flatMap(({ hook, settings }) => (hook === name ? [settings] : []));
