/**
 * Traces: spans that an OpenTelemetry collector gets, over OTLP, when one is configured. What goes from runner to runner
 * is the W3C `traceparent` of a batch, so that one trace leads from the request to the insight. Without a collector
 * nothing is loaded and nothing is measured.
 */
import { AsyncLocalStorage } from "node:async_hooks";

export type SpanKind = "server" | "consumer" | "internal";
/** Ids, names and numbers; never personal text. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Span {
  /** What is handed on: the span's own, or its parent's where nothing is traced, so that a trace survives runners without a collector. */
  readonly traceparent: string | undefined;
  rename(name: string): void;
  set(attributes: Attributes): void;
  end(error?: unknown): void;
}

export interface Tracing {
  start(
    name: string,
    options: { readonly kind: SpanKind; readonly parent: string | undefined; readonly attributes?: Attributes },
  ): Span;
  /** Runs `work` so that `current` answers the span's, however deep and late it is asked. */
  within<T>(span: Span, work: () => T): T;
  current(): string | undefined;
  /** Sends what has not been sent. */
  close(): Promise<void>;
}

export interface TracingSettings {
  /** The collector's address, without the path of the signal. */
  readonly endpoint: string;
  /** `name=value,name=value`, as OTEL_EXPORTER_OTLP_HEADERS has it. */
  readonly headers?: string | undefined;
  readonly service: string;
  /** Share of traces that begin here and are recorded; one that began elsewhere says so itself. */
  readonly share: number;
}

/** Version 00 of W3C Trace Context: trace id, parent id, flags. Ids of nothing but zeros are none. */
const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

/** What a stranger sent, if it is one. */
export const readTraceparent = (value: unknown): string | undefined =>
  typeof value === "string" && TRACEPARENT.test(value) ? value : undefined;

const nothing = (): void => undefined;

export const noTracing: Tracing = {
  start: (_name, { parent }) => ({ traceparent: parent, rename: nothing, set: nothing, end: nothing }),
  within: (_span, work) => work(),
  current: () => undefined,
  close: async () => undefined,
};

function readHeaders(text = ""): Record<string, string> {
  const pairs = text.split(",").filter((pair) => pair.includes("="));
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf("=");
      return [pair.slice(0, at).trim(), decodeURIComponent(pair.slice(at + 1).trim())];
    }),
  );
}

/** The libraries are loaded here and nowhere else, so that nobody pays for them who doesn't trace. */
export async function openTracing(settings: TracingSettings): Promise<Tracing> {
  const [api, sdk, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
    import("@opentelemetry/api"),
    import("@opentelemetry/sdk-trace"),
    import("@opentelemetry/exporter-trace-otlp-http"),
    import("@opentelemetry/resources"),
  ]);
  const exporter = new OTLPTraceExporter({
    url: `${settings.endpoint.replace(/\/+$/, "")}/v1/traces`,
    headers: readHeaders(settings.headers),
    timeoutMillis: 5_000,
  });
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({ "service.name": settings.service }),
    sampler: new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(settings.share) }),
    spanProcessors: [new sdk.BatchSpanProcessor({ exporter, scheduledDelayMillis: 1_000 })],
  });
  const tracer = provider.getTracer("groundswell");
  const currents = new AsyncLocalStorage<string | undefined>();
  const kinds = { server: api.SpanKind.SERVER, consumer: api.SpanKind.CONSUMER, internal: api.SpanKind.INTERNAL };

  const contextOf = (parent: string | undefined) => {
    const [, traceId, spanId, flags] = TRACEPARENT.exec(parent ?? "") ?? [];
    if (traceId === undefined || spanId === undefined || flags === undefined) return api.ROOT_CONTEXT;
    const spanContext = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
    return api.trace.setSpanContext(api.ROOT_CONTEXT, spanContext);
  };

  return {
    start(name, { kind, parent, attributes = {} }) {
      const span = tracer.startSpan(name, { kind: kinds[kind], attributes }, contextOf(parent));
      const { traceId, spanId, traceFlags } = span.spanContext();
      return {
        traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, "0")}`,
        rename: (to) => void span.updateName(to),
        set: (more) => void span.setAttributes(more),
        end(error) {
          if (error !== undefined) {
            // Its kind only: messages may quote what a record says.
            const message = error instanceof Error ? error.name : "error";
            span.setStatus({ code: api.SpanStatusCode.ERROR, message });
          }
          span.end();
        },
      };
    },
    within: (span, work) => currents.run(span.traceparent, work),
    current: () => currents.getStore(),
    close: () => provider.shutdown(),
  };
}
