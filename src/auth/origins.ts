/** Whose pages may talk to us: which Host headers name this server, and which Origins are ours, allowed or foreign. */
import { isIP } from "node:net";
import type { Config } from "../config.ts";

export type OriginKind = "none" | "ours" | "allowed" | "foreign";

export interface OriginPolicy {
  /** Guards the keyless mode against names that somebody else made point at this machine. */
  isOurHost(host: string | undefined): boolean;
  /** Whether it names us by a name of this machine alone. */
  isLoopbackHost(host: string | undefined): boolean;
  /** `host` is the request's Host header: a page from the very place it talks to is ours. */
  kindOf(origin: string | undefined, host: string | undefined): OriginKind;
}

const bare = (host: string): string => host.replace(/^\[|\]$/g, "").toLowerCase();

export function isLoopback(host: string): boolean {
  const name = bare(host);
  return name === "localhost" || name === "::1" || (isIP(name) === 4 && name.startsWith("127."));
}

const written = (host: string): string => (isIP(bare(host)) === 6 ? `[${bare(host)}]` : bare(host));

/** `port` is asked at each request, as it is known only once the server listens. */
export function createOriginPolicy(
  config: Pick<Config, "HOST" | "PUBLIC_URL" | "CORS_ORIGINS">,
  port: () => number,
): OriginPolicy {
  const publicHost = config.PUBLIC_URL === undefined ? undefined : new URL(config.PUBLIC_URL).host;
  const allowed = new Set(config.CORS_ORIGINS.map((origin) => origin.toLowerCase().replace(/\/$/, "")));
  const names = new Set([
    "127.0.0.1",
    "localhost",
    "[::1]",
    ...(isLoopback(config.HOST) ? [written(config.HOST)] : []),
  ]);

  const isLoopbackHost = (host: string | undefined): boolean => {
    const asked = host?.toLowerCase() ?? "";
    if (asked === publicHost && isLoopback(new URL(`http://${asked}`).hostname)) return true;
    const [, name = "", number = "80"] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(asked) ?? [];
    return names.has(name) && Number(number) === port();
  };
  const isOurHost = (host: string | undefined): boolean => {
    const asked = host?.toLowerCase();
    return (asked !== undefined && asked !== "" && asked === publicHost) || isLoopbackHost(asked);
  };

  return {
    isOurHost,
    isLoopbackHost,
    kindOf(origin, host) {
      if (origin === undefined) return "none";
      if (allowed.has(origin.toLowerCase())) return "allowed";
      if (!URL.canParse(origin)) return "foreign";
      const from = new URL(origin).host;
      return isOurHost(from) || (from !== "" && from === host?.toLowerCase()) ? "ours" : "foreign";
    },
  };
}
