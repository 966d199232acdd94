/** Bringing feedback in by hand at any time: pasted reviews, or a file. */
import { mayBringIn, useBringing } from "../data/bringing.ts";
import { t } from "../messages/translate.ts";
import type { PageProps } from "../page-props.ts";
import { BroughtIn, PasteAndUpload } from "../parts/bring-in.tsx";
import { PageHead } from "../parts/small.tsx";
import { Empty, Loading } from "../parts/states.tsx";

export default function BringIn({ frame }: PageProps) {
  const bringing = useBringing();
  const may = mayBringIn(frame);
  const { progress } = bringing;
  return (
    <>
      <nav class="back" aria-label={t("nav.back")}>
        <a href="/sources">← {t("nav.sources")}</a>
      </nav>
      <PageHead title={t("bringIn.title")} lead={t("bringIn.lead")} />
      <BroughtIn progress={progress} isLinked />
      {frame === undefined || may === undefined ? (
        <Loading />
      ) : may ? (
        <div class="grid">
          <PasteAndUpload apps={frame.apps} bringing={bringing} />
        </div>
      ) : (
        <Empty>{t("first.mayNot")}</Empty>
      )}
    </>
  );
}
