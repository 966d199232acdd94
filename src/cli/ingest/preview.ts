/** `ingest --preview`: how a file is read, before anything of it is sent. */
import type { FileTable, OpenedFile } from "../../ingestion/tables/open-table.ts";
import type { UnreadValue } from "../../ingestion/tables/table.ts";
import { type UnreadableFile, unreadableRecord } from "../../ingestion/tables/unreadable.ts";
import { readRecord } from "../../model/read-record.ts";
import { DEFAULT_TENANT } from "../../model/tenant.ts";
import { forPeople, printJson, printLine, printRows } from "../output.ts";
import type { Shell } from "../shell.ts";
import { plain } from "../table.ts";
import type { Overrides } from "./file-rows.ts";

const SHOWN_RECORDS = 5;
const SHOWN_TROUBLES = 20;

interface Trouble {
  readonly line: number;
  readonly column?: string;
  readonly value?: string;
  readonly why: string;
}

interface Preview {
  readonly records: Record<string, unknown>[];
  readonly refused: number;
  readonly unread: number;
  /** The first of both. */
  readonly troubles: readonly Trouble[];
}

/** As the daemon would judge each record, but for its apps. */
async function judge(table: FileTable, overrides: Overrides): Promise<Preview> {
  const troubles: Trouble[] = [];
  const records: Record<string, unknown>[] = [];
  let [refused, unread] = [0, 0];
  const tell = (trouble: Trouble): void => {
    if (troubles.length < SHOWN_TROUBLES) troubles.push(trouble);
  };
  const context = {
    tenant: DEFAULT_TENANT,
    defaultApp: "default",
    receivedAt: Math.floor(Date.now() / 1000),
    appOfPackage: () => undefined,
  };
  const onUnread = ({ line, column, value, why }: UnreadValue): void => {
    unread++;
    tell({ line, column, value: value.slice(0, 80), why });
  };
  for await (const row of table.rows(onUnread)) {
    const { line } = row;
    const isObject = typeof row.record === "object" && row.record !== null && !Array.isArray(row.record);
    const read = readRecord(isObject ? { ...(row.record as object), ...overrides } : row.record, context);
    if ("record" in read) {
      if (records.length < SHOWN_RECORDS) records.push({ line, ...read.raw });
      continue;
    }
    refused++;
    if (row.refused !== undefined) tell({ line, why: row.refused });
    else {
      for (const { field, message } of read.errors) {
        tell({ line, ...(field === "" ? {} : { column: table.columnOf(field) ?? field }), why: message });
      }
    }
  }
  return { records, refused, unread, troubles };
}

const encodingWords = ({ encoding }: FileTable): string => {
  const stray =
    encoding.strayBytes === undefined ? "" : `, ${encoding.strayBytes} bytes that are none read as windows-1252`;
  return `${encoding.name} (${encoding.by}${stray})`;
};

const troubleWords = ({ line, column, value, why }: Trouble): string =>
  `  line ${line}${column === undefined ? "" : `, column "${column}"`}: ${value === undefined ? "" : `${JSON.stringify(value)} is `}${why}`;

async function printForPeople(shell: Shell, table: FileTable, preview: Preview): Promise<void> {
  const { reading } = table;
  const separator = reading.separator === undefined ? "" : `, separated by ${JSON.stringify(reading.separator)}`;
  const header = reading.header_line === undefined ? "" : `, header in line ${reading.header_line}`;
  const say = (text: string) => printLine(shell, plain(text).trimEnd());
  await say(`${table.name}: ${reading.format}${separator}${header}, ${encodingWords(table)}, ${reading.rows} rows`);
  await printRows(shell, reading.columns, [
    { title: "in the file", show: ({ name }) => name },
    { title: "read as", show: ({ read_as }) => read_as },
    { title: "for example", show: ({ example }) => plain(example), flexible: true },
  ]);
  if (reading.date_order !== undefined)
    await say(
      `dates: ${reading.date_order === "both" ? "some day first, some month first" : `${reading.date_order} first`}`,
    );
  if (reading.scale !== undefined) await say(`ratings: ${reading.scale}`);
  for (const remark of reading.remarks) await say(remark);
  for (const record of preview.records) await printJson(shell, record);
  if (preview.troubles.length === 0) return;
  await say(`${preview.refused} of ${reading.rows} rows would be refused, ${preview.unread} values are kept unread:`);
  for (const trouble of preview.troubles) await printLine(shell, `  ${plain(troubleWords(trouble))}`);
}

const printUnreadable = (shell: Shell, file: UnreadableFile): Promise<void> =>
  forPeople(shell)
    ? printLine(shell, `${plain(unreadableRecord(file))}. It would count as one row that was refused.`)
    : printJson(shell, { file: file.name, unreadable: file.unreadable });

/** A line of JSON a file for programs; tables and words for people. Nothing is sent, and no daemon is asked. */
export async function printPreview(shell: Shell, tables: readonly OpenedFile[], overrides: Overrides): Promise<void> {
  for (const table of tables) {
    if ("unreadable" in table) {
      await printUnreadable(shell, table);
      continue;
    }
    const preview = await judge(table, overrides);
    if (forPeople(shell)) await printForPeople(shell, table, preview);
    else await printJson(shell, { file: table.name, encoding: table.encoding, ...table.reading, ...preview });
  }
}
