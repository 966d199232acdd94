/** What was dropped or rejected and why; what a replay would come to, before it is done. */
import { useState } from "preact/hooks";
import type { PreviewedReplay, QuarantineView } from "../../../src/operations/views/quarantine.ts";
import { ApiProblem, ask, useData } from "../data/api.ts";
import { changedHere } from "../data/live.ts";
import { shorten, showCount } from "../format.ts";
import { t } from "../messages/translate.ts";
import type { PageProps } from "../page-props.ts";
import { Button } from "../parts/button.tsx";
import { AppChoice, NextPage } from "../parts/listing.tsx";
import { MarkedText } from "../parts/marked.tsx";
import { Card, Chip, named, PageHead, Time, Written } from "../parts/small.tsx";
import { NothingListed, ProblemNote, WhenLoaded } from "../parts/states.tsx";
import { submitted } from "../parts/submitted.ts";
import { textOf } from "../record-text.ts";
import { address, addressWith, go } from "../router.ts";

type Rejection = QuarantineView["items"][number];
const fields = ["reason", "stage", "source", "outcome"] as const;
const PAGE = "20";

function Preview({ preview }: { readonly preview: PreviewedReplay }) {
  if (preview.outcome === "none") return <p class="note">{t("replay.none")}</p>;
  if (preview.insight !== undefined) {
    const { main_text, statements, phrases, kind } = preview.insight;
    return (
      <div class="preview">
        <p>
          <b>{t("replay.wouldStore")}</b> <Chip>{named("kind", kind)}</Chip>
        </p>
        <p class="text">
          <MarkedText text={main_text} statements={statements} phrases={phrases} />
        </p>
      </div>
    );
  }
  return (
    <p class="preview">
      <b>{t(preview.outcome === "dropped" ? "replay.wouldDrop" : "replay.wouldReject")}</b>{" "}
      {named("reason", preview.reason ?? "")}
    </p>
  );
}

interface LineProps {
  readonly rejection: Rejection;
  readonly isChosen: boolean;
  readonly choose: (chosen: boolean) => void;
  readonly preview: PreviewedReplay | undefined;
}

function Line({ rejection, isChosen, choose, preview }: LineProps) {
  const { reason, outcome, stage, source, app, at, replayed, errors } = rejection;
  const text = textOf(rejection.record);
  return (
    <li class="insight">
      <label class="choice">
        <input
          type="checkbox"
          checked={isChosen}
          disabled={replayed}
          onChange={({ currentTarget }) => choose(currentTarget.checked)}
        />
        <span class="text">
          <Written>{shorten(text, 300)}</Written>
        </span>
      </label>
      <p class="meta">
        <Chip kind={outcome === "rejected" ? "priority-critical" : "priority-high"}>{named("reason", reason)}</Chip>
        <span>{named("loop", stage)}</span>
        <Written>{app}</Written>
        <Written>{named("source", source)}</Written>
        <Time at={at} />
        {replayed && <Chip>{t("replay.done")}</Chip>}
      </p>
      {errors.length > 0 && <p class="note">{errors.map(({ field, message }) => `${field}: ${message}`).join("; ")}</p>}
      {preview !== undefined && <Preview preview={preview} />}
    </li>
  );
}

interface Replayed {
  readonly replayed: number;
  readonly rejected: number;
  readonly skipped: number;
}

/** What is chosen of what is shown, what it would come to, and doing it. */
function useReplay(shown: readonly Rejection[]) {
  const [marked, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [previews, setPreviews] = useState<ReadonlyMap<string, PreviewedReplay>>(new Map());
  const [done, setDone] = useState<Replayed>();
  const [problem, setProblem] = useState<ApiProblem>();
  const [isBusy, setBusy] = useState(false);
  const run = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    await work().catch((error: unknown) => setProblem(error instanceof ApiProblem ? error : new ApiProblem(0, "")));
    setBusy(false);
  };
  // What is filtered away is not run again unseen.
  const ids = shown.flatMap(({ id }) => (marked.has(id) ? [id] : []));
  const chosen: ReadonlySet<string> = new Set(ids);
  return {
    chosen,
    previews,
    done,
    problem,
    isBusy,
    choose(id: string, isChosen: boolean): void {
      const changed = new Set(chosen);
      if (isChosen) changed.add(id);
      else changed.delete(id);
      setChosen(changed);
      setDone(undefined);
    },
    preview: () =>
      run(async () => {
        const { items } = await ask<{ items: readonly PreviewedReplay[] }>("/api/v1/rejections/preview", {
          method: "POST",
          json: { ids },
        });
        setPreviews(new Map(items.map((one) => [one.id, one])));
      }),
    replay: () =>
      run(async () => {
        setDone(await ask<Replayed>("/api/v1/rejections/replay", { method: "POST", json: { ids } }));
        setChosen(new Set());
        setPreviews(new Map());
        changedHere();
      }),
  };
}

