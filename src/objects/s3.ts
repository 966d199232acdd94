/** Objects in S3, or in whatever speaks its protocol. */
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from "@aws-sdk/client-s3";
import { ObjectChanged, ObjectGone, type ObjectStore, ObjectsUnavailable } from "./objects.ts";

export interface S3Options {
  readonly bucket: string;
  readonly region: string;
  readonly endpoint?: string | undefined;
  readonly forcePathStyle: boolean;
  /** By default what the SDK's own chain finds. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const REMOVED_AT_A_TIME = 1_000;

const statusOf = (thrown: unknown): number | undefined =>
  thrown instanceof S3ServiceException ? thrown.$metadata.httpStatusCode : undefined;

/** What the service refuses is a fault of the request; everything else is an outage. */
function orUnavailable(thrown: unknown): Error {
  const status = statusOf(thrown);
  if (status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 429) return thrown as Error;
  return new ObjectsUnavailable(`the object store does not answer: ${(thrown as Error).message}`);
}

export function createS3Objects({ bucket, ...options }: S3Options): ObjectStore {
  const client = new S3Client({ ...options, maxAttempts: 3 });
  const ask = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (thrown) {
      throw orUnavailable(thrown);
    }
  };

  return {
    async put(key, body) {
      await ask(() => client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body })));
    },
    async head(key) {
      try {
        const found = await ask(() => client.send(new HeadObjectCommand({ Bucket: bucket, Key: key })));
        return { bytes: found.ContentLength ?? 0, etag: found.ETag ?? "" };
      } catch (error) {
        if (statusOf(error) === 404) return undefined;
        throw error;
      }
    },
    async read(key, range, etag) {
      const input = {
        Bucket: bucket,
        Key: key,
        ...(range === undefined ? {} : { Range: `bytes=${range.start}-${range.end - 1}` }),
        ...(etag === undefined ? {} : { IfMatch: etag }),
      };
      try {
        return await ask(async () => {
          const found = await client.send(new GetObjectCommand(input));
          return Buffer.from((await found.Body?.transformToByteArray()) ?? new Uint8Array());
        });
      } catch (error) {
        const status = statusOf(error);
        if (status === 404) throw new ObjectGone(`the object ${key} is gone`);
        if (status === 412) throw new ObjectChanged(`the object ${key} was replaced while it was read`);
        throw error;
      }
    },
    async remove(keys) {
      for (let start = 0; start < keys.length; start += REMOVED_AT_A_TIME) {
        const Objects = keys.slice(start, start + REMOVED_AT_A_TIME).map((Key) => ({ Key }));
        await ask(() => client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } })));
      }
    },
    close: () => client.destroy(),
  };
}
