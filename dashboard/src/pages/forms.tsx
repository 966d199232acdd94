/** Every form, newest first. */
import type { Form } from "../../../src/model/form.ts";
import { formStatuses } from "../../../src/model/form-names.ts";
import type { ListOf } from "../../../src/operations/insights.ts";
import { useData } from "../data/api.ts";
import { t } from "../messages/translate.ts";
import type { PageProps } from "../page-props.ts";
import { ChoiceFilter } from "../parts/choice.tsx";
import { FormStatusChip, formPath } from "../parts/form-parts.tsx";
import { AppChoice, NextPage } from "../parts/listing.tsx";
import { Card, Chip, Day, named, PageHead, Written } from "../parts/small.tsx";
import { NothingListed, WhenLoaded } from "../parts/states.tsx";
import { address, addressWith, go, type QueryChange } from "../router.ts";

const PAGE = "50";

const FormLine = ({ form }: { readonly form: Form }) => (
  <li class="ticket">
    <h3>
      <a href={formPath(form.id)}>
        <Written>{form.title}</Written>
      </a>
    </h3>
    <p class="meta">
      <FormStatusChip status={form.status} />
      {form.app !== undefined && (
        <Chip>
          <Written>{form.app}</Written>
        </Chip>
      )}
      <span>{t("forms.questions", { count: form.questions.length })}</span>
      <span>{t("forms.version", { version: form.version })}</span>
      <Day at={form.updated_at} />
    </p>
  </li>
);

export default function Forms({ path, query, frame }: PageProps) {
  const [app, status, cursor] = ["app", "status", "cursor"].map((name) => query.get(name) ?? undefined);
  const list = useData<ListOf<Form>>(address("/api/v1/forms", { app, status, cursor, limit: PAGE }), { keepOld: true });
  const change = (changed: QueryChange) => go(addressWith({ path, query }, { ...changed, cursor: undefined }));
  return (
    <>
      <PageHead title={t("nav.forms")} lead={t("forms.lead")}>
        {frame?.scopes.includes("admin") === true && (
          <a class="button" href={formPath("new")}>
            {t("forms.new")}
          </a>
        )}
      </PageHead>
      <form class="filters" aria-label={t("filter.label")} onSubmit={(event) => event.preventDefault()}>
        <AppChoice apps={frame?.apps ?? []} app={app} choose={(chosen) => change({ app: chosen })} />
        <ChoiceFilter
          title={t("forms.status")}
          value={status}
          options={formStatuses.map((value) => ({ value, title: named("forms.status", value) }))}
          choose={(chosen) => change({ status: chosen })}
        />
      </form>
      <WhenLoaded of={list}>
        {({ items, total, next_cursor }) => (
          <Card id="forms" title={t("forms.list")} note={t("forms.count", { count: total })}>
            {items.length === 0 ? (
              <NothingListed query={query} by={["app", "status"]} none="forms.none" />
            ) : (
              <ul class="tickets two">
                {items.map((form) => (
                  <FormLine key={form.id} form={form} />
                ))}
              </ul>
            )}
            <NextPage place={{ path, query }} cursor={next_cursor} />
          </Card>
        )}
      </WhenLoaded>
    </>
  );
}
