/** A proxy before a queue or store server (both speak HTTP) that can refuse, hang, lose replies and answer in the server's place. */
import { Agent, request as ask, createServer, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

export interface ProxiedRequest {
  readonly path: string;
  /** Of the SQS protocol: `ReceiveMessage` and so on; empty elsewhere. */
  readonly action: string;
  readonly body: string;
  /** Milliseconds of the monotonic clock. */
  readonly at: number;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What happens to a request: it is answered (the reply may be forwarded or made up), its connection breaks, or nothing ever comes. */
export type Fault = (
  request: ProxiedRequest,
  forward: (body: string) => Promise<Reply>,
) => Promise<Reply | "reset" | "hang">;

export const passing: Fault = (request, forward) => forward(request.body);
export const resetting: Fault = async () => "reset";
export const hanging: Fault = async () => "hang";

/** The server does what it was asked, and who asked never hears of it. */
export const losingReplies =
  (chosen: (request: ProxiedRequest) => boolean): Fault =>
  async (request, forward) => {
    const reply = await forward(request.body);
    return chosen(request) ? "reset" : reply;
  };

export interface FaultyProxy {
  readonly url: string;
  /** Everything that was asked so far. */
  readonly requests: readonly ProxiedRequest[];
  setFault(fault: Fault): void;
  /** Nobody listens any more: connections are refused. */
  shut(): Promise<void>;
  /** Listens, passes everything on, and breaks what hangs. */
  heal(): Promise<void>;
  close(): Promise<void>;
}

const readAll = async (message: IncomingMessage): Promise<Buffer> => Buffer.concat(await message.toArray());

export async function startProxy(upstream: string): Promise<FaultyProxy> {
  const { hostname, port } = new URL(upstream);
  const agent = new Agent({ keepAlive: true });
  const requests: ProxiedRequest[] = [];
  const hung = new Set<IncomingMessage>();
  let fault = passing;

  const forwarding = (incoming: IncomingMessage) => (body: string) =>
    new Promise<Reply>((resolve, reject) => {
      // The host stays: requests to the embedded queue are signed for it.
      const headers = { ...incoming.headers, "content-length": Buffer.byteLength(body) };
      const { method, url: path } = incoming;
      const outgoing = ask({ agent, hostname, port, method, path, headers }, (reply) => {
        readAll(reply).then(
          (bytes) => resolve({ status: reply.statusCode ?? 502, headers: reply.headers, body: bytes }),
          reject,
        );
      });
      outgoing.once("error", reject);
      outgoing.end(body);
    });

  const server = createServer(async (incoming, response) => {
    try {
      const body = (await readAll(incoming)).toString();
      const action = String(incoming.headers["x-amz-target"] ?? "").replace(/^.*\./, "");
      const request = { path: incoming.url ?? "", action, body, at: performance.now() };
      requests.push(request);
      const outcome = await fault(request, forwarding(incoming));
      if (outcome === "hang") hung.add(incoming);
      else if (outcome === "reset") incoming.socket.destroy();
      else {
        const { "transfer-encoding": _, connection: __, "keep-alive": ___, ...headers } = outcome.headers;
        response.writeHead(outcome.status, { ...headers, "content-length": outcome.body.length });
        response.end(outcome.body);
      }
    } catch {
      // The server behind, or who asked, is gone.
      incoming.socket.destroy();
    }
  });
  const listen = (at: number) => new Promise<void>((resolve) => server.listen(at, "127.0.0.1", resolve));
  const shut = (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    return closed;
  };
  await listen(0);
  const { port: own } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${own}`,
    requests,
    setFault(next) {
      fault = next;
    },
    shut,
    async heal() {
      fault = passing;
      for (const incoming of hung) incoming.socket.destroy();
      hung.clear();
      if (!server.listening) await listen(own);
    },
    async close() {
      if (server.listening) await shut();
      agent.destroy();
    },
  };
}
