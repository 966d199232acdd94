/** The address is the state: which page is shown, and what it is filtered by. Links are plain links; those to our pages are followed without loading. */
import { useEffect, useState } from "preact/hooks";
import { addresses, type PageName } from "../../src/server/pages/addresses.ts";

export interface Place {
  readonly page: PageName | undefined;
  readonly params: Readonly<Record<string, string>>;
  readonly path: string;
  readonly query: URLSearchParams;
}

const patterns = Object.entries(addresses).flatMap(([page, paths]) =>
  paths.map((path) => ({
    page: page as PageName,
    names: [...path.matchAll(/:(\w+)/g)].map(([, name]) => name!),
    pattern: new RegExp(`^${path.replace(/:\w+/g, "([^/]+)")}/?$`),
  })),
);

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};

export function placeOf(url: URL): Place {
  for (const { page, names, pattern } of patterns) {
    const found = pattern.exec(url.pathname);
    if (found === null) continue;
    const params = Object.fromEntries(names.map((name, at) => [name, decoded(found[at + 1]!)]));
    return { page, params, path: url.pathname, query: url.searchParams };
  }
  return { page: undefined, params: {}, path: url.pathname, query: url.searchParams };
}

const here = (): Place => placeOf(new URL(location.href));
const listeners = new Set<() => void>();
const tell = (): void => {
  for (const listener of listeners) listener();
};

export function usePlace(): Place {
  const [place, setPlace] = useState(here);
  useEffect(() => {
    const change = () => setPlace(here());
    listeners.add(change);
    return () => void listeners.delete(change);
  }, []);
  return place;
}

/** To another page of ours. `replace`: the back button skips where we are. */
export function go(address: string, { replace = false }: { readonly replace?: boolean } = {}): void {
  const before = location.pathname;
  if (replace) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  if (location.pathname !== before) scrollTo(0, 0);
  tell();
}

export type QueryChange = Readonly<Record<string, string | undefined>>;

/** The address of the same page with other filters; undefined and empty take one away. Where a list begins is forgotten. */
export function addressWith(place: Pick<Place, "path" | "query">, change: QueryChange): string {
  const query = new URLSearchParams(place.query);
  for (const [name, value] of Object.entries(change)) {
    if (value === undefined || value === "") query.delete(name);
    else query.set(name, value);
  }
  const text = query.toString();
  return text === "" ? place.path : `${place.path}?${text}`;
}

/** Of anything that may stand in an address. */
export function address(path: string, query: QueryChange = {}): string {
  return addressWith({ path, query: new URLSearchParams() }, query);
}

function followed(event: MouseEvent): URL | undefined {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (link === null || link.target !== "" || link.hasAttribute("download")) return undefined;
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return undefined;
  const url = new URL(link.href, location.href);
  return url.origin === location.origin && placeOf(url).page !== undefined ? url : undefined;
}

export function followLinks(): void {
  addEventListener("popstate", tell);
  document.addEventListener("click", (event) => {
    const url = followed(event);
    if (url === undefined) return;
    // A place on this page: the browser goes there.
    if (url.hash !== "" && url.pathname === location.pathname && url.search === location.search) return;
    event.preventDefault();
    go(url.pathname + url.search + url.hash);
  });
}
