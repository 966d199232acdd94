/** The parts of fauxqs that we use: its queues in a file, and the SQS verbs of our own clients. Its server, SNS and S3 are never loaded. */
import type { IncomingHttpHeaders } from "node:http";
import type { Reply, Service } from "./embedded-server.ts";
import { repairFauxqs } from "./fauxqs-repairs.ts";

/**
 * What our clients and consumers of the tickets send. Purging and deleting queues, tags and policies are left out: a
 * mistake or an attack with them loses what was acknowledged.
 */
const VERBS: ReadonlySet<string> = new Set([
  "CreateQueue",
  "GetQueueUrl",
  "GetQueueAttributes",
  "ListQueues",
  "SendMessage",
  "SendMessageBatch",
  "ReceiveMessage",
  "DeleteMessage",
  "DeleteMessageBatch",
  "ChangeMessageVisibility",
  "ChangeMessageVisibilityBatch",
]);

/** As the router of fauxqs, which was made for Fastify, wants them. */
interface RoutedRequest {
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}
interface RoutedReply {
  status(code: number): void;
  header(name: string, value: string): void;
}

type Action = (...args: never) => unknown;
interface Store {
  host: string;
  region: string;
  persistence: Persistence;
  allQueues(): Iterable<{ persistence: Persistence }>;
  /** Ends the long polls under way. */
  shutdown(): void;
}
interface Persistence {
  loadSqsQueues(store: Store): void;
  close(): void;
}
interface Router {
  register(verb: string, action: Action): void;
  handle(request: RoutedRequest, reply: RoutedReply): Promise<unknown>;
}

interface Inner {
  readonly SqsStore: new () => Store;
  readonly SqsRouter: new (store: Store) => Router;
  readonly PersistenceManager: new (dataDir: string) => Persistence;
}

export interface Fauxqs {
  /** SQS, as the embedded server answers it. */
  readonly sqs: Service;
  /** The same for a client of this process; `host` is what addresses of queues have for others. */
  ask(verb: string, input: object, host: string): Promise<Reply>;
  /** Answers the long polls under way, with nothing. */
  endPolls(): void;
  close(): void;
}

/** Ten messages together may have 1 MiB; written as JSON inside JSON, each of their bytes may take two. */
const MAX_BODY_BYTES = 2_500_000;
const TARGET = "AmazonSQS.";

const inner = (path: string): Promise<unknown> => import(new URL(path, import.meta.resolve("fauxqs")).href);

async function loadActions(): Promise<readonly (readonly [verb: string, action: Action])[]> {
  return Promise.all(
    [...VERBS].map(async (verb) => {
      const name = verb[0]!.toLowerCase() + verb.slice(1);
      const module = (await inner(`./sqs/actions/${name}.js`)) as Readonly<Record<string, Action>>;
      return [verb, module[name]!] as const;
    }),
  );
}

/** Messages live in `dataDir`. */
export async function openFauxqs(dataDir: string, region: string): Promise<Fauxqs> {
  await repairFauxqs();
  const modules = await Promise.all(["./sqs/sqsStore.js", "./sqs/sqsRouter.js", "./persistence.js"].map(inner));
  const { SqsStore, SqsRouter, PersistenceManager } = Object.assign({}, ...modules) as Inner;
  const store = new SqsStore();
  store.host = "localhost";
  store.region = region;
  const persistence = new PersistenceManager(dataDir);
  // Loaded first and joined then: a queue that is written while it is loaded loses its messages.
  persistence.loadSqsQueues(store);
  store.persistence = persistence;
  for (const queue of store.allQueues()) queue.persistence = persistence;
  const router = new SqsRouter(store);
  for (const [verb, action] of await loadActions()) router.register(verb, action);

  const ask = asking(router);
  return {
    sqs: createSqs(ask),
    ask,
    endPolls: () => store.shutdown(),
    close() {
      store.shutdown();
      persistence.close();
    },
  };
}

type Ask = Fauxqs["ask"];

function asking(router: Router): Ask {
  return async (verb, input, host) => {
    if (!VERBS.has(verb)) throw new Error(`${verb} is none of the actions that the embedded queue has`);
    let status = 200;
    const headers: Record<string, string> = {};
    const reply: RoutedReply = {
      status: (code) => {
        status = code;
      },
      header: (name, value) => {
        headers[name] = value;
      },
    };
    const body = await router.handle({ headers: { "x-amz-target": TARGET + verb, host }, body: input }, reply);
    return { status, headers, body };
  };
}

function createSqs(ask: Ask): Service {
  return {
    maxBodyBytes: MAX_BODY_BYTES,
    verbOf({ method, url, headers }) {
      const target = String(headers["x-amz-target"] ?? "");
      const verb = target.slice(TARGET.length);
      return method === "POST" && url === "/" && target.startsWith(TARGET) && VERBS.has(verb) ? verb : undefined;
    },
    async answer(verb, { host = "" }, bytes) {
      const body = readObject(bytes);
      return body === undefined ? { status: 400, headers: {}, body: NO_OBJECT } : ask(verb, body, host);
    },
  };
}

const NO_OBJECT = { __type: "com.amazonaws.sqs#SerializationException", message: "the body is no JSON object" };

function readObject(bytes: Buffer): object | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString());
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
