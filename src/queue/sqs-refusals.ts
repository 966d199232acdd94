/**
 * What the account may not do. A refused permission is no outage that passes by itself: it is noted at every request of
 * the client, whoever makes it, told once, and tried again until it is granted.
 */
import {
  type BatchResultErrorEntry,
  ChangeMessageVisibilityBatchCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { type AnyQueueName, isDeadQueue } from "./queue.ts";

export interface Refusal {
  /** As the SDK names it: `SendMessageBatch`. */
  readonly action: string;
  /** The queue, or empty where the request names none. */
  readonly queue: string;
  readonly why: string;
}

export const describeRefusal = ({ action, queue, why }: Refusal): string =>
  `${action}${queue === "" ? "" : ` on ${queue}`} is refused: ${why}`;

/** Names of errors that mean a permission, a key or credentials: none passes by waiting. */
const REFUSED =
  /AccessDenied|AccessDeniedException|^Kms(?!Throttl)|InvalidSecurity|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|IncompleteSignature|MissingAuthentication|OptInRequired|ExpiredToken|CredentialsProvider|NotAuthorized|UnsupportedOperation|InvalidAddress/;

interface AwsError {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

export function whyRefused(error: unknown): string | undefined {
  const { name = "", code = "", message = "", $metadata } = error as AwsError;
  const isRefused = REFUSED.test(name) || REFUSED.test(code) || [401, 403].includes($metadata?.httpStatusCode ?? 0);
  return isRefused ? `${name || code}: ${message}`.slice(0, 500) : undefined;
}

const firstRefused = (failed: readonly BatchResultErrorEntry[] = []): string | undefined => {
  const entry = failed.find(({ Code }) => REFUSED.test(Code ?? ""));
  return entry === undefined ? undefined : `${entry.Code}: ${entry.Message ?? ""}`;
};

/** What has not been tried again for so long may be granted by now: nobody can tell. */
const FORGOTTEN_AFTER_MS = 60_000;

export interface RefusalsOptions {
  readonly client: SQSClient;
  /** Name of a queue by its address, for people. */
  readonly nameOf: (url: string) => string;
  readonly onRefused: (refusal: Refusal) => void;
  readonly onGranted: (refusal: Refusal) => void;
}

/** Answers with what is refused now. */
export function watchRefusals({ client, nameOf, onRefused, onGranted }: RefusalsOptions): () => readonly Refusal[] {
  const refused = new Map<string, Refusal & { readonly at: number }>();
  const isFresh = (one: { readonly at: number } | undefined) =>
    one !== undefined && performance.now() - one.at < FORGOTTEN_AFTER_MS;
  const note = (action: string, queue: string, why: string | undefined): void => {
    const key = `${action} ${queue}`;
    const before = refused.get(key);
    if (why === undefined) {
      if (refused.delete(key)) onGranted(before!);
      return;
    }
    const refusal = { action, queue, why, at: performance.now() };
    refused.set(key, refusal);
    if (!isFresh(before)) onRefused(refusal);
  };
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const { QueueUrl, QueueName = "" } = args.input as { readonly QueueUrl?: string; readonly QueueName?: string };
      const action = String(context.commandName ?? "").replace(/Command$/, "");
      const queue = nameOf(QueueUrl ?? QueueName);
      try {
        const result = await next(args);
        note(action, queue, firstRefused((result.output as { readonly Failed?: BatchResultErrorEntry[] }).Failed));
        return result;
      } catch (error) {
        const why = whyRefused(error);
        // Who is told that a batch is no batch was allowed to send it.
        const isGranted = /BatchEntryIdsNotDistinct/.test(`${(error as AwsError).name} ${(error as AwsError).code}`);
        if (why !== undefined || isGranted) note(action, queue, why);
        throw error;
      }
    },
    { step: "initialize", name: "noteRefusals" },
  );
  return () => [...refused.values()].filter(isFresh);
}

/** No receipt at all: who may use one is told that it is invalid, who may not is told that. */
const NO_RECEIPT = [{ Id: "0", ReceiptHandle: "none" }];

/** Each verb of a queue, asked so that nothing changes: an empty list of records is taken by the loop and leaves no trace. */
function verbsOf(name: AnyQueueName, QueueUrl: string) {
  const lookingOnly = [
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["QueueArn"] }),
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 1, VisibilityTimeout: 0, WaitTimeSeconds: 0 }),
    new DeleteMessageBatchCommand({ QueueUrl, Entries: NO_RECEIPT }),
    new ChangeMessageVisibilityBatchCommand({
      QueueUrl,
      Entries: NO_RECEIPT.map((entry) => ({ ...entry, VisibilityTimeout: 0 })),
    }),
  ] as const;
  // Dead letters are kept, and tickets are read by strangers: what is sent there to try is a batch that can't be taken.
  const readsNothing = name === "tickets" || isDeadQueue(name);
  const Entries = [{ Id: "0", MessageBody: "[]" }];
  const sending = new SendMessageBatchCommand({ QueueUrl, Entries: readsNothing ? [...Entries, ...Entries] : Entries });
  return [sending, ...lookingOnly] as const;
}

/** Whether a queue could be made again if it were gone: one that is there is not changed by it. */
export async function tryToCreate(client: SQSClient, QueueName: string): Promise<void> {
  const command = new CreateQueueCommand({ QueueName });
  await client.send(command, { abortSignal: AbortSignal.timeout(3_000) }).catch(() => undefined);
}

/** Tries them; what is refused is noted by {@link watchRefusals}. Other errors are not its concern. */
export async function tryVerbs(
  client: SQSClient,
  name: AnyQueueName,
  url: string,
  actions?: ReadonlySet<string>,
): Promise<void> {
  for (const command of verbsOf(name, url)) {
    const action = command.constructor.name.replace(/Command$/, "");
    if (actions === undefined || actions.has(action))
      await client
        .send(command as ReceiveMessageCommand, { abortSignal: AbortSignal.timeout(3_000) })
        .catch(() => undefined);
  }
}
