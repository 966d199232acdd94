/**
 * Forms' answers, receipts and uploads that are older than they may be kept. Of a response and of a receipt a mark without
 * content stays, so that the books agree, what is sent again is known, and nobody is thanked twice; of an upload nothing does.
 */
import type { TenantId } from "../model/tenant.ts";
import type { CollectionName, Documents } from "../store/collections.ts";
import type { Store, Stored, Where, Write } from "../store/store.ts";
import { forgetReceipts, markOf } from "./responses.ts";

const SECONDS_A_DAY = 86_400;
const PAGE_SIZE = 200;

/** Days; what isn't named is kept. */
export interface FormDays {
  readonly responses?: number | undefined;
  readonly receipts?: number | undefined;
  readonly uploads?: number | undefined;
}

export interface FormRetention {
  readonly tenant: TenantId;
  readonly days: FormDays;
  /** Unix seconds. */
  readonly now: number;
  readonly signal: AbortSignal;
}

async function* pagesOf<C extends CollectionName>(
  store: Store,
  { tenant, signal }: FormRetention,
  collection: C,
  where: Where<C>,
): AsyncGenerator<Stored<Documents[C]>[]> {
  await store.refresh([collection]);
  let page: Stored<Documents[C]>[] = [];
  for await (const stored of store.scan(tenant, collection, { where, pageSize: PAGE_SIZE })) {
    if (signal.aborted) return;
    page.push(stored);
    if (page.length < PAGE_SIZE) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

/** By when they came here; when they were submitted is earlier. */
async function forgetResponses(store: Store, retention: FormRetention, before: number): Promise<number> {
  let count = 0;
  // Marks are from the beginning of time.
  const where = { submitted_at: { gte: 1, lt: before } };
  for await (const page of pagesOf(store, retention, "responses", where)) {
    const old = page.filter(({ doc }) => doc.received_at < before && !doc.deleted);
    const writes = old.map(({ id, version, doc }): Write<Documents["responses"]> => {
      return { op: "replace", id, version, doc: markOf(doc) };
    });
    // One that a hook wrote a note on meanwhile has its turn tomorrow.
    await store.write(retention.tenant, "responses", writes);
    for (const { id } of old) await forgetReceipts(store, retention.tenant, id);
    count += old.length;
  }
  return count;
}

async function stripReceipts(store: Store, retention: FormRetention, before: number): Promise<number> {
  let count = 0;
  for await (const page of pagesOf(store, retention, "receipts", { created_at: { lt: before } })) {
    const old = page.filter(({ doc }) => doc.due_at === undefined && (doc.to !== "" || doc.body !== ""));
    const writes = old.map(({ id, version, doc }): Write<Documents["receipts"]> => {
      return { op: "replace", id, version, doc: { ...doc, to: "", body: "" } };
    });
    await store.write(retention.tenant, "receipts", writes);
    count += old.length;
  }
  return count;
}

async function removeUploads(store: Store, retention: FormRetention, before: number): Promise<number> {
  const { tenant } = retention;
  let count = 0;
  for await (const page of pagesOf(store, retention, "uploads", { started_at: { lt: before } })) {
    for (const { id, doc } of page) {
      if (doc.state !== "done" && doc.state !== "failed") continue;
      for await (const errors of pagesOf(store, retention, "upload_errors", { upload: id }))
        await store.write(
          tenant,
          "upload_errors",
          errors.map((one) => ({ op: "delete", id: one.id }) as const),
        );
      await store.write(tenant, "uploads", [{ op: "delete", id }]);
      count++;
    }
  }
  return count;
}

/** How many of each lost their content. May be run again at any time. */
export async function applyFormRetention(
  store: Store,
  retention: FormRetention,
): Promise<Readonly<Record<keyof FormDays, number>>> {
  const { days, now } = retention;
  const before = (kept: number) => now - kept * SECONDS_A_DAY;
  const { responses, receipts, uploads } = days;
  return {
    responses: responses === undefined ? 0 : await forgetResponses(store, retention, before(responses)),
    receipts: receipts === undefined ? 0 : await stripReceipts(store, retention, before(receipts)),
    uploads: uploads === undefined ? 0 : await removeUploads(store, retention, before(uploads)),
  };
}
