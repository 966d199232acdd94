/** Uploads: registering a file that has arrived, reading how it stands, and what was wrong with its rows. */

import { randomUUID } from "node:crypto";
import { csvLine } from "../csv.ts";
import { batchAttributes } from "../model/batch.ts";
import type { Form } from "../model/form.ts";
import { shortId } from "../model/identity.ts";
import type { TenantId } from "../model/tenant.ts";
import { shownUpload, type Upload, type UploadDocument, type UploadError } from "../model/upload.ts";
import type { ObjectStore } from "../objects/objects.ts";
import type { Queue } from "../queue/queue.ts";
import type { Store } from "../store/store.ts";
import { won } from "../store/written.ts";
import { ERROR_COLUMN } from "../uploads/columns.ts";
import { pieceKeys, type Received } from "../uploads/receive.ts";
import type { ListOf } from "./insights.ts";

export interface UploadDeps {
  readonly store: Store;
  readonly queue: Pick<Queue, "send">;
  readonly objects: ObjectStore;
  /** Unix seconds. */
  readonly now: () => number;
}

export async function queueUpload(queue: Pick<Queue, "send">, tenant: TenantId, id: string): Promise<void> {
  const attributes = batchAttributes({ tenant, batch: `${id}-${randomUUID()}`, part: "0", refused: {} });
  await queue.send("uploads", [{ body: JSON.stringify([{ upload: id }]), attributes, group: tenant }]);
}

export interface ArrivedFile {
  readonly name: string;
  readonly charset?: string | undefined;
  /** Read it although the form has had the same bytes before. */
  readonly again: boolean;
}

/** The same bytes to the same form are the same upload: what came a second time is removed, what failed is read again. */
export async function registerUpload(
  { store, queue, objects, now }: UploadDeps,
  tenant: TenantId,
  form: Form,
  received: Received,
  file: ArrivedFile,
): Promise<Upload> {
  const { prefix, pieces, bytes, sha256 } = received;
  const id = file.again ? shortId("upload", form.id, sha256, randomUUID()) : shortId("upload", form.id, sha256);
  const doc: UploadDocument = {
    form: form.id,
    form_version: form.version,
    state: "stored",
    bytes,
    rows: 0,
    accepted: 0,
    rejected: 0,
    started_at: now(),
    name: file.name.slice(-200),
    ...(file.charset === undefined ? {} : { charset: file.charset }),
    place: { prefix, pieces },
    identity: file.again ? id : sha256,
  };
  const [result] = await store.write(tenant, "uploads", [{ op: "create", id, doc }]);
  if (won(result)) {
    await queueUpload(queue, tenant, id);
    return shownUpload(id, doc);
  }
  await objects.remove(pieceKeys(prefix, pieces));
  const known = (await store.get(tenant, "uploads", id))?.doc ?? doc;
  // Also one whose message was lost between the two writes: reading it twice changes nothing.
  if (known.state === "failed" || known.state === "stored") await queueUpload(queue, tenant, id);
  return shownUpload(id, known);
}

export async function readUpload(store: Store, tenant: TenantId, id: string): Promise<Upload | undefined> {
  const stored = await store.get(tenant, "uploads", id);
  return stored && shownUpload(id, stored.doc);
}

/** Newest first. */
export async function listUploads(
  store: Store,
  tenant: TenantId,
  form: string,
  query: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
): Promise<ListOf<Upload>> {
  // Who has just sent one looks here for it.
  await store.refresh(["uploads"]);
  const page = await store.search(tenant, "uploads", {
    where: { form },
    sort: [{ by: "started_at", order: "desc" }],
    ...query,
  });
  return { ...page, items: page.items.map(({ id, doc }) => shownUpload(id, doc)) };
}

/** One for each wrong row, by row. */
export async function* scanUploadErrors(store: Store, tenant: TenantId, upload: string): AsyncGenerator<UploadError> {
  await store.refresh(["upload_errors"]);
  for await (const { doc } of store.scan(tenant, "upload_errors", { where: { upload } })) yield doc;
}

const said = ({ errors }: UploadError): string =>
  errors.map(({ field, message }) => (field === "" ? message : `${field}: ${message}`)).join("; ");

/** The wrong rows as they were, each with what is wrong: to be mended and sent in again. */
export async function* mendableRows(
  { header }: Pick<UploadDocument, "header">,
  errors: AsyncIterable<UploadError>,
): AsyncGenerator<string> {
  if (header === undefined) {
    for await (const error of errors) yield `${withError(error)}\n`;
    return;
  }
  // A column of errors from an earlier round gives way to this one.
  const kept = [...header.keys()].filter((at) => header[at]!.trim().toLowerCase() !== ERROR_COLUMN);
  yield `${csvLine([...kept.map((at) => header[at]), ERROR_COLUMN])}\r\n`;
  for await (const error of errors) {
    // What is too much for the header stands behind the error, so that nothing of the row is lost.
    const surplus = error.cells.slice(header.length);
    yield `${csvLine([...kept.map((at) => error.cells[at] ?? ""), said(error), ...surplus])}\r\n`;
  }
}

/** A line as it was, with its error: a number keeps the digits that reading it would cost. What is no JSON object stands in one, as `line`. */
function withError(error: UploadError): string {
  const [line = ""] = error.cells;
  const why = { [ERROR_COLUMN]: said(error) };
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    value = undefined;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return JSON.stringify({ line, ...why });
  if (ERROR_COLUMN in value || Object.keys(value).length === 0) return JSON.stringify({ ...value, ...why });
  return `${line.trimEnd().slice(0, -1)},${JSON.stringify(why).slice(1)}`;
}
