/** The upload reader: the uploads queue in, responses out. It hears of files from our own server and from S3's notifications. */
import type { Batch } from "../../model/batch.ts";
import { shortId } from "../../model/identity.ts";
import { duplicate, type Outcome, ok, reject, retry } from "../../model/outcome.ts";
import { INSTALLATION, type TenantId } from "../../model/tenant.ts";
import type { UploadDocument } from "../../model/upload.ts";
import { ObjectChanged } from "../../objects/objects.ts";
import { queueUpload } from "../../operations/uploads.ts";
import { won } from "../../store/written.ts";
import { createUploadReader, type UploadReaderDeps, UploadRefused } from "../../uploads/reader.ts";
import { pieceKeys } from "../../uploads/receive.ts";
import type { ConsumingLoop, Part } from "../frame/consuming-loop.ts";
import { Interrupted, isOutage } from "../frame/patience.ts";
import { formOfKey, type NewObject, readNotification } from "./notifications.ts";

/** An upload that is registered, or an object that somebody put into the bucket. */
type Job = { readonly upload: string } | NewObject;

const isUpload = (item: unknown): item is { readonly upload: string } =>
  typeof item === "object" && item !== null && "upload" in item && typeof item.upload === "string";
const isNewObject = (item: unknown): item is NewObject =>
  typeof item === "object" && item !== null && "keys" in item && Array.isArray(item.keys);

/** Another reader is ahead, with a message of its own. */
class Superseded extends Error {
  override name = "Superseded";
}

const unreadable = [{ field: "", code: "invalid", message: "neither an upload nor a notification of S3" }];

