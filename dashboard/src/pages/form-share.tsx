/** How people reach a form: its link, a piece of a page to embed it, and a program's request. */
import { t } from "../messages/translate.ts";
import type { FormPartProps } from "../page-props.ts";
import { Copy } from "../parts/copy.tsx";
import { Card } from "../parts/small.tsx";

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`);

export function Share({ form, frame }: FormPartProps) {
  const base = frame?.publicUrl ?? location.origin;
  const url = `${base}/f/${form.public_id}`;
  const embed = `<iframe src="${url}" title="${escaped(form.title)}" loading="lazy" style="width:100%;min-height:40rem;border:0"></iframe>`;
  const [question] = form.questions;
  const response = { answers: question === undefined ? [] : [{ question: question.id, answer_text: "…" }] };
  const request = `curl ${base}/api/v1/forms/${form.id}/responses -H 'content-type: application/json' \\\n  -H 'authorization: Bearer KEY' -d '${JSON.stringify(response)}'`;
  return (
    <div class="grid">
      <Card id="link" title={t("share.link")}>
        <div class="stacked">
          {form.status !== "open" && <p>{t(`share.${form.status}`)}</p>}
          <Copy label={t("share.link")} text={url} />
          <p>
            <a href={`/f/${encodeURIComponent(form.public_id)}`} target="_blank" rel="noopener">
              {t("share.open")}
            </a>
          </p>
        </div>
      </Card>
      <Card id="embed" title={t("share.embed")}>
        <Copy label={t("share.embed")} text={embed} />
      </Card>
      <Card id="api" className="wide" title={t("share.api")}>
        <Copy label={t("share.api")} text={request} />
      </Card>
    </div>
  );
}
