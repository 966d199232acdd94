/** Where people reach the pages: what links in tickets begin with. */
import { hostname } from "node:os";
import type { Config } from "./config.ts";

const EVERYWHERE: ReadonlySet<string> = new Set(["0.0.0.0", "::", "[::]"]);

/**
 * PUBLIC_URL, else the address that the server is bound to, else, when that is every address, the machine's name: a
 * link to 127.0.0.1 would lead whoever reads it elsewhere to their own machine. Without a slash at its end.
 */
export function publicUrlOf(
  { HOST, PORT, PUBLIC_URL }: Pick<Config, "HOST" | "PORT" | "PUBLIC_URL">,
  { port = PORT, machine = hostname() }: { readonly port?: number; readonly machine?: string } = {},
): string {
  if (PUBLIC_URL !== undefined) return PUBLIC_URL;
  const host = EVERYWHERE.has(HOST) ? machine : HOST;
  return `http://${host.includes(":") && !host.startsWith("[") ? `[${host}]` : host}:${port}`;
}
