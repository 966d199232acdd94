/** What was wrong with events: which fields most often, each of them, and running again what passes by now. */
import { useState } from "preact/hooks";
import type { EventError } from "../../../src/model/event.ts";
import type { ErrorSummary } from "../../../src/operations/event-errors.ts";
import type { ListOf } from "../../../src/operations/insights.ts";
import { ask, useData } from "../data/api.ts";
import { useSending } from "../data/sending.ts";
import { showCount } from "../format.ts";
import { t } from "../messages/translate.ts";
import type { PageProps } from "../page-props.ts";
import { Button } from "../parts/button.tsx";
import { Code } from "../parts/code.tsx";
import { NextPage } from "../parts/listing.tsx";
import { Card, Chip, named, Time, Written } from "../parts/small.tsx";
import { NothingListed, ProblemNote, WhenLoaded } from "../parts/states.tsx";
import { DataTable } from "../parts/table.tsx";
import { address, addressWith } from "../router.ts";

const filters = ["application", "field", "code"] as const;
const PAGE = "20";

function Summary({ summary, path, query }: Pick<PageProps, "path" | "query"> & { readonly summary: ErrorSummary }) {
  if (summary.items.length === 0) return <NothingListed query={query} by={filters} none="errors.none" />;
  return (
    <DataTable
      name={t("errors.summary")}
      columns={[
        { title: t("field.field") },
        { title: t("field.code") },
        { title: t("field.application") },
        { title: t("field.count"), isNumber: true },
      ]}
    >
      {summary.items.map(({ application, field, code, count }) => (
        <tr key={`${application} ${field} ${code}`}>
          <th scope="row">
            <a href={addressWith({ path, query }, { application, field, code, cursor: undefined })}>
              <Written>{field === "" ? "–" : field}</Written>
            </a>
          </th>
          <td>{named("code", code)}</td>
          <td>
            <Written>{application}</Written>
          </td>
          <td class="number">{showCount(count)}</td>
        </tr>
      ))}
    </DataTable>
  );
}

function ErrorLine({ error }: { readonly error: EventError }) {
  const { field, code, message, application, created_at, input, replayed } = error;
  return (
    <li class="insight">
      <p class="meta">
        <Chip kind="is-negative">{named("code", code)}</Chip>
        <b>
          <Written>{field}</Written>
        </b>
        <Written>{message}</Written>
        <Written>{application}</Written>
        <Time at={created_at} />
        {replayed && <Chip>{t("errors.isReplayed")}</Chip>}
      </p>
      <details>
        <summary>{t("errors.input")}</summary>
        <Code text={input} />
      </details>
    </li>
  );
}

/** Of what is filtered. */
function Replay({ chosen }: { readonly chosen: Readonly<Record<string, string>> }) {
  const [told, setTold] = useState<string>();
  const { isBusy, problem, send } = useSending();
  const run = (preview: boolean) =>
    send(async () => {
      setTold(undefined);
      if (preview) {
        const json = { ...chosen, preview };
        const would = await ask<{ would_pass: number; would_fail: number }>("/api/v1/errors/replay", {
          method: "POST",
          json,
        });
        setTold(t("errors.wouldPass", { count: would.would_pass, fails: would.would_fail }));
      } else {
        const done = await ask<{ replayed: number }>("/api/v1/errors/replay", { method: "POST", json: chosen });
        setTold(t("errors.replayed", { count: done.replayed }));
      }
    });
  return (
    <>
      <div class="toolbar">
        <Button type="button" isOff={isBusy} onClick={() => void run(true)}>
          {t("errors.preview")}
        </Button>
        <Button type="button" class="primary" isOff={isBusy} onClick={() => void run(false)}>
          {t("errors.replay")}
        </Button>
        <p role="status">{told}</p>
      </div>
      {problem !== undefined && <ProblemNote problem={problem} />}
    </>
  );
}

export function Errors({ path, query, frame }: PageProps) {
  const chosen = Object.fromEntries(filters.flatMap((name) => (query.has(name) ? [[name, query.get(name)!]] : [])));
  const summary = useData<ErrorSummary>("/api/v1/errors/summary");
  const cursor = query.get("cursor") ?? undefined;
  const list = useData<ListOf<EventError>>(address("/api/v1/errors", { ...chosen, cursor, limit: PAGE }), {
    keepOld: true,
  });
  const isChosen = Object.keys(chosen).length > 0;
  return (
    <div class="grid">
      <Card id="summary" title={t("errors.summary")}>
        <WhenLoaded of={summary}>{(sums) => <Summary summary={sums} path={path} query={query} />}</WhenLoaded>
      </Card>
      <Card
        id="errors"
        title={t("errors.list")}
        note={list.data !== undefined && t("errors.count", { count: list.data.total })}
      >
        {isChosen && (
          <p class="meta">
            {Object.entries(chosen).map(([name, value]) => (
              <Chip key={name} kind="sure-sure">
                {named("field", name)}:&nbsp;<Written>{name === "code" ? named("code", value) : value}</Written>
              </Chip>
            ))}
            <a href={address(path, { show: "errors" })}>{t("filter.clear")}</a>
          </p>
        )}
        <WhenLoaded of={list}>
          {({ items, next_cursor }) => (
            <>
              {items.length > 0 && frame?.scopes.includes("admin") === true && <Replay chosen={chosen} />}
              {items.length === 0 ? (
                <NothingListed query={query} by={filters} none="errors.none" />
              ) : (
                <ol class="insights">
                  {items.map((error) => (
                    <ErrorLine key={error.id} error={error} />
                  ))}
                </ol>
              )}
              <NextPage place={{ path, query }} cursor={next_cursor} />
            </>
          )}
        </WhenLoaded>
      </Card>
    </div>
  );
}
