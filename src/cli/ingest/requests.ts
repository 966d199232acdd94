/** Rows cut into requests of bounded size, the rows that earlier runs had answered left out. */
import type { FileRow, RowPlace } from "./file-rows.ts";

/** Far below the daemon's limits (10,000 records, 10 MB), so that an answer comes soon and a retry repeats little. */
export const MAX_ROWS = 250;
export const MAX_BYTES = 512 * 1024;

/** A row's number and where it stands. */
export interface NumberedRow {
  readonly row: number;
  readonly place: RowPlace;
}

/** Rows `from` to before `to` of the file; `lines` are those that can be sent, `rows` which ones they are. */
export interface IngestRequest {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
  readonly rows: readonly NumberedRow[];
  /** Rows of the range that can't be sent. */
  readonly refused: readonly (NumberedRow & { readonly error: string })[];
}

interface Draft {
  readonly from: number;
  to: number;
  bytes: number;
  readonly lines: string[];
  readonly rows: NumberedRow[];
  readonly refused: (NumberedRow & { readonly error: string })[];
}

/** Without the row itself, which may be long. */
const placeOf = ({ line, table, columnOf, refused }: RowPlace): RowPlace => ({
  line,
  columnOf,
  ...(table === undefined ? {} : { table }),
  ...(refused === undefined ? {} : { refused }),
});

export async function* cutRequests(
  rows: AsyncIterable<FileRow>,
  isDone: (row: number) => boolean,
  { maxRows = MAX_ROWS, maxBytes = MAX_BYTES } = {},
): AsyncGenerator<IngestRequest> {
  let draft: Draft | undefined;
  let row = -1;
  for await (const item of rows) {
    row++;
    const done = isDone(row);
    const bytes = "json" in item ? Buffer.byteLength(item.json) + 1 : 0;
    if (draft !== undefined && (done || draft.to - draft.from === maxRows || draft.bytes + bytes > maxBytes)) {
      yield draft;
      draft = undefined;
    }
    if (done) continue;
    draft ??= { from: row, to: row, bytes: 0, lines: [], rows: [], refused: [] };
    draft.to = row + 1;
    draft.bytes += bytes;
    if ("error" in item) draft.refused.push({ row, place: item, error: item.error });
    else {
      draft.lines.push(item.json);
      draft.rows.push({ row, place: placeOf(item) });
    }
  }
  if (draft !== undefined) yield draft;
}

/** The two halves of a request that was too large; undefined when it holds a single row. */
export function halves(request: IngestRequest): readonly [IngestRequest, IngestRequest] | undefined {
  if (request.lines.length < 2) return undefined;
  const middle = request.lines.length >> 1;
  const border = request.rows[middle]!.row;
  const part = (from: number, to: number, start: number, end?: number): IngestRequest => ({
    from,
    to,
    lines: request.lines.slice(start, end),
    rows: request.rows.slice(start, end),
    refused: request.refused.filter(({ row }) => row >= from && row < to),
  });
  return [part(request.from, border, 0, middle), part(border, request.to, middle)];
}
