/** The questions of a form, made and changed; each publishing is a version, and responses keep the one they answered. */
import { useState } from "preact/hooks";
import type { Form } from "../../../src/model/form.ts";
import { formStatuses } from "../../../src/model/form-names.ts";
import { ask } from "../data/api.ts";
import { useSending } from "../data/sending.ts";
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
  readonly questions: readonly QuestionDraft[];
  readonly receipt: ReceiptDraft;
}

const firstDraft = (form: Form | undefined): Draft => ({
  questions: form === undefined ? [newQuestion(0, t("build.first"))] : form.questions.map(draftOf),
  receipt: receiptDraftOf(form?.receipt),
});

/** What the API takes; what this page doesn't show stays as it was. */
function contentOf(form: Form | undefined, fields: FormData, { questions, receipt }: Draft) {
  const text = (name: string) => String(fields.get(name) ?? "").trim();
  const named = ["description", "app"].flatMap((name) => (text(name) === "" ? [] : [[name, text(name)] as const]));
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

function Basics({ form, apps }: { readonly form: Form | undefined; readonly apps: readonly string[] }) {
  return (
    <>
      <label>
        {t("build.title")}
        <input name="title" required maxLength={500} defaultValue={form?.title ?? ""} />
      </label>
      <label>
        {t("build.description")}
        <textarea name="description" rows={2} maxLength={10_000} defaultValue={form?.description ?? ""} />
      </label>
      <label>
        {t("build.app")}
        <input name="app" maxLength={200} list="form-apps" defaultValue={form?.app ?? ""} />
        <datalist id="form-apps">
          {apps.map((app) => (
            <option key={app} value={app} />
          ))}
        </datalist>
      </label>
      <label>
        {t("forms.status")}
        <select name="status" defaultValue={form?.status ?? "open"}>
          {formStatuses.map((one) => (
            <option key={one} value={one} selected={one === (form?.status ?? "open")}>
              {named("forms.status", one)}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}

export function Builder({ form, mayChange, frame }: BuilderProps) {
  const [draft, setDraft] = useState<Draft>(() => firstDraft(form));
  const [nextKey, setNextKey] = useState(draft.questions.length);
  const [saved, setSaved] = useState<number>();
  const { isBusy, problem, send } = useSending();
  const { questions } = draft;
  const setQuestions = (changed: readonly QuestionDraft[]) => setDraft({ ...draft, questions: changed });
  const publish = (fields: FormData) =>
    send(async () => {
      const json = contentOf(form, fields, draft);
      const made = await (form === undefined
        ? ask<Form>("/api/v1/forms", { method: "POST", json })
        : ask<Form>(formApi(form.id), { method: "PUT", json }));
      if (form === undefined) go(`${formPath(made.id)}?show=share`);
      // Questions and choices have the ids now that the server gave them.
      setDraft(firstDraft(made));
      setNextKey(made.questions.length);
      setSaved(made.version);
    });
  if (!mayChange) return <Empty>{t("build.mayNot")}</Empty>;
  return (
    <form
      class="grid"
      onSubmit={submitted((form) => {
        void publish(form);
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
                setQuestions([...questions, newQuestion(nextKey)]);
                setNextKey(nextKey + 1);
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
            <Basics form={form} apps={frame?.apps ?? []} />
            <ReceiptFields
              receipt={draft.receipt}
              questions={questions}
              change={(receipt) => setDraft({ ...draft, receipt })}
            />
            <button type="submit" class="primary" disabled={isBusy}>
              {form === undefined ? t("build.make") : t("build.publish", { version: form.version + 1 })}
            </button>
            {problem !== undefined && <ProblemNote problem={problem} />}
            <p role="status">{saved !== undefined && t("build.saved", { version: saved })}</p>
          </div>
        </Card>
      </div>
    </form>
  );
}
