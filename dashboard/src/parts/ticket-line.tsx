/** A ticket in a list: how urgent, what it is, and a piece of its evidence. */

import type { Ticket } from "../../../src/model/ticket.ts";
import type { SaidById } from "../../../src/operations/said.ts";
import type { ListedTicket } from "../../../src/operations/views/listed-ticket.ts";
import { shorten } from "../format.ts";
import { t } from "../messages/translate.ts";
import { Chip, Day, named, Quote, Written } from "./small.tsx";
import { ticketPath } from "./theme-lines.tsx";

/** By a ticket's 0 to 3, which the API and the queue carry as the number that it is; why it is so is the generator's rule. */
const LEVELS = ["low", "high", "high", "critical"] as const;

/** The number, and in words, since elsewhere 1 is the most urgent. */
export const TicketPriority = ({ priority }: { readonly priority: number }) => (
  <>
    <Chip kind={`priority-${LEVELS[priority] ?? "low"}`} title={named("ticketPriority", String(priority))}>
      {t("tickets.priority", { priority })}
    </Chip>
    <span>{named("urgency", String(priority))}</span>
  </>
);

export const TicketStatusChip = ({ status }: { readonly status: Ticket["status"] }) => (
  <Chip kind={`status-${status}`}>{named("status", status)}</Chip>
);

interface TicketLineProps {
  readonly ticket: ListedTicket;
  readonly said: SaidById;
  readonly isMuted?: boolean;
}

export function TicketLine({ ticket, said, isMuted = false }: TicketLineProps) {
  const { id, title, app, priority, status, reports, regression, updated_at, evidence } = ticket;
  return (
    <li class="ticket">
      <p class="meta">
        <TicketPriority priority={priority} />
        <TicketStatusChip status={status} />
        {regression && <Chip kind="priority-critical">{t("tickets.regression")}</Chip>}
        {isMuted && <Chip title={t("tickets.isMuted")}>{t("tickets.muted")}</Chip>}
      </p>
      <h3>
        <a href={ticketPath(id)}>
          <Written>{title}</Written>
        </a>
      </h3>
      <p class="note">
        <Written>{app}</Written> · {t("tickets.urgent", { count: reports })} · <Day at={updated_at} />
      </p>
      {evidence.map((one) => (
        <Quote key={one.insight_id} id={one.insight_id} text={shorten(one.quote, 180)} said={said[one.insight_id]} />
      ))}
    </li>
  );
}
