/** What people say of a theme, and why that is together: to be looked at, split off, or said not to belong. */
import { useState } from "preact/hooks";
import type { ThemeReport } from "../../../src/operations/theme-report.ts";
import type { MemberStatement, ThemeView } from "../../../src/operations/views/theme-view.ts";
import { showShare } from "../format.ts";
import { t } from "../messages/translate.ts";
import type { Deciding } from "../pages/theme-decisions.tsx";
import { Button } from "./button.tsx";
import { Chip, Day, SaidLine, Written } from "./small.tsx";
import { Empty } from "./states.tsx";

interface MembersProps {
  readonly theme: ThemeReport["theme"];
  readonly mayDecide: boolean;
  readonly deciding: Deciding;
}

/** Those that are chosen can become a theme of their own. */
export function Quotes({
  report,
  mayDecide,
  deciding,
}: { readonly report: ThemeReport } & Pick<MembersProps, "mayDecide" | "deciding">) {
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  if (report.quotes.length === 0) return <Empty>{t("theme.noQuotes")}</Empty>;
  const { kind, id } = report.theme;
  // What was split off is gone from here, and its mark with it.
  const chosen = new Set(report.quotes.map(({ said }) => said.id).filter((one) => marked.has(one)));
  const toggle = (insight: string): void => {
    const changed = new Set(chosen);
    if (!changed.delete(insight)) changed.add(insight);
    setMarked(changed);
  };
  const split = (): void =>
    deciding.look({ what: "split", theme: id, statements: [...chosen].map((insight) => ({ insight })) });
  return (
    <>
      {mayDecide && (
        <div class="toolbar">
          <Button type="button" isOff={chosen.size === 0 || deciding.isBusy} onClick={split}>
            {t("members.split", { count: chosen.size })}
          </Button>
        </div>
      )}
      <ol class="insights">
        {report.quotes.map(({ said, before, quote, after }) => {
          const text = (
            <bdi dir="auto">
              {before}
              <mark class={`tells-${kind}`}>{quote}</mark>
              {after}
            </bdi>
          );
          return (
            <li key={said.id} class="insight">
              {mayDecide ? (
                <label class="choice">
                  <input type="checkbox" checked={chosen.has(said.id)} onChange={() => toggle(said.id)} />
                  <span class="text">{text}</span>
                </label>
              ) : (
                <p class="text">{text}</p>
              )}
              <p class="meta">
                <SaidLine said={said} />
                <a href={`/insights/${encodeURIComponent(said.id)}`}>{t("theme.whole")}</a>
              </p>
            </li>
          );
        })}
      </ol>
    </>
  );
}

function Member({ one, theme, mayDecide, deciding }: MembersProps & { readonly one: MemberStatement }) {
  const { insight, statement, quote, date } = one;
  return (
    <blockquote class="member">
      <a href={`/insights/${encodeURIComponent(insight)}`}>
        <Written>{quote}</Written>
      </a>
      <footer class="tools">
        <Day at={date} />
        {mayDecide && (
          <Button
            type="button"
            class="quiet"
            isOff={deciding.isBusy}
            onClick={() => deciding.look({ what: "move", theme: theme.id, statements: [{ insight, statement }] })}
          >
            {t("decision.notHere")}
          </Button>
        )}
      </footer>
    </blockquote>
  );
}

export function Why({ why, ...members }: MembersProps & Pick<ThemeView, "why">) {
  if (why === undefined || (why.words.length === 0 && why.least_alike.length === 0))
    return <Empty>{t("why.none")}</Empty>;
  return (
    <div class="stacked">
      {why.words.length > 0 && (
        <div>
          <h3>{t("why.words")}</h3>
          <p class="meta">
            {why.words.map(({ word, share }) => (
              <Chip key={word}>
                <Written>{word}</Written>&nbsp;{showShare(share)}
              </Chip>
            ))}
          </p>
        </div>
      )}
      {why.nearest !== undefined && (
        <div>
          <h3>{t("why.nearest", { likeness: showShare(why.nearest.likeness) })}</h3>
          {why.nearest.statements.map((one) => (
            <Member key={`${one.insight} ${one.statement}`} one={one} {...members} />
          ))}
        </div>
      )}
      {why.least_alike.length > 0 && (
        <div>
          <h3>{t("why.least")}</h3>
          {why.least_alike.map((one) => (
            <Member key={`${one.insight} ${one.statement}`} one={one} {...members} />
          ))}
        </div>
      )}
    </div>
  );
}
