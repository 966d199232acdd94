/** A theme that people muted: its ticket has no place on the overview, and says why on its own page. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_TENANT } from "../model/tenant.ts";
import type { OverviewView } from "../operations/views/overview.ts";
import type { TicketsView, TicketView } from "../operations/views/tickets.ts";
import { put, putInsights, startTestServer, ticketDocument } from "./server.testing.ts";
import { theme } from "./theme.testing.ts";

test("the ticket of a muted theme is not among what is worth a developer's time, and says that it is muted", async () => {
  await using server = await startTestServer();
  await putInsights(server.store, { a: {} });
  const muted = { at: 1_700_000_000, until: { per_week: 10 }, from: 1_700_000_000 };
  await put(server.store, DEFAULT_TENANT, "clusters", {
    loud: theme({ id: "loud" }),
    quiet: theme({ id: "quiet", quiet: true, people: { muted } }),
    grown: theme({ id: "grown", people: { muted: { ...muted, escalated_at: 1_700_000_500 } } }),
  });
  await put(server.store, DEFAULT_TENANT, "tickets", {
    t1: ticketDocument({ cluster_id: "loud", priority: 1 }),
    t2: ticketDocument({ cluster_id: "quiet", priority: 3 }),
    t3: ticketDocument({ cluster_id: "grown", priority: 2 }),
  });
  const view = async <T>(path: string) => (await server.ask("GET", `/api/v1/views/${path}`)).body as T;
  const { tickets } = await view<OverviewView>("overview");
  assert.deepEqual(
    tickets.items.map(({ id }) => id),
    ["t3", "t1"],
  );
  assert.equal(tickets.total, 2);
  const list = await view<TicketsView>("tickets?status=open");
  assert.deepEqual([list.total, list.muted], [3, ["t2"]]);
  const isMuted = async (id: string) => (await view<TicketView>(`tickets/${id}`)).theme?.muted;
  assert.deepEqual([await isMuted("t1"), await isMuted("t2"), await isMuted("t3")], [false, true, false]);
});
