/**
 * The door of the embedded queue. It opens to requests that this machine sent (our Host, no Origin), signed with the
 * credentials of this start, for a verb that our clients use. All that can be told from the headers is told before a
 * byte of the body is read.
 */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import getRawBody from "raw-body";
import {
  type Credentials,
  coversRequest,
  createSignatureCheck,
  isRecent,
  readAuthorization,
  type ShownSignature,
} from "./request-signature.ts";

/** More than all loops, senders and consumers of one machine need. */
const MAX_CONNECTIONS = 256;
const HEADERS_MS = 10_000;
const REQUEST_MS = 30_000;
/** Longer than clients keep a connection that they don't use, so that it isn't closed under a request. */
const KEEP_ALIVE_MS = 75_000;

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** One of AWS's services, as far as it is answered here. */
export interface Service {
  readonly maxBodyBytes: number;
  /** What the method, the path and the headers ask for; undefined when it is nothing that is answered here. */
  verbOf(request: IncomingMessage): string | undefined;
  /** A refusal is a reply too; what it throws is a fault of ours. */
  answer(verb: string, headers: IncomingHttpHeaders, body: Buffer): Promise<Reply>;
}

export interface DoorOptions {
  /** 0: any free one. */
  readonly port: number;
  readonly credentials: Credentials;
  /** By the name that signatures have for it: `sqs`; uploads will have `s3`. */
  readonly services: Readonly<Record<string, Service>>;
  /** Unix milliseconds. */
  readonly now?: () => number;
}

export interface Door {
  readonly port: number;
  /** Whoever waits for an answer is cut off. */
  close(): Promise<void>;
}

/** A refusal, in the codes that AWS's own clients know. */
class Refused extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/**
 * Names of this machine, and those that fauxqs gives its queues: no name server outside can make them point here. The
 * port may be another one, where somebody forwards it.
 */
const OUR_HOST = /^(127\.0\.0\.1|localhost|sqs\.[a-z0-9-]{1,64}\.localhost)(:\d{1,5})?$/i;

interface Asked {
  readonly shown: ShownSignature;
  readonly service: Service;
  readonly verb: string;
}

export async function openDoor({ port: wanted, credentials, services, now = Date.now }: DoorOptions): Promise<Door> {
  const isSigned = createSignatureCheck(credentials);

  /** Everything that the headers tell. */
  function readHeaders(request: IncomingMessage): Asked {
    const { headers } = request;
    // Browsers name the page's origin wherever they let it choose what is sent.
    if (!OUR_HOST.test(headers.host ?? "") || headers.origin !== undefined)
      throw new Refused(403, "AccessDenied", "this queue answers programs on its own machine only");
    const shown = readAuthorization(headers.authorization);
    if (shown === undefined)
      throw new Refused(403, "MissingAuthenticationToken", "sign the request (Signature Version 4)");
    if (shown.accessKeyId !== credentials.accessKeyId)
      throw new Refused(403, "InvalidClientTokenId", "these are not the credentials that the daemon made at its start");
    if (!isRecent(shown, headers, now())) throw new Refused(403, "RequestExpired", "the request is too old or too new");
    if (!coversRequest(shown, headers))
      throw new Refused(403, "IncompleteSignature", "the host and every x-amz- header must be signed");
    const service = Object.hasOwn(services, shown.service) ? services[shown.service] : undefined;
    const verb = service?.verbOf(request);
    if (service === undefined || verb === undefined)
      throw new Refused(400, "InvalidAction", "this is none of the actions that the embedded queue has");
    return { shown, service, verb };
  }

  async function answer(request: IncomingMessage): Promise<Reply> {
    const { shown, service, verb } = readHeaders(request);
    const body = await readBody(request, service.maxBodyBytes);
    const { method = "", url: path = "", headers } = request;
    if (!isSigned(shown, { method, path, headers, body }))
      throw new Refused(403, "SignatureDoesNotMatch", "the signature is not that of this request");
    return service.answer(verb, headers, body);
  }

  const server = createServer(
    {
      headersTimeout: HEADERS_MS,
      requestTimeout: REQUEST_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: 5_000,
    },
    (request, response) => {
      answer(request).then(
        (reply) => send(response, reply),
        (error: unknown) => refuse(response, error),
      );
    },
  );
  server.maxConnections = MAX_CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(wanted, "127.0.0.1", resolve);
  });
  // A connection that can't be taken now (no file descriptor left) is the client's to try again.
  server.on("error", () => undefined);

  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readBody(request: IncomingMessage, limit: number): Promise<Buffer> {
  try {
    return await getRawBody(request, { limit, length: request.headers["content-length"] });
  } catch {
    throw new Refused(413, "RequestEntityTooLarge", `at most ${limit} bytes`);
  }
}

function send(response: ServerResponse, { status, headers, body }: Reply): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": "application/x-amz-json-1.0",
    ...headers,
    "content-length": Buffer.byteLength(text),
  });
  response.end(text);
}

function refuse(response: ServerResponse, error: unknown): void {
  // A fault of the server, a full disk among them, is answered as such: clients try again.
  const { status, code, message } =
    error instanceof Refused
      ? error
      : { status: 500, code: "InternalFailure", message: error instanceof Error ? error.message : String(error) };
  // What was not read is not waited for either.
  response.once("finish", () => response.req.complete || response.req.destroy());
  const headers = { connection: "close", "x-amzn-query-error": `${code};${status < 500 ? "Sender" : "Receiver"}` };
  send(response, { status, headers, body: { __type: `com.amazonaws.sqs#${code}`, message } });
}
