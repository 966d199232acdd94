/** Feedback brought in by hand: reviews that are pasted or uploaded, and what became of them. */
import type { FrameView } from "../../../src/operations/views/frame.ts";
import { type Bringing, mayBringIn } from "../data/bringing.ts";
import type { Sent } from "../data/files.ts";
import { isKey, t } from "../messages/translate.ts";
import { splitReviews } from "../split-reviews.ts";
import { Button } from "./button.tsx";
import { Card, named } from "./small.tsx";
import { ProblemNote } from "./states.tsx";
import { submitted } from "./submitted.ts";
import { UploadForm } from "./upload-form.tsx";

/** "3 without a text, 1 too large". */
function whysOf(refused: Sent["refused"]): string {
  return Object.entries(refused)
    .sort(([, a], [, b]) => b - a)
    .map(([why, count]) => {
      const key = `refused.${why}`;
      return isKey(key) ? t(key, { count }) : t("refused.field", { count, field: named("field", why) });
    })
    .join(", ");
}

interface BroughtInProps extends Pick<Bringing, "progress"> {
  /** Whether it leads to what was taken. */
  readonly isLinked?: boolean;
}

/** What became of what was sent; says nothing where nothing was. */
export function BroughtIn({ progress, isLinked = false }: BroughtInProps) {
  if (progress.kind === "failed") return <ProblemNote problem={progress.problem} />;
  if (progress.kind === "idle") return null;
  if (progress.kind === "sending") return <p role="status">{t("first.sending")}</p>;
  const { accepted, refused } = progress.sent;
  const count = Object.values(refused).reduce((sum, one) => sum + one, 0);
  const why = whysOf(refused);
  if (accepted === 0)
    return (
      <p class="problem-note" role="alert">
        {t("bringIn.none", { why })}
      </p>
    );
  return (
    <p role="status" class={count === 0 ? undefined : "problem-note"}>
      {t("first.sent", { count: accepted })} {count > 0 && t("bringIn.refused", { count, why })}{" "}
      {isLinked && <a href="/insights">{t("bringIn.see")}</a>}
    </p>
  );
}

interface FormsProps {
  readonly apps: readonly string[];
  readonly bringing: Bringing;
}

function PasteForm({ apps, bringing: { progress, send } }: FormsProps) {
  return (
    <form
      class="stack-form"
      onSubmit={submitted((form) => {
        const app = String(form.get("app") ?? "").trim();
        const records = splitReviews(String(form.get("reviews") ?? "")).map((text) => ({ text, source: "paste" }));
        if (records.length === 0) return;
        send(async () => (await import("../data/files.ts")).sendFeedback(records, app));
      })}
    >
      <label>
        {t("first.app")}
        <input name="app" required maxLength={200} list="known-apps" defaultValue={apps[0] ?? t("first.appName")} />
      </label>
      <label>
        {t("first.reviews")}
        <textarea name="reviews" rows={6} required placeholder={t("first.example")} />
      </label>
      <p class="note">{t("first.pasteNote")}</p>
      <Button type="submit" class="primary" isOff={progress.kind === "sending"}>
        {t("first.send")}
      </Button>
    </form>
  );
}

/** Cards of a grid, the same before anything came in and later. */
export const PasteAndUpload = ({ apps, bringing }: FormsProps) => (
  <>
    <datalist id="known-apps">
      {apps.map((app) => (
        <option key={app} value={app} />
      ))}
    </datalist>
    <Card id="paste" title={t("first.pasteTitle")}>
      <PasteForm apps={apps} bringing={bringing} />
    </Card>
    <Card id="upload" title={t("first.uploadTitle")}>
      <UploadForm apps={apps} bringing={bringing} />
    </Card>
  </>
);

/** Where it is done, for those who may. */
export const BringInLink = ({ frame, button = false }: { frame: FrameView | undefined; button?: boolean }) =>
  mayBringIn(frame) === true && (
    <a href="/bring-in" class={button ? "button" : undefined}>
      {t("bringIn.title")}
    </a>
  );
