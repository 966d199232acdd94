/** Groundswell's HTTP interface as the snap-ins use it: claims on tickets, their status, and its reading of feature requests. */
import type { SendRequest } from "./http.ts";
import { ok, type Result } from "./result.ts";

export interface GroundswellAccess {
  /** Without a slash at the end. */
  readonly url: string;
  /** "" on a keyless loopback installation. */
  readonly key: string;
}

export interface WorkOfTicket {
  readonly id?: string;
  readonly revision: number;
  readonly state: "claimed" | "done";
}

export interface TicketView {
  readonly work?: WorkOfTicket;
  /** Unix seconds or ISO 8601. */
  readonly created_at?: number | string;
  /** "" when the server gave none. */
  readonly etag: string;
}

export interface ClaimRequest {
  readonly revision: number;
  readonly state: "claimed" | "done";
  readonly work_id?: string;
}

/**
 * - `taken`: yours; `etag` names it from now on.
 * - `held`: somebody else's claim is not stale yet, or the revision is already done (409).
 * - `changed`: the claim is not the one you knew (412).
 */
export type ClaimAnswer =
  | { readonly kind: "taken"; readonly etag: string }
  | { readonly kind: "held" }
  | { readonly kind: "changed" };

export interface FoundRequest {
  /** What is wished for, as a short phrase. */
  readonly wish: string;
  /** The words it was said in. */
  readonly quote: string;
}

export type TicketStatus = "open" | "in_progress" | "closed";

export interface Groundswell {
  /** Whether it answers, and lets us in. */
  ready(): Promise<Result<unknown>>;
  /** `undefined` when Groundswell knows no such ticket. */
  readTicket(ticketId: string): Promise<Result<TicketView | undefined>>;
  /** `etag` undefined: the first claim. */
  putWork(ticketId: string, claim: ClaimRequest, etag: string | undefined): Promise<Result<ClaimAnswer>>;
  setStatus(ticketId: string, status: TicketStatus): Promise<Result<void>>;
  /** One list for each text, in order. */
  detectFeatureRequests(texts: readonly string[]): Promise<Result<readonly (readonly FoundRequest[])[]>>;
}

export function createGroundswell(access: GroundswellAccess, send: SendRequest): Groundswell {
  const authorization: Record<string, string> = access.key === "" ? {} : { authorization: `Bearer ${access.key}` };
  const ask = (method: "GET" | "PUT" | "POST" | "PATCH", path: string, body?: unknown, headers = {}) =>
    send({
      method,
      url: `${access.url}/api/v1${path}`,
      headers: { ...authorization, ...headers },
      body,
      // A PUT that arrived twice meets its own claim and is answered 409: no harm, only a wait.
      repeatable: true,
      whom: "Groundswell",
    });
  const ticketPath = (id: string): string => `/tickets/${encodeURIComponent(id)}`;

  return {
    ready: () => ask("GET", "/tickets?limit=1"),
    async readTicket(ticketId) {
      const reply = await ask("GET", ticketPath(ticketId));
      if (!reply.ok) return reply.failure.status === 404 ? ok(undefined) : reply;
      return ok({ ...(reply.value.json as Omit<TicketView, "etag">), etag: reply.value.headers.get("etag") ?? "" });
    },
    async putWork(ticketId, claim, etag) {
      const headers = etag === undefined || etag === "" ? {} : { "if-match": etag };
      const reply = await ask("PUT", `${ticketPath(ticketId)}/work`, claim, headers);
      if (reply.ok) return ok({ kind: "taken", etag: reply.value.headers.get("etag") ?? "" });
      if (reply.failure.status === 409) return ok({ kind: "held" });
      if (reply.failure.status === 412) return ok({ kind: "changed" });
      return reply;
    },
    async setStatus(ticketId, status) {
      const reply = await ask("PATCH", ticketPath(ticketId), { status });
      return reply.ok ? ok(undefined) : reply;
    },
    async detectFeatureRequests(texts) {
      const reply = await ask("POST", "/feature-requests/detect", { texts });
      if (!reply.ok) return reply;
      const items = (reply.value.json as { readonly items?: readonly (readonly FoundRequest[])[] }).items ?? [];
      return ok(texts.map((_, index) => items[index] ?? []));
    },
  };
}
