/**
 * Intake of events: whatever JSON comes is put on the events queue and judged behind it, so that a sender waits for nothing
 * but its durability. While one send is under way, what arrives becomes the next: requests of one tenant and application share batches.
 */
import { randomUUID } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import type { Logger } from "pino";
import { createIntakeBooks } from "../ledger/intake.ts";
import { batchAttributes } from "../model/batch.ts";
import { EVENTS_SOURCE, type EventIntake, MAX_DATA_BYTES, MAX_DATA_DEPTH, SHOWN_INPUT_BYTES } from "../model/event.ts";
import { type ContentName, createContentNames } from "../model/event-content-name.ts";
import type { IntakeDocument } from "../model/ledger.ts";
import { eventFields, isObject } from "../model/read-event.ts";
import { depthOf } from "../model/read-record.ts";
import type { TenantId } from "../model/tenant.ts";
import type { OutgoingMessage, Queue } from "../queue/queue.ts";
import type { Store } from "../store/store.ts";
import { wholesOf } from "./wholes.ts";

/** Of a batch, as JSON: as feedback's. */
const BATCH_BYTES = 64 * 1024;
/** Beside its data an event says little. */
const EVENT_BYTES = MAX_DATA_BYTES + 8 * 1024;
/** Longer than any field but data may be: what is wrong with it still shows. */
const KEPT_TEXT = 1_000;
/** After so many events others get their turn. */
const EVENTS_A_TURN = 200;
/** Events of senders that wait together for the next send, as JSON; the rest waits for the one after. */
const SEND_BYTES = 4_000_000;

export interface EventSubmission {
  readonly tenant: TenantId;
  /** Of events that don't say, or may not. */
  readonly application: string;
  readonly mayNameApplication: boolean;
  readonly events: readonly unknown[];
  /** Texts in place of events, which were no JSON: by their place. */
  readonly unreadable?: ReadonlySet<number>;
  /** Whether any of it may nest deeper than an event may. */
  readonly mayBeDeep: boolean;
  /** The sender's clock when it sent this, in unix microseconds. */
  readonly sentUs?: number;
  /** Events that the sender had to give up before this. */
  readonly dropped?: number;
  /** The batch that this runs again; its events carry what the edge said of them. */
  readonly replayOf?: string;
}

export interface EventReceipt {
  readonly accepted: number;
  readonly batch_ids: readonly string[];
}

/** Resolves once all of it is durable. Throws `QueueUnavailable` when it can't be taken now. */
export type EventWriter = (submission: EventSubmission) => Promise<EventReceipt>;

export interface EventIntakeDeps {
  readonly queue: Pick<Queue, "send">;
  /** Keeps the books; an outage of it holds up no intake. */
  readonly store: Store;
  readonly log: Logger;
  /** Unix milliseconds. */
  readonly clock: () => number;
  readonly traceparent?: () => string | undefined;
}

/** An event on its way: all but which request of its batch it came with. */
interface Row {
  readonly application: string;
  readonly head: string;
  readonly intake: Omit<EventIntake, "request">;
  readonly bytes: number;
}

interface Waiting {
  readonly submission: EventSubmission;
  readonly rows: readonly Row[];
  readonly bytes: number;
  readonly traceparent: string | undefined;
  readonly resolve: (receipt: EventReceipt) => void;
  readonly reject: (error: unknown) => void;
}

interface OpenBatch {
  readonly batch: string;
  readonly application: string;
  readonly submission: EventSubmission;
  readonly traceparent: string | undefined;
  readonly rows: string[];
  readonly requests: Set<Waiting>;
  dropped: number;
  bytes: number;
}

/** Of what can't travel whole: its fields, cut where they are too long in any case, and the data left out. */
function shrink(event: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const short = (value: unknown): unknown => {
    if (typeof value === "string") return value.slice(0, KEPT_TEXT);
    return typeof value === "object" && value !== null ? {} : value;
  };
  const kept = eventFields.filter((field) => field !== "data" && event[field] !== undefined);
  return Object.fromEntries(kept.map((field) => [field, short(event[field])]));
}

/** The beginning of a text; a character that is cut through is left out. */
const beginningOf = (text: string): string =>
  Buffer.from(text.slice(0, SHOWN_INPUT_BYTES))
    .subarray(0, SHOWN_INPUT_BYTES)
    .toString()
    .replace(/\uFFFD$/, "");

