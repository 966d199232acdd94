/** Tells of tickets: new ones, and closed ones that what came after the fix opened again. */
import type { AlertMessage } from "../../../model/alert.ts";
import { squeezed, type TicketDocument } from "../../../model/ticket.ts";
import { reopened, statusOf } from "../../../operations/tickets.ts";
import type { Stored } from "../../../store/store.ts";
import { onlyNew, REMEMBERED, type Rule, type RuleContext } from "../rule.ts";

const QUOTES = 3;
const priorityNames = ["Low", "Moderate", "High", "Critical"] as const;

function messageOf(context: RuleContext, { id, doc }: Stored<TicketDocument>, key: string, said: string): AlertMessage {
  const { item, app, priority, revision } = doc;
  const quotes = item.metadata.evidence.slice(0, QUOTES).map(({ quote }) => `> ${squeezed(quote)}`);
  return {
    key,
    app,
    title: `${app}: ${said}: ${item.title}`,
    lines: [
      `${priorityNames[priority] ?? ""} priority, ${item.metadata["source review ids"].length} reports.`,
      ...quotes,
    ],
    link: context.link(`/tickets/${encodeURIComponent(id)}`),
    data: { ticket: id, title: item.title, priority, revision },
  };
}

/** Those that changed since, the first one first. */
async function ticketsSince(context: RuleContext, by: "created_at" | "updated_at"): Promise<Stored<TicketDocument>[]> {
  const { store, tenant, alert, since, at } = context;
  const found: Stored<TicketDocument>[] = [];
  const where = { app: alert.app, [by]: { gte: Math.max(since, at - REMEMBERED) } };
  for await (const ticket of store.scan(tenant, "tickets", { where })) found.push(ticket);
  return found.sort((a, b) => a.doc[by] - b.doc[by] || (a.id < b.id ? -1 : 1));
}

export const ticketCreated: Rule = async (context) => {
  const tickets = await ticketsSince(context, "created_at");
  const messages = tickets
    .filter(({ doc }) => doc.item.metadata.merged_into === undefined)
    .map((ticket) => messageOf(context, ticket, ticket.id, "a new ticket"));
  const { fresh, told } = onlyNew(messages, context.memory, context.at);
  return { memory: { told }, messages: fresh };
};

export const ticketRegressed: Rule = async (context) => {
  const { store, tenant, memory, at } = context;
  const tickets = await ticketsSince(context, "updated_at");
  const states = await store.getMany(
    tenant,
    "ticket_states",
    tickets.map(({ id }) => id),
  );
  const messages = tickets.flatMap((ticket, index) => {
    const state = states[index]?.doc;
    if (state === undefined || !reopened(ticket.doc, state) || statusOf(ticket.doc, state) !== "open") return [];
    const fixed = state.fixed_in === undefined ? "" : ` that was fixed in ${state.fixed_in}`;
    // Once a closing: what comes after tells of it again.
    return [messageOf(context, ticket, `${ticket.id}@${state.at}`, `a problem${fixed} is back`)];
  });
  const { fresh, told } = onlyNew(messages, memory, at);
  return { memory: { told }, messages: fresh };
};
