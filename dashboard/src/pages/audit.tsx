/** The audit log: who did what, filtered by action, actor, what it was done to, and time. */
import { auditActions } from "../../../src/model/audit-actions.ts";
import type { AuditEntry } from "../../../src/operations/audit.ts";
import type { ListOf } from "../../../src/operations/insights.ts";
import { type AuditFact, factsOf } from "../audit-facts.ts";
import { useData } from "../data/api.ts";
import { shorten, showCount } from "../format.ts";
import { t } from "../messages/translate.ts";
import type { PageProps } from "../page-props.ts";
import { type Actors, useActors } from "../parts/actors.tsx";
import { ChoiceFilter, DayFilter, LastDayFilter } from "../parts/choice.tsx";
import { NextPage } from "../parts/listing.tsx";
import { Card, named, PageHead, Time, Written } from "../parts/small.tsx";
import { Empty, WhenLoaded } from "../parts/states.tsx";
import { submitted } from "../parts/submitted.ts";
import { DataTable } from "../parts/table.tsx";
import { address, addressWith, go, type QueryChange } from "../router.ts";

const filters = ["action", "actor", "subject", "from", "to"] as const;
const PAGE = "50";
/** Of one list. */
const SHOWN_VALUES = 8;

/** Where values are names of ours: which texts tell them. */
const groups: Readonly<Record<string, string>> = {
  ...{ scopes: "scope", on: "alert", mode: "mode", why: "refusal", fields: "field", changed: "field" },
  ...{ ticket: "status", request: "requestStatus" },
};

function Value({
  fact: { name, isTime },
  value,
  of,
}: {
  readonly fact: AuditFact;
  readonly value: AuditFact["values"][number];
  readonly of: string;
}) {
  if (isTime) return <Time at={Number(value)} />;
  if (typeof value === "number") return <>{showCount(value)}</>;
  if (typeof value === "boolean") return <>{t(value ? "detail.true" : "detail.false")}</>;
  const group = groups[name === "status" ? of : name];
  return <Written>{group === undefined ? shorten(value, 100) : named(group, value)}</Written>;
}

/** In words: "status: Closed; fixed in: 5.2". */
function Details({ action, detail }: Pick<AuditEntry, "action" | "detail">) {
  const [of = ""] = action.split(".");
  return (
    <>
      {factsOf(detail).map((fact, at) => (
        <span key={fact.name}>
          {at > 0 && "; "}
          {named("detail", fact.name)}:{" "}
          {fact.values.slice(0, SHOWN_VALUES).map((value, place) => (
            <span key={place}>
              {place > 0 && ", "}
              <Value fact={fact} value={value} of={of} />
            </span>
          ))}
          {fact.values.length > SHOWN_VALUES && ", …"}
        </span>
      ))}
    </>
  );
}

interface RowProps {
  readonly entry: AuditEntry;
  readonly actors: Actors;
  readonly filter: (change: QueryChange) => string;
}

function Row({ entry, actors, filter }: RowProps) {
  const { at, actor, action, subject, detail } = entry;
  const key = action.startsWith("key.") ? actors.key(subject) : undefined;
  return (
    <tr>
      <th scope="row">
        <Time at={at} />
      </th>
      <td>
        <a href={filter({ actor })}>{actors.actor(actor)}</a>
      </td>
      <td>{named("audit", action)}</td>
      <td>
        <a href={filter({ subject })}>
          <Written>{key ?? shorten(subject, 40)}</Written>
        </a>
      </td>
      <td>
        <Details action={action} detail={detail} />
      </td>
    </tr>
  );
}

export default function Audit(props: PageProps) {
  const { frame } = props;
  if (frame === undefined || frame.scopes.includes("admin")) return <Log {...props} />;
  return (
    <>
      <PageHead title={t("nav.audit")} lead={t("audit.lead")} />
      <Empty>{t("audit.mayNot")}</Empty>
    </>
  );
}

function Log({ path, query }: PageProps) {
  const value = (name: string) => query.get(name) ?? undefined;
  const asked = Object.fromEntries([...filters, "cursor"].map((name) => [name, value(name)]));
  const list = useData<ListOf<AuditEntry>>(address("/api/v1/audit", { ...asked, limit: PAGE }), { keepOld: true });
  const actors = useActors(true);
  const changed = (change: QueryChange) => addressWith({ path, query }, { ...change, cursor: undefined });
  const change = (to: QueryChange) => go(changed(to));
  return (
    <>
      <PageHead title={t("nav.audit")} lead={t("audit.lead")} />
      <form
        class="filters"
        aria-label={t("filter.label")}
        onSubmit={submitted((form) => {
          change({ actor: String(form.get("actor") ?? "").trim(), subject: String(form.get("subject") ?? "").trim() });
        })}
      >
        <ChoiceFilter
          title={t("audit.what")}
          value={value("action")}
          options={auditActions.map((one) => ({ value: one, title: named("audit", one) }))}
          choose={(action) => change({ action })}
        />
        {(["actor", "subject"] as const).map((name) => (
          <label key={name} class={value(name) === undefined ? undefined : "is-set"}>
            <span>{t(`audit.${name}`)}</span>
            <input name={name} maxLength={300} key={value(name)} defaultValue={value(name) ?? ""} />
          </label>
        ))}
        <DayFilter title={t("filter.from")} value={value("from")} choose={(from) => change({ from })} />
        <LastDayFilter title={t("filter.to")} value={value("to")} choose={(to) => change({ to })} />
        <button type="submit">{t("filter.apply")}</button>
        {filters.some((name) => query.has(name)) && (
          <button type="button" class="quiet" onClick={() => go(path)}>
            {t("filter.clear")}
          </button>
        )}
      </form>
      <WhenLoaded of={list} lines={10}>
        {({ items, total, next_cursor }) => (
          <Card id="audit" title={t("audit.list")} note={t("audit.count", { count: total })}>
            {items.length === 0 ? (
              <Empty>{t("audit.none")}</Empty>
            ) : (
              <DataTable
                name={t("audit.list")}
                columns={(["when", "who", "what", "to", "detail"] as const).map((name) => ({
                  title: t(`audit.${name}`),
                }))}
              >
                {items.map((entry) => (
                  <Row key={entry.id} entry={entry} actors={actors} filter={changed} />
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
