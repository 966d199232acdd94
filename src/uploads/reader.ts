/**
 * Reads an upload to its end: each row is checked and goes on to the responses queue, or is kept with what is wrong with
 * it. How far it got is written down every so many rows, under names that come out the same again, so a reader that dies
 * goes on where it was and nothing counts twice.
 */
import { setImmediate } from "node:timers/promises";
import { appOf } from "../forms/documents.ts";
import type { FormLookup } from "../forms/form-lookup.ts";
import { readResponse } from "../forms/read-response.ts";
import { keepRefusals, type Refusal } from "../forms/refusals.ts";
import { countReasons, responseMessages } from "../forms/response-intake.ts";
import { UnreadableTable } from "../ingestion/tables/unreadable.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Form } from "../model/form.ts";
import { shortId } from "../model/identity.ts";
import { noCounts } from "../model/ledger.ts";
import type { FieldError } from "../model/outcome.ts";
import type { QueuedResponse } from "../model/response.ts";
import type { TenantId } from "../model/tenant.ts";
import type { UploadDocument } from "../model/upload.ts";
import type { ObjectStore } from "../objects/objects.ts";
import type { Queue } from "../queue/queue.ts";
import type { Store } from "../store/store.ts";
import { questionOfName, readHeader, shownColumns } from "./columns.ts";
import { createConflicts } from "./conflicts.ts";
import { createFlatLines } from "./flat-line.ts";
import { readObject, readPieces } from "./receive.ts";
import { type FileRow, openRows, type RowFile } from "./rows.ts";
import { type RowPlan, type Said, saidBy, styleOfQuestion } from "./said-row.ts";
import { surveyStyles } from "./styles.ts";

export interface UploadReaderDeps {
  readonly store: Store;
  readonly queue: Pick<Queue, "send">;
  readonly ledger: Ledger;
  readonly objects: ObjectStore;
  readonly forms: FormLookup;
  readonly defaultApp: string;
  /** Resolves when what comes after has room for more. */
  readonly room: (signal: AbortSignal) => Promise<void>;
  /** Whether other uploads wait for a reader. */
  readonly othersWait: () => Promise<boolean>;
  /** Unix seconds. */
  readonly now: () => number;
}

/** Rows between two checkpoints. */
const ROWS_A_STEP = 500;
/** Rows after which an upload that others wait for goes to the end of the queue. */
const ROWS_A_TURN = 1_000;

