/** The HTTP server: everything that comes in over HTTP, and everything that people and programs ask. */
import { createServer as createHttpServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Express } from "express";
import { createAuthenticator } from "../auth/authenticate.ts";
import { createKeyRing } from "../auth/keys.ts";
import { createOriginPolicy } from "../auth/origins.ts";
import { createSessions } from "../auth/sessions.ts";
import { createTenants } from "../auth/tenants.ts";
import { createApp } from "./app.ts";
import type { ServerDeps } from "./deps.ts";

const REQUEST_MS = 60_000;
const KEEP_ALIVE_MS = 65_000;

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

export function createServer(deps: ServerDeps): GroundswellServer {
  const { config, store } = deps;
  const now = deps.now ?? (() => Math.floor(Date.now() / 1000));
  let port = config.PORT;
  const origins = createOriginPolicy(config, () => port);
  const keys = createKeyRing(store, { now });
  const sessions = createSessions(store, keys, { now });
  const tenants = createTenants(store, now);
  const authenticator = createAuthenticator({ host: config.HOST, keys, sessions, origins });
  const app = createApp({ ...deps, now, keys, sessions, tenants, authenticator, origins });

  return {
    app,
    async listen() {
      const server = createHttpServer({ requestTimeout: REQUEST_MS, keepAliveTimeout: KEEP_ALIVE_MS }, app);
      port = await listenOn(server, config.HOST.replace(/^\[|\]$/g, ""), config.PORT);
      return { url: urlOf(config.HOST, port), close: (deadlineMs) => closeWithin(server, deadlineMs) };
    },
  };
}
