/** Before anything has come in: three ways to a first insight within a minute, and what is happening once one was chosen. */
import { useState } from "preact/hooks";
import type { FrameView } from "../../../src/operations/views/frame.ts";
import { ApiProblem } from "../data/api.ts";
import { changedHere } from "../data/live.ts";
import { t } from "../messages/translate.ts";
import { Card, PageHead } from "../parts/small.tsx";
import { ProblemNote } from "../parts/states.tsx";
import { submitted } from "../parts/submitted.ts";
import { splitReviews } from "../split-reviews.ts";
import { UploadForm } from "./upload-form.tsx";

type Progress =
  | { readonly kind: "idle" }
  | { readonly kind: "sending" }
  | { readonly kind: "sent"; readonly count: number }
  | { readonly kind: "failed"; readonly problem: ApiProblem | undefined };

function PasteForm({ send }: { readonly send: (work: () => Promise<number>) => void }) {
  return (
    <form
      class="stack-form"
      onSubmit={submitted((form) => {
        const app = String(form.get("app") ?? "").trim();
        const records = splitReviews(String(form.get("reviews") ?? "")).map((text) => ({ text, source: "paste" }));
        if (records.length === 0) return;
        send(async () => {
          const { sendFeedback } = await import("../data/files.ts");
          return (await sendFeedback(records, app)).accepted;
        });
      })}
    >
      <label>
        {t("first.app")}
        <input name="app" required maxLength={200} defaultValue={t("first.appName")} />
      </label>
      <label>
        {t("first.reviews")}
        <textarea name="reviews" rows={6} required placeholder={t("first.example")} />
      </label>
      <p class="note">{t("first.pasteNote")}</p>
      <button type="submit" class="primary">
        {t("first.send")}
      </button>
    </form>
  );
}

export function FirstRun({ frame }: { readonly frame: FrameView | undefined }) {
  const [progress, setProgress] = useState<Progress>({ kind: "idle" });
  const mayWrite = frame === undefined || frame.scopes.includes("ingest") || frame.scopes.includes("admin");
  const send = (work: () => Promise<number>): void => {
    setProgress({ kind: "sending" });
    work().then(
      (count) => {
        setProgress({ kind: "sent", count });
        changedHere();
      },
      (error: unknown) => setProgress({ kind: "failed", problem: error instanceof ApiProblem ? error : undefined }),
    );
  };
  if (progress.kind === "sending" || progress.kind === "sent") {
    return (
      <section class="card narrow" role="status">
        <h1>{t("first.reading")}</h1>
        <p>{progress.kind === "sent" ? t("first.sent", { count: progress.count }) : t("first.sending")}</p>
        <div class="progress" />
      </section>
    );
  }
  return (
    <>
      <PageHead title={t("first.title")} lead={t("first.lead")} />
      {progress.kind === "failed" && <ProblemNote problem={progress.problem} />}
      {!mayWrite && <p class="note">{t("first.mayNot")}</p>}
      <div class="grid three">
        <Card id="sample" title={t("first.sampleTitle")}>
          <p>{t("first.sampleWhy")}</p>
          <p>
            <button
              type="button"
              class="primary"
              onClick={() => send(async () => (await import("../data/sample.ts")).sendSample())}
            >
              {t("first.sampleLoad")}
            </button>
          </p>
        </Card>
        <Card id="paste" title={t("first.pasteTitle")}>
          <PasteForm send={send} />
        </Card>
        <Card id="upload" title={t("first.uploadTitle")}>
          <UploadForm send={send} />
        </Card>
      </div>
      <p class="note">{t("first.others")}</p>
      <pre class="code" tabIndex={0}>
        <code>{`curl -X POST ${location.origin}/api/v1/feedback -H 'Content-Type: application/json' \\\n  -d '{"app": "My app", "text": "It crashes whenever I open the camera, please fix it"}'`}</code>
      </pre>
    </>
  );
}
