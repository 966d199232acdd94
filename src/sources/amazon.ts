/** Clients of SQS and S3 for sources: with the source's own credentials only, and to public addresses as everything else. */
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { S3Client } from "@aws-sdk/client-s3";
import { SQSClient, type SQSClientConfig } from "@aws-sdk/client-sqs";
import { checkHost, PrivateAddress, publicLookup } from "../addresses.ts";
import { type SourceContext, SourceFault } from "../ingestion/connector.ts";

type Context = Pick<SourceContext, "secrets" | "allowPrivate">;

/** Never the installation's own: a tenant names its queue or bucket, and must not read another's through us. */
function credentialsOf({ secrets }: Context) {
  const { api_user: accessKeyId, api_key: secretAccessKey, access_token: sessionToken } = secrets;
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    const message = "the access key id and the secret access key are needed";
    throw new SourceFault("unauthorized", message);
  }
  return { accessKeyId, secretAccessKey, sessionToken };
}

function connection(context: Context, endpoint: string | undefined): Pick<SQSClientConfig, "requestHandler"> {
  const options = { keepAlive: true, ...(context.allowPrivate ? {} : { lookup: publicLookup }) };
  if (!context.allowPrivate && endpoint !== undefined) {
    try {
      checkHost(new URL(endpoint));
    } catch (error) {
      if (error instanceof PrivateAddress) throw new SourceFault("misconfigured", `refused: ${error.message}`);
      throw error;
    }
  }
  const agents = { httpAgent: new HttpAgent(options), httpsAgent: new HttpsAgent(options) };
  return {
    requestHandler: { ...agents, connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true },
  };
}

const AWS_QUEUE = /^sqs\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/;

export function openQueue(
  context: Context,
  queueUrl: string,
  region: string | undefined,
  endpoint: string | undefined,
) {
  const { hostname, origin } = new URL(queueUrl);
  const aws = AWS_QUEUE.exec(hostname);
  const where = endpoint ?? (aws === null ? origin : undefined);
  return new SQSClient({
    ...{ region: region ?? aws?.[1] ?? "us-east-1", endpoint: where, credentials: credentialsOf(context) },
    ...{ useQueueUrlAsEndpoint: false, maxAttempts: 2, ...connection(context, where) },
  });
}

export const openBucket = (context: Context, region: string | undefined, endpoint: string | undefined): S3Client =>
  new S3Client({
    ...{ region: region ?? "us-east-1", endpoint, forcePathStyle: endpoint !== undefined, maxAttempts: 2 },
    ...{ credentials: credentialsOf(context), ...connection(context, endpoint) },
  });

/** What a refusal of AWS's means for a pull. */
export function amazonFault(error: unknown): unknown {
  if (error instanceof SourceFault) return error;
  const {
    name = "",
    message = "",
    $metadata,
  } = error as {
    readonly name?: string;
    readonly message?: string;
    readonly $metadata?: { readonly httpStatusCode?: number };
  };
  const said = `${name}: ${message}`;
  const { cause } = error as { readonly cause?: unknown };
  for (const one of [error, cause])
    if (one instanceof PrivateAddress) return new SourceFault("misconfigured", `refused: ${one.message}`);
  if (/Throttl|SlowDown|TooManyRequests/i.test(name)) return new SourceFault("rate_limited", said);
  if (
    /AccessDenied|InvalidAccessKey|SignatureDoesNotMatch|ExpiredToken|InvalidClientTokenId|Unrecognized/i.test(name)
  ) {
    return new SourceFault("unauthorized", said);
  }
  if (name === "NoListing") return new SourceFault("unavailable", said);
  if (name === "PermanentRedirect" || name === "AuthorizationHeaderMalformed")
    return new SourceFault("misconfigured", `${said} (is its region right?)`);
  if (/NoSuchBucket|NonExistentQueue|QueueDoesNotExist|InvalidAddress/i.test(name)) {
    return new SourceFault("misconfigured", said);
  }
  const status = $metadata?.httpStatusCode;
  if (status === undefined || status >= 500) return new SourceFault("unavailable", said);
  return new SourceFault("misconfigured", said);
}
