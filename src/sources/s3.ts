/**
 * Objects of S3: those under a prefix that were written since the last pull, or those that S3's notifications on a queue name.
 * Each row is a record; a row without an id is named by its object and place.
 */
import type { Message } from "@aws-sdk/client-sqs";
import { z } from "zod";
import {
  type BucketObject,
  isArchived,
  isNoSuchKey,
  listObjects,
  openObject,
  readArrivals,
} from "../ingestion/bucket.ts";
import { asConnector, type Item, type Page, type RecordItem, type SourceContext } from "../ingestion/connector.ts";
import { recordsOf } from "../ingestion/object-records.ts";
import { UnreadableTable } from "../ingestion/tables/unreadable.ts";
import { hexDigest } from "../model/identity.ts";
import { amazonFault, openBucket, openQueue } from "./amazon.ts";
import { baseUrl } from "./settings.ts";
import { receive, remove } from "./sqs.ts";

const Settings = z.strictObject({
  bucket: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "has to be the name of a bucket alone, such as app-reviews"),
  prefix: z.string().max(1_024).default(""),
  region: z.string().max(64).optional(),
  queue_url: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({ description: "the queue of the bucket's event notifications: then new objects are not looked for" }),
  base_url: baseUrl,
  queue_base_url: baseUrl,
});
type Settings = z.output<typeof Settings>;
type Context = SourceContext<Settings>;
type Client = ReturnType<typeof openBucket>;

/** Records of a page: an object may have millions. */
const ROWS = 500;

function rowItem(row: unknown, place: string, number: number, at: number | undefined): Item {
  if (typeof row !== "object" || row === null || Array.isArray(row)) {
    return { malformed: { place, row }, why: "a row that can't be read" };
  }
  const { id, metadata } = row as { readonly id?: unknown; readonly metadata?: { readonly id?: unknown } };
  const own = id ?? metadata?.id;
  const named = own === undefined || own === "" ? `${hexDigest(place).slice(0, 24)}-${number}` : String(own);
  return { record: { ...(row as RecordItem["record"]), id: named }, at };
}

interface Rows {
  readonly items: readonly Item[];
  /** Rows read so far. */
  readonly rows: number;
}

/** From a row on, some rows at a time; the rows before are read over, since an object has no other way in. */
async function* rowsOf(
  client: Client,
  bucket: string,
  { key, modified }: Pick<BucketObject, "key"> & { readonly modified?: number },
  from: number,
  signal: AbortSignal,
): AsyncGenerator<Rows> {
  const opened = await openObject(client, bucket, key, signal).catch((error: unknown) => {
    if (!isArchived(error)) throw isNoSuchKey(error) ? error : amazonFault(error);
  });
  if (opened === undefined) {
    const why = "it is archived and can't be read: restore it, and write it again";
    return void (yield { items: [{ malformed: { bucket, key }, why }], rows: 0 });
  }
  let rows = 0;
  let items: Item[] = [];
  try {
    for await (const row of recordsOf(key, opened.body, signal)) {
      if (++rows <= from) continue;
      items.push(rowItem(row, `${bucket}/${key}`, rows, modified));
      if (items.length < ROWS) continue;
      yield { items, rows };
      items = [];
    }
  } catch (error) {
    if (!(error instanceof UnreadableTable)) throw amazonFault(error);
    items.push({ malformed: { bucket, key }, why: error.message });
  }
  if (items.length > 0) yield { items, rows };
}

/** Nothing of an object that was deleted since it was listed. */
async function* present(rows: AsyncGenerator<Rows>): AsyncGenerator<Rows> {
  try {
    yield* rows;
  } catch (error) {
    if (!isNoSuchKey(error)) throw error;
  }
}

interface Resume {
  /** The last object that is done. */
  readonly after?: string | undefined;
  readonly key?: string | undefined;
  readonly rows?: number;
}

