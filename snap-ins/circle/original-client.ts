/**
 * How the original snap-ins talk to the queues, as a test client written from their behaviour: the consumer takes
 * messages, parses each as an array, deletes it, and only then creates tickets from title, description and priority;
 * the publishers send one JSON array without attributes.
 */
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";

export interface OriginalTicket {
  readonly title: string;
  readonly description: string;
  readonly priority: number;
}

export interface OriginalClient {
  /** At most `maxMessages` messages; gives every ticket in them. */
  consume(queueUrl: string, maxMessages: number): Promise<OriginalTicket[]>;
  publish(queueUrl: string, records: readonly unknown[]): Promise<void>;
  close(): void;
}

/** The original reads its keys from the snap-in's keyrings. */
export function createOriginalClient(endpoint: string, keyrings: Readonly<Record<string, string>>): OriginalClient {
  const credentials = {
    accessKeyId: keyrings.aws_access_key ?? "",
    secretAccessKey: keyrings.aws_secret_key ?? "",
  };
  const region = keyrings.aws_region_name ?? "";
  const client = new SQSClient({ region, endpoint, useQueueUrlAsEndpoint: false, credentials });
  return {
    async consume(QueueUrl, maxMessages) {
      const received = await client.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages: maxMessages,
          MessageAttributeNames: ["All"],
          WaitTimeSeconds: 5,
        }),
      );
      const tickets: OriginalTicket[] = [];
      for (const { Body, ReceiptHandle } of received.Messages ?? []) {
        for (const ticket of JSON.parse(Body ?? "[]") as OriginalTicket[]) tickets.push(ticket);
        await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
      return tickets;
    },
    async publish(QueueUrl, records) {
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(records) }));
    },
    close: () => client.destroy(),
  };
}

/** The original's rule: 1 and more is High. */
export const originalSeverity = (ticket: OriginalTicket): "high" | "low" => (ticket.priority >= 1 ? "high" : "low");

const at = (minute: number): string => new Date(Date.UTC(2026, 0, 5, 12, minute)).toISOString();

/** One array of each kind, in the shapes that the original source snap-ins send. */
export const originalMessages = {
  playstore: [1, 2].map((minute) => ({
    title: `Ticket created from Playstore review https://play.google.com/store/apps/details?id=com.example.app&reviewId=o${minute}`,
    text: `Since the last update the app closes itself whenever I open the payment page, try ${minute}`,
    date: at(minute),
    source: "playstore",
    metadata: {
      id: `o${minute}`,
      userName: "A",
      userImage: "",
      score: 1,
      scoreText: "1",
      url: "",
      thumbsUp: 0,
      criterias: [],
    },
  })),
  twitter: [
    {
      title: "Some One",
      text: "The transfer page has been down since this morning and nobody at the bank answers",
      date: Date.UTC(2026, 0, 5) / 1_000,
      source: "twitter",
      metadata: { tweetId: "900", retweetCount: 0, likeCount: 1, numViews: 10, user: { name: "Some One" } },
    },
  ],
  reddit: [
    {
      title: "Payments fail",
      text: "Every payment I make has failed since Monday, and support only sends the same answer again",
      date: at(3),
      source: "reddit",
      metadata: { numComments: 4 },
    },
  ],
  features: [{ title: "Dark mode", text: "Please add a dark mode to the app", date: at(4) }],
} as const;
