/** What people decide about a theme: seen before it is done, done at once, and taken back with one press. */

import { useState } from "preact/hooks";
import type { Decide, ThemeDecision } from "../../../src/model/theme-decision.ts";
import type { DecisionEffect } from "../../../src/operations/theme-effect.ts";
import type { ThemeView } from "../../../src/operations/views/theme-view.ts";
import type { ThemesView } from "../../../src/operations/views/themes.ts";
import { ApiProblem, ask, useData } from "../data/api.ts";
import { changedHere } from "../data/live.ts";
import { t } from "../messages/translate.ts";
import { useActors } from "../parts/actors.tsx";
import { Button } from "../parts/button.tsx";
import { Notice } from "../parts/notice.tsx";
import { Card, named, Time } from "../parts/small.tsx";
import { ProblemNote } from "../parts/states.tsx";
import { submitted } from "../parts/submitted.ts";
import { themePath } from "../parts/theme-lines.tsx";
import { address, go } from "../router.ts";
import { effectIn } from "../worded.ts";

/** Those that are looked at before they are taken. */
type Moving = Extract<Decide, { readonly what: "merge" | "split" | "move" }>;

export interface Deciding {
  readonly problem: ApiProblem | undefined;
  /** What the decision that is looked at would do. */
  readonly preview: { readonly decide: Moving; readonly effect: DecisionEffect } | undefined;
  readonly last: ThemeDecision | undefined;
  readonly isBusy: boolean;
  look(decide: Moving): void;
  decide(decide: Decide): void;
  undo(id: string): void;
  forget(): void;
}

export function useDeciding(theme: string): Deciding {
  const [problem, setProblem] = useState<ApiProblem>();
  const [preview, setPreview] = useState<Deciding["preview"]>();
  const [last, setLast] = useState<ThemeDecision>();
  const [isBusy, setBusy] = useState(false);
  const run = (work: () => Promise<void>): void => {
    setBusy(true);
    setProblem(undefined);
    work()
      .catch((error: unknown) => setProblem(error instanceof ApiProblem ? error : new ApiProblem(0, "")))
      .finally(() => setBusy(false));
  };
  return {
    problem,
    preview,
    last,
    isBusy,
    look: (decide) =>
      run(async () => {
        const effect = await ask<DecisionEffect>("/api/v1/theme-decisions/preview", { method: "POST", json: decide });
        setPreview({ decide, effect });
      }),
    decide: (decide) =>
      run(async () => {
        const decision = await ask<ThemeDecision>("/api/v1/theme-decisions", { method: "POST", json: decide });
        setLast(decision);
        setPreview(undefined);
        changedHere();
        // The eldest lives: it may be another one than this.
        const [alive] = decision.themes;
        if (decide.what === "merge" && alive !== undefined && alive !== theme) go(themePath(alive), { replace: true });
      }),
    undo: (id) =>
      run(async () => {
        await ask(`/api/v1/theme-decisions/${encodeURIComponent(id)}/undo`, { method: "POST" });
        setLast(undefined);
        changedHere();
      }),
    forget: () => setPreview(undefined),
  };
}

/** What it would do, and doing it; afterwards, what was done, and taking it back. */
export function DecisionNotice({ deciding }: { readonly deciding: Deciding }) {
  const { preview, last, problem, isBusy } = deciding;
  return (
    <>
      {preview !== undefined && (
        <Notice
          of={preview}
          says={
            <>
              <b>{named("decision", preview.decide.what)}.</b> {effectIn(preview.effect)}
            </>
          }
        >
          <div class="tools">
            <Button type="button" class="primary" isOff={isBusy} onClick={() => deciding.decide(preview.decide)}>
              {t("decision.do")}
            </Button>
            <button type="button" onClick={deciding.forget}>
              {t("decision.cancel")}
            </button>
          </div>
        </Notice>
      )}
      {last !== undefined && (
        <Notice of={last} says={t("decision.done", { what: named("decision", last.what) })}>
          <Button type="button" isOff={isBusy} onClick={() => deciding.undo(last.id)}>
            {t("decision.undo")}
          </Button>
        </Notice>
      )}
      {problem !== undefined && (
        <Notice of={problem} className="">
          <ProblemNote problem={problem} />
        </Notice>
      )}
    </>
  );
}

