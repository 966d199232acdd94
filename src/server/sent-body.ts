/** Bodies that hold what is sent in: one JSON value, or NDJSON; from a page also JSON that calls itself plain text, as beacons do. */
import type { IncomingMessage } from "node:http";
import { hasBody, readBody } from "./body.ts";
import { badField, Problem } from "./problem.ts";

export const MAX_RECORDS = 10_000;
const TYPES = ["application/json", "application/x-ndjson"] as const;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

export const firstByte = (bytes: Buffer): number | undefined => bytes.find((byte) => byte > 0x20);

/** The key of a page, which can set no header: in the address. */
export const keyInAddress = (url = ""): string | undefined => {
  const at = url.indexOf("?");
  return at < 0 ? undefined : (new URLSearchParams(url.slice(at + 1)).get("key") ?? undefined);
};

export interface SentBody {
  /** Without a byte order mark; not blank. */
  readonly bytes: Buffer;
  readonly isLines: boolean;
}

/** `what`: what it should hold, for people. */
export async function readSentBody(request: IncomingMessage, maxBytes: number, what: string): Promise<SentBody> {
  const empty = badField("", "required", `the body holds no ${what}`);
  if (!hasBody(request)) throw empty;
  const types = keyInAddress(request.url) === undefined ? TYPES : [...TYPES, "text/plain"];
  const body = await readBody(request, { maxBytes, types });
  const bytes = body.bytes.subarray(0, 3).equals(BYTE_ORDER_MARK) ? body.bytes.subarray(3) : body.bytes;
  if (firstByte(bytes) === undefined) throw empty;
  return { bytes, isLines: body.type === "application/x-ndjson" };
}

export function checkCount(count: number, what: string): void {
  if (count > MAX_RECORDS) throw new Problem(413, `more than ${MAX_RECORDS} ${what} in one request`);
}

/** Those that are not blank. */
export function linesOf(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start < bytes.length; ) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline < 0 ? bytes.length : newline;
    const line = bytes.subarray(start, end);
    if (firstByte(line) !== undefined) lines.push(line);
    start = end + 1;
  }
  return lines;
}
