/** Putting right what was understood of a piece of feedback, and taking that back. */
import { useState } from "preact/hooks";
import type { Insight, Kind, Priority, Sentiment } from "../../../src/model/insight.ts";
import type { InsightView } from "../../../src/operations/views/insight.ts";
import { ask } from "../data/api.ts";
import { useSending } from "../data/sending.ts";
import { t } from "../messages/translate.ts";
import { Button } from "./button.tsx";
import { named, Written } from "./small.tsx";
import { ProblemNote } from "./states.tsx";
import { submitted } from "./submitted.ts";

interface Values {
  readonly kind: string;
  readonly sentiment: string;
  readonly priority: string;
  readonly first_order_labels: readonly string[];
  readonly second_order_labels: readonly string[];
}

const valuesOf = ({ kind, attributes }: Insight): Values => {
  const { sentiment, priority, first_order_labels, second_order_labels } = attributes;
  return { kind, sentiment, priority, first_order_labels, second_order_labels };
};

/** As the server says it of each field that a person put right. */
const isCorrected = ({ reasons }: Insight): boolean => reasons.some(({ why }) => why === "corrected by a person");

/** What differs alone: what was understood rightly may be understood better later. */
const changeOf = (before: Values, after: Values): Partial<Values> =>
  Object.fromEntries(
    Object.entries(after).filter(([name, value]) => String(before[name as keyof Values]) !== String(value)),
  );

interface LabelsProps {
  readonly title: string;
  readonly chosen: readonly string[];
  readonly known: readonly string[];
  readonly change: (chosen: readonly string[]) => void;
}

function LabelFields({ title, chosen, known, change }: LabelsProps) {
  const others = known.filter((label) => !chosen.includes(label));
  return (
    <fieldset class="choices">
      <legend>{title}</legend>
      {chosen.map((label) => (
        <label key={label} class="choice">
          <input type="checkbox" checked onChange={() => change(chosen.filter((one) => one !== label))} />
          <span>
            <Written>{label}</Written>
          </span>
        </label>
      ))}
      {others.length > 0 && (
        <select
          aria-label={t("correct.add", { what: title })}
          value=""
          onChange={({ currentTarget }) => change([...chosen, currentTarget.value])}
        >
          <option value="">{t("correct.add", { what: title })}</option>
          {others.map((label) => (
            <option key={label}>{label}</option>
          ))}
        </select>
      )}
    </fieldset>
  );
}

const choices = {
  kind: ["problem", "request", "question", "praise", "other"] satisfies readonly Kind[],
  sentiment: ["negative", "neutral", "positive"] satisfies readonly Sentiment[],
  priority: ["Critical", "High", "Moderate", "Low"] satisfies readonly Priority[],
};
const choiceNames = ["kind", "sentiment", "priority"] as const;

interface FieldsProps {
  readonly before: Values;
  readonly labels: InsightView["labels"];
  readonly isBusy: boolean;
  readonly save: (change: Partial<Values>) => void;
}

function Fields({ before, labels, isBusy, save }: FieldsProps) {
  const [values, setValues] = useState(before);
  const change = changeOf(before, values);
  return (
    <form class="stack-form" onSubmit={submitted(() => save(change))}>
      {choiceNames.map((name) => (
        <label key={name}>
          {named("field", name)}
          <select
            value={values[name]}
            onChange={({ currentTarget }) => setValues({ ...values, [name]: currentTarget.value })}
          >
            {choices[name].map((one) => (
              <option key={one} value={one}>
                {named(name, one)}
              </option>
            ))}
          </select>
        </label>
      ))}
      <LabelFields
        title={t("field.first_order_labels")}
        chosen={values.first_order_labels}
        known={labels.first}
        change={(first_order_labels) => setValues({ ...values, first_order_labels })}
      />
      <LabelFields
        title={t("field.second_order_labels")}
        chosen={values.second_order_labels}
        known={labels.second}
        change={(second_order_labels) => setValues({ ...values, second_order_labels })}
      />
      <Button type="submit" isOff={isBusy || Object.keys(change).length === 0}>
        {t("save")}
      </Button>
    </form>
  );
}

export function CorrectInsight({ insight, labels }: Pick<InsightView, "insight" | "labels">) {
  const { isBusy, problem, send } = useSending();
  const [saved, setSaved] = useState(false);
  const before = valuesOf(insight);
  const patch = (json: object): void => {
    setSaved(false);
    const path = `/api/v1/insights/${encodeURIComponent(insight.id)}`;
    void send(() => ask(path, { method: "PATCH", json })).then(setSaved);
  };
  const nothing = Object.fromEntries(Object.keys(before).map((name) => [name, null]));
  return (
    <details>
      <summary>{t("correct.title")}</summary>
      <p class="note">{t("correct.note")}</p>
      <Fields key={JSON.stringify(before)} before={before} labels={labels} isBusy={isBusy} save={patch} />
      {isCorrected(insight) && (
        <p>
          <Button type="button" class="quiet" isOff={isBusy} onClick={() => patch(nothing)}>
            {t("correct.takeBack")}
          </Button>
        </p>
      )}
      {problem !== undefined && <ProblemNote problem={problem} />}
      <p role="status">{saved && t("correct.saved")}</p>
    </details>
  );
}
