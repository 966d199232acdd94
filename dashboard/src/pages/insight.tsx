/** One insight: what was said with what it tells marked, how it was understood and why, and what else is like it. */

import type { Insight as InsightType } from "../../../src/model/insight.ts";
import type { InsightView } from "../../../src/operations/views/insight.ts";
import { namesOf } from "../app-labels.ts";
import { useData } from "../data/api.ts";
import { shorten, showLanguage } from "../format.ts";
import { t } from "../messages/translate.ts";
import type { PageProps } from "../page-props.ts";
import { CorrectInsight } from "../parts/correct-form.tsx";
import { sessionPath } from "../parts/event-line.tsx";
import { InsightLine, Reasons, saidOf } from "../parts/insight-line.tsx";
import { MarkedText } from "../parts/marked.tsx";
import {
  Card,
  Chip,
  Day,
  named,
  PageHead,
  PriorityChip,
  SaidLine,
  SentimentChip,
  Time,
  Written,
} from "../parts/small.tsx";
import { WhenLoaded } from "../parts/states.tsx";
import { themePath } from "../parts/theme-lines.tsx";
import { address } from "../router.ts";
import { occurredAt } from "../steps.ts";
import { failureName } from "../worded.ts";

const SHOWN_METADATA = 30;

/** Only web addresses are linked; anything else (`javascript:`, say) is shown as the text that it is. */
function Value({ value }: { readonly value: unknown }) {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  const isWeb = typeof value === "string" && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
  if (!isWeb) return <Written>{shorten(text, 300)}</Written>;
  return (
    <a href={value} rel="noopener noreferrer nofollow" target="_blank">
      <Written>{shorten(text, 100)}</Written>
    </a>
  );
}

function Told({ insight, names }: { readonly insight: InsightType; readonly names: InsightView["names"] }) {
  if (insight.statements.length === 0) return null;
  return (
    <>
      <h2 class="between">{t("insight.tells")}</h2>
      <ol class="told">
        {insight.statements.map(({ start, kind, title, priority, theme, failure, quote }) => (
          <li key={`${start} ${kind}`}>
            <p>
              <b>
                <Written>{title}</Written>
              </b>
            </p>
            <p class="meta">
              <Chip kind={`tells-${kind}`}>{named("kind", kind)}</Chip>
              <PriorityChip priority={priority} />
              {failure !== undefined && <Chip>{failureName(failure)}</Chip>}
              {theme === undefined ? (
                <span>{t("insight.noTheme")}</span>
              ) : (
                <a href={themePath(theme)}>
                  <Written>{names[theme] ?? t("field.theme")}</Written>
                </a>
              )}
            </p>
            <p class="note">
              “<Written>{shorten(quote, 200)}</Written>”
            </p>
          </li>
        ))}
      </ol>
    </>
  );
}

function Labels({ insight }: { readonly insight: InsightType }) {
  const { attributes, app_name: app } = insight;
  const labels = namesOf(attributes);
  if (labels.length === 0) return null;
  return (
    <p class="meta">
      {labels.map(({ field, label }) => (
        <a key={field + label} class="chip link" href={address("/insights", { app, [field]: label })}>
          <Written>{label}</Written>
        </a>
      ))}
    </p>
  );
}