type Prepared = Pick<Row, "head"> & Pick<EventIntake, "refused" | "input">;

function prepare(event: unknown, unreadable: boolean, mayBeDeep: boolean): Prepared {
  if (unreadable) return { head: "", refused: [{ field: "", code: "not_json" }], input: beginningOf(String(event)) };
  const deep = mayBeDeep && depthOf(event, MAX_DATA_DEPTH + 1) > MAX_DATA_DEPTH + 1;
  if (!isObject(event)) {
    const input = deep ? "" : beginningOf(JSON.stringify(event) ?? "null");
    return { head: "", refused: [{ field: "", code: "invalid" }], input };
  }
  const { application: _, intake: __, ...sent } = event;
  const json = deep ? undefined : JSON.stringify(sent);
  if (json !== undefined && Buffer.byteLength(json) <= EVENT_BYTES) return { head: json.slice(1, -1) };
  const shrunk = JSON.stringify(shrink(sent));
  const refused = [{ field: "data", code: deep ? "too_deep" : "too_large" }];
  return { head: shrunk.slice(1, -1), refused, input: beginningOf(json ?? shrunk) };
}

const isApplication = (value: unknown): value is string =>
  typeof value === "string" && value.trim() !== "" && value.length <= 200;

/** What came, with the application that was named and is none: it does not travel as it was sent. */
function withApplication(application: unknown, input: string, mayBeDeep: boolean): string {
  if (mayBeDeep && depthOf(application, MAX_DATA_DEPTH + 1) > MAX_DATA_DEPTH) return input;
  const shown = JSON.stringify({ application }).slice(0, -1);
  return beginningOf(input === "{}" ? `${shown}}` : `${shown},${input.slice(1)}`);
}

/** What is absent, null or empty says nothing. */
const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== "";

interface Receiving {
  readonly submission: EventSubmission;
  readonly receivedUs: number;
  readonly nameOf: ContentName;
}

function rowOf(event: unknown, index: number, { submission, receivedUs, nameOf }: Receiving): Row {
  const said = isObject(event) ? event : {};
  const application =
    submission.mayNameApplication && isApplication(said.application) ? said.application.trim() : submission.application;
  const { head, ...prepared } = prepare(event, submission.unreadable?.has(index) ?? false, submission.mayBeDeep);
  const isMisnamed = submission.mayNameApplication && isGiven(said.application) && !isApplication(said.application);
  const refused = [...(prepared.refused ?? []), ...(isMisnamed ? [{ field: "application", code: "invalid" }] : [])];
  const input = isMisnamed
    ? withApplication(said.application, prepared.input ?? `{${head}}`, submission.mayBeDeep)
    : prepared.input;
  const found = { ...(input === undefined ? {} : { input }), ...(refused.length === 0 ? {} : { refused }) };
  const isNamed = submission.replayOf !== undefined || (said.id !== undefined && said.id !== null) || head === "";
  const own = isNamed ? {} : { identity: nameOf(application, head) };
  const before = submission.replayOf === undefined ? own : (said.intake as Partial<EventIntake>);
  const sent = submission.sentUs === undefined ? {} : { sent_us: submission.sentUs };
  const intake = { received_us: receivedUs, ...sent, ...before, ...found, index };
  return { application, head, intake, bytes: head.length + (input?.length ?? 0) + 200 };
}

const textOf = ({ application, head, intake }: Row, request: number): string =>
  `{"application":${JSON.stringify(application)},"intake":${JSON.stringify({ ...intake, request })}${head === "" ? "" : `,${head}`}}`;

/** Fills batches in order of arrival: one open batch per tenant, application and batch that is run again. */
function gather(together: readonly Waiting[]): OpenBatch[] {
  const batches: OpenBatch[] = [];
  const open = new Map<string, OpenBatch>();
  for (const waiting of together) {
    const { submission, rows, traceparent, bytes } = waiting;
    let dropped = submission.dropped ?? 0;
    for (const [at, row] of rows.entries()) {
      const key = JSON.stringify([submission.tenant, row.application, submission.replayOf]);
      let batch = open.get(key);
      // A request that fits into one batch is not cut: it is one message, which the queue takes as a whole.
      const room = at === 0 && bytes <= BATCH_BYTES ? bytes : row.bytes;
      if (batch === undefined || batch.bytes + room > BATCH_BYTES) {
        const { application } = row;
        batch = {
          batch: randomUUID(),
          application,
          submission,
          traceparent,
          rows: [],
          requests: new Set(),
          dropped: 0,
          bytes: 0,
        };
        open.set(key, batch);
        batches.push(batch);
      }
      batch.requests.add(waiting);
      const text = textOf(row, batch.requests.size - 1);
      batch.rows.push(text);
      batch.bytes += Buffer.byteLength(text) + 1;
      batch.dropped += dropped;
      dropped = 0;
    }
  }
  return batches;
}

