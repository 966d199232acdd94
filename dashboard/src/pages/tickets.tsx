/** All tickets, the most urgent first. */
import type { TicketsView } from "../../../src/operations/views/tickets.ts";
import { useData } from "../data/api.ts";
import { t } from "../messages/translate.ts";
import type { PageProps } from "../page-props.ts";
import { AppChoice, NextPage } from "../parts/listing.tsx";
import { Card, named, PageHead } from "../parts/small.tsx";
import { NothingListed, WhenLoaded } from "../parts/states.tsx";
import { TicketLine } from "../parts/ticket-line.tsx";
import { address, addressWith, go } from "../router.ts";

const statuses = ["open", "in_progress", "closed"] as const;
const PAGE = "30";

export default function Tickets({ path, query, frame }: PageProps) {
  const [app, status, cursor] = ["app", "status", "cursor"].map((name) => query.get(name) ?? undefined);
  const view = useData<TicketsView>(address("/api/v1/views/tickets", { app, status, cursor, limit: PAGE }), {
    keepOld: true,
  });
  const change = (changed: Readonly<Record<string, string>>) =>
    go(addressWith({ path, query }, { ...changed, cursor: undefined }));
  return (
    <>
      <PageHead title={t("nav.tickets")} lead={t("tickets.lead")} />
      <form class="filters" aria-label={t("filter.label")} onSubmit={(event) => event.preventDefault()}>
        <AppChoice apps={frame?.apps ?? []} app={app} choose={(chosen) => change({ app: chosen })} />
        <label>
          <span>{t("tickets.status")}</span>
          <select value={status ?? ""} onChange={({ currentTarget }) => change({ status: currentTarget.value })}>
            <option value="">{t("filter.any")}</option>
            {statuses.map((one) => (
              <option key={one} value={one}>
                {named("status", one)}
              </option>
            ))}
          </select>
        </label>
      </form>
      <WhenLoaded of={view} lines={10}>
        {({ items, total, said, muted, next_cursor }) => (
          <Card id="list" title={t("tickets.all")} note={t("tickets.total", { count: total })}>
            {items.length === 0 ? (
              <NothingListed query={query} by={["app", "status"]} none="tickets.none" />
            ) : (
              <ol class="tickets two">
                {items.map((ticket) => (
                  <TicketLine key={ticket.id} ticket={ticket} said={said} isMuted={muted.includes(ticket.id)} />
                ))}
              </ol>
            )}
            <NextPage place={{ path, query }} cursor={next_cursor} />
          </Card>
        )}
      </WhenLoaded>
    </>
  );
}
