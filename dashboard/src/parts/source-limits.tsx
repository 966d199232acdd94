/** How far each pull of a source looks back, and what it may take: what most leave as it is. */
import type { SourceView } from "../../../src/operations/sources.ts";
import { t } from "../messages/translate.ts";

type Limits = Pick<SourceView, "lookback" | "budget">;

const HOUR_S = 3_600;
const MOST_HOURS = 90 * 24;
/** What a budget is counted in: requests of any source, and what a provider bills by. */
const units = ["requests", "posts"] as const;

interface AmountProps {
  readonly name: "per_day" | "per_month";
  readonly amount: number | undefined;
}

const Amount = ({ name, amount }: AmountProps) => (
  <label>
    {t(name === "per_day" ? "sources.perDay" : "sources.perMonth")}
    <input name={`budget ${name}`} type="number" min={1} defaultValue={amount} />
  </label>
);

export function LimitFields({ lookback, budget }: Limits) {
  const listed = budget === undefined || units.some((unit) => unit === budget.unit) ? units : [...units, budget.unit];
  return (
    <details open={lookback !== undefined || budget !== undefined}>
      <summary>{t("sources.limits")}</summary>
      <div class="stack-form">
        <label>
          {t("sources.lookback")}
          <input
            name="lookback"
            type="number"
            min={0}
            max={MOST_HOURS}
            step="any"
            defaultValue={lookback === undefined ? undefined : lookback / HOUR_S}
          />
          <span class="note">{t("sources.lookbackNote")}</span>
        </label>
        <Amount name="per_day" amount={budget?.per_day} />
        <Amount name="per_month" amount={budget?.per_month} />
        <label>
          {t("sources.budgetUnit")}
          <select name="budget unit" defaultValue={budget?.unit ?? units[0]}>
            {listed.map((unit) => (
              <option key={unit} value={unit}>
                {unit === "requests" || unit === "posts" ? t(`sources.unit.${unit}`) : unit}
              </option>
            ))}
          </select>
        </label>
      </div>
    </details>
  );
}

/** What was left empty is undefined. */
export function limitsOf(form: FormData): Limits {
  const amount = (name: string): number | undefined => {
    const typed = String(form.get(name) ?? "").trim();
    return typed === "" ? undefined : Number(typed);
  };
  const [hours, perDay, perMonth] = [amount("lookback"), amount("budget per_day"), amount("budget per_month")];
  const unit = String(form.get("budget unit") ?? units[0]);
  return {
    ...(hours === undefined ? {} : { lookback: Math.round(hours * HOUR_S) }),
    ...(perDay === undefined && perMonth === undefined
      ? {}
      : { budget: { unit, per_day: perDay, per_month: perMonth } }),
  };
}