/** A fault of the file itself: it will be the same however often it is read. */
export class UploadRefused extends Error {
  override name = "UploadRefused";
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The id is that of another response, which is there. */
const isTaken = ([first]: readonly FieldError[]): boolean => first?.code === "differs" || first?.code === "deleted";

interface WrongRow {
  readonly row: number;
  readonly cells: readonly string[];
  readonly errors: readonly FieldError[];
  readonly id?: string | undefined;
}

interface TakenRow {
  readonly row: number;
  readonly said: Exclude<Said, { readonly wrong: FieldError }>;
  readonly response: QueuedResponse;
}

interface Step {
  /** The rows before it. */
  readonly start: number;
  readonly taken: TakenRow[];
  readonly wrong: WrongRow[];
  rows: number;
}

interface Reading {
  readonly tenant: TenantId;
  readonly form: Form;
  readonly doc: UploadDocument;
  /** Of the upload. */
  readonly id: string;
  readonly plan: RowPlan;
}

function markOf(file: RowFile): Pick<UploadDocument, "mark"> {
  const mark = file.mark();
  return mark === undefined ? {} : { mark };
}

/** Of one that an earlier version began the fields were not counted. */
function wrongAfter({ rejected, wrong = rejected === 0 ? 0 : undefined }: UploadDocument, step: Step) {
  if (wrong === undefined) return {};
  return { wrong: step.wrong.reduce((sum, { errors }) => sum + errors.length, wrong) };
}

export function createUploadReader(deps: UploadReaderDeps) {
  const { store, objects, forms } = deps;

  function bytesOf({ place, bytes }: UploadDocument, from?: number): AsyncIterable<Buffer> {
    return "pieces" in place ? readPieces(objects, place, from) : readObject(objects, place, bytes, from);
  }

  /** What can't be read of a file stays so, at its start and in its midst. */
  function refusal(error: unknown): unknown {
    if (!(error instanceof UnreadableTable)) return error;
    return new UploadRefused(/empty/.test(error.message) ? "empty" : "unreadable", error.message);
  }

  async function open(doc: UploadDocument, form: Form): Promise<RowFile> {
    try {
      const { name, charset, encoding } = doc;
      const source = { name, charset, encoding, open: (from?: number) => bytesOf(doc, from) };
      return await openRows(source, questionOfName(form.questions));
    } catch (error) {
      throw refusal(error);
    }
  }

  async function* rowsOf(file: RowFile, from: UploadDocument["mark"]): AsyncGenerator<FileRow> {
    try {
      yield* file.rows(from);
    } catch (error) {
      throw refusal(error);
    }
  }

  /** What each column of the file becomes. How it writes days and numbers is asked once, of all of it. */
  async function planOf(file: RowFile, form: Form, doc: UploadDocument, signal: AbortSignal): Promise<RowPlan> {
    const flatLines = createFlatLines(form.questions);
    if (file.header === undefined) return { file, form, targets: [], styles: [], flatLines };
    const targets = readHeader(file.header, form.questions);
    if (targets === undefined) {
      const wanted = form.questions
        .map(({ question_text: text }) => text)
        .join(", ")
        .slice(0, 1_000);
      const found = file.header.join(", ").slice(0, 1_000);
      throw new UploadRefused(
        "columns",
        `no column is one of the form's questions (${wanted}); the file has the columns ${found}`,
      );
    }
    const styles = doc.styles ?? (await surveyStyles(targets, rowsOf(file, undefined), signal));
    return { file, form, targets, styles, flatLines };
  }

  /** Of what a row says, a response or what is wrong with it. */
  async function takeRow({ tenant, form, doc, id, plan }: Reading, row: number, said: Said, step: Step): Promise<void> {
    step.rows++;
    if ("wrong" in said) {
      step.wrong.push({ row, cells: said.cells, errors: [said.wrong] });
      return;
    }
    const result = await readResponse(said.input, {
      form: form.id,
      receivedAt: doc.started_at,
      fallbackId: shortId("row", form.id, doc.identity, row),
      upload: id,
      versionOf: async (version) =>
        version === undefined || version === form.version ? form : forms.version(tenant, form.id, version),
      styleOf: styleOfQuestion(plan),
    });
    if ("response" in result) step.taken.push({ row, said, response: result.response });
    else step.wrong.push({ row, cells: said.cells, errors: said.named(result.errors), id: result.id });
  }

  /** Wrong rows are booked by themselves, once, under the name of their step. */
  async function bookWrong(tenant: TenantId, form: Form, id: string, step: Step): Promise<void> {
    if (step.wrong.length === 0) return;
    await deps.ledger.record(tenant, {
      pipeline: "responses",
      stage: "response-writer",
      batch: `${id}.${step.start}.wrong`,
      part: "0",
      app: appOf(form, deps.defaultApp),
      source: form.id,
      at: deps.now(),
      in: 0,
      counts: noCounts,
      refused: countReasons(step.wrong.map(({ errors }) => errors)),
      sent: [],
      first: true,
      last: true,
      redriven: [],
    });
  }

  async function finish(tenant: TenantId, form: Form, id: string, step: Step): Promise<void> {
    const errors = step.wrong.map(({ row, cells, errors }) => {
      return {
        op: "put",
        id: `${id}.${String(row).padStart(10, "0")}`,
        doc: { upload: id, row, cells, errors },
      } as const;
    });
    if (errors.length > 0) await store.write(tenant, "upload_errors", errors);
    const refusals = step.wrong.flatMap(({ id, errors }): Refusal[] =>
      id === undefined || isTaken(errors) ? [] : [{ form: form.id, id, reason: errors[0]?.code ?? "invalid" }],
    );
    await keepRefusals(store, tenant, refusals, deps.now());
    const name = (index: number) => `${id}.${step.start}.${index}`;
    const responses = step.taken.map(({ response }) => response);
    if (responses.length > 0) await deps.queue.send("responses", responseMessages(tenant, responses, {}, { name }));
    await bookWrong(tenant, form, id, step);
  }

  /**
   * The upload as it is when all of it has been read, or, still `reading`, when it has had its turn and others wait.
   * Throws the signal's reason when it aborts meanwhile.
   */
  return async function read(
    tenant: TenantId,
    id: string,
    before: UploadDocument,
    save: (doc: UploadDocument) => Promise<void>,
    signal: AbortSignal,
  ): Promise<UploadDocument> {
    const form = await forms.version(tenant, before.form, before.form_version);
    if (form === undefined) throw new UploadRefused("no_form", "the form is not there any more");
    const file = await open(before, form);
    const plan = await planOf(file, form, before, signal);
    const { targets, styles } = plan;
    const { header = [] } = file;
    const table = file.header === undefined ? {} : { header, styles, columns: shownColumns(header, targets, styles) };
    let doc: UploadDocument = { ...before, ...table, encoding: file.encoding, state: "reading" };
    let step: Step = { start: doc.rows, taken: [], wrong: [], rows: 0 };
    const conflicts = createConflicts(store, tenant);
    let row = before.mark?.rows ?? 0;

    /** What comes under an id that is taken is told here, where its row is known. */
    const withoutConflicts = async (given: Step): Promise<Step> => {
      const errors = await conflicts.of(given.taken.map(({ response }) => response));
      const wrong = given.taken.flatMap(({ row, said, response }, at): WrongRow[] => {
        const error = errors[at];
        return error === undefined ? [] : [{ row, cells: said.cells, errors: said.named([error]), id: response.id }];
      });
      const taken = given.taken.filter((_, at) => errors[at] === undefined);
      return { ...given, taken, wrong: [...given.wrong, ...wrong].sort((a, b) => a.row - b.row) };
    };

    const flush = async (): Promise<void> => {
      await deps.room(signal);
      signal.throwIfAborted();
      step = await withoutConflicts(step);
      await finish(tenant, form, id, step);
      doc = {
        ...doc,
        rows: row,
        accepted: doc.accepted + step.taken.length,
        rejected: doc.rejected + step.wrong.length,
        ...wrongAfter(doc, step),
        ...markOf(file),
      };
      // Everything up to here is durable further on.
      await save(doc);
      step = { start: row, taken: [], wrong: [], rows: 0 };
      await setImmediate();
    };

    for await (const given of rowsOf(file, before.mark)) {
      row++;
      if (row <= before.rows) continue;
      await takeRow({ tenant, form, doc, id, plan }, row, saidBy(given, plan), step);
      if (step.rows < ROWS_A_STEP) continue;
      await flush();
      if (row - before.rows >= ROWS_A_TURN && (await deps.othersWait())) return doc;
    }
    if (step.rows > 0) await flush();
    if (row === 0) throw new UploadRefused("no_rows", "the file has a header and no rows");
    const { error: _, mark: _m, styles: _s, ...done } = doc;
    return { ...done, state: "done", ended_at: deps.now() };
  };
}
