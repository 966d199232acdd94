/** An app's labels: suggested from a description, edited by a person, tried on pasted reviews, and only then saved. */
import { useEffect, useState } from "preact/hooks";
import type { AppModel } from "../../../src/model/app-model.ts";
import type { TriedRecord } from "../../../src/model/try-out.ts";
import { ApiProblem, ask, useData } from "../data/api.ts";
import { changedHere } from "../data/live.ts";
import { t } from "../messages/translate.ts";
import type { PageProps } from "../pages.ts";
import { appPath } from "../parts/app-summary.tsx";
import { MarkedText } from "../parts/marked.tsx";
import { Card, Chip, named, PageHead, Written } from "../parts/small.tsx";
import { ProblemNote, WhenLoaded } from "../parts/states.tsx";
import { splitReviews } from "../split-reviews.ts";

/** A label as it is edited: its second-order labels, each with utterances a line. */
interface Label {
  readonly name: string;
  readonly parts: readonly { readonly name: string; readonly utterances: string }[];
}

const labelsOf = (model: AppModel): Label[] =>
  model.first_order_labels.map(({ name, second_order_labels }) => ({
    name,
    parts: second_order_labels.map((part) => ({
      name: part,
      utterances: (model.generated_qrys_for_sec_labels[part] ?? []).join("\n"),
    })),
  }));

const lines = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

function modelOf(base: AppModel, labels: readonly Label[]): AppModel {
  const named = labels
    .map(({ name, parts }) => ({ name: name.trim(), parts: parts.filter((part) => part.name.trim() !== "") }))
    .filter(({ name }) => name !== "");
  const utterances = named.flatMap(({ parts }) =>
    parts.map((part) => [part.name.trim(), lines(part.utterances)] as const),
  );
  return {
    ...base,
    first_order_labels: named.map(({ name, parts }) => ({
      name,
      second_order_labels: parts.map((part) => part.name.trim()),
    })),
    generated_qrys_for_sec_labels: Object.fromEntries(utterances),
  };
}

const replaced = <T,>(list: readonly T[], at: number, value: T): T[] =>
  list.map((one, index) => (index === at ? value : one));
const without = <T,>(list: readonly T[], at: number): T[] => list.filter((_, index) => index !== at);

interface LabelEditorProps {
  readonly label: Label;
  readonly number: number;
  readonly change: (label: Label) => void;
  readonly remove: () => void;
}

function LabelEditor({ label, number, change, remove }: LabelEditorProps) {
  const { name, parts } = label;
  return (
    <fieldset class="label-editor">
      <legend>{t("register.label", { number })}</legend>
      <div class="toolbar">
        <input
          aria-label={t("register.labelName")}
          value={name}
          maxLength={300}
          onInput={({ currentTarget }) => change({ ...label, name: currentTarget.value })}
        />
        <button type="button" class="quiet" onClick={remove}>
          {t("register.remove")}
        </button>
      </div>
      {parts.map((part, at) => (
        <details key={at}>
          <summary>
            <Written>{part.name === "" ? t("register.newPart") : part.name}</Written>
          </summary>
          <div class="stack-form">
            <label>
              {t("register.partName")}
              <input
                value={part.name}
                maxLength={300}
                onInput={({ currentTarget }) =>
                  change({ ...label, parts: replaced(parts, at, { ...part, name: currentTarget.value }) })
                }
              />
            </label>
            <label>
              {t("register.utterances")}
              <textarea
                rows={4}
                value={part.utterances}
                onInput={({ currentTarget }) =>
                  change({ ...label, parts: replaced(parts, at, { ...part, utterances: currentTarget.value }) })
                }
              />
            </label>
            <button type="button" class="quiet" onClick={() => change({ ...label, parts: without(parts, at) })}>
              {t("register.remove")}
            </button>
          </div>
        </details>
      ))}
      <button
        type="button"
        class="quiet"
        onClick={() => change({ ...label, parts: [...parts, { name: "", utterances: "" }] })}
      >
        {t("register.addPart")}
      </button>
    </fieldset>
  );
}

function Tried({ tried, text }: { readonly tried: TriedRecord; readonly text: string }) {
  if (tried.outcome !== "ok")
    return (
      <li class="insight">
        <p class="text">
          <Written>{text}</Written>
        </p>
        <p class="meta">
          <Chip kind="priority-high">{named("outcome", tried.outcome)}</Chip>
          {tried.outcome === "dropped" && <span>{named("reason", tried.reason)}</span>}
        </p>
      </li>
    );
  const { main_text, statements, phrases, attributes, kind } = tried.insight;
  return (
    <li class="insight">
      <p class="text">
        <MarkedText text={main_text} statements={statements} phrases={phrases} />
      </p>
      <p class="meta">
        <Chip>{named("kind", kind)}</Chip>
        {[...attributes.first_order_labels, ...attributes.second_order_labels].map((label) => (
          <Chip key={label} kind="tells-wish">
            <Written>{label}</Written>
          </Chip>
        ))}
        {attributes.first_order_labels.length === 0 && <span>{t("register.noLabel")}</span>}
      </p>
    </li>
  );
}

