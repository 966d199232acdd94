/** For tests of the client in Node: a server that answers as it is told, and time that passes when it is told to. */
import { mock } from "node:test";
import { gunzipSync } from "node:zlib";

export interface Received {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: {
    readonly events: readonly Record<string, unknown>[];
    readonly client_dropped?: number;
    readonly sent_at: string;
  };
}

export type Answer = number | { readonly status: number; readonly retryAfter: string } | "nothing" | "error";

/** A server that answers as it is told, 202 in the end. */
export function createServer(...answers: Answer[]) {
  const received: Received[] = [];
  const fetch = (async (url: string, { headers, body, signal }: RequestInit) => {
    const sent = headers as Record<string, string>;
    const text = typeof body === "string" ? body : gunzipSync(body as Uint8Array).toString();
    received.push({ path: new URL(url).pathname, headers: sent, body: JSON.parse(text) });
    const answer = answers.shift() ?? 202;
    if (answer === "error") throw new TypeError("fetch failed");
    if (answer === "nothing")
      return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new Error("aborted"))));
    const { status, retryAfter } = typeof answer === "number" ? { status: answer, retryAfter: "" } : answer;
    return new Response("{}", { status, headers: retryAfter === "" ? {} : { "retry-after": retryAfter } });
  }) as typeof globalThis.fetch;
  const names = () => received.flatMap(({ body }) => body.events.map(({ name }) => name));
  return { fetch, received, names };
}

export const NOW = Date.parse("2024-06-01T12:00:00Z");
/** Lets what is under way go on, without time going by. */
export const settle = async () => {
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
};
/** Compressing takes real time, on another thread. */
export async function until(what: () => boolean) {
  const end = performance.now() + 10_000;
  while (!what() && performance.now() < end) await new Promise((resolve) => setImmediate(resolve));
  await settle();
}
export async function pass(ms: number) {
  mock.timers.tick(ms);
  await settle();
}
