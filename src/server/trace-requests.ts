/** A span for each request, from its headers to the end of its answer; what the request puts on a queue belongs to its trace. */
import type { RequestHandler } from "express";
import { readTraceparent, type Tracing } from "../tracing.ts";

export function traceRequests(tracing: Tracing): RequestHandler {
  return (request, response, next) => {
    const { method } = request;
    const parent = readTraceparent(request.headers.traceparent);
    const span = tracing.start(method, { kind: "server", parent, attributes: { "http.request.method": method } });
    response.once("close", () => {
      // The pattern, never the path itself: paths hold ids.
      const { path } = (request.route ?? {}) as { readonly path?: string };
      if (path !== undefined) span.rename(`${method} ${path}`);
      span.set({ "http.route": path, "http.response.status_code": response.statusCode });
      span.end(response.statusCode >= 500 ? new Error("5xx") : undefined);
    });
    tracing.within(span, next);
  };
}
