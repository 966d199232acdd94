/** A shell for tests: what a command reads is given, what it prints is kept; and a server to talk to. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable, Writable } from "node:stream";
import { run } from "./run.ts";
import type { Shell } from "./shell.ts";

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Each line of stdout as JSON. */
  readonly rows: () => Record<string, unknown>[];
}

export interface RunOptions {
  readonly stdin?: string | Buffer;
  readonly environment?: Shell["environment"];
  readonly folder?: string;
  readonly signal?: AbortSignal;
  readonly terminal?: boolean;
  /** Hears what goes to stderr, as it does. */
  readonly onNote?: (text: string) => void;
}

function keep(terminal: boolean, onText?: (text: string) => void) {
  const pieces: string[] = [];
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      pieces.push(chunk);
      onText?.(chunk);
      done();
    },
  });
  return { stream: Object.assign(stream, terminal ? { isTTY: true, columns: 80 } : {}), text: () => pieces.join("") };
}

export async function runCommand(argv: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const stdout = keep(options.terminal === true);
  const stderr = keep(false, options.onNote);
  const code = await run(argv, {
    stdin: Readable.from(options.stdin === undefined ? [] : [Buffer.from(options.stdin as Buffer)]),
    stdout: stdout.stream,
    stderr: stderr.stream,
    environment: options.environment ?? {},
    folder: options.folder ?? process.cwd(),
    signal: options.signal ?? new AbortController().signal,
    handBackSignals: () => undefined,
  });
  const rows = () =>
    stdout
      .text()
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { code, stdout: stdout.text(), stderr: stderr.text(), rows };
}

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export interface Given {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  /** Hang up instead of answering. */
  readonly hangUp?: true;
}

export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly asked: readonly Asked[];
}

/** A server on loopback that answers by `answer` and remembers what it was asked. */
export async function openTestServer(answer: (asked: Asked) => Given | Promise<Given>): Promise<TestServer> {
  const asked: Asked[] = [];
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const one = { method: request.method ?? "", url: request.url ?? "", headers: request.headers, body };
    asked.push(one);
    const given = await answer(one);
    if (given.hangUp) return void request.socket.destroy();
    response.writeHead(given.status ?? 200, { "content-type": "application/json", ...given.headers });
    response.end(given.json === undefined ? "" : JSON.stringify(given.json));
  };
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
