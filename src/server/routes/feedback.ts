/** Intake: feedback comes in as one record, an array or NDJSON, and is answered once it is durable on the queue. */
import type { IncomingMessage } from "node:http";
import { z } from "zod";
import type { Receipt, Submission } from "../../ingestion/ingestion.ts";
import { withDeadline } from "../../lifecycle.ts";
import { scanJson } from "../../model/json-scan.ts";
import type { FieldError } from "../../model/outcome.ts";
import { RawRecord } from "../../model/record.ts";
import { QueueUnavailable } from "../../queue/queue.ts";
import { decodeText, parseText, type WatchBody } from "../body.ts";
import { badField, Problem } from "../problem.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";
import { firstByte, linesOf, MAX_RECORDS, MAX_VALUES, readSentBody, tooMany } from "../sent-body.ts";

/** When the queue takes nothing within this, the client is told to come back. */
export const INTAKE_TIMEOUT_MS = 5_000;
/** Nesting that is parsed at all; what is deeper than a record may be is refused by itself further on. */
const PARSED_DEPTH = 64;
const SHOWN_ERRORS = 100;
const SHOWN_TEXT = 200;
const RECORDS = "records";

/** Stands for a record that is too deep to be worth parsing: just deep enough to be refused as such. */
const tooDeep: unknown = JSON.parse(`{"":${"[".repeat(40)}${"]".repeat(40)}}`);

const OPEN_OBJECT = 0x7b;

/** One JSON value that may nest as deep as it likes. */
function parseShallow(bytes: Buffer, depth: number): unknown {
  if (depth <= PARSED_DEPTH) return parseText(decodeText(bytes));
  // A list is no record however deep it is; an object is one that is too deep.
  return firstByte(bytes) === OPEN_OBJECT ? tooDeep : [];
}

function readDocument(bytes: Buffer): unknown[] {
  const { depth, elements, over } = scanJson(bytes, { elements: MAX_RECORDS, values: MAX_VALUES });
  if (over !== undefined) throw tooMany(over, RECORDS);
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

function readLines(bytes: Buffer): unknown[] {
  const records: unknown[] = [];
  let values = 0;
  for (const line of linesOf(bytes)) {
    const scanned = scanJson(line, { values: MAX_VALUES - values });
    if (scanned.over !== undefined) throw tooMany("values", RECORDS);
    values += scanned.values;
    records.push(readLine(line, scanned.depth));
  }
  return records;
}

export interface Feedback {
  readonly records: readonly unknown[];
  /** Whether it came as a list: errors then say of which record they are. */
  readonly several: boolean;
}

export async function readFeedback(request: IncomingMessage, maxBytes: number, watch: WatchBody): Promise<Feedback> {
  const { bytes, isLines } = await readSentBody(request, { maxBytes, watch, records: RECORDS });
  const records = isLines ? readLines(bytes) : readDocument(bytes);
  if (records.length === 0) throw badField("", "required", "the body holds no records");
  return { records, several: isLines || firstByte(bytes) === 0x5b };
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

const AcceptedFeedback = z
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

/** Of every route that takes feedback. */
export const feedbackAnswers = {
  202: {
    description: "What was accepted is durable on the queue; every refused record is listed with its errors",
    schema: AcceptedFeedback,
  },
  413: { description: "Too many bytes or records" },
  503: {
    description:
      "The queue did not take all; send the whole request again after Retry-After seconds, what it did take is known again",
  },
} as const;

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
      publishable: "feedback",
      body: z.union([RawRecord, z.array(RawRecord)]) as unknown as z.ZodType<Feedback>,
      read: (request, watch) => readFeedback(request, config.INTAKE_MAX_BYTES, watch),
      answers: feedbackAnswers,
      async handle({ principal, body }) {
        const receipt = await write({ tenant: principal.tenant, records: body.records });
        if (receipt.accepted === 0) throw refusal(receipt, body.several);
        const { batch_ids, accepted, rejected } = receipt;
        return { status: 202, body: { batch_ids, accepted, rejected } };
      },
    }),
  ];
}