function TestDrive({ model }: { readonly model: AppModel }) {
  const [text, setText] = useState("");
  const [tried, setTried] = useState<{ readonly texts: readonly string[]; readonly items: readonly TriedRecord[] }>();
  const [problem, setProblem] = useState<ApiProblem>();
  const [isBusy, setBusy] = useState(false);
  const run = async (): Promise<void> => {
    const texts = splitReviews(text).slice(0, 100);
    if (texts.length === 0) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const { items } = await ask<{ items: readonly TriedRecord[] }>("/api/v1/apps/try", {
        method: "POST",
        json: { model, texts },
      });
      setTried({ texts, items });
    } catch (error) {
      setProblem(error instanceof ApiProblem ? error : new ApiProblem(0, ""));
    }
    setBusy(false);
  };
  return (
    <Card id="try" title={t("register.try")} note={t("register.tryNote")}>
      <form
        class="stack-form"
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <label>
          {t("first.reviews")}
          <textarea
            rows={5}
            value={text}
            onInput={({ currentTarget }) => setText(currentTarget.value)}
            placeholder={t("first.example")}
          />
        </label>
        <button type="submit" disabled={isBusy || text.trim() === ""}>
          {t(isBusy ? "register.trying" : "register.tryRun")}
        </button>
      </form>
      {problem !== undefined && <ProblemNote problem={problem} />}
      {tried !== undefined && (
        <ol class="insights" aria-live="polite">
          {tried.items.map((one, at) => (
            <Tried key={at} tried={one} text={tried.texts[at] ?? ""} />
          ))}
        </ol>
      )}
    </Card>
  );
}

interface EditorProps {
  readonly model: AppModel;
  readonly isNew: boolean;
  readonly maySave: boolean;
}

function Editor({ model: given, isNew, maySave }: EditorProps) {
  const [labels, setLabels] = useState<readonly Label[]>(() => labelsOf(given));
  const [saved, setSaved] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const model = modelOf(given, labels);
  const save = (): void => {
    const path = `/api/v1/apps/${encodeURIComponent(model.name)}`;
    const asking = isNew
      ? ask("/api/v1/apps", { method: "POST", json: model })
      : ask(path, { method: "PUT", json: model });
    asking.then(
      () => {
        setSaved(true);
        setProblem(undefined);
        changedHere();
      },
      (error: unknown) => setProblem(error instanceof ApiProblem ? error : new ApiProblem(0, "")),
    );
  };
  return (
    <div class="grid">
      <Card id="labels" title={t("register.labels", { app: model.name })} note={t("register.labelsNote")}>
        <div class="stacked">
          {labels.map((label, at) => (
            <LabelEditor
              key={at}
              label={label}
              number={at + 1}
              change={(changed) => setLabels(replaced(labels, at, changed))}
              remove={() => setLabels(without(labels, at))}
            />
          ))}
          <div class="toolbar">
            <button type="button" onClick={() => setLabels([...labels, { name: "", parts: [] }])}>
              {t("register.addLabel")}
            </button>
            <button
              type="button"
              class="primary"
              disabled={!maySave || model.first_order_labels.length === 0}
              onClick={save}
            >
              {t("register.save")}
            </button>
          </div>
          {!maySave && <p class="note">{t("register.mayNot")}</p>}
          <p role="status">
            {saved && (
              <>
                {t("register.saved")} <a href={appPath(model.name)}>{model.name}</a>
              </>
            )}
          </p>
          {problem !== undefined && <ProblemNote problem={problem} />}
        </div>
      </Card>
      <TestDrive model={model} />
    </div>
  );
}

function Describe({ found }: { readonly found: (model: AppModel) => void }) {
  const [problem, setProblem] = useState<ApiProblem>();
  const [isBusy, setBusy] = useState(false);
  return (
    <Card id="describe" title={t("register.describe")}>
      <form
        class="stack-form"
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          const json = {
            name: String(form.get("name")).trim(),
            description: String(form.get("description")),
            general_labels: lines(String(form.get("general"))),
          };
          setBusy(true);
          ask<AppModel>("/api/v1/apps/suggest", { method: "POST", json }).then(
            (model) => {
              setBusy(false);
              found(model);
            },
            (error: unknown) => {
              setBusy(false);
              setProblem(error instanceof ApiProblem ? error : new ApiProblem(0, ""));
            },
          );
        }}
      >
        <label>
          {t("register.name")}
          <input name="name" required maxLength={200} />
        </label>
        <label>
          {t("register.description")}
          <textarea
            name="description"
            rows={8}
            required
            maxLength={100_000}
            placeholder={t("register.descriptionHint")}
          />
        </label>
        <label>
          {t("register.general")}
          <textarea name="general" rows={3} defaultValue={t("register.generalDefault")} />
        </label>
        <button type="submit" class="primary" disabled={isBusy}>
          {t(isBusy ? "register.suggesting" : "register.suggest")}
        </button>
      </form>
      {problem !== undefined && <ProblemNote problem={problem} />}
    </Card>
  );
}

export default function Register({ query, frame }: PageProps) {
  const app = query.get("app") ?? undefined;
  const known = useData<AppModel>(app === undefined ? undefined : `/api/v1/apps/${encodeURIComponent(app)}`);
  const [suggested, setSuggested] = useState<AppModel>();
  const maySave = frame?.scopes.includes("admin") === true;
  useEffect(() => setSuggested(undefined), [app]);
  const isUnregistered = app !== undefined && known.problem?.status === 404;
  return (
    <>
      <PageHead title={t("nav.register")} lead={t("register.lead")} />
      {suggested !== undefined ? (
        <Editor
          key={suggested.name}
          model={suggested}
          isNew={!(frame?.apps ?? []).includes(suggested.name)}
          maySave={maySave}
        />
      ) : app === undefined || isUnregistered ? (
        <Describe found={setSuggested} />
      ) : (
        <WhenLoaded of={known}>
          {(model) => <Editor key={model.name} model={model} isNew={false} maySave={maySave} />}
        </WhenLoaded>
      )}
    </>
  );
}
