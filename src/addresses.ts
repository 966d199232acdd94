/** Which addresses a source may be fetched from: none of this machine or its network, whatever a name resolves to at the moment. */
import { lookup as resolve } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";

/** IANA's special-purpose registries (RFC 6890 and its successors): what is not globally reachable. */
const BLOCKED_V4 = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const;
const BLOCKED_V6 = [
  ["::", 128],
  ["::1", 128],
  ["64:ff9b:1::", 48],
  ["100::", 64],
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
  ["5f00::", 16],
  ["fc00::", 7],
  ["fe80::", 10],
  ["fec0::", 10],
  ["ff00::", 8],
] as const;

const blocked = new BlockList();
for (const [net, bits] of BLOCKED_V4) blocked.addSubnet(net, bits, "ipv4");
for (const [net, bits] of BLOCKED_V6) blocked.addSubnet(net, bits, "ipv6");

/** The last 32 bits, where an IPv6 address stands for an IPv4 one (RFC 4291 2.5.5, RFC 6052). */
function embeddedV4(address: string): string | undefined {
  const match = /^(?:::ffff:|::|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(
    new URL(`http://[${address}]`).hostname.slice(1, -1),
  );
  if (match === null) return undefined;
  const [high, low] = [Number.parseInt(match[1]!, 16), Number.parseInt(match[2]!, 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}

/** `address` without brackets or zone. */
export function isPublicAddress(address: string): boolean {
  const plain = address.replace(/%.*$/, "");
  const version = isIP(plain);
  if (version === 0) return false;
  if (version === 4) return !blocked.check(plain, "ipv4");
  const inner = embeddedV4(plain);
  return !blocked.check(plain, "ipv6") && (inner === undefined || !blocked.check(inner, "ipv4"));
}

/** The address is private: nobody outside may make us ask there. */
export class PrivateAddress extends Error {
  override name = "PrivateAddress";
}

/** A name whose every address is public; for the socket itself, so that nothing is resolved a second time. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, "", 4);
    if (!addresses.every(({ address }) => isPublicAddress(address))) {
      return callback(new PrivateAddress(`${hostname} is an address of a private network`), "", 4);
    }
    if (options.all) return callback(null, addresses);
    const [first] = addresses;
    callback(null, first?.address ?? "", first?.family ?? 4);
  });
};

/** An address in a URL itself is never looked up: it is checked before. */
export function checkHost(url: URL): void {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) !== 0 && !isPublicAddress(host)) {
    throw new PrivateAddress(`${host} is an address of a private network`);
  }
}
