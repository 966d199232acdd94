/** All feedback, and search in it. */
import { t } from "../messages/translate.ts";
import type { PageProps } from "../page-props.ts";
import { Explorer } from "../parts/explorer.tsx";
import { PageHead } from "../parts/small.tsx";

export default function Insights({ path, query, frame }: PageProps) {
  return (
    <>
      <PageHead title={t("nav.insights")} />
      <Explorer place={{ path, query }} apps={frame?.apps ?? []} />
    </>
  );
}
