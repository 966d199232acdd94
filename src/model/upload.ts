/** An upload: a file of responses to one form, from its arrival to its last row. */
import { z } from "zod";

export const uploadStates = ["stored", "reading", "done", "failed"] as const;

export const Upload = z
  .object({
    id: z.string(),
    form: z.string(),
    state: z.enum(uploadStates),
    bytes: z.number().int(),
    rows: z.number().int().meta({ description: "read so far" }),
    accepted: z.number().int(),
    rejected: z.number().int(),
    started_at: z.number().int(),
    ended_at: z.number().int().optional(),
    error: z.object({ code: z.string(), message: z.string() }).optional(),
    columns: z
      .array(z.object({ column: z.string(), becomes: z.string(), question: z.string().optional() }))
      .optional()
      .meta({
        description:
          "what each column of the table becomes: answer, choice (of a question with a column for each), id, submitted_at, form_version, session_id, metadata, nothing",
      }),
  })
  .meta({ id: "Upload" });
export type Upload = Readonly<z.infer<typeof Upload>>;

/** Where its bytes are: pieces that we cut, or one object that somebody else put there. */
export type UploadPlace =
  | { readonly pieces: number; readonly prefix: string }
  | { readonly key: string; readonly etag: string };

/** As it was told from all of the file's bytes. */
export interface FileEncoding {
  /** As the WHATWG's Encoding Standard names it. */
  readonly name: string;
  readonly by: "declared" | "byte order mark" | "its bytes" | "guess";
  /** Of a UTF-8 file: bytes that are none, read as Windows-1252 one by one. */
  readonly strayBytes?: number;
}

/** How one column writes days and numbers, as all of its file shows. */
export interface ColumnStyle {
  readonly order?: "day" | "month";
  /** Days are a spreadsheet's numbers. */
  readonly isSerial?: boolean;
  readonly decimal?: "point" | "comma";
  /** A moment that a survey tool wrote, in a way that may mean two: it stays beside the response as it was written. */
  readonly isUnsure?: boolean;
}

/** A place between two rows. */
export interface RowMark {
  /** Of the file, before it. */
  readonly bytes: number;
  /** Without the header, before it. */
  readonly rows: number;
}

export interface UploadDocument extends Omit<Upload, "id"> {
  readonly form_version: number;
  /** The file's name or media type, as far as it tells what it holds. */
  readonly name: string;
  readonly charset?: string;
  readonly place: UploadPlace;
  /** What rows without an id of their own are identified by: the file's content, or this upload when it was forced. */
  readonly identity: string;
  /** How the file is written, once that is known. */
  readonly header?: readonly string[];
  readonly encoding?: FileEncoding;
  /** How each column writes days and numbers, while it is read. */
  readonly styles?: readonly (ColumnStyle | undefined)[];
  /** Fields that were wrong, of all rows that were not taken. */
  readonly wrong?: number;
  /** Where a reader goes on without reading what is before; none where the encoding does not allow it. */
  readonly mark?: RowMark;
}

/** What is wrong with one field of a row, as it is shown. */
export const RowError = z
  .object({
    row: z.number().int().meta({ description: "from 1, without the header" }),
    field: z
      .string()
      .meta({ description: "the column, or a property of the response; empty where it is the whole row" }),
    code: z.string(),
    message: z.string(),
  })
  .meta({ id: "RowError" });
export type RowError = Readonly<z.infer<typeof RowError>>;

/** A row that was not taken, as it stood in the file. */
export interface UploadError {
  readonly upload: string;
  /** From 1, without the header. */
  readonly row: number;
  readonly cells: readonly string[];
  readonly errors: readonly { readonly field: string; readonly code: string; readonly message: string }[];
}

export const shownUpload = (id: string, doc: UploadDocument): Upload => ({
  id,
  form: doc.form,
  state: doc.state,
  bytes: doc.bytes,
  rows: doc.rows,
  accepted: doc.accepted,
  rejected: doc.rejected,
  started_at: doc.started_at,
  ...(doc.ended_at === undefined ? {} : { ended_at: doc.ended_at }),
  ...(doc.error === undefined ? {} : { error: { ...doc.error } }),
  ...(doc.columns === undefined ? {} : { columns: [...doc.columns] }),
});
