/** Deliveries: their signatures, computed over the raw body and compared in constant time, and that they may come late. */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Item } from "../ingestion/connector.ts";

export const hmac = (algorithm: "sha1" | "sha256", secret: string | Buffer, ...parts: (string | Buffer)[]): Buffer => {
  const mac = createHmac(algorithm, secret);
  for (const part of parts) mac.update(part);
  return mac.digest();
};

export function same(a: string | Buffer, b: string | Buffer): boolean {
  const [one, two] = [Buffer.from(a), Buffer.from(b)];
  return one.length === two.length && timingSafeEqual(one, two);
}

/** As notified by who promises no order. */
export const maybeLate = (item: Item): Item => ("record" in item ? { ...item, mayBeLate: true } : item);

/** `sha256=<hex>`, as GitHub and Discourse write it; `sha1=<hex>`, as Intercom does. */
export function isSigned(
  algorithm: "sha1" | "sha256",
  header: string | undefined,
  secret: string,
  body: Buffer,
): boolean {
  const wanted = `${algorithm}=${hmac(algorithm, secret, body).toString("hex")}`;
  return header !== undefined && same(header.trim().toLowerCase(), wanted);
}

/** Seconds that a signed time may be off (Standard Webhooks). */
const TOLERANCE_S = 300;

const keyOf = (secret: string): Buffer =>
  secret.startsWith("whsec_") ? Buffer.from(secret.slice("whsec_".length), "base64") : Buffer.from(secret);

/** Standard Webhooks: id, time and body under any of the secrets; the header may hold several signatures. `now`: unix seconds. */
export function standardFault(
  headers: Readonly<Record<string, string | undefined>>,
  secrets: readonly string[],
  body: Buffer,
  now: number,
): string | undefined {
  const { "webhook-id": id, "webhook-timestamp": time, "webhook-signature": signature } = headers;
  if (id === undefined || time === undefined || signature === undefined) return "it is not signed";
  if (!/^\d{1,12}$/.test(time) || Math.abs(now - Number(time)) > TOLERANCE_S) return "its time is too far from now";
  const given = signature.split(" ").flatMap((one) => (one.startsWith("v1,") ? [one.slice("v1,".length)] : []));
  const right = secrets.some((secret) => {
    const wanted = hmac("sha256", keyOf(secret), `${id}.${time}.`, body).toString("base64");
    return given.some((one) => same(one, wanted));
  });
  return right ? undefined : "its signature is wrong";
}
