/** What a theme's page shows: its report, why its members are together, and what became of its ticket. */
import type { TenantId } from "../../model/tenant.ts";
import type { Ticket } from "../../model/ticket.ts";
import type { Store } from "../../store/store.ts";
import { readThemeReport, type ThemeReport } from "../theme-report.ts";
import { readTicket } from "../tickets.ts";
import { readTogether, type Together } from "./together.ts";

export interface ThemeView {
  /** Unix seconds, of the server's clock. */
  readonly now: number;
  readonly report: ThemeReport;
  readonly together: Together;
  readonly ticket: Pick<Ticket, "id" | "title" | "status" | "fixed_in" | "priority"> | undefined;
}

/** Undefined when there is no such theme. `now`: unix seconds. */
export async function readThemeView(
  store: Store,
  tenant: TenantId,
  id: string,
  now: number,
): Promise<ThemeView | undefined> {
  const report = await readThemeReport(store, tenant, id, now);
  if (report === undefined) return undefined;
  const { ticket_id } = report.theme;
  const [together, ticket] = await Promise.all([
    readTogether(store, tenant, report.theme),
    ticket_id === undefined ? undefined : readTicket(store, tenant, ticket_id),
  ]);
  const shown = ticket && {
    id: ticket.id,
    title: ticket.title,
    status: ticket.status,
    fixed_in: ticket.fixed_in,
    priority: ticket.priority,
  };
  return { now, report, together, ticket: shown };
}
