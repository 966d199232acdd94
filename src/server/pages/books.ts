/** The books on the overview: how many records came in, and what became of each. */
import { type Balance, reasonsTotal } from "../../model/ledger.ts";
import { type Segment, stackedBar } from "./charts.ts";
import { plural, showCount, showReason } from "./formats.ts";
import { type Html, html } from "./html.ts";

const figure = (name: string, count: number, className: string): Html =>
  html`<div class="figure ${className}"><dt>${name}</dt><dd>${showCount(count)}</dd></div>`;

function reasonRows(name: string, reasons: Readonly<Record<string, number>>): Html[] {
  return Object.entries(reasons)
    .filter(([, count]) => count > 0)
    .sort(([, a], [, b]) => b - a)
    .map(
      ([reason, count]) =>
        html`<tr><th scope="row">${name}: ${showReason(reason).toLowerCase()}</th><td>${showCount(count)}</td></tr>`,
    );
}

const less = (all: Readonly<Record<string, number>>, some: Readonly<Record<string, number>> = {}) =>
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

function runAgain({ replays }: Balance): Html | undefined {
  if (replays === undefined) return undefined;
  const { stored, updated, duplicate, dead, in_flight } = replays;
  const [dropped, rejected] = [reasonsTotal(replays.dropped), reasonsTotal(replays.rejected)];
  const outcomes = { stored, updated, duplicate, dropped, rejected, dead, "in flight": in_flight };
  const told = Object.entries(outcomes).flatMap(([name, count]) =>
    count === 0 ? [] : [`${showCount(count)} ${name}`],
  );
  return html`<p class="note">Of what was dropped or rejected, ${plural(replays.received, "record")} run again: ${told.join(", ")}.</p>`;
}

export function books(all: Balance): Html {
  const balance = withoutReplays(all);
  const dropped = reasonsTotal(balance.dropped);
  const rejected = reasonsTotal(balance.rejected);
  const outcomes: readonly (readonly [name: string, count: number, className: string])[] = [
    ["Stored", balance.stored, "out-stored"],
    ["Updated", balance.updated, "out-updated"],
    ["Duplicate", balance.duplicate, "out-duplicate"],
    ["Dropped", dropped, "out-dropped"],
    ["Rejected", rejected, "out-rejected"],
    ["Dead", balance.dead, "out-dead"],
    ["In flight", balance.in_flight, "out-flight"],
  ];
  const segments = outcomes.map(
    ([name, value, className]): Segment => ({ value, className, title: `${name}: ${showCount(value)}` }),
  );
  const told = outcomes.filter(([name, count]) => count > 0 || name === "Stored" || name === "Dropped");
  const reasons = [...reasonRows("Dropped", balance.dropped), ...reasonRows("Rejected", balance.rejected)];
  const verdict = balance.balanced
    ? html`<span class="verdict is-balanced">✓ Books balanced</span>`
    : html`<span class="verdict is-unbalanced">✗ Books do not balance</span>`;
  return html`<section class="card books" aria-labelledby="books">
<div class="head"><h2 id="books">Feedback received</h2>${verdict}</div>
<p class="headline">${showCount(balance.received)} <span>records, each accounted for</span></p>
${stackedBar(segments, balance.received, "What became of them")}
<dl class="figures">${told.map(([name, count, className]) => figure(name, count, className))}</dl>
${runAgain(all)}
${reasons.length > 0 && html`<details><summary>Why records were dropped or rejected</summary><table class="reasons"><tbody>${reasons}</tbody></table></details>`}
</section>`;
}
