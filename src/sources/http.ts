/**
 * How connectors ask over HTTP: to public addresses only, a few redirects, within limits of size and time. What an answer's
 * status means for a pull is said here, once; a connector that knows better names the statuses that it reads itself.
 */
import type { Response } from "undici";
import { checkHost, PrivateAddress, publicLookup } from "../addresses.ts";
import {
  type Client,
  type Fetch,
  type Fetched,
  type FetchOptions,
  type OpenClient,
  SourceFault,
} from "../ingestion/connector.ts";
import { readRetryAfter } from "../retry-after.ts";
import { decode, unpacked } from "./decoding.ts";

const TIMEOUT_MS = 30_000;
const MAX_BYTES = 20_000_000;
const MAX_REDIRECTS = 5;
const SHOWN = 300;
const USER_AGENT = "groundswell/0.1 (+https://github.com/groundswell)";

export interface HttpClientOptions {
  /** Whether addresses of this machine and its network may be asked. */
  readonly allowPrivate: boolean;
}

/** Queries may hold keys and people's words: they are not for logs. */
const placeOf = (url: URL): string => `${url.host}${url.pathname}`;

/** What a failed attempt to ask means: nobody there is an outage, a forbidden address is a wrong setting. */
function connectionFault(error: unknown, url: URL): unknown {
  const { cause } = error as { readonly cause?: unknown };
  for (const one of [error, cause])
    if (one instanceof PrivateAddress) return new SourceFault("misconfigured", `refused: ${one.message}`);
  const why = (cause as Error | undefined)?.message ?? (error as Error).message;
  return new SourceFault("unavailable", `${placeOf(url)}: ${why}`);
}

function unpackedOf(bytes: Buffer, url: URL): Buffer {
  try {
    return unpacked(bytes, MAX_BYTES);
  } catch (error) {
    throw new SourceFault("unavailable", `${placeOf(url)}: it is packed and damaged: ${(error as Error).message}`);
  }
}

async function readText(response: Response, url: URL): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += (chunk as Uint8Array).length;
    if (bytes > MAX_BYTES) throw new SourceFault("malformed", `${placeOf(url)}: more than ${MAX_BYTES} bytes`);
    chunks.push(chunk as Uint8Array);
  }
  return decode(unpackedOf(Buffer.concat(chunks), url), response.headers.get("content-type") ?? "");
}

/** Unix seconds or seconds from now, as providers' `…-reset` headers say it → milliseconds from now. */
export function untilReset(value: string | null, now: number): number | undefined {
  const number = Number(value ?? Number.NaN);
  if (!Number.isFinite(number) || number < 0) return undefined;
  return Math.max(0, number > 1_000_000_000 ? number * 1_000 - now : number * 1_000);
}

/** What Google names in a 403 that is none of the credentials. */
const LIMITED = /"(?:(?:user)?rateLimitExceeded|dailyLimitExceeded|quotaExceeded|RESOURCE_EXHAUSTED)"/i;

function faultOf({ status, headers, text }: Fetched, url: URL): SourceFault | undefined {
  if (status < 300) return undefined;
  const said = `${placeOf(url)} answered ${status}: ${text.slice(0, SHOWN).replaceAll(/\s+/g, " ")}`;
  const after = readRetryAfter(headers.get("retry-after"));
  if (status === 429) {
    const reset = untilReset(headers.get("x-rate-limit-reset") ?? headers.get("x-ratelimit-reset"), Date.now());
    // Discourse says it in the body too.
    const inBody = /"wait_seconds":\s*(\d+)/.exec(text)?.[1];
    const asked = inBody === undefined ? undefined : Number(inBody) * 1_000;
    return new SourceFault("rate_limited", said, after ?? reset ?? asked);
  }
  // Google, and whoever says for how long, refuse so what is asked too often.
  if (status === 403 && (after !== undefined || LIMITED.test(text)))
    return new SourceFault("rate_limited", said, after);
  if (status === 401 || status === 403) return new SourceFault("unauthorized", said);
  if (status === 410) return new SourceFault("gone", said);
  if (status === 408 || status >= 500) return new SourceFault("unavailable", said, after);
  return new SourceFault("misconfigured", said);
}

