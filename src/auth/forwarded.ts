/** Telling a request that something passed on from one that was made on this machine. */
// cspell:ignore akamai appengine azure bluecoat cloudfront edgescape fastly incap ngrok proxied proxyuser realip replit sucuri traefik varnish vercel
import type { IncomingMessage } from "node:http";

/** What proxies, load balancers, tunnels and delivery networks add, with - for _: by the whole name. */
const NAMES: ReadonlySet<string> = new Set([
  "cdn-loop",
  "client-ip",
  "do-connecting-ip",
  "front-end-https",
  "http-client-ip",
  "max-forwards",
  "proxy-client-ip",
  "proxy-connection",
  "remote-addr",
  "surrogate-capability",
  "true-client-ip",
  "via",
  "x-bluecoat-via",
  "x-coming-from",
  "x-host",
  "x-https",
  "x-nginx-proxy",
  "x-originating-ip",
  "x-rewrite-url",
  "x-scheme",
  "x-trusted-ip",
  "x-url-scheme",
  "x-via",
]);

/** By how the name begins: whole families, since each of them grows. */
const FAMILIES = [
  /^(x-)?forward(ed)?(-|$)/,
  /^x-(original|cluster|real|realip|proxy|proxyuser|proxied|lb|edge|cdn|ws-forwarded|ssl|tls)(-|$)/,
  /^x-(client|remote)-?(ip|addr|address|host|port|user)$/,
  /^(ssl-client|wl-proxy|x-amz-cf|x-arr)-/,
  /^(x-)?(akamai|appengine|azure|cf|cloudfront|envoy|fastly|fly|incap|nf|ngrok|railway|replit|sucuri|tailscale|traefik|varnish|vercel)(-|$)/,
];

const isAdded = (name: string): boolean => {
  const written = name.replaceAll("_", "-");
  return NAMES.has(written) || FAMILIES.some((family) => family.test(written));
};

export type Received = Pick<IncomingMessage, "headers" | "httpVersion">;

/**
 * Programs and browsers speak HTTP/1.1; 1.0 is what nginx speaks to the server behind it unless it is told otherwise,
 * and by default it adds no header at all. A proxy that adds nothing and speaks 1.1 can't be told from a local program.
 */
export const isForwarded = ({ headers, httpVersion }: Received): boolean =>
  httpVersion === "1.0" || Object.keys(headers).some(isAdded);
