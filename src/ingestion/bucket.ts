/** Objects of S3 as feedback: listing and reading them, and the notifications that say where one arrived. */

import type { Readable } from "node:stream";
import { GetObjectCommand, InvalidObjectState, ListObjectsV2Command, NoSuchKey, S3Client } from "@aws-sdk/client-s3";

export interface BucketOptions {
  readonly region?: string | undefined;
  /** A server of one's own. */
  readonly endpoint?: string | undefined;
  readonly forcePathStyle?: boolean | undefined;
  /** Default: the SDK's own chain. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
}

export const openBucketClient = ({ region, endpoint, forcePathStyle, credentials }: BucketOptions): S3Client =>
  new S3Client({
    region: region ?? "us-east-1",
    endpoint,
    forcePathStyle: forcePathStyle ?? endpoint !== undefined,
    credentials,
    maxAttempts: 3,
  });

export interface BucketObject {
  readonly key: string;
  readonly size: number;
  readonly etag: string;
  /** Unix seconds. */
  readonly modified: number;
}

export interface BucketPage {
  readonly objects: readonly BucketObject[];
  readonly next: string | undefined;
  /** The last key of the page, that of a folder too: where listing goes on after it. */
  readonly last: string | undefined;
}

/** What answers like a list of nothing and is none: a web page, say. */
export class NoListing extends Error {
  override name = "NoListing";
}

/** By key; without folders, which are objects of no size whose key ends with a slash. */
export async function listObjects(
  client: S3Client,
  bucket: string,
  { prefix, token, after }: { readonly prefix: string; readonly token?: string | undefined; readonly after?: string },
  signal?: AbortSignal,
): Promise<BucketPage> {
  const command = new ListObjectsV2Command({
    ...{ Bucket: bucket, Prefix: prefix, ContinuationToken: token, StartAfter: after },
  });
  const page = await client.send(command, { abortSignal: signal });
  const { Name, KeyCount, IsTruncated, MaxKeys, Contents } = page;
  if ([Name, KeyCount, IsTruncated, MaxKeys, Contents].every((said) => said === undefined))
    throw new NoListing(`what was answered is no list of ${bucket}'s objects; is the address that of an S3 server?`);
  const objects = (page.Contents ?? []).map(({ Key = "", Size = 0, ETag = "", LastModified }) => {
    const modified = Math.floor((LastModified?.getTime() ?? 0) / 1_000);
    return { key: Key, size: Size, etag: ETag.replaceAll('"', ""), modified };
  });
  const kept = objects.filter(({ key }) => !key.endsWith("/"));
  return { objects: kept, next: page.NextContinuationToken, last: objects.at(-1)?.key };
}

export async function openObject(
  client: S3Client,
  bucket: string,
  key: string,
  signal?: AbortSignal,
): Promise<{ readonly body: Readable; readonly etag: string }> {
  const object = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }), { abortSignal: signal });
  return { body: object.Body as Readable, etag: (object.ETag ?? "").replaceAll('"', "") };
}

/** In a class of storage that gives nothing before it is restored. */
export const isArchived = (error: unknown): boolean => error instanceof InvalidObjectState;
export const isNoSuchKey = (error: unknown): boolean => error instanceof NoSuchKey;

/** Where an object arrived; the key as it was sent, for servers that don't encode it. */
export interface Arrival {
  readonly bucket: string;
  readonly key: string;
  readonly rawKey: string;
}

/** `+` stands for a space, the rest is percent-encoded UTF-8. */
function decodeKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll("+", " "));
  } catch {
    return key;
  }
}

interface Notice {
  readonly Records?: readonly {
    readonly eventName?: string;
    readonly s3?: { readonly bucket?: { readonly name?: string }; readonly object?: { readonly key?: string } };
  }[];
  readonly Event?: string;
  readonly Type?: string;
  readonly Message?: string;
  readonly "detail-type"?: string;
  readonly detail?: { readonly bucket?: { readonly name?: string }; readonly object?: { readonly key?: string } };
}

/**
 * Of a message by S3 itself, through SNS or through EventBridge: the objects that were created. Undefined when it is no
 * notification; none for S3's own test.
 */
export function readArrivals(body: string): readonly Arrival[] | undefined {
  let notice: Notice;
  try {
    notice = JSON.parse(body) as Notice;
  } catch {
    return undefined;
  }
  if (typeof notice !== "object" || notice === null) return undefined;
  if (notice.Type === "Notification" && typeof notice.Message === "string") return readArrivals(notice.Message);
  if (notice.Event === "s3:TestEvent") return [];
  if (notice["detail-type"] !== undefined) {
    const { bucket, object } = notice.detail ?? {};
    if (notice["detail-type"] !== "Object Created" || !bucket?.name || !object?.key) return [];
    // EventBridge does not encode keys.
    return [{ bucket: bucket.name, key: object.key, rawKey: object.key }];
  }
  if (!Array.isArray(notice.Records)) return undefined;
  return notice.Records.flatMap(({ eventName = "", s3 }) => {
    const [bucket, rawKey] = [s3?.bucket?.name, s3?.object?.key];
    if (!eventName.replace(/^s3:/, "").startsWith("ObjectCreated") || !bucket || !rawKey) return [];
    return [{ bucket, key: decodeKey(rawKey), rawKey }];
  });
}
