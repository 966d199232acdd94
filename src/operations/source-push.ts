/** What a provider sends by itself: its signature checked, its items durable on the raw queue before it is answered. */
import type { Delivery } from "../ingestion/connector.ts";
import type { Store } from "../store/store.ts";
import { openContext } from "./source-context.ts";
import type { Deliver } from "./source-delivery.ts";
import type { RunDeps } from "./source-runs.ts";
import { findAddress } from "./sources.ts";

export interface PushDeps extends Omit<RunDeps, "store"> {
  readonly store: Store;
  readonly deliver: Deliver;
}

/** `unknown`: no such address; `pull_only`: it takes no pushes; `paused`: it is switched off; `refused`: not signed as registered; `unreadable`: nobody can read it. */
export type Pushed =
  | { readonly kind: "unknown" | "pull_only" | "paused" | "ping" }
  | { readonly kind: "refused" | "unreadable"; readonly why: string }
  | { readonly kind: "taken"; readonly accepted: number; readonly duplicate: number };

export async function takePush(
  deps: PushDeps,
  publicId: string,
  delivery: Delivery,
  signal: AbortSignal,
): Promise<Pushed> {
  const found = await findAddress(deps.store, publicId);
  if (found === undefined) return { kind: "unknown" };
  const { tenant, id, doc } = found;
  const connector = deps.connectors[doc.type];
  if (!doc.modes.includes("push") || connector?.push === undefined) return { kind: "pull_only" };
  if (!doc.enabled) return { kind: "paused" };
  const { context } = openContext(deps, tenant, id, doc, signal);
  const answer = await connector.push(context, delivery);
  if (answer.kind !== "items") return answer;
  const { accepted, updated, duplicate } = await deps.deliver({ tenant, id, doc }, answer.items, signal);
  return { kind: "taken", accepted: accepted + updated, duplicate };
}
