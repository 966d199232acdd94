/**
 * Many responses by file through the whole daemon, with S3 behind it, while the daemon is killed and S3 goes away: for
 * the benchmark at full size, and for a test at a small one.
 */
import { createReadStream } from "node:fs";
import { mkdtemp, open, rm } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { sleep } from "../src/lifecycle.ts";
import type { Form } from "../src/model/form.ts";
import type { Upload } from "../src/model/upload.ts";
import { startTestS3 } from "../src/objects/s3.testing.ts";
import { freePort, startDaemon } from "./daemon.ts";
import { getJson } from "./feedback.ts";

export interface FormsLoad {
  /** Of all files together. */
  readonly rows: number;
  /** With a file each. */
  readonly forms: number;
  /** Of the daemon, with SIGKILL, spread over the rows. */
  readonly kills: number;
  /** How long S3 can't be reached once half of the rows are read. */
  readonly awaySeconds: number;
  /** Of the daemon, for other engines than the embedded ones. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly report?: (line: string) => void;
}

export interface FormsRun {
  readonly kills: number;
  /** From the first upload until all files are read, all responses stored, all receipts sent. */
  readonly seconds: { readonly read: number; readonly stored: number; readonly thanked: number };
  readonly stored: number;
  readonly received: number;
  readonly inFlight: number;
  readonly balanced: boolean;
  readonly receipts: { readonly made: number; readonly sent: number };
  /** Lines that the log provider wrote, and how many receipts it wrote of more than once. */
  readonly said: number;
  readonly saidTwice: number;
  /** The most, in MiB. */
  readonly rss: number;
  /** When half of all rows were read: Jain's index of the forms' shares, 1 when all had as many, 1/forms when one had all. */
  readonly fairness: number;
}

interface Books {
  readonly received: number;
  readonly stored: number;
  readonly in_flight: number;
  readonly balanced: boolean;
}

export const QUESTIONS = [
  { id: "stars", question_text: "Stars?", question_type: "rating", required: true },
  { id: "phone", question_text: "Phone?", question_type: "phone" },
];
export const RECEIPT = { channel: "log", to_question: "phone", template: "Thanks for {{stars}} stars" };

/** Files on their way in at a time. */
const SENDERS = 16;

/** A port before another one that can be shut as if the network were gone. */
async function startDoor(to: number) {
  const open = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    open.add(socket);
    return socket.once("close", () => open.delete(socket)).on("error", () => socket.destroy());
  };
  const server: Server = createServer((socket) => {
    const beyond = keep(connect(to, "127.0.0.1"));
    keep(socket).pipe(beyond).pipe(socket);
    socket.once("close", () => beyond.destroy());
    beyond.once("close", () => socket.destroy());
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, "127.0.0.1", () => resolve()));
  const port = await freePort();
  await listen(port);
  const shut = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of open) socket.destroy();
    await closed;
  };
  return { port, shut, open: () => listen(port) };
}

/** What the log provider wrote, over all lives of the daemon. Errors are shown. */
async function readSaid(file: string): Promise<Pick<FormsRun, "said" | "saidTwice">> {
  const ids = new Set<string>();
  let saidTwice = 0;
  for await (const text of createInterface({ input: createReadStream(file) })) {
    const id = /"event":"receipt","receipt":"([^"]+)"/.exec(text)?.[1];
    if (id === undefined) {
      if (/"level":[56]0/.test(text)) process.stderr.write(`${text}\n`);
    } else if (ids.has(id)) saidTwice++;
    else ids.add(id);
  }
  return { said: ids.size, saidTwice };
}

function fileOf(rows: number): string {
  const lines = ["id,Stars?,Phone?"];
  for (let row = 0; row < rows; row++) lines.push(`r${row},${1 + (row % 5)},+4477${10_000_000 + row}`);
  return `${lines.join("\n")}\n`;
}

function jain(shares: readonly number[]): number {
  const sum = shares.reduce((total, share) => total + share, 0);
  const squares = shares.reduce((total, share) => total + share * share, 0);
  return squares === 0 ? 1 : (sum * sum) / (shares.length * squares);
}

/** A daemon that is killed and started again in the same folder, and what of it is watched. */
async function startLives(environment: Record<string, string>, logFile: string) {
  const log = await open(logFile, "a");
  const start = () => startDaemon(environment, [], log.fd);
  let daemon = await start();
  let [rss, watched] = [0, true];
  const watching = (async () => {
    for (; watched; await sleep(200)) {
      try {
        rss = Math.max(rss, daemon.rss());
      } catch {
        // Being killed.
      }
    }
  })();
  return {
    url: () => daemon.url,
    rss: () => rss,
    async killAndStart(): Promise<void> {
      await daemon.kill("SIGKILL");
      daemon = await start();
    },
    async close(): Promise<void> {
      watched = false;
      await watching;
      await daemon.close();
      await log.close();
    },
  };
}

