/** A file of feedback: what its columns are, a look at the first rows, then it is sent. */
import { useState } from "preact/hooks";
import type { Bringing } from "../data/bringing.ts";
import type { Mappable, ReadFile, Table } from "../data/files.ts";
import { t } from "../messages/translate.ts";
import { Button } from "./button.tsx";
import { named, Written } from "./small.tsx";
import { submitted } from "./submitted.ts";

interface UploadFormProps {
  readonly apps: readonly string[];
  readonly bringing: Bringing;
}

const SHOWN_ROWS = 4;
const MOST_BYTES = 200_000_000;

interface MappingProps {
  readonly table: Table;
  readonly names: readonly Mappable[];
  readonly mapping: readonly (Mappable | undefined)[];
  readonly change: (mapping: readonly (Mappable | undefined)[]) => void;
}

function MappingTable({ table, names, mapping, change }: MappingProps) {
  return (
    <section class="scroll" tabIndex={0} aria-label={t("upload.columns")}>
      <table class="plain">
        <thead>
          <tr>
            {table.columns.map((column, at) => (
              <th key={column} scope="col">
                <Written>{column}</Written>
                <select
                  aria-label={t("upload.columnIs", { column })}
                  value={mapping[at] ?? ""}
                  onChange={({ currentTarget }) => {
                    const chosen = names.find((name) => name === currentTarget.value);
                    change(
                      mapping.map((field, index) => (index === at ? chosen : field === chosen ? undefined : field)),
                    );
                  }}
                >
                  <option value="">{t("upload.metadata")}</option>
                  {names.map((name) => (
                    <option key={name} value={name}>
                      {named("field", name)}
                    </option>
                  ))}
                </select>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.slice(0, SHOWN_ROWS).map((row, at) => (
            <tr key={at}>
              {table.columns.map((column, index) => (
                <td key={column}>
                  <Written>{(row[index] ?? "").slice(0, 120)}</Written>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Rows without a text, of which the server takes none. */
function countTextless({ rows }: Table, mapping: readonly (Mappable | undefined)[]): number {
  const texts = [mapping.indexOf("text"), mapping.indexOf("title")];
  return rows.filter((row) => texts.every((at) => (row[at] ?? "").trim() === "")).length;
}

export function UploadForm({ apps, bringing: { progress, send } }: UploadFormProps) {
  const [read, setRead] = useState<ReadFile | "unreadable" | undefined>();
  const [names, setNames] = useState<readonly Mappable[]>([]);
  const [mapping, setMapping] = useState<readonly (Mappable | undefined)[]>([]);
  const choose = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    if (file.size > MOST_BYTES) {
      setRead("unreadable");
      return;
    }
    const { mappable, readFeedbackFile } = await import("../data/files.ts");
    const found = readFeedbackFile(await file.text()) ?? "unreadable";
    setNames(mappable);
    setRead(found);
    if (found !== "unreadable" && found.kind === "table") setMapping(found.table.guessed);
  };
  const count =
    read === undefined || read === "unreadable"
      ? 0
      : read.kind === "table"
        ? read.table.rows.length
        : read.records.length;
  const textless =
    read === undefined || read === "unreadable" || read.kind === "records" ? 0 : countTextless(read.table, mapping);
  const isMapped = read !== undefined && read !== "unreadable" && (read.kind === "records" || mapping.includes("text"));
  const isReady = isMapped && textless < count;
  return (
    <form
      class="stack-form"
      onSubmit={submitted((form) => {
        if (!isReady) return;
        const app = String(form.get("app") ?? "").trim();
        send(async () => {
          const { sendFeedback, toRecords } = await import("../data/files.ts");
          const records = read.kind === "table" ? toRecords(read.table, mapping) : read.records;
          return sendFeedback(records, app);
        });
      })}
    >
      <label>
        {t("first.app")}
        <input name="app" required maxLength={200} list="known-apps" defaultValue={apps[0] ?? t("first.appName")} />
      </label>
      <label>
        {t("upload.file")}
        <input
          type="file"
          accept=".csv,.tsv,.txt,.json,.jsonl,.ndjson"
          onChange={({ currentTarget }) => void choose(currentTarget.files?.[0])}
        />
      </label>
      {read === "unreadable" && <p role="alert">{t("upload.unreadable")}</p>}
      {read !== undefined && read !== "unreadable" && (
        <>
          <p class="note" role="status">
            {t("upload.found", { count })}
          </p>
          {read.kind === "table" && (
            <MappingTable table={read.table} names={names} mapping={mapping} change={setMapping} />
          )}
          {!isReady && <p role="alert">{t(isMapped ? "bringIn.noTexts" : "upload.needsText")}</p>}
          {isReady && textless > 0 && <p role="status">{t("bringIn.textless", { count: textless })}</p>}
        </>
      )}
      <Button type="submit" class="primary" isOff={!isReady || progress.kind === "sending"}>
        {t("first.send")}
      </Button>
      <p class="note">{t("upload.note")}</p>
    </form>
  );
}
