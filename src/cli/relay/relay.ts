/** What `relay` is told, as an ingestor and writers: each end by the scheme of its address. */
import type { Writable } from "node:stream";
import { createBucketIngestor } from "../../ingestion/bucket-ingestor.ts";
import { createFileIngestor } from "../../ingestion/file.ts";
import { createHttpListener } from "../../ingestion/http-listener.ts";
import { createHttpWriter } from "../../ingestion/http-writer.ts";
import type { Branch, IngestionWriter, Ingestor } from "../../ingestion/ingestion.ts";
import { createPostgresWriter } from "../../ingestion/postgres-writer.ts";
import { createQueueIngestor } from "../../ingestion/queue-ingestor.ts";
import { createQueueWriter } from "../../ingestion/queue-writer.ts";
import { createStdoutWriter } from "../../ingestion/stdout-writer.ts";
import { type TeeBranch, tee } from "../../ingestion/tee.ts";
import type { TenantId } from "../../model/tenant.ts";
import { readTenant } from "../administration.ts";
import { describeFileError, pathOf } from "../files.ts";
import { CommandFailed, note, type Shell, UsageError } from "../shell.ts";

export interface RelayOptions {
  readonly from: string;
  readonly to: readonly string[];
  readonly table: string;
  readonly createTable?: boolean;
  readonly single?: boolean;
  readonly key?: string;
  readonly tenant: string;
  readonly app?: string;
  readonly source?: string;
  readonly queue?: string;
  readonly format: "record" | "ingestion";
}

export interface Relay {
  readonly from: string;
  readonly to: readonly string[];
  /** Resolves when a source with an end has reached it, or the shell is told to stop. */
  readonly ended: Promise<void>;
  totals(): readonly Branch[];
  close(): Promise<void>;
}

interface Target extends TeeBranch {
  readonly close?: () => Promise<void>;
}

interface Origin {
  readonly name: string;
  readonly ingestor: Ingestor;
  /** Whether it is done once it has served, as a file is. */
  readonly ends: boolean;
  /** The file that it reads. */
  readonly file?: string;
}

/** Addresses may hold a password: it is shown to nobody. */
function shownAddress(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  if (url.password !== "") url.password = "…";
  return decodeURIComponent(url.href);
}

/** What of the SDK's own variables is set; the rest it finds by itself. */
function amazon({ environment }: Shell) {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN } = environment;
  const known = accessKeyId && secretAccessKey && !AWS_SESSION_TOKEN;
  return {
    region: environment.AWS_REGION || undefined,
    credentials: known ? { accessKeyId, secretAccessKey } : undefined,
  };
}

/** Emulators and other servers are named as the SDK itself would find them. */
const queueAt = (queueUrl: string, shell: Shell) => {
  const { AWS_ENDPOINT_URL_SQS, AWS_ENDPOINT_URL } = shell.environment;
  return { ...amazon(shell), queueUrl, endpoint: AWS_ENDPOINT_URL_SQS || AWS_ENDPOINT_URL || undefined };
};

function openTarget(to: string, options: RelayOptions, shell: Shell): Target {
  const { format, table, createTable, single } = options;
  const name = shownAddress(to);
  if (to === "stdout" || to === "-") {
    return { name, writer: createStdoutWriter({ stream: shell.stdout as Writable, format }) };
  }
  if (to.startsWith("sqs:")) {
    const writer = createQueueWriter({ ...queueAt(to.slice("sqs:".length), shell), format });
    return { name, writer, close: writer.close };
  }
  const scheme = URL.canParse(to) ? new URL(to).protocol : "";
  switch (scheme) {
    case "http:":
    case "https:": {
      const key = options.key ?? (shell.environment.GROUNDSWELL_API_KEY || undefined);
      return { name, writer: createHttpWriter({ url: to, key, single, tries: 1 }) };
    }
    case "postgres:":
    case "postgresql:":
    case "redshift:": {
      const writer = createPostgresWriter({ url: to, table, createTable });
      return { name, writer, close: writer.close };
    }
    default:
      throw new UsageError(`--to ${name}: stdout, http(s)://…, postgres://…, redshift://… or sqs:QUEUE_URL`);
  }
}

function openOrigin(options: RelayOptions, shell: Shell, tenant: TenantId): Origin {
  const { from, app, source } = options;
  const name = shownAddress(from);
  const place = { tenant, app, source };
  const onError = (error: Error) => note(shell, `not taken yet: ${error.message}`);
  if (from === "-")
    return { name: "stdin", ingestor: createFileIngestor({ ...place, path: "", input: shell.stdin }), ends: true };
  if (from.startsWith("file:")) {
    return {
      // As it was given: as a URL it would be another file.
      name: from,
      file: from.slice("file:".length),
      ingestor: createFileIngestor({ ...place, path: pathOf(shell, from.slice("file:".length)) }),
      ends: true,
    };
  }
  if (from.startsWith("sqs:")) {
    const queue = queueAt(from.slice("sqs:".length), shell);
    return { name, ingestor: createQueueIngestor({ ...place, ...queue, onError, waitSeconds: 2 }), ends: false };
  }
  if (from.startsWith("s3:")) {
    const [bucket = "", ...prefix] = from.slice("s3:".length).replace(/^\/\//, "").split("/");
    const endpoint = shell.environment.AWS_ENDPOINT_URL_S3 || shell.environment.S3_ENDPOINT || undefined;
    const { endpoint: queueEndpoint } = queueAt("", shell);
    const where = { ...amazon(shell), bucket, prefix: prefix.join("/"), endpoint };
    const ingestor = createBucketIngestor({ ...place, ...where, queueUrl: options.queue, queueEndpoint, onError });
    return { name, ingestor, ends: options.queue === undefined };
  }
  if (/^http:\/\//.test(from) && URL.canParse(from)) {
    const { hostname, port, pathname } = new URL(from);
    const path = pathname === "/" ? "/ingest" : pathname;
    const host = hostname.replace(/^\[|\]$/g, "");
    const ingestor = createHttpListener({ ...place, host, port: Number(port || 80), path });
    return { name, ingestor, ends: false };
  }
  throw new UsageError(`--from ${name}: http://HOST:PORT/PATH, sqs:QUEUE_URL, file:PATH, s3:BUCKET/PREFIX or -`);
}

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });

export async function openRelay(options: RelayOptions, shell: Shell): Promise<Relay> {
  const tenant = readTenant(options.tenant);
  const targets = options.to.map((to) => openTarget(to, options, shell));
  const origin = openOrigin(options, shell, tenant);
  // A target that is away for minutes is waited for; who sends hears nothing before all have it.
  const all = tee(targets, { tries: 1_000, backoff: { base: 500, cap: 10_000 } });
  const until: IngestionWriter = { write: (submission) => all.write(submission, shell.signal) };
  const serving = origin.ingestor.listenAndServe(until);
  const stopped = untilAborted(shell.signal);
  const begun = origin.ends ? Promise.race([serving, stopped]) : serving;
  const listening = await begun.catch((thrown: unknown) => {
    const isOfFile = origin.file !== undefined && (thrown as NodeJS.ErrnoException).code !== undefined;
    throw isOfFile ? new CommandFailed(describeFileError(origin.file, thrown)) : thrown;
  });
  const address = listening !== undefined && "url" in listening ? String(listening.url) : origin.name;
  return {
    from: address,
    to: targets.map(({ name }) => name),
    ended: origin.ends ? Promise.resolve() : stopped,
    totals: all.totals,
    async close() {
      await (await serving).close();
      await Promise.all(targets.map(({ close }) => close?.()));
    },
  };
}