/** Throws when a state that must come does not come within `patienceSeconds` of the last progress. */
export async function runForms(load: FormsLoad, patienceSeconds = 120): Promise<FormsRun> {
  const { rows, forms: count, kills, awaySeconds, environment = {}, report = () => {} } = load;
  const each = Math.floor(rows / count);
  const total = each * count;
  const dataDir = await mkdtemp(join(tmpdir(), "groundswell-forms-"));
  const s3 = await startTestS3();
  const door = await startDoor(s3.port);
  const logFile = join(dataDir, "log");
  const settings = {
    DATA_DIR: dataDir,
    PORT: String(await freePort()),
    EMBEDDED_SQS_PORT: String(await freePort()),
    LOG_LEVEL: "info",
    S3_BUCKET: s3.bucket,
    S3_ENDPOINT: `http://127.0.0.1:${door.port}`,
    S3_FORCE_PATH_STYLE: "on",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    ...environment,
  };
  const lives = await startLives(settings, logFile);

  const get = <T>(path: string): Promise<T> => getJson<T>(lives.url(), path);
  const totalOf = async (path: string) => (await get<{ total: number }>(`${path}limit=1`)).total;
  async function send<T>(path: string, type: string, body: string): Promise<T> {
    const reply = await fetch(lives.url() + path, { method: "POST", headers: { "content-type": type }, body });
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
    return (await reply.json()) as T;
  }

  /** Waits until `reached` of it; `done` comes from `look` and only grows. */
  async function until(what: string, reached: number, look: () => Promise<number>): Promise<void> {
    let [best, since] = [-1, performance.now()];
    for (;;) {
      const done = await look();
      if (done >= reached) return;
      if (done > best) [best, since] = [done, performance.now()];
      if (performance.now() - since > patienceSeconds * 1_000) throw new Error(`${what} stand still at ${done}`);
      await sleep(Math.min(2_000, 100 + total / 500));
    }
  }

  try {
    const made: Form[] = [];
    for (let form = 0; form < count; form++)
      made.push(
        await send<Form>(
          "/api/v1/forms",
          "application/json",
          JSON.stringify({ title: "Visit", questions: QUESTIONS, receipt: RECEIPT }),
        ),
      );
    const file = fileOf(each);
    const started = performance.now();
    const since = () => (performance.now() - started) / 1_000;
    const uploads: Upload[] = [];
    const unsent = made.values();
    const sendSome = async () => {
      for (const { id } of unsent) uploads.push(await send<Upload>(`/api/v1/forms/${id}/uploads`, "text/csv", file));
    };
    await Promise.all(Array.from({ length: SENDERS }, sendSome));
    report(`${uploads.length} files taken in ${since().toFixed(1)} s`);

    const states = () => Promise.all(uploads.map(({ id }) => get<Upload>(`/api/v1/uploads/${id}`)));
    const readRows = async () => (await states()).reduce((sum, upload) => sum + upload.rows, 0);
    let fairness = 1;
    // Half of the rows are an event of their own; kills lie between.
    const events = [
      ...Array.from({ length: kills }, (_, kill) => ({
        at: ((kill + 1) * total) / (kills + 1.5),
        what: "kill" as const,
      })),
      { at: total / 2, what: "half" as const },
    ].sort((a, b) => a.at - b.at);
    for (const { at, what } of events) {
      await until("rows read", at, readRows);
      if (what === "kill") {
        await lives.killAndStart();
        report(`killed at ${Math.round(at)} rows, ${since().toFixed(0)} s`);
        continue;
      }
      fairness = jain((await states()).map((upload) => upload.rows));
      if (awaySeconds === 0) continue;
      await door.shut();
      await sleep(awaySeconds * 1_000);
      await door.open();
      report(`S3 was away for ${awaySeconds} s at ${Math.round(at)} rows, ${since().toFixed(0)} s`);
    }
    await until("rows read", total, readRows);
    const read = since();
    const books = () => get<Books>("/api/v1/ledger?pipeline=responses");
    await until("responses", total, async () => (await books()).stored);
    const stored = since();
    await until("receipts", total, () => totalOf("/api/v1/receipts?state=sent&"));
    const thanked = since();
    await until("uploads", count, async () => (await states()).filter(({ state }) => state === "done").length);
    const { received, in_flight: inFlight, balanced } = await books();
    let documents = 0;
    for (const { id } of made) documents += await totalOf(`/api/v1/forms/${id}/responses?`);
    const receipts = { made: await totalOf("/api/v1/receipts?"), sent: await totalOf("/api/v1/receipts?state=sent&") };
    const rss = lives.rss();
    return {
      ...{ kills, seconds: { read, stored, thanked }, stored: documents, received, inFlight, balanced, receipts },
      ...{ rss, fairness, ...(await readSaid(logFile)) },
    };
  } finally {
    await lives.close();
    await door.shut();
    await s3.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}
