/** The books: how many records came in, and what became of each. */
import type { Balance } from "../../../src/model/ledger.ts";
import { showCount } from "../format.ts";
import { t } from "../messages/translate.ts";
import { Stack } from "./bars.tsx";
import { Card, named } from "./small.tsx";

type Reasons = Readonly<Record<string, number>>;

const sum = (reasons: Reasons): number => Object.values(reasons).reduce((total, count) => total + count, 0);
const less = (all: Reasons, some: Reasons = {}): Reasons =>
  Object.fromEntries(Object.entries(all).map(([reason, count]) => [reason, count - (some[reason] ?? 0)]));

/** What came of records the first time: those that were run again came in only once. */
function withoutReplays(balance: Balance): Balance {
  const { replays } = balance;
  if (replays === undefined) return balance;
  return {
    ...balance,
    received: balance.received - replays.received,
    stored: balance.stored - replays.stored,
    updated: balance.updated - replays.updated,
    duplicate: balance.duplicate - replays.duplicate,
    dead: balance.dead - replays.dead,
    in_flight: balance.in_flight - replays.in_flight,
    dropped: less(balance.dropped, replays.dropped),
    rejected: less(balance.rejected, replays.rejected),
  };
}

export function outcomesOf(balance: Balance) {
  return [
    ["stored", balance.stored],
    ["updated", balance.updated],
    ["duplicate", balance.duplicate],
    ["dropped", sum(balance.dropped)],
    ["rejected", sum(balance.rejected)],
    ["dead", balance.dead],
    ["in_flight", balance.in_flight],
  ] as const;
}

export const Verdict = ({ balanced }: { readonly balanced: boolean }) => (
  <span class={`verdict ${balanced ? "is-balanced" : "is-unbalanced"}`}>
    <span aria-hidden="true">{balanced ? "✓" : "✗"}</span> {balanced ? t("books.balanced") : t("books.unbalanced")}
  </span>
);

function OutcomeFigures({ balance }: { readonly balance: Balance }) {
  const outcomes = outcomesOf(balance);
  const told = outcomes.filter(([name, count]) => count > 0 || name === "stored" || name === "dropped");
  const segments = outcomes.map(([name, value]) => ({
    value,
    kind: `out-${name}`,
    title: `${named("outcome", name)}: ${showCount(value)}`,
  }));
  return (
    <>
      <Stack segments={segments} longest={balance.received} label={t("books.label")} />
      <dl class="figures">
        {told.map(([name, count]) => (
          <div key={name} class={`figure out-${name}`}>
            <dt>{named("outcome", name)}</dt>
            <dd>{showCount(count)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** How many came in and what became of them, each counted once. */
export function BookFigures({ balance: all }: { readonly balance: Balance }) {
  const balance = withoutReplays(all);
  return (
    <>
      <p class="headline">
        {showCount(balance.received)} <span>{t("books.records", { count: balance.received })}</span>
      </p>
      <OutcomeFigures balance={balance} />
      {all.replays !== undefined && <p class="note">{t("books.again", { count: all.replays.received })}</p>}
    </>
  );
}

export function Books({ balance: all, id = "books" }: { readonly balance: Balance; readonly id?: string }) {
  const balance = withoutReplays(all);
  const reasons = [...Object.entries(balance.dropped), ...Object.entries(balance.rejected)]
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a);
  return (
    <Card id={id} title={t("books.title")} note={<Verdict balanced={all.balanced} />}>
      <BookFigures balance={all} />
      {reasons.length > 0 && (
        <details>
          <summary>{t("books.why")}</summary>
          <table class="plain">
            <tbody>
              {reasons.map(([reason, count]) => (
                <tr key={reason}>
                  <th scope="row">{named("reason", reason)}</th>
                  <td class="number">{showCount(count)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </Card>
  );
}
