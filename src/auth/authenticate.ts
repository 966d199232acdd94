/**
 * Telling who a request acts as: by an API key, by the dashboard's session cookie, or, on a loopback bind where no key
 * was ever created and for requests made on this machine, by nothing at all.
 */
import type { IncomingHttpHeaders } from "node:http";
import { parseCookie } from "cookie";
import type { Config } from "../config.ts";
import { Scope } from "../model/key.ts";
import { DEFAULT_TENANT, TenantId } from "../model/tenant.ts";
import type { Store } from "../store/store.ts";
import { isForwarded, type Received } from "./forwarded.ts";
import { createKeyRing, type KeyRing } from "./keys.ts";
import { isLoopback, type OriginPolicy } from "./origins.ts";
import { keyTraits, type Principal } from "./principal.ts";
import { SESSION_COOKIE, type Sessions } from "./sessions.ts";

/**
/**
 * `unknown`: a key was shown that is not valid, or none where one is needed. `foreign`: a page of another origin that
 * acts by cookie or by being on this machine, or by a publishable key that is not for it. `exposed`: a secret key in an
 * address, where everybody on the way can read it.
 */
export type Authentication =
  | { readonly ok: true; readonly principal: Principal }
  | { readonly ok: false; readonly why: "unknown" | "foreign" | "exposed" | NotLocal };

/**
 * Why a request is not one of this machine. `misdirected`: a Host header that is not ours, as a page sends it whose name
 * was made to point here. `forwarded`: something passed it on.
 */
export type NotLocal = "misdirected" | "forwarded";

export interface Authenticator {
  authenticate(request: Received): Promise<Authentication>;
  /** By a key that stands in the address, as a page's does. */
  authenticateByAddress(key: string, request: Received): Promise<Authentication>;
  /** Where no key was ever created: why this request is to get no answer; undefined when it may. */
  refusalOf(request: Received): Promise<NotLocal | undefined>;
}

export interface AuthenticatorDeps {
  readonly host: string;
  readonly keys: KeyRing;
  readonly sessions: Sessions;
  readonly origins: OriginPolicy;
}

const LOOPBACK: Principal = { tenant: DEFAULT_TENANT, scopes: Scope.options, via: "loopback" };
const refused = (why: Extract<Authentication, { ok: false }>["why"]): Authentication => ({ ok: false, why });

/** The secret of `Authorization: Bearer`, `Authorization: Token` or `X-API-Key`; undefined when none was shown. */
function shownKey(headers: IncomingHttpHeaders): string | undefined {
  const authorization = headers.authorization;
  if (authorization !== undefined) return /^(?:Bearer|Token)\s+(\S+)\s*$/i.exec(authorization)?.[1] ?? "";
  const key = headers["x-api-key"];
  return Array.isArray(key) ? key[0] : key;
}

export const readCookie = (headers: IncomingHttpHeaders, name: string): string | undefined =>
  parseCookie(headers.cookie ?? "")[name];

export function createAuthenticator({ host, keys, sessions, origins }: AuthenticatorDeps): Authenticator {
  const loopback = isLoopback(host);
  const isKeyless = async () => loopback && !(await keys.anyCreated());

  async function byKey(secret: string, { origin }: IncomingHttpHeaders, inAddress = false): Promise<Authentication> {
    const found = await keys.verify(secret);
    const tenant = TenantId.safeParse(found?.doc.tenant);
    if (found === undefined || !tenant.success) return refused("unknown");
    const { publishable } = found.doc;
    if (inAddress && publishable === undefined) return refused("exposed");
    const { origins: pages } = publishable ?? {};
    if (pages !== undefined && (origin === undefined || !pages.includes(origin.toLowerCase())))
      return refused("foreign");
    return { ok: true, principal: { tenant: tenant.data, via: "key", keyId: found.id, ...keyTraits(found.doc) } };
  }

  function notLocal(request: Received): NotLocal | undefined {
    const { host } = request.headers;
    if (!origins.isOurHost(host)) return "misdirected";
    // By the name that others know this server by, only a proxy asks.
    return isForwarded(request) || !origins.isLoopbackHost(host) ? "forwarded" : undefined;
  }

  return {
    refusalOf: async (request) => {
      const why = notLocal(request);
      return why !== undefined && (await isKeyless()) ? why : undefined;
    },

    authenticateByAddress: (key, { headers }) => byKey(key, headers, true),

    async authenticate(request) {
      const { headers } = request;
      const keyless = await isKeyless();
      const why = keyless ? notLocal(request) : undefined;
      if (why !== undefined) return refused(why);
      const isForeign = origins.kindOf(headers.origin, headers.host) === "foreign";
      const secret = shownKey(headers);
      if (secret !== undefined) return byKey(secret, headers);
      const token = readCookie(headers, SESSION_COOKIE);
      const principal = token === undefined ? undefined : await sessions.find(token);
      if (principal !== undefined) return isForeign ? refused("foreign") : { ok: true, principal };
      if (!keyless) return refused("unknown");
      return isForeign ? refused("foreign") : { ok: true, principal: LOOPBACK };
    },
  };
}

/** Throws unless the server may listen where the configuration says: anywhere but on loopback it needs a key first. */
export async function assertBootable(config: Pick<Config, "HOST" | "SERVER">, store: Store): Promise<void> {
  if (!config.SERVER || isLoopback(config.HOST)) return;
  await store.refresh(["keys"]);
  if (await createKeyRing(store, { now: () => 0 }).anyCreated()) return;
  throw new Error(
    `HOST=${config.HOST} is reachable from other machines and no API key exists: create one first (groundswell keys create), let FIRST_KEY_FILE name a file to leave one in, or listen on 127.0.0.1`,
  );
}
