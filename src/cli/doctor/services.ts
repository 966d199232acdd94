/** Checks of what the daemon talks through: its port, the queue, the store. */
import { createServer } from "node:net";
import type { Config } from "../../config.ts";
import { type Queue, queueNames } from "../../queue/queue.ts";
import { createSqsQueue } from "../../queue/sqs.ts";
import { describeRefusal } from "../../queue/sqs-refusals.ts";
import { ADVICE_FOR_CERTIFICATES, isUntrusted } from "../../store/elasticsearch/errors.ts";
import { reachableHost } from "../client-settings.ts";
import { type Answer, type Finding, fine, problem, warning } from "./check.ts";
import { askElasticsearch } from "./elasticsearch.ts";

const TIMEOUT_MS = 5_000;

/** A GET with a deadline; an error names its code, not the address. */
export async function ask(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer | Error> {
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
    return { status: response.status, body: await response.text(), date: response.headers.get("date") };
  } catch (thrown) {
    const { cause, message } = thrown as Error & { cause?: { code?: string; message?: string } };
    return new Error(cause?.code ?? cause?.message ?? message);
  }
}

/** Why nobody can listen there now; undefined when somebody can. */
function bindError(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, host, () => server.close(() => resolve(undefined)));
  });
}

async function checkPort(check: string, variable: string, host: string, port: number): Promise<Finding> {
  const error = port === 0 ? undefined : await bindError(host, port);
  if (error === undefined) return fine(check, `${host}:${port} is free`);
  const found = `${host}:${port}: ${error}`;
  if (error === "EADDRINUSE")
    return problem(check, `${host}:${port} is taken by another program`, `end it, or set ${variable}`);
  if (error === "EACCES") return problem(check, found, `set ${variable} to a port from 1024 on`);
  if (error === "EADDRNOTAVAIL") return problem(check, found, "set HOST to an address of this machine");
  return problem(check, found, `set ${variable}, or HOST, to what can be listened on`);
}

export interface Daemon {
  readonly running: boolean;
  readonly findings: readonly Finding[];
}

/** A daemon of ours on HOST and PORT says itself how its queue and store are. */
export async function checkDaemon(config: Config): Promise<Daemon> {
  const url = `http://${reachableHost(config.HOST)}:${config.PORT}`;
  const alive = config.PORT === 0 ? new Error("no port") : await ask(`${url}/healthz`);
  if (alive instanceof Error || alive.status !== 200) {
    if (!config.SERVER) return { running: false, findings: [] };
    return { running: false, findings: [await checkPort("port", "PORT", config.HOST, config.PORT)] };
  }
  const ready = await ask(`${url}/readyz`);
  const daemon = fine("port", `a daemon answers on ${url}`);
  if (!(ready instanceof Error) && ready.status === 200) {
    return { running: true, findings: [daemon, fine("queue and store", "the daemon reaches both")] };
  }
  const said = ready instanceof Error ? ready.message : ready.body.slice(0, 300);
  const advice = "see the daemon's log; it goes on by itself when they are back";
  return { running: true, findings: [daemon, problem("queue and store", `the daemon is not ready: ${said}`, advice)] };
}

/** Whether the account may look at each queue, and which there aren't yet. */
async function askQueues(queue: Queue): Promise<{ readonly missing: readonly string[]; readonly refused?: string }> {
  const missing: string[] = [];
  for (const name of queueNames) {
    try {
      await queue.depth(name);
    } catch (thrown) {
      const { cause } = thrown as { readonly cause?: Error };
      if (!/NonExistentQueue|QueueDoesNotExist/.test(`${cause?.name}`))
        return { missing, refused: `${name}: ${(thrown as Error).message}` };
      missing.push(name);
    }
  }
  return { missing };
}

