/** The Express app: what happens to every request, in order, and the routes it can reach. */
import compression from "compression";
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Response } from "express";
import helmet from "helmet";
import type { Authentication, Authenticator } from "../auth/authenticate.ts";
import type { OriginPolicy } from "../auth/origins.ts";
import type { Principal } from "../auth/principal.ts";
import { beaconPaths, type TakesBeacons } from "./beacons.ts";
import { createBodyBudget } from "./body-budget.ts";
import { createCors } from "./cors.ts";
import { createFairTurns } from "./fair-turns.ts";
import { createFormPages } from "./form-page/routes.ts";
import { createHealth } from "./health.ts";
import { isLegacyPath, legacyError } from "./legacy/errors.ts";
import { createPages, tellBrowser } from "./pages/pages.ts";
import { Problem, problemDocument, readProblem } from "./problem.ts";
import { mountPush } from "./push.ts";
import { createRateLimit } from "./rate-limit.ts";
import type { RouteDeps } from "./route-deps.ts";
import { mountRoutes, refuseMethod, type Shares } from "./router.ts";
import { INGEST_PATH } from "./routes/ingest.ts";
import { createRoutes } from "./routes.ts";
import { keyInAddress } from "./sent-body.ts";
import { createSession } from "./session.ts";
import { traceRequests } from "./trace-requests.ts";
import { createTwilioCallback } from "./twilio-callback.ts";

export interface AppDeps extends RouteDeps {
  readonly authenticator: Authenticator;
  readonly origins: OriginPolicy;
}

/** What an app needs that only tells how the daemon is. */
export type HealthAppDeps = Pick<AppDeps, "authenticator" | "keyUses" | "metrics" | "store" | "queue" | "log">;

/** What is shorter fits into one packet anyway. */
const COMPRESSED_BYTES = 1_024;
/** Of one tenant, for feedback and for all else. Parsed, a body takes several times as much for a moment. */
const HELD_BODY_BYTES = 48_000_000;
/** More don't read faster: the embedded store answers one after the other. */
const READING_AT_A_TIME = 16;
const WAITING_OF_ONE_TENANT = 500;
const WAITING_FOR_HEAVY_WORK = 8;

const CHALLENGE = { headers: { "WWW-Authenticate": 'Bearer realm="groundswell"' } };
const REFUSALS: Readonly<Record<Extract<Authentication, { ok: false }>["why"], Problem>> = {
  unknown: new Problem(401, "a valid API key is needed", { ...CHALLENGE, signIn: true }),
  misdirected: new Problem(403, "the Host header does not name this server"),
  forwarded: new Problem(
    401,
    "no API key exists yet, so this server answers programs on its own machine only, and this request came through a proxy: create a key first (groundswell keys create)",
    CHALLENGE,
  ),
  foreign: new Problem(403, "this origin may not call this server from a browser"),
  exposed: new Problem(403, "a secret key does not belong in an address: use a publishable one"),
};

/** Once it is answered: what a key was let in with and refused all the same, its scopes don't allow. */
function countUse({ keyUses }: HealthAppDeps, { keyId: id, tenant }: Principal, response: Response): void {
  if (id === undefined) return;
  response.once("close", () => {
    if (response.statusCode === 403) keyUses.refused({ id, tenant }, "scope");
    else keyUses.used({ id, tenant });
  });
}

/** Sets `response.locals.principal`, or refuses; then the rate of its key counts. */
function requirePrincipal(
  deps: HealthAppDeps,
  limitRate: RequestHandler,
  takesBeacons: TakesBeacons = () => false,
): RequestHandler {
  const { authenticate, authenticateByAddress } = deps.authenticator;
  return async (request, response, next) => {
    const { method, originalUrl } = request;
    const key = method === "POST" && takesBeacons(originalUrl) ? keyInAddress(originalUrl) : undefined;
    const result = await (key === undefined ? authenticate(request) : authenticateByAddress(key, request));
    if (!result.ok) throw REFUSALS[result.why];
    response.locals.principal = result.principal;
    countUse(deps, result.principal, response);
    await limitRate(request, response, next);
  };
}

/** Also where nobody is asked who they are: without keys, being on this machine is what counts. */
function refuseOthers({ refusalOf }: Authenticator): RequestHandler {
  return async (request, _, next) => {
    const why = await refusalOf(request);
    if (why !== undefined) throw REFUSALS[why];
    next();
  };
}

function observe({ metrics }: HealthAppDeps): RequestHandler {
  return (request, response, next) => {
    const end = metrics.requestSeconds.startTimer({ method: request.method });
    response.once("close", () => {
      // The pattern, never the path itself: paths hold ids.
      const { path = "unmatched" } = (request.route ?? {}) as { readonly path?: string | readonly string[] };
      end({ route: String(path), status: String(response.statusCode) });
    });
    next();
  };
}

