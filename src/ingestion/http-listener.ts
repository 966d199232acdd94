/**
 * A small ingestor over HTTP for programs that run no daemon: POST of one object or a list, records of ours or the original
 * framework's `IngestionData`, answered once the writer has them.
 */

import { timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { createGunzip } from "node:zlib";
import getRawBody from "raw-body";
import { MOST_SENT, scanJson } from "../model/json-scan.ts";
import { DEFAULT_TENANT, TenantId } from "../model/tenant.ts";
import type { IngestionWriter, Ingestor, Listening, Receipt, RefusedRecord } from "./ingestion.ts";
import { isWireData, readSubmitted } from "./wire.ts";

export interface HttpListenerOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Default `/ingest`. */
  readonly path?: string;
  /** Bytes of a body after decompression; default 10,000,000. */
  readonly maxBytes?: number;
  /** What callers show as `Authorization: Bearer …`; without it everybody may write. */
  readonly key?: string;
  /** Whose records are that don't say; default `default`. */
  readonly tenant?: TenantId;
  readonly app?: string;
  readonly source?: string;
  readonly onReceipt?: (receipt: Receipt) => void;
}

export interface ListeningOverHttp extends Listening {
  readonly url: string;
}

/** An answer other than that everything is taken. */
class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const RETRY_AFTER_SECONDS = "5";

async function readValues(request: IncomingMessage, maxBytes: number): Promise<unknown[]> {
  const type = (request.headers["content-type"] ?? "").split(";")[0]!.trim().toLowerCase();
  if (type !== "application/json") throw new Refusal(415, "send application/json");
  const zipped = /gzip/.test(request.headers["content-encoding"] ?? "");
  const stream = zipped ? request.pipe(createGunzip()) : request;
  const bytes = await getRawBody(stream, { limit: maxBytes }).catch((error: { readonly type?: string }) => {
    const tooLarge = error.type === "entity.too.large";
    throw new Refusal(tooLarge ? 413 : 400, tooLarge ? `more than ${maxBytes} bytes` : "the body can't be read");
  });
  // Counted before anything is built.
  const { over } = scanJson(bytes, MOST_SENT);
  if (over !== undefined)
    throw new Refusal(413, `more than ${MOST_SENT[over]} ${over === "elements" ? "records" : "values"}`);
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch {
    throw new Refusal(400, "the body is no JSON");
  }
  return Array.isArray(value) ? value : [value];
}

function tenantOf(value: unknown, fallback: TenantId): TenantId | undefined {
  const said = isWireData(value) ? value.tenant_id : undefined;
  return said === undefined || said === null || said === "" ? fallback : TenantId.safeParse(said).data;
}

export interface HttpListener extends Ingestor {
  listenAndServe(writer: IngestionWriter): Promise<ListeningOverHttp>;
}

export function createHttpListener(options: HttpListenerOptions): HttpListener {
  const { host = "127.0.0.1", path = "/ingest", maxBytes = 10_000_000, tenant: own = DEFAULT_TENANT } = options;
  const { app, source, onReceipt } = options;

  function authorise({ headers }: IncomingMessage): void {
    if (options.key === undefined) return;
    const [given, wanted] = [headers.authorization ?? "", `Bearer ${options.key}`].map((text) => Buffer.from(text));
    if (given!.length !== wanted!.length || !timingSafeEqual(given!, wanted!))
      throw new Refusal(401, "a key is needed");
  }

  /** Each tenant's records by themselves. */
  async function write(values: readonly unknown[], writer: IngestionWriter): Promise<Receipt> {
    const groups = new Map<TenantId, number[]>();
    const rejected: RefusedRecord[] = [];
    values.forEach((value, index) => {
      const tenant = tenantOf(value, own);
      if (tenant === undefined) {
        const message = "lower-case letters, digits, _ and -; at most 63";
        rejected.push({ index, errors: [{ field: "tenant_id", code: "invalid", message }] });
        return;
      }
      const group = groups.get(tenant);
      if (group === undefined) groups.set(tenant, [index]);
      else group.push(index);
    });
    const batch_ids: string[] = [];
    for (const [tenant, indexes] of groups) {
      const records = indexes.map((index) => readSubmitted(values[index]));
      const receipt = await writer.write({ tenant, app, source, records });
      onReceipt?.(receipt);
      batch_ids.push(...receipt.batch_ids);
      rejected.push(...receipt.rejected.map(({ index, errors }) => ({ index: indexes[index]!, errors })));
    }
    return { batch_ids, accepted: values.length - rejected.length, rejected };
  }

  async function handle(request: IncomingMessage, writer: IngestionWriter): Promise<{ status: number; body: unknown }> {
    if (new URL(request.url ?? "/", "http://here").pathname.replace(/(.)\/$/, "$1") !== path) {
      throw new Refusal(404, "nothing is here");
    }
    if (request.method !== "POST") throw new Refusal(405, "POST only");
    authorise(request);
    const values = await readValues(request, maxBytes);
    const receipt = await write(values, writer).catch((error: unknown) => {
      throw new Refusal(503, `nothing could be written: ${(error as Error).message}`);
    });
    if (receipt.accepted === 0 && values.length > 0) return { status: 400, body: receipt };
    return { status: 202, body: receipt };
  }

  function answer(response: ServerResponse, status: number, body: unknown): void {
    const again = status === 503 ? { "retry-after": RETRY_AFTER_SECONDS } : {};
    response.writeHead(status, { "content-type": "application/json", ...again });
    response.end(JSON.stringify(body));
  }

  return {
    async listenAndServe(writer) {
      const server = createServer((request, response) => {
        handle(request, writer).then(
          ({ status, body }) => answer(response, status, body),
          (error: unknown) => {
            const status = error instanceof Refusal ? error.status : 500;
            answer(response, status, { error: error instanceof Refusal ? error.message : "something went wrong here" });
          },
        );
      });
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(options.port, host, resolve);
      });
      const { port } = server.address() as AddressInfo;
      return {
        url: `http://${host.includes(":") ? `[${host}]` : host}:${port}${path}`,
        close: () =>
          new Promise<void>((resolve) => {
            server.close(() => resolve());
            server.closeIdleConnections();
          }),
      };
    },
  };
}
