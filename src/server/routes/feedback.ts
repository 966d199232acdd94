/** Intake: feedback comes in as one record, an array or NDJSON, and is answered once it is durable on the queue. */
import type { IncomingMessage } from "node:http";
import { z } from "zod";
import type { Receipt, Submission } from "../../ingestion/ingestion.ts";
import { withDeadline } from "../../lifecycle.ts";
import type { FieldError } from "../../model/outcome.ts";
import { RawRecord } from "../../model/record.ts";
import { QueueUnavailable } from "../../queue/queue.ts";
import { decodeText, hasBody, mediaType, parseText, readBody, type WatchBody } from "../body.ts";
import { scanJson } from "../json-scan.ts";
import { badField, Problem } from "../problem.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";

const MAX_RECORDS = 10_000;
/** In all records of a request together: a hundred each where there are as many as may be. Each costs memory to parse. */
const MAX_VALUES = 1_000_000;
/** When the queue takes nothing within this, the client is told to come back. */
export const INTAKE_TIMEOUT_MS = 5_000;
/** Nesting that is parsed at all; what is deeper than a record may be is refused by itself further on. */
const PARSED_DEPTH = 64;
const SHOWN_ERRORS = 100;
const SHOWN_TEXT = 200;
const LINES = "application/x-ndjson";
const TYPES = ["application/json", LINES] as const;

/** Stands for a record that is too deep to be worth parsing: just deep enough to be refused as such. */
const tooDeep: unknown = JSON.parse(`{"":${"[".repeat(40)}${"]".repeat(40)}}`);

const OPEN_OBJECT = 0x7b;

const NEWLINE = 0x0a;
const SPACE = 0x20;

/** Position of the first byte from there on that is not blank, or the end. */
function skipBlank(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at]! <= SPACE) at++;
  return at;
}

const firstByte = (bytes: Buffer): number | undefined => bytes[skipBlank(bytes, 0)];

/** One JSON value that may nest as deep as it likes. */
function parseShallow(bytes: Buffer, depth: number): unknown {
  if (depth <= PARSED_DEPTH) return parseText(decodeText(bytes));
  // A list is no record however deep it is; an object is one that is too deep.
  return firstByte(bytes) === OPEN_OBJECT ? tooDeep : [];
}

const tooMany = (what: "elements" | "values"): Problem =>
  new Problem(
    413,
    what === "elements"
      ? `more than ${MAX_RECORDS} records in one request`
      : `more than ${MAX_VALUES} values in one request`,
  );

/** Counts the lines that hold something while they are still being unpacked. */
function watchLines(): WatchBody {
  let lines = 0;
  let filled = false;
  return (piece) => {
    for (const byte of piece) {
      if (byte === NEWLINE) filled = false;
      else if (byte > SPACE && !filled) {
        filled = true;
        lines++;
      }
    }
    if (lines > MAX_RECORDS) throw tooMany("elements");
  };
}

function readDocument(bytes: Buffer): unknown[] {
  const { depth, elements, over } = scanJson(bytes, { elements: MAX_RECORDS, values: MAX_VALUES });
  if (over !== undefined) throw tooMany(over);
  if (elements === undefined) return [parseShallow(bytes, depth)];
  if (depth <= PARSED_DEPTH) return parseText(decodeText(bytes)) as unknown[];
  return elements.map((element) => parseShallow(bytes.subarray(element.start, element.end), element.depth));
}

/** A line that is no JSON is no record: it goes on as the text that it is, and is refused like one. */
function readLine(line: Buffer, depth: number): unknown {
  try {
    return parseShallow(line, depth);
  } catch {
    return line.toString("utf8", 0, SHOWN_TEXT);
  }
}

