/**
 * Work claims: which consumer makes (or has made) the work item of a ticket's revision. One claim a ticket, changed by
 * compare-and-set only, so that of two consumers that got the same message one makes the work item.
 */
import type { TenantId } from "../model/tenant.ts";
import type { WorkClaim } from "../model/ticket.ts";
import type { Store, Stored, Version } from "../store/store.ts";
import { won } from "../store/written.ts";

/** After this a claim that was not done is given up, by the clock of this server. */
export const CLAIM_STALE_SECONDS = 600;

export interface ClaimRequest {
  readonly revision: number;
  readonly state: "claimed" | "done";
  readonly work_id?: string | undefined;
  /** The tag of the claim that the caller knows; undefined: none. */
  readonly tag: string | undefined;
}

export type ClaimAnswer =
  | { readonly kind: "ok"; readonly claim: WorkClaim; readonly tag: string }
  | { readonly kind: "no such ticket" }
  | { readonly kind: "no such revision"; readonly latest: number }
  /** Somebody else is at it, or has done it. */
  | { readonly kind: "taken" | "done"; readonly claim: WorkClaim; readonly tag: string }
  /** The tag is not that of the claim as it is now. */
  | { readonly kind: "mismatch"; readonly claim: WorkClaim | undefined; readonly tag: string };

const NO_CLAIM = "none";

/** Letters, digits, - and _ alone, whatever versions a store makes. */
const tagOfVersion = (version: Version): string => Buffer.from(version).toString("base64url");

export const tagOf = (stored: Stored<WorkClaim> | undefined): string =>
  stored === undefined ? NO_CLAIM : tagOfVersion(stored.version);

export async function readClaim(
  store: Store,
  tenant: TenantId,
  ticket: string,
): Promise<Stored<WorkClaim> | undefined> {
  return store.get(tenant, "work_claims", ticket);
}

type Decision = "write" | "taken" | "done" | "mismatch";

function decide(current: Stored<WorkClaim> | undefined, request: ClaimRequest, now: number): Decision {
  const matches = request.tag === tagOf(current);
  if (request.tag !== undefined && !matches) return isDone(current, request) ? "done" : "mismatch";
  if (isDone(current, request)) return "done";
  if (request.state === "done") {
    return current?.doc.state === "claimed" && matches && current.doc.revision === request.revision
      ? "write"
      : "mismatch";
  }
  if (current?.doc.state !== "claimed") return "write";
  // Even who knows the tag of a fresh claim may only finish it: two that read it would both think it theirs.
  if (now - current.doc.at < CLAIM_STALE_SECONDS) return "taken";
  return matches ? "write" : "mismatch";
}

const isDone = (current: Stored<WorkClaim> | undefined, { revision }: ClaimRequest): boolean =>
  current?.doc.state === "done" && current.doc.revision >= revision;

/** `now`: unix seconds. */
export async function claimWork(
  store: Store,
  tenant: TenantId,
  ticket: string,
  request: ClaimRequest,
  now: number,
): Promise<ClaimAnswer> {
  const document = await store.get(tenant, "tickets", ticket);
  if (document === undefined) return { kind: "no such ticket" };
  if (request.revision > document.doc.revision) return { kind: "no such revision", latest: document.doc.revision };
  const current = await readClaim(store, tenant, ticket);
  const tag = tagOf(current);
  const decision = decide(current, request, now);
  if (decision === "mismatch") return { kind: "mismatch", claim: current?.doc, tag };
  if (decision !== "write") return { kind: decision, claim: current!.doc, tag };
  // The work item of an earlier revision is the one that a later revision changes.
  const work_id = request.work_id ?? current?.doc.work_id;
  const { revision, state } = request;
  const doc: WorkClaim = { revision, state, work_id, at: now };
  const write =
    current === undefined ? ({ op: "create" } as const) : ({ op: "replace", version: current.version } as const);
  const [result] = await store.write(tenant, "work_claims", [{ ...write, id: ticket, doc }]);
  if (won(result)) return { kind: "ok", claim: doc, tag: tagOfVersion(result.version) };
  return answerRace(await readClaim(store, tenant, ticket));
}

/** Somebody else wrote between the read and the write. */
function answerRace(winner: Stored<WorkClaim> | undefined): ClaimAnswer {
  if (winner === undefined) return { kind: "mismatch", claim: undefined, tag: NO_CLAIM };
  return { kind: winner.doc.state === "done" ? "done" : "taken", claim: winner.doc, tag: tagOf(winner) };
}
