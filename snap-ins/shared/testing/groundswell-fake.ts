/**
 * A faithful, small stand-in for the part of Groundswell's HTTP interface that snap-ins use: tickets and the claims on
 * them. The end-to-end test uses the real one.
 */
import type { Clock } from "../src/clock.ts";

interface Claim {
  readonly revision: number;
  readonly state: "claimed" | "done";
  readonly id?: string;
  /** Milliseconds of the clock. */
  readonly at: number;
  readonly version: number;
}

interface KnownTicket {
  readonly created_at: number;
  claim?: Claim;
  status: string;
}

export interface GroundswellFakeOptions {
  readonly clock: Clock;
  /** The age from which a claim may be taken over. */
  readonly staleMs?: number;
  readonly random?: () => number;
  /** Shares of requests: the reply is lost after it was carried out; an error before. */
  readonly lostReplyRate?: number;
  readonly errorRate?: number;
  readonly latencyMs?: number;
  readonly key?: string;
}

export interface GroundswellFake {
  readonly fetch: (
    url: string,
    init: { readonly method: string; readonly headers: Record<string, string>; readonly body?: string },
  ) => Promise<Response>;
  addTicket(id: string): void;
  claimOf(id: string): Claim | undefined;
  statusOf(id: string): string | undefined;
  /** How often a stale claim changed hands. */
  takeovers(): number;
}

const problem = (status: number, detail: string): Response =>
  new Response(JSON.stringify({ status, title: detail, detail }), {
    status,
    headers: { "content-type": "application/problem+json" },
  });

export function createGroundswellFake(options: GroundswellFakeOptions): GroundswellFake {
  const { clock } = options;
  const staleMs = options.staleMs ?? 10 * 60_000;
  const random = options.random ?? (() => 1);
  const tickets = new Map<string, KnownTicket>();
  let takeovers = 0;

  const etagOf = (claim: Claim): string => `"${claim.version}"`;

  function readTicket(id: string, ticket: KnownTicket): Response {
    const { claim } = ticket;
    const work = claim === undefined ? undefined : { revision: claim.revision, state: claim.state, id: claim.id };
    const headers = claim === undefined ? {} : { etag: etagOf(claim) };
    return Response.json({ id, created_at: ticket.created_at, status: ticket.status, work }, { headers });
  }

  /** Why this claim may not be made, or undefined. */
  function refusal(
    ticket: KnownTicket,
    asked: { revision: number; state: string },
    match: string | null,
  ): Response | undefined {
    const { claim } = ticket;
    if (claim === undefined) return match === null || match === "*" ? undefined : problem(412, "there is no claim yet");
    if (claim.state === "done" && asked.revision <= claim.revision) return problem(409, "this revision is done");
    const exact = match !== null && match !== "*";
    if (exact && match !== etagOf(claim)) return problem(412, "the claim has changed");
    if (claim.state === "done") return undefined;
    const finishing = asked.state === "done" && exact;
    const stale = clock.now() - claim.at >= staleMs;
    if (finishing || (stale && exact)) return undefined;
    return problem(409, "somebody holds a claim");
  }

  function putWork(id: string, ticket: KnownTicket, body: string, match: string | null): Response {
    const asked = JSON.parse(body) as { revision: number; state: "claimed" | "done"; work_id?: string };
    if (!Number.isInteger(asked.revision) || !["claimed", "done"].includes(asked.state)) return problem(400, "invalid");
    const refused = refusal(ticket, asked, match);
    if (refused !== undefined) return refused;
    if (ticket.claim?.state === "claimed" && asked.state === "claimed") takeovers += 1;
    const workId = asked.work_id ?? ticket.claim?.id;
    const claim: Claim = {
      revision: asked.revision,
      state: asked.state,
      at: clock.now(),
      version: (ticket.claim?.version ?? 0) + 1,
      id: workId,
    };
    ticket.claim = claim;
    const { revision, state } = claim;
    const at = Math.floor(claim.at / 1_000);
    return Response.json({ id, revision, state, at, work_id: claim.id }, { headers: { etag: etagOf(claim) } });
  }

  function route(method: string, url: string, headers: Headers, body: string): Response {
    const { pathname } = new URL(url);
    const match = /^\/api\/v1\/tickets\/([^/]+)(\/work)?$/.exec(pathname);
    const ticket = match === null ? undefined : tickets.get(decodeURIComponent(match[1]!));
    if (options.key !== undefined && headers.get("authorization") !== `Bearer ${options.key}`)
      return problem(401, "no key");
    if (method === "GET" && pathname === "/api/v1/tickets") return Response.json({ items: [], total: tickets.size });
    if (match === null || ticket === undefined) return problem(404, "no such ticket");
    if (method === "GET") return readTicket(match[1]!, ticket);
    if (method === "PUT" && match[2] !== undefined) return putWork(match[1]!, ticket, body, headers.get("if-match"));
    if (method === "PATCH") {
      ticket.status = (JSON.parse(body) as { status: string }).status;
      return readTicket(match[1]!, ticket);
    }
    return problem(405, "not allowed");
  }

  return {
    async fetch(url, init) {
      const latency = (options.latencyMs ?? 0) * random();
      if (latency > 0) await clock.sleep(latency);
      if (random() < (options.errorRate ?? 0)) return problem(503, "unavailable");
      const response = route(init.method, url, new Headers(init.headers), init.body ?? "");
      if (random() < (options.lostReplyRate ?? 0)) throw new TypeError("fetch failed");
      return response;
    },
    addTicket: (id) => void tickets.set(id, { created_at: Math.floor(clock.now() / 1_000), status: "open" }),
    claimOf: (id) => tickets.get(id)?.claim,
    statusOf: (id) => tickets.get(id)?.status,
    takeovers: () => takeovers,
  };
}
