/** The pulls of a source: one that is under way, and what each came to. */
import type { Run } from "../../../src/model/source.ts";
import { showCount, showDay, showTime } from "../format.ts";
import { t } from "../messages/translate.ts";
import { Chip, named, Time, Written } from "./small.tsx";
import { RunChip } from "./source-state.tsx";
import { DataTable } from "./table.tsx";

export function RunProgress({ run }: { readonly run: Run }) {
  const { pages, fetched, progress, error } = run;
  const words =
    progress.total === undefined
      ? t("sources.progress", { pages, fetched })
      : t("sources.progressOf", { pages, fetched, total: progress.total });
  return (
    <div role="status">
      {progress.total === undefined ? (
        <div class="progress" />
      ) : (
        <progress max={progress.total} value={progress.done} aria-label={words} />
      )}
      <p class="note">
        {words}{" "}
        {error?.retry_at !== undefined && (
          <>
            <b>
              <Written>{error.message}</Written>
            </b>
            . {t("sources.waits", { time: showTime(error.retry_at) })}
          </>
        )}
      </p>
    </div>
  );
}

function Result({ run }: { readonly run: Run }) {
  const { state, gap, error, suspicious, left_out } = run;
  const left = Object.entries(left_out ?? {}).map(([why, count]) => `${showCount(count)} ${named("leftOut", why)}`);
  return (
    <>
      <RunChip state={state} /> {suspicious === true && <Chip kind="priority-high">{t("sources.suspicious")}</Chip>}
      {gap !== undefined && (
        <span class="note">
          {" "}
          {t("sources.gap", { from: showDay(gap.from), to: showDay(gap.to), why: named("gap", gap.why) })}
        </span>
      )}
      {left.length > 0 && <span class="note"> {t("sources.leftOut", { what: left.join(", ") })}</span>}
      {error !== undefined && (
        <span class="note">
          {" "}
          <Written>{error.message}</Written>
        </span>
      )}
    </>
  );
}

export const Runs = ({ runs }: { readonly runs: readonly Run[] }) => (
  <DataTable
    name={t("sources.runs")}
    columns={[
      { title: t("sources.started") },
      { title: t("sources.trigger") },
      { title: t("sources.asked") },
      { title: t("sources.result") },
      ...(["fetched", "accepted", "duplicate", "rejected"] as const).map((name) => ({
        title: t(`sources.${name}`),
        isNumber: true,
      })),
    ]}
  >
    {runs.map((run) => (
      <tr key={run.id}>
        <th scope="row">
          <Time at={run.started_at} />
        </th>
        <td>{named("trigger", run.trigger)}</td>
        <td>
          {showDay(run.asked.from)} – {showDay(run.asked.to)}
        </td>
        <td>
          <Result run={run} />
        </td>
        <td class="number">{showCount(run.fetched)}</td>
        <td class="number">{showCount(run.accepted + run.updated)}</td>
        <td class="number">{showCount(run.duplicate)}</td>
        <td class="number">{showCount(run.rejected)}</td>
      </tr>
    ))}
  </DataTable>
);