const refusedOf = (dropped: number): Record<string, number> => (dropped > 0 ? { client_overflow: dropped } : {});

function messageOf({ batch, submission, traceparent, rows, dropped }: OpenBatch): OutgoingMessage {
  const { tenant, replayOf } = submission;
  const attributes = batchAttributes({ tenant, batch, part: "0", refused: refusedOf(dropped), replayOf, traceparent });
  return { body: `[${rows.join(",")}]`, attributes, group: tenant };
}

/** The name under which a request finds its events in a batch that it shares. */
export const requestName = (batch: string, request: number): string => (request === 0 ? batch : `${batch}.${request}`);

/** What lies on the queue, for the books. */
function waitingOf({ batch, application, submission, rows, dropped }: OpenBatch): IntakeDocument {
  const refused = refusedOf(dropped);
  const replay = submission.replayOf === undefined ? {} : { replay_of: submission.replayOf };
  const place = { pipeline: "events", batch, part: "0", app: application, source: EVENTS_SOURCE } as const;
  return { ...place, in: rows.length, refused, ...replay };
}

export function createEventIntake({ queue, store, log, clock, traceparent }: EventIntakeDeps): EventWriter {
  const books = createIntakeBooks({ store, log });
  const waiting: Waiting[] = [];
  let running = false;

  /** Resolves when all is sent or refused; the books are entered, and the senders answered, while the next leave. */
  async function sendTogether(together: readonly Waiting[]): Promise<void> {
    const batches = gather(together);
    const spread = together.map((one) => batches.filter(({ requests }) => requests.has(one)));
    const wholes = wholesOf(batches, spread);
    const results = await Promise.allSettled(wholes.map((whole) => queue.send("events", whole.map(messageOf))));
    const resultOf = new Map(wholes.flatMap((whole, at) => whole.map((batch) => [batch, results[at]!] as const)));
    const sent = batches.map((batch) => ({ ...batch, result: resultOf.get(batch)! }));
    const answer = (): void => {
      for (const one of together) {
        const own = sent.filter(({ requests }) => requests.has(one));
        const failed = own.flatMap(({ result }) => (result.status === "rejected" ? [result.reason] : []));
        if (failed.length > 0) one.reject(failed[0]);
        else {
          const batch_ids = own.map(({ batch, requests }) => requestName(batch, [...requests].indexOf(one)));
          one.resolve({ accepted: one.rows.length, batch_ids });
        }
      }
    };
    const durable = sent.filter(({ result }) => result.status === "fulfilled");
    const entered = durable.map((batch) => books.enter(batch.submission.tenant, [waitingOf(batch)]));
    void Promise.all(entered).then(answer, answer);
  }

  /** As many of the first as one send should hold: at least one. */
  function takeTogether(): Waiting[] {
    let [count, bytes] = [0, 0];
    while (count < waiting.length && (count === 0 || bytes + waiting[count]!.bytes <= SEND_BYTES))
      bytes += waiting[count++]!.bytes;
    return waiting.splice(0, count);
  }

  async function run(): Promise<void> {
    running = true;
    // What is asked for in the same tick leaves together.
    await Promise.resolve();
    while (waiting.length > 0) await sendTogether(takeTogether());
    running = false;
  }

  return async (submission) => {
    const receivedUs = Math.round(clock() * 1_000);
    const receiving: Receiving = { submission, receivedUs, nameOf: createContentNames() };
    const rows: Row[] = [];
    for (const [index, event] of submission.events.entries()) {
      if (index % EVENTS_A_TURN === EVENTS_A_TURN - 1) await setImmediate();
      rows.push(rowOf(event, index, receiving));
    }
    const bytes = rows.reduce((sum, row) => sum + row.bytes, 0);
    return new Promise((resolve, reject) => {
      waiting.push({ submission, rows, bytes, traceparent: traceparent?.(), resolve, reject });
      if (!running) void run();
    });
  };
}
