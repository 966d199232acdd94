/** One form: what people answered, its questions, files of responses, receipts, and how to share it. */
import type { ComponentType } from "preact";
import type { Form } from "../../../src/model/form.ts";
import { ask, useData } from "../data/api.ts";
import { t } from "../messages/translate.ts";
import type { FormPartProps, PageProps } from "../page-props.ts";
import { Button } from "../parts/button.tsx";
import { FormStatusChip, formApi } from "../parts/form-parts.tsx";
import { PageHead, Written } from "../parts/small.tsx";
import { Empty, WhenLoaded } from "../parts/states.tsx";
import { Tabs } from "../parts/tabs.tsx";
import { UndoNotice, useUndoable } from "../parts/undoable.tsx";
import { go } from "../router.ts";
import { Builder } from "./form-builder.tsx";
import { FormReceipts } from "./form-receipts.tsx";
import { Responses } from "./form-responses.tsx";
import { Share } from "./form-share.tsx";
import { FormSummary } from "./form-summary.tsx";
import { Uploads } from "./form-uploads.tsx";

const parts: Readonly<Record<string, ComponentType<FormPartProps>>> = {
  summary: FormSummary,
  responses: Responses,
  build: Builder,
  uploads: Uploads,
  receipts: FormReceipts,
  share: Share,
};
const names = ["summary", "responses", "build", "uploads", "receipts", "share"] as const;

function NewForm(props: PageProps) {
  return (
    <>
      <Back />
      <PageHead title={t("forms.new")} />
      {props.frame === undefined ? null : props.frame.scopes.includes("admin") ? (
        <Builder {...props} form={undefined} mayChange />
      ) : (
        <Empty>{t("build.mayNot")}</Empty>
      )}
    </>
  );
}

const Back = () => (
  <nav class="back" aria-label={t("nav.back")}>
    <a href="/forms">← {t("nav.forms")}</a>
  </nav>
);

function KnownForm(props: PageProps) {
  const { params, path, query, frame } = props;
  const id = params.id!;
  const known = useData<Form>(formApi(id));
  const undoable = useUndoable();
  const shown = names.find((name) => name === query.get("show")) ?? "summary";
  const Shown = parts[shown]!;
  const mayChange = frame?.scopes.includes("admin") === true;
  const remove = (form: Form) =>
    undoable.plan({
      id,
      words: t("forms.deleted", { name: form.title }),
      work: async () => {
        await ask(formApi(id), { method: "DELETE", keepalive: true });
        if (location.pathname === path) go("/forms", { replace: true });
      },
    });
  return (
    <WhenLoaded of={known} lines={10}>
      {(form) => (
        <>
          <Back />
          <PageHead
            title={<Written>{form.title}</Written>}
            lead={
              <span class="meta">
                <FormStatusChip status={form.status} /> {t("forms.version", { version: form.version })}
              </span>
            }
          >
            {mayChange && (
              <Button type="button" class="quiet" isOff={undoable.planned !== undefined} onClick={() => remove(form)}>
                {t("forms.delete")}
              </Button>
            )}
          </PageHead>
          <UndoNotice undoable={undoable} />
          <Tabs
            label={t("forms.parts")}
            path={path}
            current={shown}
            tabs={names.map((name) => [name, t(`forms.show.${name}`)] as const)}
          />
          <Shown {...props} form={form} mayChange={mayChange} />
        </>
      )}
    </WhenLoaded>
  );
}

export default function FormPage(props: PageProps) {
  return props.params.id === "new" ? <NewForm {...props} /> : <KnownForm {...props} />;
}
