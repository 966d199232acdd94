/**
 * What the account may not do. A refused permission is no outage that passes by itself: it is noted at every answer of the
 * server, whoever asked, told once, and forgotten when the same is granted.
 */
import type { Client } from "@elastic/elasticsearch";

export interface StoreRefusal {
  /** As the address names it: `_bulk`, `_search`. */
  readonly verb: string;
  /** The index, or empty where the request names none. */
  readonly index: string;
  readonly why: string;
}

export const describeStoreRefusal = ({ verb, index, why }: StoreRefusal): string =>
  `${verb}${index === "" ? "" : ` on ${index}`} is refused: ${why}`;

export interface StoreRefusalNotes {
  readonly onRefused?: (refusal: StoreRefusal) => void;
  readonly onGranted?: (refusal: StoreRefusal) => void;
}

/** What has not been tried again for so long may be granted by now: nobody can tell. */
const FORGOTTEN_AFTER_MS = 60_000;
const WHY_LENGTH = 500;

interface ServerError {
  readonly type?: string;
  readonly reason?: string;
}
type BulkItems = readonly Readonly<Record<string, { readonly error?: ServerError }>>[];

/** What several names begin with, so that a request for all is one refusal however it was cut. */
function inShort(names: string): string {
  const [first = "", ...others] = names.split(",");
  if (others.length === 0) return first;
  let length = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length--;
  return `${first.slice(0, length)}*`;
}

/** `/groundswell-insights/_search` → `_search` on groundswell-insights. */
function placeOf(method: string, path: string): { readonly verb: string; readonly index: string } {
  const parts = path
    .split("?")[0]!
    .split("/")
    .filter((part) => part !== "");
  const from = parts.findIndex((part) => part.startsWith("_"));
  // What stands after a verb may be an id, but after this one it is the rest of it.
  const verb = from < 0 ? method : parts.slice(from, parts[from] === "_cluster" ? from + 2 : from + 1).join("/");
  return { verb, index: parts[0]?.startsWith("_") ? "" : inShort(decodeURIComponent(parts[0] ?? "")) };
}

/** An index that is blocked answers 403 too, and is told of as such. */
const isPermission = ({ type = "" }: ServerError): boolean => !/block_exception/.test(type);

/** Why the server refuses it to the account; undefined where permissions are not what is wrong. */
export function whyOf(status: number, body: unknown): string | undefined {
  const { error, items } = (body ?? {}) as { readonly error?: ServerError | string; readonly items?: BulkItems };
  const said: ServerError = typeof error === "object" ? error : { reason: error };
  if (status === 401 || status === 403)
    return isPermission(said) ? `${said.type ?? status}: ${said.reason ?? ""}`.slice(0, WHY_LENGTH) : undefined;
  // A bulk is answered item by item.
  for (const item of items ?? [])
    for (const result of Object.values(item))
      if (result.error?.type === "security_exception")
        return `${result.error.type}: ${result.error.reason ?? ""}`.slice(0, WHY_LENGTH);
  return undefined;
}

/** Answers with what is refused now. */
export function watchStoreRefusals(
  client: Client,
  { onRefused, onGranted }: StoreRefusalNotes,
): () => readonly StoreRefusal[] {
  const refused = new Map<string, StoreRefusal & { readonly at: number }>();
  const isFresh = (one: { readonly at: number } | undefined) =>
    one !== undefined && performance.now() - one.at < FORGOTTEN_AFTER_MS;
  client.diagnostic.on("response", (_, result) => {
    const { statusCode, body, meta } = result ?? {};
    if (statusCode === undefined || statusCode === null || meta === undefined) return;
    const place = placeOf(meta.request.params.method, meta.request.params.path);
    const key = `${place.verb} ${place.index}`;
    const why = whyOf(statusCode, body);
    const before = refused.get(key);
    if (why !== undefined) {
      const refusal = { ...place, why };
      refused.set(key, { ...refusal, at: performance.now() });
      if (!isFresh(before)) onRefused?.(refusal);
    } else if (statusCode < 400 && before !== undefined) {
      refused.delete(key);
      onGranted?.(before);
    }
  });
  return () => [...refused.values()].filter(isFresh);
}
