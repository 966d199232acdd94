/** A queue by its address, for writers and ingestors of others' queues as of our own. */
import { SQSClient } from "@aws-sdk/client-sqs";

export interface QueueAddress {
  readonly queueUrl: string;
  /** Default: what the address says, else us-east-1. */
  readonly region?: string | undefined;
  /** A server of one's own; default: the address's own host, unless that is AWS's. */
  readonly endpoint?: string | undefined;
  /** Default: the SDK's own chain. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
}

const AWS_HOST = /^(?:sqs\.([a-z0-9-]+)|([a-z0-9-]+)\.queue)\.amazonaws\.com(?:\.cn)?$/;

export function openQueueClient({ queueUrl, region, endpoint, credentials }: QueueAddress): SQSClient {
  const url = new URL(queueUrl);
  const aws = AWS_HOST.exec(url.hostname);
  return new SQSClient({
    region: region ?? aws?.[1] ?? aws?.[2] ?? "us-east-1",
    endpoint: endpoint ?? (aws === null ? url.origin : undefined),
    credentials,
    // Emulators answer with hosts that only they can resolve.
    useQueueUrlAsEndpoint: false,
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
  });
}
