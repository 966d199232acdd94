/** The HTTP server: everything that comes in over HTTP, and everything that people and programs ask. */
import { createServer as createHttpServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Express } from "express";
import { createAuthenticator } from "../auth/authenticate.ts";
import { createKeyRing } from "../auth/keys.ts";
import { createOriginPolicy } from "../auth/origins.ts";
import { createSessions } from "../auth/sessions.ts";
import { createTenants } from "../auth/tenants.ts";
import { createFormLookup } from "../forms/form-lookup.ts";
import { createResponseIntake } from "../forms/response-intake.ts";
import { withDeadline } from "../lifecycle.ts";
import type { TenantId } from "../model/tenant.ts";
import { createKeyUses, type KeyUses } from "../operations/key-uses.ts";
import { publicUrlOf } from "../public-url.ts";
import { createApp, createHealthApp } from "./app.ts";
import type { ServerDeps } from "./deps.ts";
import { createLive } from "./live.ts";

/** A file of gigabytes takes its time; all other bodies have a deadline of their own (body.ts). */
const REQUEST_MS = 3_600_000;
/** Headers come in one go; who lets them drip holds a connection that others could use. */
const HEADERS_MS = 15_000;
/** Each takes memory and a file descriptor, of which systems commonly give a process 1,024. */
const MAX_CONNECTIONS = 900;
const KEEP_ALIVE_MS = 65_000;
/** How long nothing of an answer may be read: it stays in memory until it is. */
const IDLE_MS = 75_000;
/** How often the two limits above are looked after. */
const CONNECTIONS_CHECK_MS = 5_000;
/** A crash loses at most this much of who used which key. */
const KEY_USES_MS = 60_000;
/** How long a store that does not answer may hold up the stop. */
const LAST_FLUSH_MS = 2_000;

export interface RunningServer {
  readonly url: string;
  /** Takes no new connections; resolves when what is under way is answered, or cut off after `deadlineMs`. */
  close(deadlineMs: number): Promise<void>;
}

export interface GroundswellServer {
  readonly app: Express;
  /** Throws when the port is taken. */
  listen(): Promise<RunningServer>;
}

function listenOn(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function closeWithin(server: Server, deadlineMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), deadlineMs);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}

/** Where this machine reaches it, whatever it is bound to. */
function urlOf(host: string, port: number): string {
  if (host === "0.0.0.0" || host === "::" || host === "[::]") return `http://127.0.0.1:${port}`;
  return `http://${host.includes(":") && !host.startsWith("[") ? `[${host}]` : host}:${port}`;
}

const clockSeconds = (): number => Math.floor(Date.now() / 1000);

/** Who may ask what of a server at this place, and the count of the keys that did. */
function createAccess(
  config: Parameters<typeof createOriginPolicy>[0],
  { store, log, now = clockSeconds }: Pick<ServerDeps, "store" | "log" | "now">,
  port: () => number,
) {
  const origins = createOriginPolicy(config, port);
  const keyUses = createKeyUses({ store, log, now });
  const keys = createKeyRing(store, {
    now,
    onRevoked: ({ id, doc }) => keyUses.refused({ id, tenant: doc.tenant as TenantId }, "revoked"),
  });
  const sessions = createSessions(store, keys, { now });
  const authenticator = createAuthenticator({ host: config.HOST, keys, sessions, origins });
  return { origins, keyUses, keys, sessions, authenticator };
}

interface ListenAt {
  readonly host: string;
  readonly port: number;
  readonly maxConnections?: number | undefined;
  readonly idleMs?: number | undefined;
}

/** Writes the uses of keys now and then, and once more when it closes. */
async function startListening(
  app: Express,
  { host, port, maxConnections = MAX_CONNECTIONS, idleMs = IDLE_MS }: ListenAt,
  keyUses: KeyUses,
) {
  const timeouts = { requestTimeout: REQUEST_MS, headersTimeout: HEADERS_MS, keepAliveTimeout: KEEP_ALIVE_MS };
  const server = createHttpServer({ ...timeouts, connectionsCheckingInterval: CONNECTIONS_CHECK_MS }, app);
  // One more is closed as soon as it is there.
  server.maxConnections = maxConnections;
  server.timeout = idleMs;
  server.on("timeout", (socket) => {
    // Nothing is cut off that we ourselves are still at.
    if (socket.writableLength > 0) socket.destroy();
  });
  const listening = await listenOn(server, host.replace(/^\[|\]$/g, ""), port);
  const writing = setInterval(() => void keyUses.flush(), KEY_USES_MS);
  const close = async (deadlineMs: number): Promise<void> => {
    clearInterval(writing);
    await closeWithin(server, deadlineMs);
    await withDeadline(
      LAST_FLUSH_MS,
      () => keyUses.flush(),
      () => undefined,
    );
  };
  return { port: listening, url: urlOf(host, listening), close };
}

export function createServer(deps: ServerDeps): GroundswellServer {
  const { config, store, now = clockSeconds } = deps;
  let port = config.PORT;
  const access = createAccess(config, deps, () => port);
  const forms = createFormLookup(store);
  const { queue, tracing } = deps;
  const responses = createResponseIntake({
    queue,
    store,
    forms,
    now,
    ...(tracing && { traceparent: tracing.current }),
  });
  const publicUrl = () => publicUrlOf(config, { port }).replace(/\/+$/, "");
  const live = createLive(store);
  const tenants = createTenants(store, now);
  const app = createApp({ ...deps, ...access, now, tenants, forms, responses, live, publicUrl });

  return {
    app,
    async listen() {
      const running = await startListening(
        app,
        { host: config.HOST, port: config.PORT, maxConnections: deps.maxConnections, idleMs: deps.idleMs },
        access.keyUses,
      );
      port = running.port;
      const close = (deadlineMs: number): Promise<void> => {
        live.close();
        return running.close(deadlineMs);
      };
      return { ...running, close };
    },
  };
}

export type HealthServerDeps = Pick<ServerDeps, "store" | "queue" | "metrics" | "log">;

/** How the daemon is, on a port of its own: for runners without the server, and where the server is not to be reached. Throws when the port is taken. */
export async function listenForHealth(
  { host, port: wanted }: { readonly host: string; readonly port: number },
  deps: HealthServerDeps,
): Promise<RunningServer> {
  let port = wanted;
  const access = createAccess({ HOST: host, PUBLIC_URL: undefined, CORS_ORIGINS: [] }, deps, () => port);
  const running = await startListening(createHealthApp({ ...deps, ...access }), { host, port: wanted }, access.keyUses);
  port = running.port;
  return running;
}
