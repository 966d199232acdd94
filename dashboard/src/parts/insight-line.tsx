/** A piece of feedback in a list: its text with what it tells marked, how it was understood, and why. */

import type { Insight } from "../../../src/model/insight.ts";
import { starsOf } from "../../../src/model/stars.ts";
import type { Said } from "../../../src/operations/said.ts";
import { showLanguage, showShare } from "../format.ts";
import { t } from "../messages/translate.ts";
import { address } from "../router.ts";
import { reasonIn } from "../worded.ts";
import { MarkedText } from "./marked.tsx";
import { Chip, named, PriorityChip, SaidLine, SentimentChip, Written } from "./small.tsx";

export const insightPath = (id: string): string => `/insights/${encodeURIComponent(id)}`;

export const saidOf = ({ id, date, source, metadata, version }: Insight): Said => ({
  id,
  date,
  source,
  stars: starsOf(metadata),
  version,
});

export const Reasons = ({ reasons }: Pick<Insight, "reasons">) => (
  <table class="plain">
    <tbody>
      {reasons.map(({ field, why }) => (
        <tr key={field}>
          <th scope="row">{named("field", field.replace(/^attributes\./, ""))}</th>
          <td>
            <Written>{reasonIn(why)}</Written>
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

interface InsightLineProps {
  readonly insight: Insight;
  readonly showApp?: boolean;
  /** How near it is to what was looked for, 0 to 1. */
  readonly likeness?: number | undefined;
}

export function InsightLine({ insight, showApp = false, likeness }: InsightLineProps) {
  const { id, main_text, statements, phrases, attributes, kind, app_name, lang, reasons } = insight;
  return (
    <li class="insight">
      <p class="meta">
        <a class="when" href={insightPath(id)}>
          <SaidLine said={saidOf(insight)} />
        </a>
        {showApp && <Written>{app_name}</Written>}
        {lang !== "en" && <span>{showLanguage(lang)}</span>}
        {likeness !== undefined && <Chip kind="sure-sure">{t("alike.share", { share: showShare(likeness) })}</Chip>}
      </p>
      <p class="text">
        <MarkedText text={main_text} statements={statements} phrases={phrases} />
      </p>
      <p class="meta">
        <Chip>{named("kind", kind)}</Chip>
        <SentimentChip sentiment={attributes.sentiment} />
        <PriorityChip priority={attributes.priority} />
        {attributes.first_order_labels.slice(0, 2).map((label) => (
          <a key={label} class="chip link" href={address("/insights", { app: app_name, label })}>
            <Written>{label}</Written>
          </a>
        ))}
      </p>
      <details>
        <summary>{t("insight.why")}</summary>
        <Reasons reasons={reasons} />
      </details>
    </li>
  );
}
