/** The emulator on a port of this machine: DevRev's paths, and its own pages under / and /_emulator. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Emulator, EmulatorReply } from "./emulator.ts";
import type { FaultSettings } from "./faults.ts";
import { overviewPage, workPage } from "./page.ts";

export interface EmulatorServer {
  readonly url: string;
  stop(): Promise<void>;
}

const MAX_BODY_BYTES = 1_000_000;

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  // One byte too many is enough for the emulator to answer that it is too large.
  return bytes <= MAX_BODY_BYTES ? Buffer.concat(chunks).toString("utf8") : " ".repeat(MAX_BODY_BYTES + 1);
}

function sendJson(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}

function sendPage(response: ServerResponse, html: string | undefined): void {
  const policy = "default-src 'none'; style-src 'unsafe-inline'";
  const headers = { "content-type": "text/html; charset=utf-8", "content-security-policy": policy };
  if (html === undefined) sendJson(response, 404, { message: "no such page" });
  else response.writeHead(200, headers).end(html);
}

function sendReply(response: ServerResponse, reply: EmulatorReply): void {
  if (reply.kind === "lost") response.destroy();
  else sendJson(response, reply.status, reply.body, reply.headers);
}

/** Numbers only, and only of settings that exist. */
function changeFaults(emulator: Emulator, body: string): void {
  const asked = JSON.parse(body === "" ? "{}" : body) as Record<string, unknown>;
  const settings: Record<string, number> = { ...emulator.faults.settings };
  for (const [name, value] of Object.entries(asked)) {
    if (Object.hasOwn(settings, name) && typeof value === "number" && value >= 0) settings[name] = value;
  }
  emulator.faults.settings = settings as unknown as FaultSettings;
  if (typeof asked.stormForMs === "number") emulator.faults.stormUntil = Date.now() + asked.stormForMs;
}

export function stateOf(emulator: Emulator): unknown {
  const { works, tags, entries } = emulator.organisation;
  const all = Number.POSITIVE_INFINITY;
  return {
    works: works.listedAt(all),
    tags: tags.listedAt(all),
    timeline_entries: entries.listedAt(all),
    counts: emulator.counts,
    faults: emulator.faults.settings,
  };
}

function serveOwn(emulator: Emulator, request: IncomingMessage, path: string, body: string, response: ServerResponse) {
  if (path === "/") return sendPage(response, overviewPage(emulator));
  if (path.startsWith("/_emulator/works/")) {
    return sendPage(response, workPage(emulator, decodeURIComponent(path.slice("/_emulator/works/".length))));
  }
  if (path === "/_emulator/state") return sendJson(response, 200, stateOf(emulator));
  if (path === "/_emulator/log") return sendJson(response, 200, emulator.log);
  if (path === "/_emulator/faults" && request.method === "POST") {
    changeFaults(emulator, body);
    return sendJson(response, 200, emulator.faults.settings);
  }
  return sendJson(response, 404, { message: "no such page" });
}

/** `port` 0 takes any free one. Listens on loopback only. */
export async function startEmulatorServer(emulator: Emulator, port: number): Promise<EmulatorServer> {
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    if (path === "/" || path.startsWith("/_emulator/")) return serveOwn(emulator, request, path, body, response);
    const asked = { method: request.method ?? "GET", path: request.url ?? "/", body };
    return sendReply(response, await emulator.handle({ ...asked, authorization: request.headers.authorization }));
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error((error as Error).message);
      if (!response.headersSent) sendJson(response, 400, { message: "the request can't be read", type: "bad_request" });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
