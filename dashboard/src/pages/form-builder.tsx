/** The questions of a form, made and changed; each publishing is a version, and responses keep the one they answered. */
import { useState } from "preact/hooks";
import type { Form } from "../../../src/model/form.ts";
import { formStatuses } from "../../../src/model/form-names.ts";
import { ask } from "../data/api.ts";
import { useSending } from "../data/sending.ts";
import { useUnsent } from "../data/unsent.ts";
import {
  draftOf,
  moved,
  newQuestion,
  type QuestionDraft,
  questionOf,
  type ReceiptDraft,
  receiptDraftOf,
  receiptOf,
} from "../form-draft.ts";
import { t } from "../messages/translate.ts";
import type { PageProps } from "../page-props.ts";
import { Button } from "../parts/button.tsx";
import { formApi, formPath } from "../parts/form-parts.tsx";
import { QuestionEditor } from "../parts/question-editor.tsx";
import { ReceiptFields } from "../parts/receipt-fields.tsx";
import { Card, named } from "../parts/small.tsx";
import { Empty, ProblemNote } from "../parts/states.tsx";
import { submitted } from "../parts/submitted.ts";
import { go } from "../router.ts";

interface BuilderProps extends PageProps {
  /** Undefined: a new one. */
  readonly form: Form | undefined;
  readonly mayChange: boolean;
}

interface Draft {
  readonly basics: Readonly<Record<"title" | "description" | "app" | "status", string>>;
  readonly questions: readonly QuestionDraft[];
  readonly receipt: ReceiptDraft;
}

const firstDraft = (form: Form | undefined): Draft => ({
  basics: {
    title: form?.title ?? "",
    description: form?.description ?? "",
    app: form?.app ?? "",
    status: form?.status ?? "open",
  },
  questions: form === undefined ? [newQuestion(0, t("build.first"))] : form.questions.map(draftOf),
  receipt: receiptDraftOf(form?.receipt),
});

/** What the API takes; what this page doesn't show stays as it was. */
function contentOf(form: Form | undefined, { basics, questions, receipt }: Draft) {
  const text = (name: keyof Draft["basics"]) => basics[name].trim();
  const named = (["description", "app"] as const).flatMap((name) =>
    text(name) === "" ? [] : [[name, text(name)] as const],
  );
  const { receipt: before, description: _, app: _app, ...kept } = form ?? ({} as Partial<Form>);
  const message = receiptOf(receipt, before);
  return {
    ...kept,
    ...Object.fromEntries(named),
    title: text("title"),
    status: text("status"),
    questions: questions.map(questionOf),
    ...(message === undefined ? {} : { receipt: message }),
  };
}

interface BasicsProps {
  readonly basics: Draft["basics"];
  readonly apps: readonly string[];
  readonly change: (basics: Draft["basics"]) => void;
}

function Basics({ basics, apps, change }: BasicsProps) {
  const typed = (event: { readonly currentTarget: { readonly name: string; readonly value: string } }) =>
    change({ ...basics, [event.currentTarget.name]: event.currentTarget.value });
  return (
    <>
      <label>
        {t("build.title")}
        <input name="title" required maxLength={500} value={basics.title} onInput={typed} />
      </label>
      <label>
        {t("build.description")}
        <textarea name="description" rows={2} maxLength={10_000} value={basics.description} onInput={typed} />
      </label>
      <label>
        {t("build.app")}
        <input name="app" maxLength={200} list="form-apps" value={basics.app} onInput={typed} />
        <datalist id="form-apps">
          {apps.map((app) => (
            <option key={app} value={app} />
          ))}
        </datalist>
      </label>
      <label>
        {t("forms.status")}
        <select name="status" value={basics.status} onChange={typed}>
          {formStatuses.map((one) => (
            <option key={one} value={one}>
              {named("forms.status", one)}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}

export function Builder({ form, mayChange, frame }: BuilderProps) {
  const unsent = useUnsent<Draft>(form === undefined ? "form" : `form ${form.id} ${form.version}`, () =>
    firstDraft(form),
  );
  const draft = unsent.value;
  const setDraft = unsent.set;
  const [saved, setSaved] = useState<number>();
  const { isBusy, problem, send } = useSending();
  const { questions } = draft;
  const setQuestions = (changed: readonly QuestionDraft[]) => setDraft({ ...draft, questions: changed });
  const publish = () =>
    send(async () => {
      const json = contentOf(form, draft);
      const made = await (form === undefined
        ? ask<Form>("/api/v1/forms", { method: "POST", json })
        : ask<Form>(formApi(form.id), { method: "PUT", json }));
      // Questions and choices have the ids now that the server gave them.
      unsent.begin(firstDraft(made));
      if (form === undefined) go(`${formPath(made.id)}?show=share`);
      setSaved(made.version);
    });
  if (!mayChange) return <Empty>{t("build.mayNot")}</Empty>;
  return (
    <form
      class="grid"
      onSubmit={submitted(() => {
        void publish();
      })}
    >
      <Card id="questions" title={t("forms.show.build")}>
        <div class="stacked">
          {questions.map((question, at) => (
            <QuestionEditor
              key={question.key}
              question={question}
              number={at + 1}
              isFirst={at === 0}
              isLast={at === questions.length - 1}
              change={(changed) => setQuestions(questions.map((one, index) => (index === at ? changed : one)))}
              move={(by) => setQuestions(moved(questions, at, by))}
              remove={() => setQuestions(questions.filter((_, index) => index !== at))}
            />
          ))}
          <div>
            <button
              type="button"
              onClick={() => {
                setQuestions([...questions, newQuestion(1 + Math.max(-1, ...questions.map(({ key }) => key)))]);
              }}
            >
              {t("build.add")}
            </button>
          </div>
        </div>
      </Card>
      <div class="column">
        <Card id="basics" title={t("forms.one")}>
          <div class="stack-form">
            {unsent.isBack && (
              <p class="note" role="status">
                {t("build.unsent")}{" "}
                <button type="button" class="quiet" onClick={() => unsent.begin(firstDraft(form))}>
                  {t("build.discard")}
                </button>
              </p>
            )}
            <Basics
              basics={draft.basics}
              apps={frame?.apps ?? []}
              change={(basics) => setDraft({ ...draft, basics })}
            />
            <ReceiptFields
              receipt={draft.receipt}
              questions={questions}
              change={(receipt) => setDraft({ ...draft, receipt })}
            />
            <Button type="submit" class="primary" isOff={isBusy}>
              {form === undefined ? t("build.make") : t("build.publish", { version: form.version + 1 })}
            </Button>
            {problem !== undefined && <ProblemNote problem={problem} />}
            <p role="status">{saved !== undefined && t("build.saved", { version: saved })}</p>
          </div>
        </Card>
      </div>
    </form>
  );
}
