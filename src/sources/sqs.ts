/** Somebody else's SQS queue: messages of records, mapped or as they are, deleted once they are durable here. */
import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { z } from "zod";
import { asConnector, type Item, type Page, SourceFault } from "../ingestion/connector.ts";
import { amazonFault, openQueue } from "./amazon.ts";
import { Mapping, mapItems } from "./mapping.ts";
import { baseUrl } from "./settings.ts";

const Settings = z.strictObject({
  queue_url: z.url({ protocol: /^https?$/ }),
  region: z.string().max(64).optional(),
  mapping: Mapping.optional(),
  base_url: baseUrl,
});
type Settings = z.output<typeof Settings>;

const BATCH = 10;
/** Seconds that a message stays ours. */
const VISIBILITY_S = 120;
/** A queue of several hosts may answer empty although it is not. */
const EMPTY_ANSWERS = 2;

export async function receive(client: SQSClient, queueUrl: string, signal: AbortSignal): Promise<Message[]> {
  const command = new ReceiveMessageCommand({
    ...{ QueueUrl: queueUrl, MaxNumberOfMessages: BATCH, WaitTimeSeconds: 1, VisibilityTimeout: VISIBILITY_S },
  });
  const answer = await client.send(command, { abortSignal: signal }).catch((error: unknown) => {
    throw amazonFault(error);
  });
  return answer.Messages ?? [];
}

/** One that can't be deleted comes again, and is known by then. */
export async function remove(client: SQSClient, queueUrl: string, messages: readonly Message[]): Promise<void> {
  if (messages.length === 0) return;
  const Entries = messages.map(({ ReceiptHandle }, at) => ({ Id: String(at), ReceiptHandle }));
  await client.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries })).catch((error: unknown) => {
    throw amazonFault(error);
  });
}

function itemsOf({ Body = "", MessageId = "" }: Message, mapping: Mapping | undefined): Item[] {
  try {
    return mapItems(JSON.parse(Body), mapping, MessageId);
  } catch {
    return [{ malformed: { message: MessageId, body: Body.slice(0, 10_000) }, why: "a message that is no JSON" }];
  }
}

export const sqs = asConnector<Settings>({
  type: "sqs",
  title: "SQS queue",
  modes: ["pull"],
  settings: Settings,
  secrets: ["api_user", "api_key", "access_token"],
  lookback: 0,
  repeats: false,
  async check({ settings }) {
    if (!/^https?:\/\/[^/]+\/.+/.test(settings.queue_url)) {
      throw new SourceFault("misconfigured", "queue_url names no queue");
    }
  },
  async *pull(context, { resume }): AsyncGenerator<Page> {
    const { settings, signal } = context;
    const { queue_url, region, base_url, mapping } = settings;
    const client = openQueue(context, queue_url, region, base_url);
    try {
      let page = (resume as { readonly page: number } | undefined)?.page ?? 0;
      for (let empty = 0; empty < EMPTY_ANSWERS; ) {
        const messages = await receive(client, queue_url, signal);
        if (messages.length === 0) {
          empty++;
          continue;
        }
        empty = 0;
        const items = messages.flatMap((message) => itemsOf(message, mapping));
        const acknowledge = () => remove(client, queue_url, messages);
        yield { items, acknowledge, resume: { page: ++page }, newestFirst: false };
      }
      yield { items: [], end: "complete", newestFirst: false };
    } finally {
      client.destroy();
    }
  },
});
