/** Reads what a theme's page shows: its report, why its members are together, what people decided about it, and what became of its ticket. */
import type { TenantId } from "../../model/tenant.ts";
import type { Store } from "../../store/store.ts";
import { listDecisions } from "../theme-decisions.ts";
import { type ReadMembers, readNewestMembers } from "../theme-quotes.ts";
import { readThemeReport } from "../theme-report.ts";
import { readWhy } from "../theme-why.ts";
import { readTicket } from "../tickets.ts";
import type { ThemeView } from "./theme-view.ts";

const SHOWN_DECISIONS = 20;

/** Undefined when there is no such theme. `now`: unix seconds. */
export async function readThemeView(
  store: Store,
  tenant: TenantId,
  id: string,
  now: number,
): Promise<ThemeView | undefined> {
  const stored = await store.get(tenant, "clusters", id);
  if (stored === undefined) return undefined;
  const { app } = stored.doc;
  let members: ReturnType<ReadMembers> | undefined;
  const readMembers: ReadMembers = () => {
    members ??= readNewestMembers(store, tenant, { id, app });
    return members;
  };
  const [report, why, decisions] = await Promise.all([
    readThemeReport(store, tenant, id, now, readMembers),
    readWhy(store, tenant, id, readMembers),
    listDecisions(store, tenant, { theme: id, limit: SHOWN_DECISIONS }),
  ]);
  if (report === undefined) return undefined;
  const { ticket_id } = report.theme;
  const ticket = ticket_id === undefined ? undefined : await readTicket(store, tenant, ticket_id);
  const shown = ticket && {
    id: ticket.id,
    title: ticket.title,
    status: ticket.status,
    fixed_in: ticket.fixed_in,
    priority: ticket.priority,
  };
  return { now, report, why, decisions: decisions.items, ticket: shown };
}
