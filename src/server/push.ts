/** Where providers push: an address nobody can guess, a signature instead of a key, a small body, a fast answer. */
import type { Express, Request, Response } from "express";
import { withDeadline } from "../lifecycle.ts";
import { scanJson } from "../model/json-scan.ts";
import { MAX_RECORD_DEPTH } from "../model/read-record.ts";
import { createDelivery } from "../operations/source-delivery.ts";
import { takePush } from "../operations/source-push.ts";
import { QueueUnavailable } from "../queue/queue.ts";
import { readBody } from "./body.ts";
import { badField, notFound, Problem } from "./problem.ts";
import type { RouteDeps } from "./route-deps.ts";
import { refuseMethod, sendReply } from "./router.ts";
import { noSources } from "./source-parts.ts";

const PATH = "/api/v1/sources/:id/push";
const MAX_BYTES = 2_000_000;
const FORM = "application/x-www-form-urlencoded";
const TYPES = ["application/json", FORM, "text/plain", "application/x-ndjson"] as const;
const DEADLINE_MS = 5_000;

/** One value of each header, names in lower case. */
const headersOf = (request: Request): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(", ") : value]),
  );

export function mountPush(app: Express, { sources = noSources, store, writer, now }: RouteDeps): void {
  const deliver = createDelivery({ store, writer, erase: sources.erase, now });
  const deps = { ...sources, store, deliver, now };

  async function answer(request: Request, response: Response): Promise<void> {
    const { bytes: body, type } = await readBody(request, { maxBytes: MAX_BYTES, types: TYPES });
    if (type !== FORM && scanJson(body).depth > MAX_RECORD_DEPTH) {
      throw badField("", "too_deep", `nested more than ${MAX_RECORD_DEPTH} levels deep`);
    }
    const delivery = { headers: headersOf(request), body };
    const publicId = String(request.params.id);
    const late = (): never => {
      throw new QueueUnavailable(`nothing was taken within ${DEADLINE_MS} ms`);
    };
    const pushed = await withDeadline(DEADLINE_MS, (signal) => takePush(deps, publicId, delivery, signal), late);
    switch (pushed.kind) {
      case "unknown":
        throw notFound("source");
      case "pull_only":
        throw new Problem(409, "this source is pulled, not pushed to");
      case "paused":
        throw new Problem(409, "this source is switched off");
      case "refused":
        throw new Problem(401, pushed.why);
      case "unreadable":
        throw new Problem(400, pushed.why);
      case "ping":
        return sendReply(response, { status: 200, body: { ok: true } });
      case "taken":
        return sendReply(response, { status: 202, body: { accepted: pushed.accepted, duplicate: pushed.duplicate } });
      default:
        return pushed satisfies never;
    }
  }

  app.post(PATH, answer);
  app.all(PATH, refuseMethod(["POST"]));
}