const security = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", "data:"],
      connectSrc: ["'self'"],
      scriptSrc: ["'self'"],
      fontSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  // Under helmet's own `no-referrer` browsers send `Origin: null` with our forms, which is nobody's.
  referrerPolicy: { policy: "same-origin" },
  crossOriginResourcePolicy: { policy: "same-site" },
});

/** How often the log says that requests are answered 503. */
const OUTAGE_LOG_MS = 60_000;

type TellBrowser = typeof tellBrowser;

/** Every error ends here: problem details, but for the original dashboard's paths and for browsers that ask for a page. */
function answerErrors({ log }: HealthAppDeps, tell: TellBrowser = () => false): ErrorRequestHandler {
  let told = Number.NEGATIVE_INFINITY;
  const outage = ({ name, message }: Error): void => {
    if (performance.now() - told < OUTAGE_LOG_MS) return;
    told = performance.now();
    log.warn({ event: "requests_refused", error: `${name}: ${message}` }, "requests are answered 503");
  };
  return (error: unknown, request, response, next) => {
    // Whoever asked has gone away: there is nobody to tell, and nothing went wrong.
    if (response.closed && (error as { readonly name?: unknown } | undefined)?.name === "AbortError") return;
    let problem = readProblem(error);
    if (problem?.status === 503 && error instanceof Error && !(error instanceof Problem)) outage(error);
    if (problem === undefined) {
      log.error({ event: "request_failed", method: request.method, err: error }, "a request failed");
      problem = new Problem(500, "something went wrong here; it has been logged");
    }
    if (response.headersSent) return next(error);
    if (tell(request, response, problem)) return;
    response.status(problem.status).set(problem.options.headers ?? {});
    if (isLegacyPath(request.path)) {
      const { status, body } = legacyError(problem);
      response.status(status).json(body);
    } else response.type("application/problem+json").send(JSON.stringify(problemDocument(problem)));
  };
}

function createBareApp(): Express {
  const app = express();
  app.disable("x-powered-by");
  // Entity tags are only ours (work claims); a weak one over each body would cost a hash a request.
  app.disable("etag");
  app.set("query parser", false);
  return app;
}

/** The probes are for everybody; all that is mounted after this, and the figures, for who names this server. */
function mountHealth(app: Express, deps: HealthAppDeps, principal: RequestHandler): void {
  app.use(observe(deps), security, compression({ threshold: COMPRESSED_BYTES }));
  const health = createHealth(deps);
  app.get("/healthz", health.alive);
  app.get("/readyz", health.ready);
  app.all(["/healthz", "/readyz"], refuseMethod(["GET", "HEAD"]));
  app.use(refuseOthers(deps.authenticator));
  app.get("/metrics", principal, health.metrics);
  app.all("/metrics", refuseMethod(["GET", "HEAD"]));
}

/** Last: what nothing answered, and what went wrong. */
function mountRefusals(app: Express, deps: HealthAppDeps, tell?: TellBrowser): void {
  app.use((request) => {
    throw new Problem(404, `nothing is at ${request.path.slice(0, 200)}`);
  });
  app.use(answerErrors(deps, tell));
}

export function createApp(deps: AppDeps): Express {
  const app = createBareApp();
  app.set("trust proxy", deps.config.TRUSTED_PROXIES);
  const { RATE_LIMIT_PER_KEY: perKey, RATE_LIMIT_PER_PUBLISHABLE_KEY: perPublishable } = deps.config;
  const routes = createRoutes(deps);
  const maxShareBytes = Math.max(HELD_BODY_BYTES, 2 * deps.config.INTAKE_MAX_BYTES);
  const takesBeacons = beaconPaths(routes);
  const principal = requirePrincipal(deps, createRateLimit(perKey, perPublishable), takesBeacons);
  const shares: Shares = {
    bodies: createBodyBudget({ maxBytes: 2 * maxShareBytes, maxShareBytes }),
    turns: createFairTurns({ most: READING_AT_A_TIME, mostWaiting: WAITING_OF_ONE_TENANT }),
    heavyTurns: createFairTurns({ most: 1, mostWaiting: WAITING_FOR_HEAVY_WORK }),
  };
  mountHealth(app, deps, principal);
  if (deps.tracing !== undefined) app.use("/api", traceRequests(deps.tracing));
  app.use(["/api", INGEST_PATH], createCors(deps.origins, takesBeacons));
  createSession(app, { ...deps, principal });
  createPages(app, { ...deps, principal, routes });
  createFormPages(app, deps);
  createTwilioCallback(app, deps);
  // Before anybody is asked for a key: a push address is its own.
  mountPush(app, deps);
  app.use(["/api", INGEST_PATH], principal);
  mountRoutes(app, routes, shares);
  mountRefusals(app, deps, tellBrowser);
  return app;
}

/** Of health, few ask. */
const unlimited: RequestHandler = (_, __, next) => next();

/** Of the same routes, those alone that tell how the daemon is. */
export function createHealthApp(deps: HealthAppDeps): Express {
  const app = createBareApp();
  mountHealth(app, deps, requirePrincipal(deps, unlimited));
  mountRefusals(app, deps);
  return app;
}
