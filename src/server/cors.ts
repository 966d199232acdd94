/** Cross-origin requests: who may read our answers, and the preflights that ask beforehand. */
import type { RequestHandler } from "express";
import type { OriginPolicy } from "../auth/origins.ts";
import { Problem } from "./problem.ts";

const METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
const HEADERS = "Authorization, Content-Type, Content-Encoding, If-Match, X-API-Key";
const EXPOSED = "ETag, Retry-After, RateLimit, RateLimit-Policy";
const MAX_AGE_SECONDS = "600";

/** For paths under `/api`. A preflight never carries credentials, so it is answered before anybody is asked for them. */
export function createCors(origins: OriginPolicy): RequestHandler {
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
    if (request.method !== "OPTIONS") return next();
    if (kind === "foreign") throw new Problem(403, "this origin may not call this server from a browser");
    response.set({
      "Access-Control-Allow-Methods": METHODS,
      "Access-Control-Allow-Headers": HEADERS,
      "Access-Control-Max-Age": MAX_AGE_SECONDS,
    });
    response.status(204).end();
  };
}
