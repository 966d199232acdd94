/**
 * How many requests a second of one address may be refused for want of a valid key or signature: each costs a look into the
 * store. Past that, whoever shows no key that was right lately is told to wait, at once; others at the same address go on.
 */
import { createHash } from "node:crypto";
import type { Request, RequestHandler } from "express";
import { LRUCache } from "lru-cache";
import { isForwarded } from "../auth/forwarded.ts";
import { Problem } from "./problem.ts";

const WINDOW_MS = 1_000;
/** The least lately used are forgotten: who is refused from so many addresses is stopped elsewhere. */
const MOST_ADDRESSES = 10_000;
/** Keys that were right lately, as hashes. */
const MOST_KEYS = 10_000;

/** What a request shows of who it is. */
function shownBy({ headers }: Request): string | undefined {
  const key = headers["x-api-key"];
  const shown = headers.authorization ?? (Array.isArray(key) ? key[0] : key) ?? headers.cookie;
  return shown === undefined ? undefined : createHash("sha256").update(shown).digest("base64");
}

/** What a proxy here passed on comes from the same address as what was made here, and must not stop that. */
const placeOf = (request: Request): string => `${request.ip ?? ""}${isForwarded(request) ? " forwarded" : ""}`;

/** `clock`: monotonic milliseconds. */
export function createRefusedLimit(perSecond: number, clock: () => number = () => performance.now()): RequestHandler {
  const refused = new LRUCache<string, { readonly since: number; count: number }>({ max: MOST_ADDRESSES });
  const right = new LRUCache<string, true>({ max: MOST_KEYS });

  function isOver(address: string): boolean {
    const known = refused.get(address);
    return known !== undefined && clock() - known.since < WINDOW_MS && known.count >= perSecond;
  }
  function count(address: string): void {
    const known = refused.get(address);
    if (known !== undefined && clock() - known.since < WINDOW_MS) known.count++;
    else refused.set(address, { since: clock(), count: 1 });
  }

  return (request, response, next) => {
    const address = placeOf(request);
    const shown = shownBy(request);
    if (isOver(address) && (shown === undefined || !right.has(shown))) {
      const headers = { "Retry-After": String(WINDOW_MS / 1_000) };
      throw new Problem(429, `more than ${perSecond} refused requests a second`, { headers });
    }
    response.once("finish", () => {
      const { statusCode, locals } = response;
      if (locals.principal !== undefined) {
        if (shown !== undefined) right.set(shown, true);
      } else if (statusCode === 401 || statusCode === 403) count(address);
    });
    next();
  };
}
