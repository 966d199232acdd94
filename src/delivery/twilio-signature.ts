/** Twilio's signature of its requests to us: HMAC-SHA1 over the address and all fields, sorted by name. Source: twilio.com/docs/usage/security. */
import { createHmac, timingSafeEqual } from "node:crypto";

export function signTwilio(token: string, url: string, fields: URLSearchParams): string {
  const names = [...new Set(fields.keys())].sort();
  const text = names
    .map((name) =>
      [...new Set(fields.getAll(name))]
        .sort()
        .map((value) => name + value)
        .join(""),
    )
    .join("");
  return createHmac("sha1", token)
    .update(url + text)
    .digest("base64");
}

/** The address may have been signed with its port or without. */
function spellings(url: string): string[] {
  const parsed = new URL(url);
  const rest = url.slice(parsed.origin.length);
  const port = parsed.port === "" ? (parsed.protocol === "https:" ? "443" : "80") : parsed.port;
  const { protocol, hostname } = parsed;
  return [url, `${protocol}//${hostname}${rest}`, `${protocol}//${hostname}:${port}${rest}`];
}

/** `url`: as Twilio was told it, with the query exactly as it came. */
export function isSignedByTwilio(
  token: string,
  url: string,
  fields: URLSearchParams,
  signature: string | undefined,
): boolean {
  if (signature === undefined) return false;
  const given = Buffer.from(signature);
  return spellings(url).some((spelling) => {
    const wanted = Buffer.from(signTwilio(token, spelling, fields));
    return wanted.length === given.length && timingSafeEqual(wanted, given);
  });
}
