/** For those who look after the daemon: is it alive, can it work, and how is it doing. */
import type { RequestHandler } from "express";
import { isForwarded } from "../auth/forwarded.ts";
import { type Principal, runsInstallation } from "../auth/principal.ts";
import { withDeadline } from "../lifecycle.ts";
import type { Metrics } from "../metrics.ts";
import type { Queue } from "../queue/queue.ts";
import type { Store } from "../store/store.ts";
import { Problem } from "./problem.ts";

const PING_MS = 2_000;

export interface HealthDeps {
  readonly queue: Pick<Queue, "ping">;
  readonly store: Pick<Store, "ping">;
  readonly metrics: Metrics;
}

/** Characters of a reason: it may quote a server. */
const REASON_LENGTH = 500;

/** Why it can't be worked with; undefined when it can. */
const faultOf = (ping: () => Promise<void>): Promise<string | undefined> =>
  withDeadline(
    PING_MS,
    () =>
      ping().then(
        () => undefined,
        (error: Error) => error.message.slice(0, REASON_LENGTH) || error.name,
      ),
    () => `no answer within ${PING_MS / 1000} s`,
  );

export function createHealth({ queue, store, metrics }: HealthDeps) {
  const alive: RequestHandler = (_, response) => {
    response.json({ status: "ok" });
  };
  const ready: RequestHandler = async (request, response) => {
    const [queueFault, storeFault] = await Promise.all([faultOf(() => queue.ping()), faultOf(() => store.ping())]);
    // They quote services, with accounts and addresses, which nobody outside has to know; a probe asks without a key.
    const reasons = isForwarded(request) ? {} : { reasons: { queue: queueFault, store: storeFault } };
    const state = (fault: string | undefined) => (fault === undefined ? "ok" : "unreachable");
    const checks = { queue: state(queueFault), store: state(storeFault) };
    const missing = Object.entries(checks).flatMap(([name, found]) => (found === "ok" ? [] : [name]));
    if (missing.length > 0) {
      const detail = `the ${missing.join(" and the ")} cannot be reached or cannot write`;
      throw new Problem(503, detail, { members: { checks, ...reasons }, headers: { "Retry-After": "5" } });
    }
    response.json({ status: "ok", checks });
  };
  /** Figures of all tenants together, so they are for who runs the installation. */
  const printMetrics: RequestHandler = async (_, response) => {
    if (!runsInstallation(response.locals.principal as Principal))
      throw new Problem(403, "for the installation's admin");
    response.set("Content-Type", metrics.registry.contentType).send(await metrics.registry.metrics());
  };
  return { alive, ready, metrics: printMetrics };
}
