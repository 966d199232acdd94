/** Bodies that hold what is sent in: one JSON value, or NDJSON; from a page also JSON that calls itself plain text, as beacons do. */
import type { IncomingMessage } from "node:http";
import { MOST_SENT } from "../model/json-scan.ts";
import { hasBody, mediaType, readBody, type WatchBody } from "./body.ts";
import { badField, Problem } from "./problem.ts";

export const { elements: MAX_RECORDS, values: MAX_VALUES } = MOST_SENT;
const LINES = "application/x-ndjson";
const TYPES = ["application/json", LINES] as const;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const NEWLINE = 0x0a;
const SPACE = 0x20;

/** Position of the first byte from there on that is not blank, or the end. */
function skipBlank(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at]! <= SPACE) at++;
  return at;
}

export const firstByte = (bytes: Buffer): number | undefined => bytes[skipBlank(bytes, 0)];

/** The key of a page, which can set no header: in the address. */
export const keyInAddress = (url = ""): string | undefined => {
  const at = url.indexOf("?");
  return at < 0 ? undefined : (new URLSearchParams(url.slice(at + 1)).get("key") ?? undefined);
};

/** `records`: what they are called. */
export const tooMany = (what: "elements" | "values", records: string): Problem =>
  new Problem(
    413,
    what === "elements"
      ? `more than ${MAX_RECORDS} ${records} in one request`
      : `more than ${MAX_VALUES} values in one request`,
  );

/** Counts the lines that hold something while they are still being unpacked. */
function watchLines(records: string): WatchBody {
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
    if (lines > MAX_RECORDS) throw tooMany("elements", records);
  };
}

export interface SentBody {
  /** Without a byte order mark; not blank. */
  readonly bytes: Buffer;
  readonly isLines: boolean;
}

/** `records`: what it should hold, for people. */
export async function readSentBody(
  request: IncomingMessage,
  { maxBytes, watch, records }: { readonly maxBytes: number; readonly watch: WatchBody; readonly records: string },
): Promise<SentBody> {
  // Made only where it is thrown: an error costs a walk over the stack.
  const empty = () => badField("", "required", `the body holds no ${records}`);
  if (!hasBody(request)) throw empty();
  const types = keyInAddress(request.url) === undefined ? TYPES : [...TYPES, "text/plain"];
  const isLines = mediaType(request, types) === LINES;
  const countLines = isLines ? watchLines(records) : () => undefined;
  const watchBoth: WatchBody = (piece) => {
    watch(piece);
    countLines(piece);
  };
  const body = await readBody(request, { maxBytes, types, watch: watchBoth });
  const bytes = body.bytes.subarray(0, 3).equals(BYTE_ORDER_MARK) ? body.bytes.subarray(3) : body.bytes;
  if (firstByte(bytes) === undefined) throw empty();
  return { bytes, isLines };
}

/** Those that are not blank. There are no more than may be: they were counted as they came. */
export function* linesOf(bytes: Buffer): Generator<Buffer> {
  for (let start = skipBlank(bytes, 0); start < bytes.length; ) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    yield bytes.subarray(start, end);
    start = skipBlank(bytes, end);
  }
}
