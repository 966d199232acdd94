/** Where the daemon is and who is asking, from the environment; a wrong daemon setting never keeps a client from asking. */
import { readConfig } from "../config.ts";
import { type Shell, UsageError } from "./shell.ts";

export interface ClientSettings {
  /** Without a slash at the end. */
  readonly url: string;
  readonly key: string | undefined;
  /** Whether somebody said where the daemon is, or it is guessed from HOST and PORT. */
  readonly explicit: boolean;
}

/** An address to bind to is not always one to call: every address of the machine is reached on loopback. */
export function reachableHost(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}

export function clientSettings(environment: Shell["environment"]): ClientSettings {
  const key = environment.GROUNDSWELL_API_KEY || undefined;
  const given = environment.GROUNDSWELL_URL;
  if (given) {
    if (!URL.canParse(given) || !/^https?:$/.test(new URL(given).protocol)) {
      throw new UsageError("GROUNDSWELL_URL: not an address such as http://127.0.0.1:8080");
    }
    return { url: given.replace(/\/+$/, ""), key, explicit: true };
  }
  const { HOST, PORT } = readConfig({ HOST: environment.HOST, PORT: environment.PORT });
  return { url: `http://${reachableHost(HOST)}:${PORT}`, key, explicit: false };
}
