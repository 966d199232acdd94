/** One source: how it does, what was proved to be read and what not, its runs; testing it, pulling now, pausing, changing it. */
import { useState } from "preact/hooks";
import type { Run } from "../../../src/model/source.ts";
import type { ListOf } from "../../../src/operations/insights.ts";
import type { Tried } from "../../../src/operations/source-runs.ts";
import type { SourceView } from "../../../src/operations/sources.ts";
import { ask, useData } from "../data/api.ts";
import { type Sending, useSending } from "../data/sending.ts";
import { t } from "../messages/translate.ts";
import type { PageProps } from "../page-props.ts";
import { Button } from "../parts/button.tsx";
import { Copy } from "../parts/copy.tsx";
import { NextPage } from "../parts/listing.tsx";
import { Card, named, PageHead, Time, Written } from "../parts/small.tsx";
import { ChangeSource } from "../parts/source-form.tsx";
import { RunProgress, Runs } from "../parts/source-runs.tsx";
import { CoverageWords, type SourceKind, SourceTraits, sourceApi } from "../parts/source-state.tsx";
import { Empty, ProblemNote, WhenLoaded } from "../parts/states.tsx";
import { submitted } from "../parts/submitted.ts";
import { Facts } from "../parts/table.tsx";
import { type Undoable, UndoNotice, useUndoable } from "../parts/undoable.tsx";
import { address, go } from "../router.ts";

const PAGE = "20";
/** While a pull is under way. */
const LOOK_MS = 1_000;

function Tested({ tried }: { readonly tried: Tried }) {
  if (!tried.ok)
    return (
      <p>
        <b>{t("sources.testFails")}</b> <Written>{tried.error?.message}</Written>
      </p>
    );
  return (
    <>
      <p>
        <b>{t("sources.testOk")}</b>
      </p>
      {tried.sample.length > 0 && (
        <>
          <p class="note">{t("sources.sample")}</p>
          <ul class="rows">
            {tried.sample.map((record, at) => {
              const { title, text } = record as { readonly title?: string; readonly text?: string };
              return (
                <li key={at} class="preview">
                  <Written>
                    {[title, text]
                      .filter((part) => part !== undefined && part !== "")
                      .join(": ")
                      .slice(0, 300)}
                  </Written>
                </li>
              );
            })}
          </ul>
        </>
      )}
    </>
  );
}

interface ActionsProps {
  readonly source: SourceView;
  readonly isRunning: boolean;
  readonly sending: Sending;
  readonly undoable: Undoable;
}

function Actions({ source, isRunning, sending, undoable }: ActionsProps) {
  const [tried, setTried] = useState<Tried>();
  const [isTesting, setTesting] = useState(false);
  const { id, name, enabled, modes } = source;
  const post = (rest: string, json: object = {}) =>
    sending.send(() => ask(sourceApi(id, rest), { method: "POST", json }));
  const test = async (): Promise<void> => {
    setTesting(true);
    setTried(undefined);
    await sending.send(async () => setTried(await ask<Tried>(sourceApi(id, "/test"), { method: "POST" })));
    setTesting(false);
  };
  return (
    <>
      <div class="toolbar">
        {modes.includes("pull") && (
          <Button type="button" class="primary" isOff={isRunning || sending.isBusy} onClick={() => void post("/pull")}>
            {t("sources.pull")}
          </Button>
        )}
        <Button type="button" isOff={sending.isBusy} onClick={() => void test()}>
          {t(isTesting ? "sources.testing" : "sources.test")}
        </Button>
        <Button
          type="button"
          isOff={sending.isBusy}
          onClick={() => void sending.send(() => ask(sourceApi(id), { method: "PATCH", json: { enabled: !enabled } }))}
        >
          {t(enabled ? "sources.pause" : "sources.resume")}
        </Button>
        <Button
          type="button"
          class="quiet"
          isOff={undoable.planned !== undefined}
          onClick={() =>
            undoable.plan({
              id,
              words: t("sources.removed", { name }),
              work: async () => {
                await ask(sourceApi(id), { method: "DELETE", keepalive: true });
                if (location.pathname.endsWith(encodeURIComponent(id))) go("/sources", { replace: true });
              },
            })
          }
        >
          {t("sources.remove")}
        </Button>
      </div>
      <div role="status" class="stacked">
        {tried !== undefined && <Tested tried={tried} />}
      </div>
    </>
  );
}

function Gaps({ gaps }: Pick<SourceView, "gaps">) {
  if (gaps.length === 0) return null;
  return (
    <div>
      <h3>{t("sources.gaps")}</h3>
      <ul class="rows">
        {gaps.map(({ from, to, why }) => (
          <li key={`${from} ${to}`}>
            <Time at={from} /> – <Time at={to} />: {named("gap", why)}
          </li>
        ))}
      </ul>
    </div>
  );
}

