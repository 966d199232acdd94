/** S3 for tests: fauxqs, which the daemon itself uses for queues alone. */
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { startFauxqs } from "fauxqs";
import type { ObjectStore } from "./objects.ts";
import { createS3Objects } from "./s3.ts";

export interface TestS3 {
  readonly port: number;
  readonly bucket: string;
  readonly objects: ObjectStore;
  /** As somebody else puts it there; answers the entity tag. */
  put(key: string, body: string): Promise<string>;
  close(): Promise<void>;
}

const BUCKET = "test";

export async function startTestS3(): Promise<TestS3> {
  const server = await startFauxqs({ port: 0, logger: false, host: "localhost" });
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const options = {
    region: "us-east-1",
    endpoint: `http://127.0.0.1:${server.port}`,
    forcePathStyle: true,
    credentials,
  };
  const client = new S3Client(options);
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  const objects = createS3Objects({ ...options, bucket: BUCKET });
  return {
    port: server.port,
    bucket: BUCKET,
    objects,
    async put(key, body) {
      return (await client.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: body }))).ETag ?? "";
    },
    async close() {
      objects.close();
      client.destroy();
      await server.stop();
    },
  };
}
