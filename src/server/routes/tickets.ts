/** Tickets: reading them, setting their status, and a consumer's claim on making the work item. */
import { z } from "zod";
import { publishClosed } from "../../hooks/publish.ts";
import { Ticket, TicketStatus } from "../../model/ticket.ts";
import { listTickets, readTicket, setTicketStatus, toWork } from "../../operations/tickets.ts";
import { type ClaimAnswer, claimWork, readClaim, tagOf } from "../../operations/work-claims.ts";
import { id, listOf, name, oneOrMore, paging, place, whole } from "../parameters.ts";
import { badField, notFound, Problem } from "../problem.ts";
import { defineRoute, type Reply, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";

const WorkChange = z
  .strictObject({
    revision: z.number().int().min(1),
    state: z.enum(["claimed", "done"]),
    work_id: z.string().trim().min(1).max(300).optional(),
  })
  .meta({ id: "WorkClaimChange" });

const WorkState = z
  .object({
    id: z.string().meta({ description: "the ticket's" }),
    revision: z.number().int(),
    state: z.enum(["claimed", "done"]),
    work_id: z.string().optional(),
    at: z.number().int().meta({ description: "unix seconds" }),
  })
  .meta({ id: "WorkClaim" });

/** Ours are shorter. */
const LONGEST_TAG = 200;
const TAG = /^(?:W\/)?"([^"]*)"$/;

/** The tag of the claim alone; a ticket's own ETag has more behind a dot. */
function readIfMatch(header: string | undefined): string | undefined {
  const value = header?.trim();
  if (value === undefined || value === "*") return undefined;
  const tag = value.length > LONGEST_TAG ? undefined : TAG.exec(value)?.[1];
  if (tag === undefined) throw badField("If-Match", "invalid", "one ETag in quotes, or *");
  return tag.split(".")[0];
}

const quoted = (tag: string): string => `"${tag}"`;

function answerClaim(ticket: string, answer: ClaimAnswer): Reply {
  if (answer.kind === "no such ticket") throw notFound("ticket");
  if (answer.kind === "no such revision") {
    throw badField("revision", "invalid", `the ticket's latest revision is ${answer.latest}`);
  }
  const headers = { ETag: quoted(answer.tag) };
  if (answer.kind === "ok") return { body: { id: ticket, ...answer.claim }, headers };
  const members = answer.claim === undefined ? {} : { work: toWork(answer.claim) };
  switch (answer.kind) {
    case "taken":
      throw new Problem(409, "somebody else is at it", { headers, members });
    case "done":
      throw new Problem(409, "this revision has been done", { headers, members });
    case "mismatch":
      throw new Problem(412, "the claim is not the one that If-Match names", { headers, members });
    default:
      return answer satisfies never;
  }
}

const tag = "Tickets";
const missing = { 404: { description: "No such ticket" } };

function recordRoutes({ store, queue, now }: RouteDeps): Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/api/v1/tickets",
      tag,
      summary: "Tickets, the most urgent first",
      scope: "read",
      query: z.strictObject({
        app: place.optional(),
        status: oneOrMore(TicketStatus.options).optional(),
        priority: whole(0, 3).optional(),
        cluster: name.optional(),
        ...paging,
      }),
      answers: { 200: { description: "A page of tickets", schema: listOf(Ticket) } },
      handle: async ({ principal, query }) => ({ body: await listTickets(store, principal.tenant, query) }),
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/tickets/:id",
      tag,
      summary: "One ticket; its ETag serves as If-Match of a work claim",
      scope: "read",
      params: id,
      answers: { 200: { description: "The ticket", schema: Ticket }, ...missing },
      async handle({ principal, params }) {
        const [ticket, claim] = await Promise.all([
          readTicket(store, principal.tenant, params.id),
          readClaim(store, principal.tenant, params.id),
        ]);
        if (ticket === undefined) throw notFound("ticket");
        const version = [ticket.revision, ticket.updated_at, ticket.status].join("-");
        return { body: ticket, headers: { ETag: quoted(`${tagOf(claim)}.${version}`) } };
      },
    }),
    defineRoute({
      method: "patch",
      path: "/api/v1/tickets/:id",
      tag,
      summary: "Set a ticket's status",
      scope: "admin",
      params: id,
      body: z.strictObject({
        status: TicketStatus,
        fixed_in: z.string().trim().min(1).max(100).optional().meta({ description: "the version that puts it right" }),
      }),
      answers: { 200: { description: "The ticket as it is now", schema: Ticket }, ...missing },
      async handle({ principal, params, body }) {
        const ticket = await setTicketStatus(store, principal, params.id, body, now());
        if (ticket === undefined) throw notFound("ticket");
        // People whose answers are its evidence may hear of it, if their form says so. A closing that is said again is safe.
        if (ticket.status === "closed") await publishClosed(queue, principal.tenant, ticket);
        return { body: ticket };
      },
    }),
  ];
}

/** Who works on one, so that no two programs do. */
function workRoutes({ store, now }: RouteDeps): Route[] {
  return [
    defineRoute({
      method: "get",
      path: "/api/v1/tickets/:id/work",
      tag,
      summary: "The claim on a ticket's work item",
      scope: "read",
      params: id,
      answers: { 200: { description: "The claim, with its ETag", schema: WorkState }, 404: { description: "None" } },
      async handle({ principal, params }) {
        const claim = await readClaim(store, principal.tenant, params.id);
        if (claim === undefined) throw notFound("work claim");
        return { body: { id: params.id, ...claim.doc }, headers: { ETag: quoted(tagOf(claim)) } };
      },
    }),
    defineRoute({
      method: "put",
      path: "/api/v1/tickets/:id/work",
      tag,
      summary:
        "Claim the making of a revision's work item, or say that it is done; If-Match names the claim it builds on",
      scope: "ingest",
      params: id,
      headers: z.object({
        "If-Match": z
          .string()
          .max(LONGEST_TAG)
          .optional()
          .meta({ description: "the ETag of the ticket, or of its claim" }),
      }),
      body: WorkChange,
      answers: {
        200: { description: "The claim is yours; send its ETag with the next call", schema: WorkState },
        ...missing,
        409: { description: "Somebody else works on it, or the work is done" },
        412: { description: "The claim has changed since, or none was made" },
      },
      async handle({ principal, params, body, request }) {
        const claim = { ...body, tag: readIfMatch(request.headers["if-match"]) };
        return answerClaim(params.id, await claimWork(store, principal.tenant, params.id, claim, now()));
      },
    }),
  ];
}

export const ticketRoutes = (deps: RouteDeps): Route[] => [...recordRoutes(deps), ...workRoutes(deps)];