function State({ source, running }: { readonly source: SourceView; readonly running: Run | undefined }) {
  const { modes, next_run_at, failing_since, last_run, enabled, schedule } = source;
  return (
    <div class="stacked">
      <SourceTraits source={source} isRunning={running !== undefined} />
      {running !== undefined && <RunProgress run={running} />}
      <p class="sentence">
        <CoverageWords source={source} />
      </p>
      {failing_since !== undefined && last_run?.error !== undefined && (
        <p>
          <Written>{last_run.error.message}</Written>
        </p>
      )}
      <Gaps gaps={source.gaps} />
      {modes.includes("pull") && (
        <Facts
          rows={[
            [t("sources.schedule"), schedule],
            enabled && next_run_at !== undefined
              ? [t("sources.next"), <Time key="next" at={next_run_at} />]
              : undefined,
          ]}
        />
      )}
    </div>
  );
}

function BackFill({
  id,
  isRunning,
  sending,
}: {
  readonly id: string;
  readonly isRunning: boolean;
  readonly sending: Sending;
}) {
  return (
    <Card id="again" title={t("sources.again")} note={t("sources.againNote")}>
      <form
        class="inline-form"
        onSubmit={submitted((form) => {
          const named = ["from", "to"].map((name) => [name, String(form.get(name) ?? "")] as const);
          const json = Object.fromEntries(named.filter(([, value]) => value !== ""));
          void sending.send(() => ask(sourceApi(id, "/pull"), { method: "POST", json }));
        })}
      >
        <label>
          {t("filter.from")}
          <input type="date" name="from" required />
        </label>
        <label>
          {t("filter.to")}
          <input type="date" name="to" />
        </label>
        <Button type="submit" isOff={isRunning || sending.isBusy}>
          {t("sources.againDo")}
        </Button>
      </form>
    </Card>
  );
}

export default function Source({ params, path, query, frame }: PageProps) {
  const id = params.id!;
  const cursor = query.get("cursor") ?? undefined;
  const [isRunning, setRunning] = useState(false);
  const every = isRunning ? LOOK_MS : undefined;
  const source = useData<SourceView>(sourceApi(id), { every });
  const runs = useData<ListOf<Run>>(address(sourceApi(id, "/runs"), { cursor, limit: PAGE }), { every, keepOld: true });
  const kinds = useData<readonly SourceKind[]>("/api/v1/source-types");
  const sending = useSending();
  const undoable = useUndoable();
  const running = runs.data?.items.find(({ state }) => state === "running");
  if (isRunning !== (running !== undefined)) setRunning(running !== undefined);
  const mayAct = frame?.scopes.includes("admin") === true;
  return (
    <WhenLoaded of={source} lines={12}>
      {(shown) => {
        const kind = kinds.data?.find(({ type }) => type === shown.type);
        return (
          <>
            <nav class="back" aria-label={t("nav.back")}>
              <a href="/sources">← {t("nav.sources")}</a>
            </nav>
            <PageHead title={<Written>{shown.name}</Written>} />
            <UndoNotice undoable={undoable} />
            {mayAct && <Actions source={shown} isRunning={isRunning} sending={sending} undoable={undoable} />}
            {sending.problem !== undefined && <ProblemNote problem={sending.problem} />}
            <div class="grid">
              <Card id="state" title={t("sources.state")}>
                <State source={shown} running={running} />
              </Card>
              <div class="column">
                {shown.modes.includes("push") && (
                  <Card id="push" title={t("sources.pushAddress")} note={t("sources.pushNote")}>
                    <Copy
                      label={t("sources.pushAddress")}
                      text={`${frame?.publicUrl ?? location.origin}/api/v1/sources/${shown.public_id}/push`}
                    />
                  </Card>
                )}
                {mayAct && shown.modes.includes("pull") && <BackFill id={id} isRunning={isRunning} sending={sending} />}
                {mayAct && kind !== undefined && (
                  <Card id="settings" title={t("sources.settings")}>
                    <details>
                      <summary>{t("sources.change")}</summary>
                      <ChangeSource source={shown} kind={kind} />
                    </details>
                  </Card>
                )}
              </div>
              <Card id="runs" className="wide" title={t("sources.runs")}>
                <WhenLoaded of={runs}>
                  {({ items, next_cursor }) => (
                    <>
                      {items.length === 0 ? <Empty>{t("sources.noRuns")}</Empty> : <Runs runs={items} />}
                      <NextPage place={{ path, query }} cursor={next_cursor} />
                    </>
                  )}
                </WhenLoaded>
              </Card>
            </div>
          </>
        );
      }}
    </WhenLoaded>
  );
}
