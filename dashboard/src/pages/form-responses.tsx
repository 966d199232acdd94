/** The responses to a form, newest first: exported as they are filtered, deleted one by one. */
import type { FormResponse } from "../../../src/model/response.ts";
import type { ListOf } from "../../../src/operations/insights.ts";
import { ask, useData } from "../data/api.ts";
import { shorten } from "../format.ts";
import { t } from "../messages/translate.ts";
import type { FormPartProps } from "../page-props.ts";
import { DayFilter, LastDayFilter } from "../parts/choice.tsx";
import { answerText, formApi } from "../parts/form-parts.tsx";
import { NextPage } from "../parts/listing.tsx";
import { Card, Time, Written } from "../parts/small.tsx";
import { NothingListed, WhenLoaded } from "../parts/states.tsx";
import { DataTable } from "../parts/table.tsx";
import { UndoNotice, useUndoable } from "../parts/undoable.tsx";
import { address, addressWith, go, type QueryChange } from "../router.ts";

const PAGE = "30";
const LONGEST = 200;

/** Longer ones are sentences, which need a column that holds some words a line. */
const LONGEST_NARROW = 30;

const AnswerCell = ({ text }: { readonly text: string }) => (
  <td class={text.length > LONGEST_NARROW ? "sentences" : undefined}>
    <Written>{shorten(text, LONGEST)}</Written>
  </td>
);

interface RowProps extends Pick<FormPartProps, "form" | "mayChange"> {
  readonly response: FormResponse;
  readonly remove: () => void;
}

function Row({ response, form, mayChange, remove }: RowProps) {
  const { answers, submitted_at, form_version, notes } = response;
  return (
    <tr>
      <th scope="row">
        <Time at={submitted_at} />
        <br />
        <span class="note">{t("forms.version", { version: form_version })}</span>
        {notes?.map(({ rule, text }) => (
          <p key={rule} class="note">
            <Written>{text}</Written>
          </p>
        ))}
      </th>
      {form.questions.map((question) => (
        <AnswerCell
          key={question.id}
          text={answerText(
            answers.find((answer) => answer.question === question.id),
            question,
          )}
        />
      ))}
      {mayChange && (
        <td>
          <button type="button" class="quiet" onClick={remove}>
            {t("responses.delete")}
          </button>
        </td>
      )}
    </tr>
  );
}

export function Responses({ form, path, query, mayChange }: FormPartProps) {
  const [from, to, cursor] = ["from", "to", "cursor"].map((name) => query.get(name) ?? undefined);
  const api = formApi(form.id, "/responses");
  const list = useData<ListOf<FormResponse>>(address(api, { from, to, cursor, limit: PAGE }), { keepOld: true });
  const undoable = useUndoable();
  const change = (changed: QueryChange) => go(addressWith({ path, query }, { ...changed, cursor: undefined }));
  const remove = (id: string) =>
    undoable.plan({
      id,
      words: t("responses.deleted"),
      work: () =>
        ask(address(`/api/v1/responses/${encodeURIComponent(id)}`, { form: form.id }), {
          method: "DELETE",
          keepalive: true,
        }),
    });
  return (
    <>
      <form class="filters" aria-label={t("filter.label")} onSubmit={(event) => event.preventDefault()}>
        <DayFilter title={t("filter.from")} value={from} choose={(day) => change({ from: day })} />
        <LastDayFilter title={t("filter.to")} value={to} choose={(day) => change({ to: day })} />
      </form>
      <UndoNotice undoable={undoable} />
      <WhenLoaded of={list}>
        {({ items, total, next_cursor }) => (
          <Card
            id="responses"
            title={t("responses.list")}
            note={
              <span class="tools">
                <span data-total={total}>{t("responses.count", { count: total })}</span>
                <a href={address(api, { from, to, format: "csv" })} download={`${form.title}.csv`}>
                  {t("export.csv")}
                </a>
                <a href={address(api, { from, to, format: "jsonl" })} download={`${form.title}.jsonl`}>
                  {t("export.jsonl")}
                </a>
              </span>
            }
          >
            {items.length === 0 ? (
              <NothingListed query={query} by={["from", "to"]} none="responses.none" />
            ) : (
              <DataTable
                name={t("responses.list")}
                columns={[
                  { title: t("responses.when") },
                  ...form.questions.map(({ id, question_text }) => ({ key: id, title: shorten(question_text, 80) })),
                  ...(mayChange ? [{ title: t("responses.actions") }] : []),
                ]}
              >
                {items
                  .filter(({ id }) => id !== undoable.planned?.id)
                  .map((response) => (
                    <Row
                      key={response.id}
                      response={response}
                      form={form}
                      mayChange={mayChange}
                      remove={() => remove(response.id)}
                    />
                  ))}
              </DataTable>
            )}
            <NextPage place={{ path, query }} cursor={next_cursor} />
          </Card>
        )}
      </WhenLoaded>
    </>
  );
}
