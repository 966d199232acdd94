/** Visits, the one that ended last first. */
import type { ListOf } from "../../../src/operations/insights.ts";
import type { Session } from "../../../src/operations/sessions.ts";
import { useData } from "../data/api.ts";
import { shorten, showCount, showDuration } from "../format.ts";
import { t } from "../messages/translate.ts";
import type { PageProps } from "../page-props.ts";
import { sessionPath } from "../parts/event-line.tsx";
import { NextPage } from "../parts/listing.tsx";
import { Card, Time, Written } from "../parts/small.tsx";
import { NothingListed, WhenLoaded } from "../parts/states.tsx";
import { DataTable } from "../parts/table.tsx";
import { address } from "../router.ts";
import { secondsOf } from "../steps.ts";

const PAGE = "50";

export function SessionList({ path, query }: PageProps) {
  const [application, cursor] = ["application", "cursor"].map((name) => query.get(name) ?? undefined);
  const list = useData<ListOf<Session>>(address("/api/v1/sessions", { application, cursor, limit: PAGE }), {
    keepOld: true,
  });
  return (
    <WhenLoaded of={list} lines={10}>
      {({ items, total, next_cursor }) => (
        <Card id="sessions" title={t("sessions.title")} note={t("sessions.count", { count: total })}>
          {items.length === 0 ? (
            <NothingListed query={query} by={["application"]} none="sessions.none" />
          ) : (
            <DataTable
              name={t("sessions.title")}
              columns={[
                { title: t("events.session") },
                { title: t("sessions.began") },
                { title: t("sessions.lasted"), isNumber: true },
                { title: t("sessions.events"), isNumber: true },
                { title: t("field.application") },
              ]}
            >
              {items.map(({ id, applications, first_at, last_at, events }) => (
                <tr key={id}>
                  <th scope="row">
                    <a href={sessionPath(id)}>
                      <Written>{shorten(id, 40)}</Written>
                    </a>
                  </th>
                  <td>
                    <Time at={secondsOf(first_at)} />
                  </td>
                  <td class="number">{showDuration(secondsOf(last_at) - secondsOf(first_at))}</td>
                  <td class="number">{showCount(events)}</td>
                  <td>
                    <Written>{applications.join(", ")}</Written>
                  </td>
                </tr>
              ))}
            </DataTable>
          )}
          <NextPage place={{ path, query }} cursor={next_cursor} />
        </Card>
      )}
    </WhenLoaded>
  );
}
