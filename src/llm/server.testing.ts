/** A server that speaks OpenAI's chat completions for tests: it answers as it is told, rightly or with a fault. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { sleep } from "../lifecycle.ts";

interface AskedAbout {
  readonly index: number;
  readonly text: string;
  readonly title?: string;
  readonly stars?: number;
}

export interface ModelRequest {
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: Readonly<Record<string, unknown>>;
  /** The user message, and what it holds of records. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly labels: readonly string[];
  readonly records: readonly AskedAbout[];
}

export type ModelReply =
  /** A completion with this as its content: JSON unless it is a string. */
  | { readonly content: unknown; readonly finish?: string; readonly refusal?: string; readonly usage?: unknown }
  /** Any other reply. */
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
  | { readonly fault: "hang" | "hang up" };

export interface ModelServer extends AsyncDisposable {
  /** For LLM_BASE_URL. */
  readonly url: string;
  readonly requests: readonly ModelRequest[];
}

/** A row as a good model gives it; `about` says what else it reads in the text. */
export const rowFor = ({ index, text }: AskedAbout, about: Readonly<Record<string, unknown>> = {}) => ({
  index,
  kind: "problem",
  sentiment: "negative",
  priority: "Critical",
  phrases: [{ quote: text, polarity: "negative", label: "none" }],
  keywords: [],
  positive_keywords: [],
  wishes: [],
  pricing: "none",
  pricing_quotes: [],
  ...about,
});

export const answerRightly = ({ records }: ModelRequest): ModelReply => ({
  content: { records: records.map((record) => rowFor(record)) },
});

function read(request: IncomingMessage, text: string): ModelRequest {
  const body = JSON.parse(text || "{}") as { readonly messages?: readonly { readonly content: string }[] };
  const data = JSON.parse(body.messages?.[1]?.content ?? "{}") as Record<string, unknown> & Partial<ModelRequest>;
  const { labels = [], records = [] } = data;
  return { url: request.url ?? "", headers: request.headers, body, data, labels, records };
}

async function send(response: ServerResponse, reply: ModelReply): Promise<void> {
  if ("fault" in reply) {
    if (reply.fault === "hang up") response.socket?.destroy();
    return;
  }
  if ("status" in reply) {
    response.writeHead(reply.status, { "content-type": "application/json", ...reply.headers });
    response.end(reply.body ?? "");
    return;
  }
  const { content, finish = "stop", refusal, usage = { prompt_tokens: 100, completion_tokens: 50 } } = reply;
  const text = typeof content === "string" ? content : JSON.stringify(content);
  const choices = [{ index: 0, finish_reason: finish, message: { role: "assistant", content: text, refusal } }];
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ object: "chat.completion", choices, usage }));
}

/** `answer` sees each request and how many came before it. */
export async function openModelServer(
  answer: (request: ModelRequest, before: number) => ModelReply | Promise<ModelReply> = answerRightly,
): Promise<ModelServer> {
  const requests: ModelRequest[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const piece of request) text += piece;
    const asked = read(request, text);
    requests.push(asked);
    await send(response, await answer(asked, requests.length - 1));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await sleep(0);
    },
  };
}

/** An address where nobody listens. */
export async function deadAddress(): Promise<string> {
  const server = await openModelServer();
  await server[Symbol.asyncDispose]();
  return server.url;
}
