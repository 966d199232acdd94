/** Reviews that mean what was looked for, the nearest first, whatever words they use. */
import { useState } from "preact/hooks";
import type { Insight } from "../../../src/model/insight.ts";
import type { ListOf } from "../../../src/operations/insights.ts";
import { useData } from "../data/api.ts";
import { t } from "../messages/translate.ts";
import { ExportLinks } from "./export-links.tsx";
import { InsightLine } from "./insight-line.tsx";
import { Card } from "./small.tsx";
import { Empty, WhenLoaded } from "./states.tsx";

interface AlikeProps {
  readonly text: string;
  readonly filters: URLSearchParams;
  readonly showApp: boolean;
}

/** As many first, and as many more each time somebody asks for more. */
const STEP = 50;
const MOST = 500;

export function Alike({ text, filters, showApp }: AlikeProps) {
  const asked = new URLSearchParams(filters);
  asked.set("text", text);
  // Another question starts with the nearest again.
  const question = asked.toString();
  const [wanted, setWanted] = useState({ question, limit: STEP });
  const limit = wanted.question === question ? wanted.limit : STEP;
  asked.set("limit", String(limit));
  const list = useData<ListOf<Insight> & { readonly similarities: readonly number[] }>(
    `/api/v1/insights/alike?${asked}`,
    { keepOld: true },
  );
  const exported = new URLSearchParams([...filters, ["alike", text], ["limit", String(limit)]]);
  return (
    <Card
      id="reviews"
      className="wide"
      title={t("reviews.title")}
      note={
        <span class="tools">
          {t("alike.note")}
          <ExportLinks asked={exported} />
        </span>
      }
    >
      <WhenLoaded of={list}>
        {({ items: nearest, similarities }) => {
          // What points the other way means something else.
          const items = nearest.filter((_, at) => (similarities[at] ?? 0) > 0);
          return items.length === 0 ? (
            <Empty>{t("reviews.none")}</Empty>
          ) : (
            <>
              <p class="note" role="status">
                {t("alike.shown", { count: items.length })}
              </p>
              <ol class="insights" id="reviews-list">
                {items.map((insight, at) => (
                  <InsightLine key={insight.id} insight={insight} showApp={showApp} likeness={similarities[at]} />
                ))}
              </ol>
              {items.length === limit && limit < MOST && (
                <p class="more">
                  <button type="button" onClick={() => setWanted({ question, limit: limit + STEP })}>
                    {t("reviews.more")}
                  </button>
                </p>
              )}
            </>
          );
        }}
      </WhenLoaded>
    </Card>
  );
}
