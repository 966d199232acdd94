/** Tickets whose evidence people took to other themes: what is left to say in them, and where the rest went. */
import { ticketId } from "../../model/identity.ts";
import type { TenantId } from "../../model/tenant.ts";
import type { ThemeDecisionDocument } from "../../model/theme-decision.ts";
import type { TicketDocument } from "../../model/ticket.ts";
import { readDecisions } from "../../operations/theme-decisions.ts";
import type { Store, Stored } from "../../store/store.ts";

const movers: readonly ThemeDecisionDocument["what"][] = ["merge", "split", "move"];

/** A ticket that was written before people last moved what its theme holds. */
export interface Overtaken {
  readonly id: string;
  readonly theme: string;
  readonly ticket: Stored<TicketDocument>;
}

/** Of each theme that people moved statements of: when they last did, in unix seconds. */
function lastMoves(decisions: readonly ThemeDecisionDocument[]): Map<string, number> {
  const moves = new Map<string, number>();
  for (const { what, themes, at, undone_at = at } of decisions) {
    if (!movers.includes(what)) continue;
    for (const theme of themes) moves.set(theme, Math.max(moves.get(theme) ?? 0, undone_at));
  }
  return moves;
}

/** Published ones that stand for a theme of their own. */
export async function overtakenTickets(store: Store, tenant: TenantId, app: string): Promise<Overtaken[]> {
  const moves = lastMoves(await readDecisions(store, tenant, app));
  const themes = [...moves.keys()];
  const tickets = await store.getMany(tenant, "tickets", themes.map(ticketId));
  return themes.flatMap((theme, at): Overtaken[] => {
    const ticket = tickets[at];
    if (ticket === undefined || ticket.doc.unpublished || ticket.doc.item.metadata.merged_into !== undefined) return [];
    return ticket.doc.updated_at < moves.get(theme)! ? [{ id: theme, theme, ticket }] : [];
  });
}

/** Of the reviews that a ticket names, how many tell of its theme no more, and the themes that they tell of, the most frequent first. */
export async function takenAway(
  store: Store,
  tenant: TenantId,
  { theme, ticket }: Pick<Overtaken, "theme" | "ticket">,
): Promise<{ readonly count: number; readonly to: readonly string[] }> {
  const named = await store.getMany(tenant, "insights", ticket.doc.item.metadata["source review ids"]);
  const gone = named.filter((insight) => insight !== undefined && !(insight.doc.themes ?? []).includes(theme));
  const counts = new Map<string, number>();
  for (const other of gone.flatMap((insight) => insight?.doc.themes ?? []))
    counts.set(other, (counts.get(other) ?? 0) + 1);
  const to = [...counts].sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1)).map(([id]) => id);
  return { count: gone.length, to };
}