function Facts({ insight }: { readonly insight: InsightType }) {
  const lang = showLanguage(insight.lang);
  const rows: readonly (readonly [string, unknown])[] = [
    [t("field.app"), insight.app_name],
    [t("field.source"), named("source", insight.source)],
    [t("field.lang"), insight.untranslated === true ? `${lang} (${t("insight.untranslated")})` : lang],
    [t("insight.revision"), insight.revision],
    ...Object.entries(insight.metadata)
      .filter(([, value]) => value !== null && value !== "")
      .slice(0, SHOWN_METADATA),
  ];
  return (
    <table class="plain">
      <tbody>
        <tr>
          <th scope="row">{t("field.date")}</th>
          <td>
            <Day at={insight.date} />
          </td>
        </tr>
        {rows.map(([name, value], at) => (
          <tr key={at}>
            <th scope="row">
              <Written>{shorten(name, 60)}</Written>
            </th>
            <td>
              <Value value={value} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What the user did before they said it, and the visit in which they did. */
function Steps({ steps }: Pick<InsightView, "steps">) {
  return (
    <>
      <ol class="rows">
        {steps.map((step, at) => (
          <li key={at}>
            <span class="note">
              <Time at={occurredAt(step)} />
            </span>{" "}
            <b>
              <Written>
                {step.category}: {step.name}
              </Written>
            </b>{" "}
            <Written>{shorten(JSON.stringify(step.data) ?? "", 200)}</Written>
          </li>
        ))}
      </ol>
      <p class="more">
        <a href={sessionPath(steps[0]!.session_id)}>{t("insight.session")}</a>
      </p>
    </>
  );
}

function Said({ view }: { readonly view: InsightView }) {
  const { insight, title, names } = view;
  const { main_text, statements, phrases, attributes, kind, original_text, gloss, lang } = insight;
  return (
    <article class="card said">
      {title !== "" && (
        <h2>
          <Written>{title}</Written>
        </h2>
      )}
      <p class="said-text" lang={gloss === undefined ? undefined : lang}>
        <MarkedText text={main_text} statements={statements} phrases={phrases} />
      </p>
      {original_text !== undefined && (
        <p lang={lang}>
          <span class="note">{t("insight.original")}</span> <Written>{original_text}</Written>
        </p>
      )}
      {gloss !== undefined && (
        <p>
          <span class="note">{t("insight.gloss")}</span> <Written>{gloss}</Written>
        </p>
      )}
      <p class="meta">
        <Chip>{named("kind", kind)}</Chip>
        <SentimentChip sentiment={attributes.sentiment} />
        <PriorityChip priority={attributes.priority} />
        <SaidLine said={saidOf(insight)} />
      </p>
      <Told insight={insight} names={names} />
    </article>
  );
}

export default function Insight({ params, frame }: PageProps) {
  const view = useData<InsightView>(`/api/v1/views/insights/${encodeURIComponent(params.id!)}`);
  return (
    <WhenLoaded of={view} lines={12}>
      {(shown) => {
        const { insight, similar, thread, steps } = shown;
        return (
          <>
            <nav class="back" aria-label={t("nav.back")}>
              <a href={`/apps/${encodeURIComponent(insight.app_name)}`}>
                ← <Written>{insight.app_name}</Written>
              </a>
            </nav>
            <PageHead title={t("insight.title")} />
            <Said view={shown} />
            <div class="grid below">
              <Card id="why" title={t("insight.understood")}>
                <Labels insight={insight} />
                <Reasons reasons={insight.reasons} />
                {frame?.scopes.includes("admin") === true && (
                  <CorrectInsight key={insight.id} insight={insight} labels={shown.labels} />
                )}
              </Card>
              <Card id="facts" title={t("insight.from")}>
                <Facts insight={insight} />
              </Card>
              {thread.length > 0 && (
                <Card id="thread" className="wide" title={t("insight.thread")}>
                  <ol class="insights">
                    {thread.map((one) => (
                      <InsightLine key={one.id} insight={one} />
                    ))}
                  </ol>
                </Card>
              )}
              {steps.length > 0 && (
                <Card id="steps" className="wide" title={t("insight.steps")}>
                  <Steps steps={steps} />
                </Card>
              )}
              {similar.length > 0 && (
                <Card id="similar" className="wide" title={t("insight.similar")}>
                  <ol class="insights">
                    {similar.map(({ insight: one }) => (
                      <InsightLine key={one.id} insight={one} />
                    ))}
                  </ol>
                </Card>
              )}
            </div>
          </>
        );
      }}
    </WhenLoaded>
  );
}
