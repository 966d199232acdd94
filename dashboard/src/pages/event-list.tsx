/** Events by category, name, application, session, time and words. */
import type { EventsView } from "../../../src/operations/views/events.ts";
import { useData } from "../data/api.ts";
import { t } from "../messages/translate.ts";
import type { PageProps } from "../page-props.ts";
import { ChoiceFilter, DayFilter, LastDayFilter } from "../parts/choice.tsx";
import { EventRow } from "../parts/event-line.tsx";
import { NextPage } from "../parts/listing.tsx";
import { Card, named } from "../parts/small.tsx";
import { Empty, WhenLoaded } from "../parts/states.tsx";
import { submitted } from "../parts/submitted.ts";
import { DataTable } from "../parts/table.tsx";
import { address, addressWith, go, type QueryChange } from "../router.ts";

const filters = ["application", "category", "name", "session_id", "from", "to", "q"] as const;
const PAGE = "50";

interface FiltersProps extends Pick<PageProps, "path" | "query"> {
  readonly view: EventsView | undefined;
}

function Filters({ path, query, view }: FiltersProps) {
  const value = (name: (typeof filters)[number]) => query.get(name) ?? undefined;
  const change = (changed: QueryChange) => go(addressWith({ path, query }, { ...changed, cursor: undefined }));
  return (
    <form
      class="filters"
      aria-label={t("filter.label")}
      onSubmit={submitted((form) => {
        change({ q: String(form.get("q") ?? ""), session_id: String(form.get("session_id") ?? "").trim() });
      })}
    >
      <label class={`grows${value("q") === undefined ? "" : " is-set"}`}>
        <span>{t("filter.words")}</span>
        <input name="q" type="search" maxLength={500} key={value("q")} defaultValue={value("q") ?? ""} />
      </label>
      {(["application", "category", "name"] as const).map((field) => (
        <ChoiceFilter
          key={field}
          title={named("field", field === "name" ? "event" : field)}
          value={value(field)}
          options={view?.facets[field] ?? []}
          choose={(chosen) => change({ [field]: chosen })}
        />
      ))}
      <label class={value("session_id") === undefined ? undefined : "is-set"}>
        <span>{t("field.session")}</span>
        <input name="session_id" maxLength={100} key={value("session_id")} defaultValue={value("session_id") ?? ""} />
      </label>
      <DayFilter title={t("filter.from")} value={value("from")} choose={(from) => change({ from })} />
      <LastDayFilter title={t("filter.to")} value={value("to")} choose={(to) => change({ to })} />
      {/* Enter in a field of several asks only where there is a button. */}
      <button type="submit">{t("filter.apply")}</button>
      {filters.some((name) => value(name) !== undefined) && (
        <button type="button" class="quiet" onClick={() => go(path)}>
          {t("filter.clear")}
        </button>
      )}
    </form>
  );
}

export function EventList({ path, query }: PageProps) {
  const asked = Object.fromEntries([...filters, "cursor"].map((name) => [name, query.get(name) ?? undefined]));
  const view = useData<EventsView>(address("/api/v1/views/events", { ...asked, limit: PAGE }), { keepOld: true });
  const isFiltered = filters.some((name) => query.has(name));
  return (
    <>
      <Filters path={path} query={query} view={view.data} />
      <WhenLoaded of={view} lines={10}>
        {({ items, total, next_cursor }) => (
          <Card
            id="events"
            title={t("events.show.events")}
            note={<span data-total={total}>{t("events.found", { count: total })}</span>}
          >
            {items.length === 0 ? (
              <Empty>{t(isFiltered ? "events.none" : "events.noneYet")}</Empty>
            ) : (
              <DataTable
                name={t("events.show.events")}
                columns={[
                  { title: t("events.when") },
                  { title: t("events.what") },
                  { title: t("events.data") },
                  { title: t("field.application") },
                  { title: t("events.session") },
                ]}
              >
                {items.map((event) => (
                  <EventRow key={`${event.application} ${event.id}`} event={event} />
                ))}
              </DataTable>
            )}
            <NextPage place={{ path, query }} cursor={next_cursor} />
          </Card>
        )}
      </WhenLoaded>
    </>
  );
}
