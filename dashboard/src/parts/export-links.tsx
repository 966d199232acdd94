/** What is shown as a file, to be taken along: exactly what is asked for. */
import { t } from "../messages/translate.ts";

export function ExportLinks({ asked }: { readonly asked: URLSearchParams }) {
  const address = (format: string): string => `/api/v1/export?${new URLSearchParams([...asked, ["format", format]])}`;
  return (
    <>
      <a href={address("csv")} download="feedback.csv">
        {t("export.csv")}
      </a>
      <a href={address("jsonl")} download="feedback.jsonl">
        {t("export.jsonl")}
      </a>
    </>
  );
}
