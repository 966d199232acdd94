/** Paths that pages of anybody's send to, with a publishable key: by beacons, which can set no header. */
import type { Route } from "./route.ts";

/** Of an address: whether it is such a path. */
export type TakesBeacons = (url: string) => boolean;

/** Those of the routes that publishable keys may use. */
export function beaconPaths(routes: readonly Route[]): TakesBeacons {
  const paths = routes.filter(({ publishable }) => publishable !== undefined).map(({ path }) => path);
  const pattern = new RegExp(`^(?:${paths.map((path) => path.replaceAll(/:\w+/g, "[^/]+")).join("|")})/?$`);
  return (url) => pattern.test(url.split("?", 1)[0]!);
}