export async function checkQueue(config: Config, daemonRuns: boolean): Promise<Finding | undefined> {
  if (config.QUEUE === "embedded") {
    return daemonRuns ? undefined : checkPort("queue", "EMBEDDED_SQS_PORT", "127.0.0.1", config.EMBEDDED_SQS_PORT);
  }
  const queue = createSqsQueue({
    prefix: config.SQS_QUEUE_PREFIX,
    region: config.AWS_REGION,
    endpoint: config.AWS_ENDPOINT_URL_SQS,
  });
  const where = config.AWS_ENDPOINT_URL_SQS ?? `SQS in ${config.AWS_REGION}`;
  try {
    await queue.ping();
    const { missing, refused } = await askQueues(queue);
    const tried = await queue.tryAll();
    const refusals = [
      ...(refused === undefined ? [] : [refused]),
      ...tried.filter(({ action }) => action !== "CreateQueue").map(describeRefusal),
    ];
    const mayMake = tried.every(({ action }) => action !== "CreateQueue");
    if (!mayMake && missing.length > 0)
      refusals.push(`CreateQueue is refused, and there is no ${missing.join(", ")} yet`);
    if (refusals.length > 0) {
      const advice =
        "give the account the actions of the IAM policy, and of the KMS key if there is one, in docs/operations.md";
      return problem("queue", `${where} answers, but ${refusals.join("; ")}`, advice);
    }
    // What is there already need not be made.
    if (!mayMake) {
      const found = `${where} answers; CreateQueue is refused: a queue that is gone could not be made again`;
      return warning("queue", found, "allow sqs:CreateQueue, or make the queues yourself");
    }
    const made =
      missing.length === 0 ? "" : `; ${missing.length} of ${queueNames.length} queues will be made at the first start`;
    return fine("queue", `${where} answers${made}`);
  } catch (thrown) {
    const advice = "check AWS_ENDPOINT_URL_SQS, AWS_REGION, the credentials and the network";
    return problem("queue", `${where}: ${(thrown as Error).message}`, advice);
  } finally {
    await queue.close();
  }
}

/** Elasticsearch from which on its interface is the one that the store uses. */
const OLDEST_ELASTICSEARCH = [8, 15] as const;

function readElasticsearch(url: string, answer: Answer): Finding {
  if (answer.status === 401 || answer.status === 403) {
    const advice = "set ELASTICSEARCH_API_KEY, or ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD";
    return problem("store", `${url} answers ${answer.status}`, advice);
  }
  const version = /"number"\s*:\s*"(\d+)\.(\d+)[^"]*"/.exec(answer.body);
  if (answer.status !== 200 || version === null) {
    return problem("store", `${url} answers ${answer.status}, not as Elasticsearch does`, "check ELASTICSEARCH_URL");
  }
  const [major, minor] = [Number(version[1]), Number(version[2])];
  const old = major < OLDEST_ELASTICSEARCH[0] || (major === OLDEST_ELASTICSEARCH[0] && minor < OLDEST_ELASTICSEARCH[1]);
  const found = `Elasticsearch ${major}.${minor} answers on ${url}`;
  return old ? warning("store", found, `use ${OLDEST_ELASTICSEARCH.join(".")} or newer`) : fine("store", found);
}

/** `date`: what the store's machine says the time is. The embedded store is checked with the data folder. */
export async function checkStore(
  config: Config,
): Promise<{ readonly finding: Finding; readonly date: string | null } | undefined> {
  if (config.STORE === "embedded" || config.ELASTICSEARCH_URL === undefined) return undefined;
  const url = new URL(config.ELASTICSEARCH_URL);
  // Names and passwords in the address are for the request alone.
  const shown = `${url.protocol}//${url.host}`;
  const answer = await askElasticsearch(config, "GET", url.pathname);
  if (answer instanceof Error) {
    const advice = isUntrusted(answer.message)
      ? ADVICE_FOR_CERTIFICATES
      : "start Elasticsearch, or check ELASTICSEARCH_URL and the network";
    return { finding: problem("store", `${shown}: ${answer.message}`, advice), date: null };
  }
  return { finding: readElasticsearch(shown, answer), date: answer.date };
}
