/** The messages to those who answered a form, by how each stands. */
import type { Receipt } from "../../../src/model/receipt.ts";
import { receiptStates } from "../../../src/model/receipt-names.ts";
import type { ListOf } from "../../../src/operations/insights.ts";
import { ask, useData } from "../data/api.ts";
import { useSending } from "../data/sending.ts";
import { showCount } from "../format.ts";
import { t } from "../messages/translate.ts";
import type { FormPartProps } from "../page-props.ts";
import { Button } from "../parts/button.tsx";
import { ChoiceFilter } from "../parts/choice.tsx";
import { NextPage } from "../parts/listing.tsx";
import { Card, Chip, named, Time, Written } from "../parts/small.tsx";
import { NothingListed, ProblemNote, WhenLoaded } from "../parts/states.tsx";
import { DataTable } from "../parts/table.tsx";
import { address, addressWith, go } from "../router.ts";

const PAGE = "50";
const kinds: Readonly<Record<string, string>> = {
  sent: "is-positive",
  delivered: "is-positive",
  unknown: "priority-high",
  failed: "is-negative",
  gave_up: "is-negative",
};
/** Ended without reaching anybody. */
const unreached: ReadonlySet<string> = new Set(["failed", "gave_up"]);

export function FormReceipts({ form, path, query, mayChange }: FormPartProps) {
  const [state, cursor] = ["state", "cursor"].map((name) => query.get(name) ?? undefined);
  const list = useData<ListOf<Receipt>>(address("/api/v1/receipts", { form: form.id, state, cursor, limit: PAGE }), {
    keepOld: true,
  });
  const { isBusy, problem, send } = useSending();
  const resend = (id: string) =>
    send(() => ask(`/api/v1/receipts/${encodeURIComponent(id)}/resend`, { method: "POST" }));
  return (
    <>
      <form class="filters" aria-label={t("filter.label")} onSubmit={(event) => event.preventDefault()}>
        <ChoiceFilter
          title={t("receipts.state")}
          value={state}
          options={receiptStates.map((value) => ({ value, title: named("receipt", value) }))}
          choose={(chosen) => go(addressWith({ path, query }, { state: chosen, cursor: undefined }))}
        />
      </form>
      {problem !== undefined && <ProblemNote problem={problem} />}
      <WhenLoaded of={list}>
        {({ items, total, next_cursor }) => (
          <Card id="receipts" title={t("receipts.list")} note={t("receipts.count", { count: total })}>
            {items.length === 0 ? (
              <NothingListed query={query} by={["state"]} none="receipts.none" />
            ) : (
              <DataTable
                name={t("receipts.list")}
                columns={[
                  { title: t("responses.when") },
                  { title: t("receipts.to") },
                  { title: t("build.channel") },
                  { title: t("receipts.state") },
                  { title: t("receipts.tries"), isNumber: true },
                ]}
              >
                {items.map(({ id, created_at, to, channel, state: stands, tries, error }) => (
                  <tr key={id}>
                    <th scope="row">
                      <Time at={created_at} />
                    </th>
                    <td>
                      <Written>{to}</Written>
                    </td>
                    <td>{named("receiptChannel", channel)}</td>
                    <td class={error === undefined ? undefined : "sentences"}>
                      <Chip kind={kinds[stands]}>{named("receipt", stands)}</Chip>
                      {error !== undefined && (
                        <span class="note">
                          {" "}
                          <Written>{error.message}</Written>
                        </span>
                      )}
                      {mayChange && unreached.has(stands) && (
                        <p>
                          <Button type="button" isOff={isBusy} onClick={() => void resend(id)}>
                            {t("receipts.resend")}
                          </Button>
                        </p>
                      )}
                    </td>
                    <td class="number">{showCount(tries)}</td>
                  </tr>
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
