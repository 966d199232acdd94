/** Cross-origin requests: who may read our answers, and the preflights that ask beforehand. */
import type { RequestHandler } from "express";
import type { OriginPolicy } from "../auth/origins.ts";
import type { TakesBeacons } from "./beacons.ts";
import { Problem } from "./problem.ts";

const METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
const HEADERS =
  "Authorization, Content-Type, Content-Encoding, Idempotency-Key, If-Match, X-API-Key, X-Requested-With, X-Sent-At";
const EXPOSED = "ETag, Retry-After, RateLimit, RateLimit-Policy, X-Total-Count, X-Newest-Since";
const MAX_AGE_SECONDS = "600";

/** For paths under `/api`. A preflight never carries credentials, so it is answered before anybody is asked for them. */
export function createCors(origins: OriginPolicy, takesBeacons: TakesBeacons): RequestHandler {
  return (request, response, next) => {
    const { origin, host } = request.headers;
    const kind = origins.kindOf(origin, host);
    response.vary("Origin");
    if (origin !== undefined && (kind === "allowed" || kind === "ours")) {
      response.set({
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Credentials": "true",
        "Access-Control-Expose-Headers": EXPOSED,
      });
    }
    // Anybody's page may send there by a publishable key; nothing that a browser adds by itself counts.
    const isForAnybody = kind === "foreign" && takesBeacons(request.originalUrl);
    if (isForAnybody) response.set({ "Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": EXPOSED });
    // One that no browser sends asks what may be done at a path, as the routes tell.
    const isPreflight = origin !== undefined || request.headers["access-control-request-method"] !== undefined;
    if (request.method !== "OPTIONS" || !isPreflight) return next();
    if (isForAnybody) response.set("Access-Control-Allow-Methods", "POST");
    else if (kind === "foreign") throw new Problem(403, "this origin may not call this server from a browser");
    else response.set("Access-Control-Allow-Methods", METHODS);
    response.set({
      "Access-Control-Allow-Headers": HEADERS,
      "Access-Control-Max-Age": MAX_AGE_SECONDS,
    });
    response.status(204).end();
  };
}