async function* pullListing(context: Context, client: Client, since: number, resume: Resume): AsyncGenerator<Page> {
  const { settings, signal } = context;
  const { bucket, prefix } = settings;
  let { after, key: open, rows: done = 0 } = resume;
  for (;;) {
    const page = await listObjects(client, bucket, { prefix, after }, signal).catch((error: unknown) => {
      throw amazonFault(error);
    });
    for (const object of page.objects) {
      const from = object.key === open ? done : 0;
      if (object.modified >= since) {
        for await (const { items, rows } of present(rowsOf(client, bucket, object, from, signal))) {
          yield { items, resume: { after, key: object.key, rows }, newestFirst: false };
        }
      }
      after = object.key;
      [open, done] = [undefined, 0];
    }
    after = page.last ?? after;
    if (page.next === undefined) break;
    yield { items: [], resume: { after }, newestFirst: false };
  }
  yield { items: [], end: "complete", newestFirst: false };
}

async function* readArrival(
  client: Client,
  { bucket, key, rawKey }: { readonly bucket: string; readonly key: string; readonly rawKey: string },
  signal: AbortSignal,
): AsyncGenerator<Rows> {
  try {
    yield* rowsOf(client, bucket, { key }, 0, signal);
  } catch (error) {
    // Some servers don't encode keys; and an object may be gone by now.
    if (!isNoSuchKey(error)) throw error;
    if (rawKey === key) return;
    yield* present(rowsOf(client, bucket, { key: rawKey }, 0, signal));
  }
}

const noNotice = ({ MessageId, Body = "" }: Message): Item => ({
  malformed: { message: MessageId, body: Body.slice(0, 10_000) },
  why: "a message that is no notification of an object",
});

/** A message is acknowledged with the last page of its objects: before, it comes again. */
async function* pullArrivals(
  context: Context,
  client: Client,
  queueUrl: string,
  resume: unknown,
): AsyncGenerator<Page> {
  const { settings, signal } = context;
  const queue = openQueue(context, queueUrl, settings.region, settings.queue_base_url ?? settings.base_url);
  let page = (resume as { readonly page?: number } | undefined)?.page ?? 0;
  try {
    for (let messages = await receive(queue, queueUrl, signal); messages.length > 0; ) {
      for (const message of messages) {
        const named = readArrivals(message.Body ?? "");
        const arrivals = (named ?? []).filter(
          ({ bucket, key }) => bucket === settings.bucket && key.startsWith(settings.prefix),
        );
        for (const arrival of arrivals) {
          for await (const { items } of readArrival(client, arrival, signal)) {
            yield { items, resume: { page: ++page }, newestFirst: false };
          }
        }
        const acknowledge = () => remove(queue, queueUrl, [message]);
        yield {
          items: named === undefined ? [noNotice(message)] : [],
          acknowledge,
          resume: { page: ++page },
          newestFirst: false,
        };
      }
      messages = await receive(queue, queueUrl, signal);
    }
    yield { items: [], end: "complete", newestFirst: false, state: { listed: true } };
  } finally {
    queue.destroy();
  }
}

export const s3 = asConnector<Settings>({
  type: "s3",
  title: "S3 bucket",
  modes: ["pull"],
  settings: Settings,
  secrets: ["api_user", "api_key", "access_token"],
  // An object that is uploaded in parts carries the time at which that began.
  lookback: 3_600,
  // Of a bucket nothing is shown again but what was written within the look-back.
  repeats: false,
  async *pull(context, { since, state, resume, backfill }) {
    const { queue_url } = context.settings;
    const client = openBucket(context, context.settings.region, context.settings.base_url);
    try {
      // What was there before anybody listened has to be looked for once.
      const listens = queue_url !== undefined && !backfill && (state as { listed?: boolean } | undefined)?.listed;
      if (listens) yield* pullArrivals(context, client, queue_url, resume);
      else
        for await (const page of pullListing(context, client, since, (resume as Resume | undefined) ?? {})) {
          yield page.end === undefined ? page : { ...page, state: { listed: true } };
        }
    } finally {
      client.destroy();
    }
  },
});
