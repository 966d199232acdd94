/** How long a server asks to be left alone. */

/** The value of a Retry-After header, seconds or an HTTP date (RFC 9110, 10.2.3) → milliseconds from `now`; undefined when it says nothing. */
export function readRetryAfter(value: string | null, now = Date.now()): number | undefined {
  if (value === null) return undefined;
  // Some servers send fractions of a second.
  if (/^\d+(\.\d+)?$/.test(value.trim())) return Number(value) * 1_000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