function Rename({ view, deciding }: FormProps) {
  const { id, name } = view.report.theme;
  return (
    <form
      class="inline-form"
      onSubmit={submitted((form) => {
        const title = String(form.get("title") ?? "").trim();
        if (title !== "" && title !== name) deciding.decide({ what: "rename", theme: id, title });
      })}
    >
      <label class="grows">
        <span>{t("decision.title")}</span>
        <input name="title" maxLength={120} defaultValue={name} key={name} required />
      </label>
      <Button type="submit" isOff={deciding.isBusy}>
        {t("decision.rename")}
      </Button>
    </form>
  );
}

interface FormProps {
  readonly view: ThemeView;
  readonly deciding: Deciding;
}

function Merge({ view, deciding }: FormProps) {
  const { id, app, kind } = view.report.theme;
  const themes = useData<ThemesView>(address("/api/v1/views/themes", { app }));
  const others = (themes.data?.items ?? []).filter(({ theme }) => theme.id !== id && theme.kind === kind);
  const [chosen, setChosen] = useState("");
  return (
    <form
      class="inline-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen !== "") deciding.look({ what: "merge", themes: [id, chosen] });
      }}
    >
      <label class="grows">
        <span>{t("decision.mergeWith")}</span>
        <select value={chosen} required onChange={({ currentTarget }) => setChosen(currentTarget.value)}>
          <option value="">{t("compare.choose")}</option>
          {others.map(({ theme }) => (
            <option key={theme.id} value={theme.id}>
              {theme.name} ({theme.size})
            </option>
          ))}
        </select>
      </label>
      <Button type="submit" isOff={deciding.isBusy || chosen === ""}>
        {t("decision.merge")}
      </Button>
    </form>
  );
}

function MuteAndFixed({ view, deciding }: FormProps) {
  const { id, muted, fixed } = view.report.theme;
  return (
    <form
      class="inline-form"
      onSubmit={submitted((form) => {
        const version = String(form.get("version") ?? "").trim();
        deciding.decide({ what: "fixed", theme: id, ...(version === "" ? {} : { version }) });
      })}
    >
      <label>
        <span>{t("tickets.fixedIn")}</span>
        <input name="version" maxLength={100} defaultValue={fixed?.version ?? ""} />
      </label>
      <Button type="submit" isOff={deciding.isBusy}>
        {t("decision.fixed")}
      </Button>
      <Button
        type="button"
        isOff={deciding.isBusy || muted !== undefined}
        onClick={() => deciding.decide({ what: "mute", theme: id })}
      >
        {t("decision.mute")}
      </Button>
    </form>
  );
}

function Taken({
  decisions,
  deciding,
  mayDecide,
}: Pick<ThemeView, "decisions"> & Pick<FormProps, "deciding"> & { readonly mayDecide: boolean }) {
  const actors = useActors(mayDecide);
  if (decisions.length === 0) return null;
  return (
    <div>
      <h3>{t("decision.taken")}</h3>
      <ul class="rows">
        {decisions.map(({ id, what, at, actor, undone_at }) => (
          <li key={id} class="tools">
            <span>
              <b>{named("decision", what)}</b> <span class="note">{actors.actor(actor)}</span> <Time at={at} />
            </span>
            {undone_at !== undefined ? (
              <span class="note">{t("decision.undone")}</span>
            ) : (
              mayDecide && (
                <Button type="button" class="quiet" isOff={deciding.isBusy} onClick={() => deciding.undo(id)}>
                  {t("decision.undo")}
                </Button>
              )
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

export function Decisions({ view, deciding, mayDecide }: FormProps & { readonly mayDecide: boolean }) {
  if (!mayDecide && view.decisions.length === 0) return null;
  return (
    <Card id="decide" title={t("decision.heading")} note={t("decision.note")}>
      <div class="stacked">
        {mayDecide && view.report.alive && (
          <div class="decision-forms">
            <Rename view={view} deciding={deciding} />
            <Merge view={view} deciding={deciding} />
            <MuteAndFixed view={view} deciding={deciding} />
          </div>
        )}
        <Taken decisions={view.decisions} deciding={deciding} mayDecide={mayDecide} />
      </div>
    </Card>
  );
}
