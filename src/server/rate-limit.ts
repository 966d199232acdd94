/** How many requests a second a key may make, and how often an address may try to sign in. Whoever is on this machine without a key is not limited. */
import type { RequestHandler } from "express";
import { rateLimit } from "express-rate-limit";
import type { Principal } from "../auth/principal.ts";
import { Problem } from "./problem.ts";

const WINDOW_MS = 1_000;
const SIGN_IN_MS = 60_000;
/** Each try costs a look into the store, and a write when it is right. Behind a proxy all people have one address. */
const SIGN_INS = 60;

/** Sessions count with the key they were opened with. */
export function createRateLimit(perSecond: number, perPublishable: number): RequestHandler {
  const limitOf = (principal: unknown): number =>
    (principal as Principal | undefined)?.publishable === undefined ? perSecond : perPublishable;
  return rateLimit({
    windowMs: WINDOW_MS,
    limit: (_, response) => limitOf(response.locals.principal),
    standardHeaders: "draft-8",
    legacyHeaders: false,
    skip: (_, response) => keyOf(response.locals.principal) === undefined,
    keyGenerator: (_, response) => keyOf(response.locals.principal) ?? "",
    handler: (_, response) => {
      const most = limitOf(response.locals.principal);
      throw new Problem(429, `more than ${most} requests a second`, { headers: { "Retry-After": "1" } });
    },
  });
}

/** Tries to sign in, by the address that they come from. */
export function createSignInLimit(): RequestHandler {
  return rateLimit({
    windowMs: SIGN_IN_MS,
    limit: SIGN_INS,
    standardHeaders: "draft-8",
    legacyHeaders: false,
    validate: false,
    keyGenerator: ({ socket }) => socket.remoteAddress ?? "",
    handler: () => {
      const headers = { "Retry-After": String(SIGN_IN_MS / 1_000) };
      throw new Problem(429, `more than ${SIGN_INS} tries to sign in within a minute`, { headers });
    },
  });
}

const keyOf = (principal: unknown): string | undefined => (principal as Principal | undefined)?.keyId;
