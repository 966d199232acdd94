/** Telling a request that something passed on from one that was made on this machine. */
// cspell:ignore fastly appengine clientip proxyuser
import type { IncomingMessage } from "node:http";

/** What proxies, load balancers, tunnels and delivery networks add. */
const NAMES: ReadonlySet<string> = new Set([
  "forwarded",
  "via",
  "cdn-loop",
  "cf-connecting-ip",
  "client-ip",
  "fastly-client-ip",
  "fly-client-ip",
  "true-client-ip",
  "x-appengine-user-ip",
  "x-azure-clientip",
  "x-client-ip",
  "x-cluster-client-ip",
  "x-envoy-external-address",
  "x-proxyuser-ip",
  "x-real-ip",
  "x-remote-addr",
  "x-remote-ip",
]);
const PREFIX = /^x-(?:forwarded|original)(?:-|$)/;

export type Received = Pick<IncomingMessage, "headers" | "httpVersion">;

/**
 * Programs and browsers speak HTTP/1.1; 1.0 is what nginx speaks to the server behind it unless it is told otherwise,
 * and by default it adds no header at all. A proxy that adds nothing and speaks 1.1 can't be told from a local program.
 */
export const isForwarded = ({ headers, httpVersion }: Received): boolean =>
  httpVersion === "1.0" || Object.keys(headers).some((name) => NAMES.has(name) || PREFIX.test(name));
