/** An app's labels: suggested from a description, edited by a person, tried on pasted reviews, and only then saved. */
import { useEffect, useState } from "preact/hooks";
import type { AppModel } from "../../../src/model/app-model.ts";
import { type Label, labelsOf, lines, modelOf, replaced, without } from "../app-labels.ts";
import { type ApiProblem, ask, asProblem, useData } from "../data/api.ts";
import { changedHere } from "../data/live.ts";
import { focusOn } from "../focus.ts";
import { t } from "../messages/translate.ts";
import type { PageProps } from "../page-props.ts";
import { appPath } from "../parts/app-summary.tsx";
import { Button } from "../parts/button.tsx";
import { LabelEditor } from "../parts/label-editor.tsx";
import { Card, PageHead, Written } from "../parts/small.tsx";
import { ProblemNote, WhenLoaded } from "../parts/states.tsx";
import { submitted } from "../parts/submitted.ts";
import { TestDrive } from "../parts/test-drive.tsx";
import { address, addressWith, go } from "../router.ts";

interface EditorProps {
  readonly model: AppModel;
  readonly isNew: boolean;
  readonly maySave: boolean;
  /** Suggested just now: whoever waited for it goes on here. */
  readonly isSuggested?: boolean;
}

function Editor({ model: given, isNew, maySave, isSuggested = false }: EditorProps) {
  const [labels, setLabels] = useState<readonly Label[]>(() => labelsOf(given));
  const [saved, setSaved] = useState(false);
  const [problem, setProblem] = useState<ApiProblem>();
  const model = modelOf(given, labels);
  useEffect(() => {
    if (isSuggested) focusOn(document.getElementById("labels")!);
  }, [isSuggested]);
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
      (error: unknown) => setProblem(asProblem(error)),
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
            <Button
              type="button"
              class="primary"
              isOff={!maySave || model.first_order_labels.length === 0}
              onClick={save}
            >
              {t("register.save")}
            </Button>
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

interface DescribeProps {
  /** One that has feedback and no labels of its own. */
  readonly app: string | undefined;
  readonly found: (model: AppModel) => void;
}

function Describe({ app, found }: DescribeProps) {
  const [problem, setProblem] = useState<ApiProblem>();
  const [isBusy, setBusy] = useState(false);
  return (
    <Card id="describe" title={t("register.describe")}>
      <form
        class="stack-form"
        onSubmit={submitted((form) => {
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
              setProblem(asProblem(error));
            },
          );
        })}
      >
        <label>
          {t("register.name")}
          <input name="name" required maxLength={200} defaultValue={app ?? ""} />
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
        <Button type="submit" class="primary" isOff={isBusy}>
          {t(isBusy ? "register.suggesting" : "register.suggest")}
        </Button>
      </form>
      {problem !== undefined && <ProblemNote problem={problem} />}
    </Card>
  );
}

/** The labels of each are looked at and edited here. */
function Known({ apps }: { readonly apps: readonly string[] }) {
  if (apps.length === 0) return null;
  return (
    <Card id="known" title={t("nav.apps")} note={t("register.known")}>
      <ul class="rows">
        {apps.map((app) => (
          <li key={app}>
            <a href={address("/register", { app })}>
              <Written>{app}</Written>
            </a>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** In the address: what is suggested is looked at, and who goes elsewhere on the page leaves it. */
const SUGGESTED = "suggested";

export default function Register({ path, query, frame }: PageProps) {
  const app = query.get("app") ?? undefined;
  const known = useData<AppModel>(app === undefined ? undefined : `/api/v1/apps/${encodeURIComponent(app)}`);
  const [suggested, setSuggested] = useState<AppModel>();
  const maySave = frame?.scopes.includes("admin") === true;
  useEffect(() => setSuggested(undefined), [app]);
  const show = (model: AppModel): void => {
    setSuggested(model);
    go(addressWith({ path, query }, { show: SUGGESTED }));
  };
  const isUnregistered = app !== undefined && known.problem?.status === 404;
  return (
    <>
      <PageHead title={t("nav.register")} lead={t("register.lead")} />
      {suggested !== undefined && query.get("show") === SUGGESTED ? (
        <Editor
          key={suggested.name}
          isSuggested
          model={suggested}
          isNew={!(frame?.apps ?? []).includes(suggested.name)}
          maySave={maySave}
        />
      ) : app === undefined || isUnregistered ? (
        <>
          {app === undefined && <Known apps={frame?.apps ?? []} />}
          <Describe key={app} app={app} found={show} />
        </>
      ) : (
        <WhenLoaded of={known}>
          {(model) => <Editor key={model.name} model={model} isNew={false} maySave={maySave} />}
        </WhenLoaded>
      )}
    </>
  );
}
