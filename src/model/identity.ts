/** Identities: deterministic ids from what a thing is, so that the same thing met again is the same document. */
import { hash } from "node:crypto";

/** RFC 4648 base32 in lower case, without padding. */
const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

export function base32(bytes: Uint8Array): string {
  let text = "";
  let buffer = 0;
  let bits = 0;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(buffer >>> bits) & 31];
    }
    buffer &= (1 << bits) - 1;
  }
  return bits > 0 ? text + ALPHABET[(buffer << (5 - bits)) & 31] : text;
}

/** SHA-256 of the parts with their borders kept (as a JSON array), so that ("ab","c") and ("a","bc") differ. */
export const digest = (...parts: readonly unknown[]): Buffer => hash("sha256", JSON.stringify(parts), "buffer");

/** Two characters of {@link ALPHABET} by ten bits. */
const PAIRS = Array.from({ length: 1_024 }, (_, bits) => ALPHABET[bits >> 5]! + ALPHABET[bits & 31]!);
/** Bytes that 26 characters are made of. */
const SHORT_BYTES = 17;

/** 26 base32 characters: 130 bits of {@link digest}, without a buffer for it, since each record has several. */
export function shortId(...parts: readonly unknown[]): string {
  const bytes = hash("sha256", JSON.stringify(parts), "binary");
  let text = "";
  let buffer = 0;
  let bits = 0;
  for (let at = 0; at < SHORT_BYTES; at++) {
    buffer = (buffer << 8) | bytes.charCodeAt(at);
    bits += 8;
    if (bits < 10) continue;
    bits -= 10;
    text += PAIRS[buffer >>> bits];
    buffer &= (1 << bits) - 1;
  }
  return text;
}

export const hexDigest = (...parts: readonly unknown[]): string => hash("sha256", JSON.stringify(parts), "hex");

export interface RecordIdentity {
  readonly tenant: string;
  readonly app: string;
  readonly source: string;
  readonly source_id: string;
  readonly data_id: string;
}

export const insightId = (of: RecordIdentity): string =>
  shortId(of.tenant, of.app, of.source, of.source_id, of.data_id);

/** `statement` is the theme's earliest one when it was born. */
export const clusterId = (tenant: string, app: string, statement: string): string =>
  shortId("cluster", tenant, app, statement);

export const ticketId = (cluster: string): string => shortId("ticket", cluster);

/** Of an event by the id that its sender gave it, within its application. */
export const eventDocumentId = (application: string, id: string): string => shortId("event", application, id);

export const eventTypeId = (category: string, name: string): string => shortId("event-type", category, name);

export const sessionDocumentId = (session: string): string => shortId("session", session);

/** App names hold any characters; document ids don't. */
export const appDocumentId = (name: string): string => shortId("app", name);
