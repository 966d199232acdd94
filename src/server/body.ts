/** Reading request bodies: media type, compression and size are checked before anything is parsed, depth before anything is built. */
import type { IncomingMessage } from "node:http";
import { createGunzip } from "node:zlib";
import getRawBody, { type RawBodyError } from "raw-body";
import { withDeadline } from "../lifecycle.ts";
import { type ScanLimits, scanJson } from "../model/json-scan.ts";
import { keepDigits, parseJson } from "../model/json-text.ts";
import { cleanText, MAX_RECORD_DEPTH } from "../model/read-record.ts";
import { badField, Problem } from "./problem.ts";

/** Of requests that hold no feedback: settings, corrections, app models. */
export const SMALL_BODY_BYTES = 2_000_000;
/** In such a request. A big app model has a few thousand utterances, a redrive names up to 10,000 letters. */
const MAX_VALUES = 50_000;
/** What still comes in after a refusal is read away, so that the client gets to see the answer; past this the connection closes. */
const DISCARD_BYTES = 64_000_000;
const DISCARD_MS = 2_000;

/** Sees each piece of a body as it comes, unpacked; what it throws is the answer, and the rest is not unpacked. */
export type WatchBody = (piece: Uint8Array) => void;

export interface BodyRules {
  readonly maxBytes: number;
  readonly types: readonly string[];
  readonly watch?: WatchBody;
}

export interface RequestBody {
  readonly bytes: Buffer;
  /** The media type, without parameters. */
  readonly type: string;
}

export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;

/** Without parameters; throws 415 when it is none of these, or not UTF-8. */
export function mediaType(request: IncomingMessage, types: readonly string[]): string {
  const [type = "", ...parameters] = (request.headers["content-type"] ?? "").toLowerCase().split(";");
  const charset = parameters.map((one) => one.trim()).find((one) => one.startsWith("charset="));
  const name = type.trim();
  if (!types.includes(name)) throw new Problem(415, `send ${types.join(" or ")}`);
  if (charset !== undefined && !/^charset="?utf-?8"?$/.test(charset)) throw new Problem(415, "send UTF-8");
  return name;
}

const tooLarge = (maxBytes: number): Problem =>
  new Problem(413, `the body is larger than ${maxBytes} bytes`, { headers: { Connection: "close" } });

/** What is read at once is here within this. */
const BODY_MS = 60_000;

/** Reads on without keeping anything, for a moment. */
function discard(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let bytes = 0;
    const done = () => {
      clearTimeout(timer);
      request.removeAllListeners("data");
      request.pause();
      resolve();
    };
    const timer = setTimeout(done, DISCARD_MS);
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > DISCARD_BYTES) done();
    });
    for (const event of ["end", "error", "close"]) request.once(event, done);
    request.resume();
    if (request.readableEnded || request.destroyed) done();
  });
}

function decoded(request: IncomingMessage): NodeJS.ReadableStream {
  const encoding = (request.headers["content-encoding"] ?? "identity").toLowerCase();
  if (encoding === "identity") return request;
  if (encoding === "gzip" || encoding === "x-gzip") {
    const gunzip = createGunzip();
    request.once("error", (error) => gunzip.destroy(error));
    return request.pipe(gunzip);
  }
  throw new Problem(415, "the body may be compressed with gzip only");
}

/** Rejects with what `watch` throws. */
function watched(stream: NodeJS.ReadableStream, watch: WatchBody): Promise<never> {
  return new Promise((_, reject) => {
    const look = (piece: Buffer) => {
      try {
        watch(piece);
      } catch (error) {
        stream.off("data", look);
        reject(error);
      }
    };
    stream.on("data", look);
  });
}

/** All of it, or why not. */
async function collect(
  stream: NodeJS.ReadableStream,
  { maxBytes, watch = () => undefined }: BodyRules,
  fault: string,
): Promise<Buffer | Problem> {
  try {
    return await Promise.race([getRawBody(stream, { limit: maxBytes }), watched(stream, watch)]);
  } catch (error) {
    if (error instanceof Problem) return error;
    const { type } = error as RawBodyError;
    if (type === "entity.too.large") return tooLarge(maxBytes);
    throw new Problem(400, type === "request.aborted" ? "the body ended early" : `the body ${fault}`);
  }
}

/** Throws 415, 413 and what `watch` throws; `maxBytes` counts after decompression. */
export async function readBody(request: IncomingMessage, rules: BodyRules): Promise<RequestBody> {
  const type = mediaType(request, rules.types);
  if (Number(request.headers["content-length"] ?? 0) > rules.maxBytes) {
    await discard(request);
    throw tooLarge(rules.maxBytes);
  }
  const stream = decoded(request);
  const late = (): never => {
    request.destroy();
    throw new Problem(408, "the body took too long");
  };
  const fault = stream === request ? "could not be read" : "is no valid gzip";
  const bytes = await withDeadline(BODY_MS, () => collect(stream, rules, fault), late);
  if (!(bytes instanceof Problem)) return { bytes, type };
  if (stream !== request) {
    request.unpipe();
    (stream as unknown as { destroy(): void }).destroy();
  }
  await discard(request);
  throw bytes;
}

const UTF8 = new TextDecoder("utf-8", { fatal: true });

/** Without a byte order mark; throws 415 for what is no UTF-8. */
export function decodeText(bytes: Buffer): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw new Problem(415, "the body is no valid UTF-8");
  }
}

/** Throws 400 for what is no JSON. V8's own message would quote the body. */
export function parseText(text: string, revive?: (name: string, value: unknown) => unknown): unknown {
  try {
    return revive === undefined ? parseJson(text) : JSON.parse(text, revive);
  } catch {
    throw badField("", "invalid_json", "the body is no JSON");
  }
}

const cleaned = (name: string, value: unknown, context?: { readonly source?: string }): unknown =>
  typeof value === "string" ? cleanText(value) : keepDigits(name, value, context);

/** One JSON value, not nested deeper than a record may be, its texts cleaned as those of records are. */
export async function readJson(
  request: IncomingMessage,
  maxBytes: number,
  watch?: WatchBody,
  { values: maxValues = MAX_VALUES, elements: maxElements }: ScanLimits = {},
  types: readonly string[] = ["application/json"],
): Promise<unknown> {
  const { bytes } = await readBody(request, { maxBytes, types, watch });
  const limits = { values: maxValues, ...(maxElements === undefined ? {} : { elements: maxElements }) };
  const { depth, over } = scanJson(bytes, limits);
  if (depth > MAX_RECORD_DEPTH) {
    throw badField("", "too_deep", `nested more than ${MAX_RECORD_DEPTH} levels deep`);
  }
  if (over === "elements") throw new Problem(413, `more than ${maxElements} elements in one request`);
  if (over !== undefined) throw new Problem(413, `more than ${maxValues} values in one body`);
  return parseText(decodeText(bytes), cleaned);
}