/** There are no more lines than may be: they were counted as they came. */
function readLines(bytes: Buffer): unknown[] {
  const records: unknown[] = [];
  let values = 0;
  for (let start = skipBlank(bytes, 0); start < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    const line = bytes.subarray(start, end);
    const scanned = scanJson(line, { values: MAX_VALUES - values });
    if (scanned.over !== undefined) throw tooMany("values");
    values += scanned.values;
    records.push(readLine(line, scanned.depth));
    start = skipBlank(bytes, end);
  }
  return records;
}

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

export interface Feedback {
  readonly records: readonly unknown[];
  /** Whether it came as a list: errors then say of which record they are. */
  readonly several: boolean;
}

export async function readFeedback(request: IncomingMessage, maxBytes: number, watch: WatchBody): Promise<Feedback> {
  if (!hasBody(request)) throw badField("", "required", "the body holds no records");
  const countLines = mediaType(request, TYPES) === LINES ? watchLines() : () => undefined;
  const watchBoth: WatchBody = (piece) => {
    watch(piece);
    countLines(piece);
  };
  const body = await readBody(request, { maxBytes, types: TYPES, watch: watchBoth });
  const bytes = body.bytes.subarray(0, 3).equals(BYTE_ORDER_MARK) ? body.bytes.subarray(3) : body.bytes;
  if (firstByte(bytes) === undefined) throw badField("", "required", "the body holds no records");
  const records = body.type === LINES ? readLines(bytes) : readDocument(bytes);
  if (records.length === 0) throw badField("", "required", "the body holds no records");
  return { records, several: body.type === LINES || firstByte(bytes) === 0x5b };
}

/** Nothing was acceptable: every reason, by record when there were several. */
export function refusal({ rejected }: Pick<Receipt, "rejected">, several: boolean): Problem {
  const errors = rejected
    .slice(0, SHOWN_ERRORS)
    .flatMap(({ index, errors }): FieldError[] =>
      several
        ? errors.map((error) => ({ ...error, field: [index, error.field].filter((part) => part !== "").join(".") }))
        : [...errors],
    );
  const what = several ? "no record could be accepted" : (errors[0]?.message ?? "the record could not be accepted");
  return new Problem(400, what, { errors, members: { rejected: rejected.slice(0, SHOWN_ERRORS) } });
}

export const AcceptedFeedback = z
  .object({
    batch_ids: z.array(z.string()),
    accepted: z.number().int(),
    rejected: z.array(
      z.object({
        index: z.number().int(),
        errors: z.array(z.object({ field: z.string(), code: z.string(), message: z.string() })),
      }),
    ),
  })
  .meta({ id: "AcceptedFeedback" });

export function feedbackRoutes({ writer, config, intakeTimeoutMs = INTAKE_TIMEOUT_MS }: RouteDeps): Route[] {
  const late = (): never => {
    throw new QueueUnavailable(`nothing was taken within ${intakeTimeoutMs} ms`);
  };
  /** Rejects when it takes too long, whatever the writer is still waiting for. */
  const write = (submission: Submission): Promise<Receipt> =>
    withDeadline(intakeTimeoutMs, (signal) => writer.write(submission, signal), late);

  return [
    defineRoute({
      method: "post",
      path: "/api/v1/feedback",
      tag: "Feedback",
      summary: "Send feedback: one record, an array of them, or NDJSON; gzip is welcome",
      scope: "ingest",
      body: z.union([RawRecord, z.array(RawRecord)]) as unknown as z.ZodType<Feedback>,
      read: (request, watch) => readFeedback(request, config.INTAKE_MAX_BYTES, watch),
      answers: {
        202: { description: "Durable; what was refused is listed", schema: AcceptedFeedback },
        413: { description: "Too many bytes or records" },
        503: { description: "The queue takes nothing; try again after Retry-After seconds" },
      },
      async handle({ principal, body }) {
        const receipt = await write({ tenant: principal.tenant, records: body.records });
        if (receipt.accepted === 0) throw refusal(receipt, body.several);
        const { batch_ids, accepted, rejected } = receipt;
        return { status: 202, body: { batch_ids, accepted, rejected } };
      },
    }),
  ];
}
