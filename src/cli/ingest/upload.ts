/** Sending requests to the intake, a few at a time, through restarts and overloads of the daemon. */
import { backoff, sleep } from "../../lifecycle.ts";
import { readRetryAfter } from "../../retry-after.ts";
import { type Api, describeProblem, type Reply, Unreachable } from "../api.ts";
import { CommandFailed, Interrupted } from "../shell.ts";
import { describePlace } from "./file-rows.ts";
import { halves, type IngestRequest, type NumberedRow } from "./requests.ts";
import type { Range, Totals } from "./resume.ts";

export interface RefusedRow {
  readonly row: number;
  /** In words, such as `line 7`. */
  readonly place: string;
  readonly why: string;
}

export interface UploadOptions {
  readonly inFlight: number;
  /** Milliseconds without anything being taken after which it is given up: while no daemon has been reached yet, and later on. */
  readonly patience: { readonly first: number; readonly later: number };
  readonly retry: { readonly base: number; readonly cap: number };
  /** No new request starts once it aborts; those in flight are waited for. */
  readonly signal: AbortSignal;
  readonly onAnswer: (range: Range, answered: Totals, refused: readonly RefusedRow[]) => Promise<void>;
  /** Told when it starts to wait for the daemon. */
  readonly onWait: (why: string) => void;
}

interface Accepted {
  readonly accepted?: number;
  readonly batch_ids?: readonly string[];
  readonly rejected?: readonly { readonly index: number; readonly errors: readonly FieldProblem[] }[];
}

interface FieldProblem {
  readonly field?: string;
  readonly message?: string;
}

/** Fields by the names that they have in the file. */
function wordsOf(errors: readonly FieldProblem[], { place }: NumberedRow): string {
  const named = (field: string) => {
    const column = place.columnOf(field);
    return column === undefined || column === field ? field : `column "${column}"`;
  };
  return errors.map(({ field, message }) => (field ? `${named(field)}: ${message}` : message)).join("; ");
}

const refusedRow = ({ row, place }: NumberedRow, why: string): RefusedRow => ({
  row,
  place: describePlace(place),
  why: place.refused ?? why,
});

const passes = (status: number): boolean => status === 429 || status >= 500;

type Post = (request: IngestRequest) => Promise<Reply>;

/** Asks until there is an answer; the daemon's refusals of single records are an answer too. */
function createPost(api: Api, { patience, retry, signal, onWait }: UploadOptions): Post {
  let lastAnswer = performance.now();
  let reached = false;
  let waiting = false;

  async function wait(attempt: number, why: string, asked = 0): Promise<void> {
    const allowed = reached ? patience.later : patience.first;
    if (performance.now() - lastAnswer > allowed) {
      const seconds = Math.round(allowed / 1000);
      throw new CommandFailed(`gave up after ${seconds} s: ${why}\n  the same command goes on from here`);
    }
    if (!waiting) onWait(why);
    waiting = true;
    await sleep(Math.max(backoff(attempt, retry), Math.min(asked, allowed)), signal);
    if (signal.aborted) throw new Interrupted();
  }

  /** Undefined when nobody answered and it has been waited. */
  async function attempt(body: string, number: number): Promise<Reply | undefined> {
    try {
      return await api.send("/api/v1/feedback", { method: "POST", body, contentType: "application/x-ndjson" });
    } catch (thrown) {
      if (!(thrown instanceof Unreachable)) throw thrown;
      await wait(number, thrown.message);
      return undefined;
    }
  }

  return async (request) => {
    const body = `${request.lines.join("\n")}\n`;
    for (let number = 0; ; number++) {
      const reply = await attempt(body, number);
      if (reply === undefined) continue;
      reached = true;
      if (passes(reply.status)) {
        await wait(number, describeProblem(reply), readRetryAfter(reply.headers.get("retry-after")));
        continue;
      }
      lastAnswer = performance.now();
      waiting = false;
      return reply;
    }
  };
}

const bodyOf = (reply: Reply): Accepted =>
  typeof reply.body === "object" && reply.body !== null ? (reply.body as Accepted) : {};

/** Every row of a request, refused together: each for its own reason where the daemon gave one. */
function allRefused(request: IngestRequest, reply: Reply, named: readonly RefusedRow[]): RefusedRow[] {
  const reasons = new Map(named.map(({ row, why }) => [row, why]));
  const otherwise = describeProblem(reply);
  return request.rows.map((numbered) => refusedRow(numbered, reasons.get(numbered.row) ?? otherwise));
}

export async function upload(api: Api, requests: AsyncIterable<IngestRequest>, options: UploadOptions): Promise<void> {
  const post = createPost(api, options);

  const settle = (request: IngestRequest, taken: Accepted, refused: readonly RefusedRow[]): Promise<void> => {
    const unsent = request.refused.map((numbered) => refusedRow(numbered, numbered.error));
    const all = [...unsent, ...refused];
    const totals = { accepted: taken.accepted ?? 0, rejected: all.length, batches: taken.batch_ids?.length ?? 0 };
    return options.onAnswer([request.from, request.to], totals, all);
  };

  const handle = async (request: IngestRequest): Promise<void> => {
    if (request.lines.length === 0) return settle(request, {}, []);
    const reply = await post(request);
    const body = bodyOf(reply);
    const named = (body.rejected ?? []).flatMap(({ index, errors }) => {
      const numbered = request.rows[index];
      return numbered === undefined ? [] : [refusedRow(numbered, wordsOf(errors, numbered))];
    });
    if (reply.status >= 200 && reply.status < 300) return settle(request, body, named);
    const parts = reply.status === 413 ? halves(request) : undefined;
    if (parts !== undefined) {
      for (const part of parts) await handle(part);
      return;
    }
    // 400: nothing in it was acceptable; 413: a single record that is too large.
    if (reply.status !== 400 && reply.status !== 413) throw new CommandFailed(describeProblem(reply));
    return settle(request, {}, allRefused(request, reply, named));
  };

  await pool(requests, options.inFlight, handle, options.signal);
}

/** Runs `work` on each item, `width` at a time; after a failure or an abort it starts no more, waits for the others, and throws. */
async function pool<T>(
  items: AsyncIterable<T>,
  width: number,
  work: (item: T) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  for await (const item of items) {
    if (signal.aborted || failures.length > 0) break;
    const one = work(item)
      .catch((thrown: unknown) => {
        failures.push(thrown);
      })
      .finally(() => running.delete(one));
    running.add(one);
    if (running.size >= width) await Promise.race(running);
  }
  await Promise.all(running);
  if (failures.length > 0) throw failures[0];
  if (signal.aborted) throw new Interrupted();
}