type FacetsProps = { readonly view: QuarantineView } & Pick<PageProps, "path" | "query" | "frame">;

function Facets({ view, path, query, frame }: FacetsProps) {
  const choose = (name: string) => (value: string) =>
    go(addressWith({ path, query }, { [name]: value, cursor: undefined }));
  const q = query.get("q") ?? undefined;
  return (
    <form
      class="filters"
      aria-label={t("filter.label")}
      onSubmit={submitted((form) => {
        choose("q")(String(form.get("q") ?? ""));
      })}
    >
      <label class={`grows${q === undefined ? "" : " is-set"}`}>
        <span>{t("filter.words")}</span>
        <input
          name="q"
          type="search"
          key={q}
          defaultValue={q ?? ""}
          maxLength={500}
          placeholder={t("quarantine.wordsHint")}
        />
      </label>
      <AppChoice apps={frame?.apps ?? []} app={query.get("app") ?? undefined} choose={choose("app")} />
      {fields.map((field) => {
        const options = view.facets[field];
        const value = query.get(field) ?? "";
        return (
          <label key={field} class={value === "" ? undefined : "is-set"}>
            <span>{named("field", field)}</span>
            <select value={value} onChange={({ currentTarget }) => choose(field)(currentTarget.value)}>
              <option value="">{t("filter.any")}</option>
              {options.map((option) => (
                <option key={option.value} value={option.value}>
                  {named(field === "stage" ? "loop" : field, option.value)} ({showCount(option.count)})
                </option>
              ))}
            </select>
          </label>
        );
      })}
      <label class={query.has("replayed") ? "is-set" : undefined}>
        <span>{t("replay.again")}</span>
        <select
          value={query.get("replayed") ?? ""}
          onChange={({ currentTarget }) => choose("replayed")(currentTarget.value)}
        >
          <option value="">{t("replay.notYet")}</option>
          <option value="true">{t("replay.done")}</option>
        </select>
      </label>
    </form>
  );
}

export default function Quarantine({ path, query, frame }: PageProps) {
  const asked = Object.fromEntries(
    ["app", "q", "cursor", ...fields].map((name) => [name, query.get(name) ?? undefined]),
  );
  // What was run again stands there anew where it was dropped again.
  const replayed = query.get("replayed") ?? "false";
  const view = useData<QuarantineView>(address("/api/v1/views/quarantine", { ...asked, replayed, limit: PAGE }), {
    keepOld: true,
  });
  const replay = useReplay(view.data?.items ?? []);
  const mayReplay = frame?.scopes.includes("admin") === true;
  return (
    <>
      <PageHead title={t("nav.quarantine")} lead={t("quarantine.lead")} />
      <WhenLoaded of={view} lines={10}>
        {(shown) => (
          <>
            <Facets view={shown} path={path} query={query} frame={frame} />
            <Card id="list" title={t("quarantine.title")} note={t("quarantine.count", { count: shown.total })}>
              <div class="toolbar" role="status">
                <Button
                  type="button"
                  isOff={replay.chosen.size === 0 || replay.isBusy}
                  onClick={() => void replay.preview()}
                >
                  {t("replay.preview")}
                </Button>
                {mayReplay && (
                  <Button
                    type="button"
                    class="primary"
                    isOff={replay.chosen.size === 0 || replay.isBusy}
                    onClick={() => void replay.replay()}
                  >
                    {t("replay.run", { count: replay.chosen.size })}
                  </Button>
                )}
                {replay.done !== undefined && (
                  <p>
                    {t("replay.result", {
                      count: replay.done.replayed,
                      rejected: replay.done.rejected,
                      skipped: replay.done.skipped,
                    })}
                  </p>
                )}
              </div>
              {replay.problem !== undefined && <ProblemNote problem={replay.problem} />}
              {shown.items.length === 0 ? (
                <NothingListed query={query} by={["app", "q", "replayed", ...fields]} none="quarantine.none" />
              ) : (
                <ol class="insights">
                  {shown.items.map((rejection) => (
                    <Line
                      key={rejection.id}
                      rejection={rejection}
                      isChosen={replay.chosen.has(rejection.id)}
                      choose={(isChosen) => replay.choose(rejection.id, isChosen)}
                      preview={replay.previews.get(rejection.id)}
                    />
                  ))}
                </ol>
              )}
              <NextPage place={{ path, query }} cursor={shown.next_cursor} />
            </Card>
          </>
        )}
      </WhenLoaded>
    </>
  );
}