export function createUploadReaderLoop(deps: UploadReaderDeps): ConsumingLoop<Job, Job> {
  const { store, queue, objects, forms, now } = deps;
  const read = createUploadReader(deps);

  /** What is done stays done: a queue may deliver twice, so another reader may have been faster. */
  async function change(tenant: TenantId, id: string, to: (now: UploadDocument) => UploadDocument): Promise<void> {
    for (;;) {
      const stored = await store.get(tenant, "uploads", id);
      if (stored === undefined || stored.doc.state === "done") throw new Superseded();
      const { version, doc } = stored;
      const [result] = await store.write(tenant, "uploads", [{ op: "replace", id, version, doc: to(doc) }]);
      if (won(result)) return;
    }
  }
  const save = (tenant: TenantId, id: string, doc: UploadDocument) =>
    change(tenant, id, (latest) => {
      if (latest.rows > doc.rows) throw new Superseded();
      return doc;
    });
  const fail = (tenant: TenantId, id: string, code: string, message: string) =>
    change(tenant, id, (doc) => ({ ...doc, state: "failed", error: { code, message }, ended_at: now() }));

  /** What was read is in the store, wrong rows too: the pieces are needed no more. An object that somebody else put there is theirs. */
  async function forget({ place }: UploadDocument): Promise<void> {
    if ("pieces" in place) await objects.remove(pieceKeys(place.prefix, place.pieces)).catch(() => undefined);
  }

  /** The same key with other content is another upload: what was read of the first stays, the other is read from its start. */
  async function registerAnew(tenant: TenantId, { place, form }: UploadDocument): Promise<string | undefined> {
    return "key" in place ? registerObject(tenant, form, [place.key]) : undefined;
  }

  async function registerObject(
    tenant: TenantId,
    formId: string,
    keys: readonly string[],
  ): Promise<string | undefined> {
    const form = await forms.current(tenant, formId);
    if (form === undefined) return undefined;
    for (const key of keys) {
      const found = await objects.head(key);
      if (found === undefined) continue;
      const id = shortId("upload", formId, key, found.etag);
      const doc: UploadDocument = {
        form: formId,
        form_version: form.version,
        state: "stored",
        bytes: found.bytes,
        rows: 0,
        accepted: 0,
        rejected: 0,
        started_at: now(),
        name: key.slice(-200),
        place: { key, etag: found.etag },
        identity: `${key} ${found.etag}`,
      };
      await store.write(tenant, "uploads", [{ op: "create", id, doc }]);
      await queueUpload(queue, tenant, id);
      return id;
    }
    return undefined;
  }

  async function runUpload(tenant: TenantId, id: string, signal: AbortSignal): Promise<Outcome<Job>> {
    const stored = await store.get(tenant, "uploads", id);
    if (stored === undefined) return reject([{ field: "upload", code: "unknown", message: "no such upload" }]);
    if (stored.doc.state === "done") return duplicate;
    const { error: _, ended_at: _e, ...before } = stored.doc;
    try {
      return await readOn(tenant, id, before, signal);
    } catch (error) {
      return await afterFailure(tenant, id, before, error, signal);
    }
  }

  async function readOn(
    tenant: TenantId,
    id: string,
    before: UploadDocument,
    signal: AbortSignal,
  ): Promise<Outcome<Job>> {
    const after = await read(tenant, id, before, (doc) => save(tenant, id, doc), signal);
    if (after.state === "reading") {
      // Its turn is over. In the books each turn but the last is a message of the same upload again.
      await queueUpload(queue, tenant, id);
      return duplicate;
    }
    await save(tenant, id, after);
    await forget(after);
    return ok({ upload: id });
  }

  async function afterFailure(
    tenant: TenantId,
    id: string,
    before: UploadDocument,
    error: unknown,
    signal: AbortSignal,
  ): Promise<Outcome<Job>> {
    try {
      if (isOutage(error) || error instanceof Superseded) throw error;
      if (signal.aborted) throw new Interrupted("stopping while a file was read");
      if (error instanceof UploadRefused) {
        await fail(tenant, id, error.code, error.message);
        return reject([{ field: "", code: error.code, message: error.message }]);
      }
      if (error instanceof ObjectChanged) {
        const anew = await registerAnew(tenant, before);
        await fail(tenant, id, "changed", `${error.message}; it is read anew as the upload ${anew ?? "?"}`);
        return ok({ upload: id });
      }
      const { message } = error as Error;
      await fail(tenant, id, "unreadable", message);
      return retry(error as Error);
    } catch (thrown) {
      if (thrown instanceof Superseded) return duplicate;
      throw thrown;
    }
  }

  /** A bucket knows no tenants: the form in the object's name does. */
  async function runObject({ keys, etag }: NewObject): Promise<Outcome<Job>> {
    const formId = keys.map(formOfKey).find((one) => one !== undefined);
    const link = formId === undefined ? undefined : await store.get(INSTALLATION, "form_links", `form:${formId}`);
    if (formId === undefined || link === undefined)
      return reject([
        { field: "key", code: "unknown_form", message: "the object's name is not forms/<form id>/… of any form" },
      ]);
    const id = await registerObject(link.doc.tenant as TenantId, formId, keys);
    return id === undefined ? retry(new Error("the object is not there")) : ok({ keys, etag });
  }

  return {
    name: "upload-reader",
    itemsOf: readNotification,
    async read(items: readonly unknown[], batch: Batch): Promise<Part<Job>[]> {
      const all = items.map((raw) =>
        isUpload(raw) || isNewObject(raw) ? { raw, value: raw } : { raw, errors: unreadable },
      );
      return [{ batch, app: "", source: "", items: all }];
    },
    async stage(jobs, { batch, signal }) {
      const outcomes: Outcome<Job>[] = [];
      for (const job of jobs)
        outcomes.push("upload" in job ? await runUpload(batch.tenant, job.upload, signal) : await runObject(job));
      return outcomes;
    },
    write: async (jobs) => ({ outcomes: jobs.map(ok), sent: [] }),
    // Ten files at a time, each with a piece of it in memory; more of them take turns.
    concurrency: 1,
  };
}
