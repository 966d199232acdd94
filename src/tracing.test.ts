/** One trace leads from the request that brought a record to the write of its insight; without a collector nothing is made or handed on. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { pino } from "pino";
import { eventually } from "../test/testbed.ts";
import { readConfig } from "./config.ts";
import { startDaemon } from "./daemon.ts";
import { noTracing, openTracing, readTraceparent } from "./tracing.ts";

interface SeenSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
}

/** Takes what an OpenTelemetry collector takes on /v1/traces, as JSON. */
function createCollector() {
  const spans: SeenSpan[] = [];
  const headers: (string | undefined)[] = [];
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString("utf8")) as {
      readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly SeenSpan[] }[] }[];
    };
    if (request.url === "/v1/traces") {
      headers.push(request.headers["x-key"] as string | undefined);
      for (const { scopeSpans } of body.resourceSpans) for (const scope of scopeSpans) spans.push(...scope.spans);
    }
    response.setHeader("content-type", "application/json").end("{}");
  });
  return {
    spans,
    headers,
    async listen() {
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

describe("tracing", () => {
  const collector = createCollector();
  let endpoint: string;
  let dataDir: string;
  before(async () => {
    endpoint = await collector.listen();
    dataDir = await mkdtemp(join(tmpdir(), "groundswell-tracing-"));
  });
  after(async () => {
    await collector.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  it("follows a record from the request through the queues to the write of its insight", async () => {
    const config = readConfig({
      PORT: "0",
      EMBEDDED_SQS_PORT: "0",
      DATA_DIR: dataDir,
      TEXT_WORKERS: "1",
      LOOPS: "denoiser,data-model-creator",
      OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
      OTEL_EXPORTER_OTLP_HEADERS: "x-key=a%20b",
    });
    const daemon = await startDaemon(config, pino({ level: "silent" }));
    const caller = "4bf92f3577b34da6a3ce929d0e0e4736";
    const record = { title: "Sync", text: "It stops syncing whenever I open a second note on my phone.", data_id: "1" };
    const reply = await fetch(`${daemon.url}/api/v1/feedback`, {
      method: "POST",
      headers: { "content-type": "application/json", traceparent: `00-${caller}-00f067aa0ba902b7-01` },
      body: JSON.stringify({ ...record, secret: "not in a span" }),
    });
    assert.equal(reply.status, 202);
    const written = await eventually("the creator's write", async () =>
      collector.spans.find(({ name }) => name === "data-model-creator write"),
    );
    await daemon.stop(10_000);

    const named = (name: string) => collector.spans.find((span) => span.name === name && span.traceId === caller);
    const chain = ["POST /api/v1/feedback", "denoiser", "data-model-creator", "data-model-creator write"].map(named);
    assert.equal(written.traceId, caller);
    assert.deepEqual(
      chain.map((span) => span?.parentSpanId),
      ["00f067aa0ba902b7", ...chain.slice(0, 3).map((span) => span?.spanId)],
    );
    for (const step of ["denoiser stage", "denoiser write", "denoiser ledger", "data-model-creator ledger"])
      assert.ok(named(step), step);
    const status = chain[0]?.attributes.find(({ key }) => key === "http.response.status_code");
    assert.equal(Number(status?.value.intValue), 202);
    assert.doesNotMatch(JSON.stringify(collector.spans), /syncing|not in a span/);
    assert.ok(collector.headers.every((header) => header === "a b"));
  });

  it("records the share of traces that is asked for, and all of those that began elsewhere", async () => {
    const tracing = await openTracing({ endpoint, service: "test", share: 0 });
    const own = tracing.start("own", { kind: "internal", parent: undefined });
    const parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const followed = tracing.start("followed", { kind: "internal", parent });
    assert.equal(own.traceparent?.slice(-2), "00");
    assert.match(followed.traceparent ?? "", /^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01$/);
    own.end();
    followed.end(new TypeError("says what a record says"));
    await tracing.close();
    assert.equal(
      collector.spans.find(({ name }) => name === "own"),
      undefined,
    );
    assert.ok(collector.spans.find(({ name }) => name === "followed"));
    assert.doesNotMatch(JSON.stringify(collector.spans), /says what a record says/);
  });

  it("takes no traceparent that is none", () => {
    const valid = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
    assert.equal(readTraceparent(valid), valid);
    const wrong = [
      "",
      "00-x",
      `${valid}-more`,
      valid.replace(/^00/, "ff"),
      valid.replace("b7ad6b7169203331", "0".repeat(16)),
    ];
    for (const value of [...wrong, undefined, [valid]]) assert.equal(readTraceparent(value), undefined);
  });

  it("hands a parent on unchanged where there is no collector", () => {
    const span = noTracing.start("x", { kind: "consumer", parent: "00-a" });
    assert.deepEqual([span.traceparent, noTracing.within(span, noTracing.current)], ["00-a", undefined]);
  });
});
