/** What the responses to a form say, question by question. */
import type { Summary } from "../../../src/operations/response-summary.ts";
import { useData } from "../data/api.ts";
import { showCount, showShare } from "../format.ts";
import { t } from "../messages/translate.ts";
import type { FormPartProps } from "../page-props.ts";
import { Stack } from "../parts/bars.tsx";
import { formApi } from "../parts/form-parts.tsx";
import { Card, Day, named, Written } from "../parts/small.tsx";
import { Empty, WhenLoaded } from "../parts/states.tsx";

type Asked = Summary["questions"][number];

interface BarsProps {
  readonly bars: readonly { readonly key: string; readonly title: string; readonly count: number }[];
  readonly of: number;
}

/** A list and a chart in one: each line has its number. */
const Bars = ({ bars, of }: BarsProps) => (
  <ul class="bars-list">
    {bars.map(({ key, title, count }) => (
      <li key={key}>
        <Written>{title}</Written>
        <span class="note">{t("summary.share", { count, share: showShare(of === 0 ? 0 : count / of) })}</span>
        <Stack
          segments={[{ value: count, kind: "tells-wish", title: showCount(count) }]}
          longest={of}
          label={t("summary.share", { count, share: showShare(of === 0 ? 0 : count / of) })}
        />
      </li>
    ))}
  </ul>
);

const tenths = (value: number): string => String(Math.round(value * 10) / 10);

function Answers({ question }: { readonly question: Asked }) {
  const { answered, choices, distribution, mean, min, max, newest, question_type: type } = question;
  if (answered === 0) return <Empty>{t("summary.none")}</Empty>;
  if (choices !== undefined) {
    const bars = choices.map(({ id, choice_text, count }) => ({
      key: id,
      title: type === "boolean" ? named("answer", id) : choice_text,
      count,
    }));
    return <Bars bars={bars} of={answered} />;
  }
  if (distribution !== undefined && mean !== undefined && mean !== null) {
    const bars = distribution.map(({ value, to, count }) => ({
      key: String(value),
      title: to === undefined ? tenths(value) : `${tenths(value)} – ${tenths(to)}`,
      count,
    }));
    return (
      <div class="stacked">
        <p class="sentence">
          {t("summary.mean", { mean: tenths(mean), min: tenths(min ?? 0), max: tenths(max ?? 0) })}
        </p>
        <Bars bars={bars} of={answered} />
      </div>
    );
  }
  if (newest === undefined || newest.length === 0) return null;
  return (
    <>
      <h3>{t("summary.newest")}</h3>
      <ul class="rows">
        {newest.map(({ response, text, submitted_at }) => (
          <li key={`${response} ${submitted_at}`}>
            <blockquote>
              <Written>{text}</Written>
              <footer>
                <Day at={submitted_at} />
              </footer>
            </blockquote>
          </li>
        ))}
      </ul>
    </>
  );
}

export function FormSummary({ form }: FormPartProps) {
  const summary = useData<Summary>(formApi(form.id, "/summary"));
  return (
    <WhenLoaded of={summary}>
      {({ responses, questions }) => (
        <>
          <p class="headline">
            {showCount(responses)}{" "}
            <span>{t("responses.count", { count: responses }).replace(showCount(responses), "").trim()}</span>
          </p>
          {responses === 0 && <Empty>{t("responses.none")}</Empty>}
          <div class="grid">
            {questions.map((question) => (
              <Card
                key={question.question}
                id={`question-${question.question}`}
                title={<Written>{question.question_text}</Written>}
                note={`${named("question", question.question_type)} · ${t("summary.answered", { count: question.answered })}`}
              >
                <Answers question={question} />
              </Card>
            ))}
          </div>
        </>
      )}
    </WhenLoaded>
  );
}