/** Who says that nothing is left of a limit is not asked again before it begins anew. Milliseconds. */
function pauseAfter(headers: Headers, now: number): number | undefined {
  const left = headers.get("x-rate-limit-remaining") ?? headers.get("x-ratelimit-remaining");
  if (left === null || left.trim() === "" || !(Number(left) < 1)) return undefined;
  return untilReset(headers.get("x-rate-limit-reset") ?? headers.get("x-ratelimit-reset"), now);
}

/** The credentials are for the origin that they were given for. */
function headersFor(headers: FetchOptions["headers"], from: URL, to: URL): Record<string, string> {
  const sent = Object.entries({ "user-agent": USER_AGENT, ...headers }).map(([name, value]) => [
    name.toLowerCase(),
    value,
  ]);
  const ours = from.origin === to.origin;
  return Object.fromEntries(ours ? sent : sent.filter(([name]) => ["user-agent", "accept"].includes(name!)));
}

/** Loaded when something is asked: most runners ask no source. */
async function openConnections(allowPrivate: boolean) {
  const { Agent, fetch } = await import("undici");
  const agent = new Agent({ connect: allowPrivate ? {} : { lookup: publicLookup }, bodyTimeout: TIMEOUT_MS });
  return { agent, fetch };
}

type Connections = Awaited<ReturnType<typeof openConnections>>;

export function createOpenClient({ allowPrivate }: HttpClientOptions): OpenClient & { close(): Promise<void> } {
  let opened: Promise<Connections> | undefined;

  async function once(url: URL, headers: Record<string, string>, options: FetchOptions, signal: AbortSignal) {
    if (url.protocol !== "https:" && url.protocol !== "http:") {
      throw new SourceFault("misconfigured", `${url.protocol} is not asked`);
    }
    if (!allowPrivate) checkHost(url);
    const { method = "GET", body = null } = options;
    opened ??= openConnections(allowPrivate);
    const { fetch, agent } = await opened;
    return fetch(url, { method, headers, body, signal, redirect: "manual", dispatcher: agent });
  }

  async function ask(asked: URL, options: FetchOptions, signal: AbortSignal): Promise<Fetched> {
    let url = asked;
    for (let redirects = 0; ; redirects++) {
      const response = await once(url, headersFor(options.headers, asked, url), options, signal);
      const location = response.headers.get("location");
      if (location === null || ![301, 302, 303, 307, 308].includes(response.status)) {
        const { status } = response;
        return { status, headers: response.headers as unknown as Headers, text: await readText(response, url) };
      }
      await response.body?.cancel();
      if (redirects >= MAX_REDIRECTS) throw new SourceFault("misconfigured", `${placeOf(asked)} redirects in circles`);
      if (options.body !== undefined)
        throw new SourceFault("misconfigured", `${placeOf(asked)} redirects what was sent`);
      url = new URL(location, url);
    }
  }

  const open = (stopping: AbortSignal): Client => {
    let requests = 0;
    /** By origin, when a limit that is used up begins anew, in milliseconds. */
    const resting = new Map<string, number>();
    const client: Fetch = async (address, options = {}) => {
      const url = new URL(address);
      const rest = (resting.get(url.origin) ?? 0) - Date.now();
      if (rest > 0) throw new SourceFault("rate_limited", `${url.host} says that its limit is used up`, rest);
      const signal = AbortSignal.any([stopping, AbortSignal.timeout(TIMEOUT_MS)]);
      requests++;
      const answer = await ask(url, options, signal).catch((error: unknown) => {
        throw error instanceof SourceFault ? error : connectionFault(error, url);
      });
      const fault = options.statuses?.includes(answer.status) ? undefined : faultOf(answer, url);
      if (fault !== undefined) throw fault;
      const pause = pauseAfter(answer.headers, Date.now());
      if (pause !== undefined) resting.set(url.origin, Date.now() + pause);
      return answer;
    };
    return { fetch: client, requests: () => requests };
  };
  return Object.assign(open, { close: async () => (await opened)?.agent.close() });
}
