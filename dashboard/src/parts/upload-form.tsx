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

interface ChosenFile {
  readonly bytes: Uint8Array;
  /** Undefined: it is no text. */
  readonly encoding: string | undefined;
  readonly read: ReadFile | "unreadable" | "otherwise";
}

/** With what is loaded only once a file is there: what a column and an encoding can be. */
async function readBytes(bytes: Uint8Array, chosen?: string) {
  const [{ mappable, readFeedbackFile }, { decodeFile, encodings }] = await Promise.all([
    import("../data/files.ts"),
    import("../data/decode.ts"),
  ]);
  const decoded = decodeFile(bytes, chosen);
  const isOther = decoded !== undefined && decoded.text === undefined;
  const read = isOther ? ("otherwise" as const) : (readFeedbackFile(decoded?.text ?? "") ?? ("unreadable" as const));
  const file: ChosenFile = { bytes, encoding: decoded?.encoding, read };
  return { file, names: mappable, encodings };
}

interface EncodingChoiceProps {
  readonly encoding: string;
  readonly encodings: readonly string[];
  readonly choose: (encoding: string) => void;
}

const EncodingChoice = ({ encoding, encodings, choose }: EncodingChoiceProps) => (
  <label>
    {t("upload.encoding")}
    <select value={encoding} onChange={({ currentTarget }) => choose(currentTarget.value)}>
      {[...new Set([...encodings, encoding])].map((name) => (
        <option key={name} value={name}>
          {named("encoding", name)}
        </option>
      ))}
    </select>
    <span class="note">{t("upload.encodingNote")}</span>
  </label>
);

const WHY_NOT = { unreadable: "upload.unreadable", otherwise: "upload.otherwise" } as const;

export function UploadForm({ apps, bringing: { progress, send } }: UploadFormProps) {
  const [file, setFile] = useState<ChosenFile>();
  const [isTooLarge, setTooLarge] = useState(false);
  const [[names, encodings], setChoices] = useState<readonly [readonly Mappable[], readonly string[]]>([[], []]);
  const [mapping, setMapping] = useState<readonly (Mappable | undefined)[]>([]);
  const show = async (bytes: Uint8Array, chosen?: string): Promise<void> => {
    const found = await readBytes(bytes, chosen);
    const { read } = found.file;
    setChoices([found.names, found.encodings]);
    setMapping(typeof read === "object" && read.kind === "table" ? read.table.guessed : []);
    setFile(found.file);
  };
  const take = async (chosen: File | undefined): Promise<void> => {
    if (chosen === undefined) return;
    setTooLarge(chosen.size > MOST_BYTES);
    setFile(undefined);
    if (chosen.size <= MOST_BYTES) await show(new Uint8Array(await chosen.arrayBuffer()));
  };
  const read = typeof file?.read === "object" ? file.read : undefined;
  const whyNot = isTooLarge ? "upload.tooLarge" : typeof file?.read === "string" ? WHY_NOT[file.read] : undefined;
  const count = read === undefined ? 0 : read.kind === "table" ? read.table.rows.length : read.records.length;
  const textless = read?.kind === "table" ? countTextless(read.table, mapping) : 0;
  const isMapped = read !== undefined && (read.kind === "records" || mapping.includes("text"));
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
          onChange={({ currentTarget }) => void take(currentTarget.files?.[0])}
        />
      </label>
      {whyNot !== undefined && <p role="alert">{t(whyNot)}</p>}
      {file?.encoding !== undefined && (
        <EncodingChoice
          encoding={file.encoding}
          encodings={encodings}
          choose={(encoding) => void show(file.bytes, encoding)}
        />
      )}
      {read !== undefined && (
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
