/** Signing in and out of the dashboard: a key is shown once, a cookie stands for it from then on. */
import type { Express, RequestHandler, Response } from "express";
import { z } from "zod";
import { readCookie } from "../auth/authenticate.ts";
import type { OriginPolicy } from "../auth/origins.ts";
import type { Principal } from "../auth/principal.ts";
import { SESSION_COOKIE, SESSION_SECONDS, type Sessions } from "../auth/sessions.ts";
import type { Config } from "../config.ts";
import { readBody, readJson } from "./body.ts";
import { readPlace, signInAddress } from "./pages/sign-in.ts";
import { Problem, problemOf } from "./problem.ts";
import { createSignInLimit } from "./rate-limit.ts";
import { refuseMethod } from "./router.ts";

export interface SessionDeps {
  readonly config: Pick<Config, "PUBLIC_URL">;
  readonly sessions: Sessions;
  readonly origins: OriginPolicy;
  readonly principal: RequestHandler;
}

/** More than a key takes. */
const BODY_BYTES = 10_000;

const Opening = z.strictObject({ key: z.string().trim().min(1).max(200) });

const describe = ({ tenant, scopes, via }: Principal) => ({ tenant, scopes, via });

export function createSession(app: Express, { config, sessions, origins, principal }: SessionDeps): void {
  const options = {
    httpOnly: true,
    sameSite: "strict",
    path: "/",
    secure: config.PUBLIC_URL?.startsWith("https:") ?? false,
  } as const;

  /** A page of another origin must not sign anybody in. */
  const ownPagesOnly: RequestHandler = (request, _, next) => {
    if (origins.kindOf(request.headers.origin, request.headers.host) === "foreign") {
      throw new Problem(403, "this origin may not call this server from a browser");
    }
    next();
  };

  const limitTries = createSignInLimit();

  async function open(key: string, response: Response): Promise<Principal | undefined> {
    const opened = await sessions.open(key);
    if (opened === undefined) return undefined;
    response.cookie(SESSION_COOKIE, opened.token, { ...options, maxAge: SESSION_SECONDS * 1_000 });
    return opened.principal;
  }

  async function close(cookie: string | undefined, response: Response): Promise<void> {
    if (cookie !== undefined) await sessions.end(cookie);
    response.clearCookie(SESSION_COOKIE, options);
  }

  app.post("/api/v1/session", ownPagesOnly, limitTries, async (request, response) => {
    const parsed = Opening.safeParse(await readJson(request, BODY_BYTES));
    if (!parsed.success) throw problemOf(parsed.error, "body");
    const opened = await open(parsed.data.key, response);
    if (opened === undefined) throw new Problem(401, "the key is not valid");
    response.status(201).json(describe(opened));
  });
  app.get("/api/v1/session", principal, (_, response) => {
    response.json(describe(response.locals.principal as Principal));
  });
  app.delete("/api/v1/session", ownPagesOnly, async (request, response) => {
    await close(readCookie(request.headers, SESSION_COOKIE), response);
    response.status(204).end();
  });
  app.all("/api/v1/session", refuseMethod(["GET", "HEAD", "POST", "DELETE"]));

  // The same for a plain HTML form.
  app.post("/sign-in", ownPagesOnly, limitTries, async (request, response) => {
    const { bytes } = await readBody(request, { maxBytes: BODY_BYTES, types: ["application/x-www-form-urlencoded"] });
    const fields = new URLSearchParams(bytes.toString());
    const opened = await open(fields.get("key")?.trim() ?? "", response);
    const place = readPlace(fields.get("to"));
    response.redirect(303, opened === undefined ? signInAddress(place, true) : (place ?? "/"));
  });
  app.post("/sign-out", ownPagesOnly, async (request, response) => {
    await close(readCookie(request.headers, SESSION_COOKIE), response);
    response.redirect(303, "/sign-in");
  });
}
