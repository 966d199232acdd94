/** Whether a fix holds, by the feedback that followed it, or that it is too early to say. */
import type { ComponentChildren } from "preact";
import { isTelling } from "../../../src/model/fix.ts";
import { t } from "../messages/translate.ts";

interface VerdictProps {
  /** Of the app's feedback since the fix. */
  readonly days: number;
  readonly holds: boolean;
  /** What that is told by. */
  readonly children: ComponentChildren;
}

export const FixVerdict = ({ days, holds, children }: VerdictProps) => (
  <p>
    {isTelling(days) ? (
      <b>{t(holds ? "fix.holds" : "fix.holdsNot")}</b>
    ) : days === 0 ? (
      t("fix.sameDay")
    ) : (
      t("fix.tooEarly", { count: days })
    )}{" "}
    {children}
  </p>
);
