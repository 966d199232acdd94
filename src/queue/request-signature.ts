/** Checking the signature of an AWS request (Signature Version 4 with SHA-256): it was made with our secret, a moment ago, for just this request. */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** What the `Authorization` header says. */
export interface ShownSignature {
  readonly accessKeyId: string;
  /** `YYYYMMDD`. */
  readonly day: string;
  readonly region: string;
  readonly service: string;
  /** Lower-case header names, in the order in which they were signed. */
  readonly signedHeaders: readonly string[];
  /** Hexadecimal. */
  readonly signature: string;
}

export interface SignedRequest {
  readonly method: string;
  /** As it was sent, without a query: nothing that we answer has one. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

/** How far the time of a request may be from ours, as with AWS. */
const MAX_SKEW_MS = 15 * 60_000;

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([\w-]{1,128})\/(\d{8})\/([\w-]{1,64})\/([\w-]{1,32})\/aws4_request, ?SignedHeaders=([a-z0-9;-]{1,2000}), ?Signature=([0-9a-f]{64})$/;

/** Undefined for anything that is no signature of this kind. */
export function readAuthorization(header: string | undefined): ShownSignature | undefined {
  const parts = AUTHORIZATION.exec(header ?? "");
  if (parts === null) return undefined;
  const [, accessKeyId, day, region, service, signedHeaders, signature] = parts as unknown as readonly string[];
  return {
    accessKeyId: accessKeyId!,
    day: day!,
    region: region!,
    service: service!,
    signedHeaders: signedHeaders!.split(";"),
    signature: signature!,
  };
}

/** `20261121T083000Z` → unix milliseconds; NaN for anything else. */
function readTime(value: unknown): number {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(typeof value === "string" ? value : "");
  if (parts === null) return Number.NaN;
  const [year, month, day, hour, minute, second] = parts.slice(1).map(Number) as [number, ...number[]];
  return Date.UTC(year, month! - 1, day, hour, minute, second);
}

/** `now`: unix milliseconds. */
export function isRecent({ day }: ShownSignature, headers: IncomingHttpHeaders, now: number): boolean {
  const date = headers["x-amz-date"];
  return String(date).startsWith(day) && Math.abs(readTime(date) - now) <= MAX_SKEW_MS;
}

/** What says where a request goes and what it asks must be under the signature, or another one could be made of it. */
export function coversRequest({ signedHeaders }: ShownSignature, headers: IncomingHttpHeaders): boolean {
  const needed = ["host", ...Object.keys(headers).filter((name) => name.startsWith("x-amz-"))];
  return needed.every((name) => signedHeaders.includes(name));
}

const sha256 = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex");
const hmac = (key: string | Buffer, data: string): Buffer => createHmac("sha256", key).update(data).digest();

const written = (value: string | readonly string[] | undefined): string =>
  (typeof value === "string" ? value : (value ?? []).join(",")).trim().replace(/ {2,}/g, " ");

/** The key changes with the day, the region and the service alone, so the last one is kept. */
export function createSignatureCheck({ secretAccessKey }: Credentials) {
  let kept: { readonly scope: string; readonly key: Buffer } | undefined;

  function signingKey(scope: string, { day, region, service }: ShownSignature): Buffer {
    if (kept?.scope !== scope) {
      const key = [region, service, "aws4_request"].reduce(hmac, hmac(`AWS4${secretAccessKey}`, day));
      kept = { scope, key };
    }
    return kept.key;
  }

  /** Whether the signature is that of this request, to the last byte of its body. */
  return (shown: ShownSignature, { method, path, headers, body }: SignedRequest): boolean => {
    const lines = shown.signedHeaders.map((name) => `${name}:${written(headers[name])}\n`).join("");
    const canonical = [method, path, "", lines, shown.signedHeaders.join(";"), sha256(body)].join("\n");
    const scope = `${shown.day}/${shown.region}/${shown.service}/aws4_request`;
    const toSign = ["AWS4-HMAC-SHA256", written(headers["x-amz-date"]), scope, sha256(canonical)].join("\n");
    const expected = hmac(signingKey(scope, shown), toSign);
    return timingSafeEqual(expected, Buffer.from(shown.signature, "hex"));
  };
}
