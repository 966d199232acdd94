/** The check of where people reach the pages: what links in tickets lead to. */
import { isLoopback } from "../../auth/origins.ts";
import type { Config } from "../../config.ts";
import { publicUrlOf } from "../../public-url.ts";
import { type Finding, fine, warning } from "./check.ts";
import { ask } from "./services.ts";

const CHECK = "public address";

/** Undefined where nobody but this machine is meant to reach it. */
export async function checkPublicUrl(config: Config, daemonRuns: boolean): Promise<Finding | undefined> {
  const { HOST, PUBLIC_URL } = config;
  if (PUBLIC_URL === undefined) {
    if (isLoopback(HOST)) return undefined;
    return warning(
      CHECK,
      `links in tickets begin with ${publicUrlOf(config)}, which is a guess`,
      "set PUBLIC_URL to the address that people open",
    );
  }
  if (isLoopback(new URL(PUBLIC_URL).hostname) && !isLoopback(HOST)) {
    const advice = "set PUBLIC_URL to the address that people open";
    return warning(CHECK, `${PUBLIC_URL} leads everybody to their own machine`, advice);
  }
  if (!daemonRuns) return fine(CHECK, `${PUBLIC_URL}; the daemon doesn't run, so it was not tried`);
  const answer = await ask(`${PUBLIC_URL}/healthz`);
  if (!(answer instanceof Error) && answer.status === 200) return fine(CHECK, `${PUBLIC_URL} leads to a daemon`);
  const why = answer instanceof Error ? answer.message : `answers ${answer.status}`;
  const advice =
    "see whether the proxy runs and passes on to this daemon (docs/deployment.md), and whether the name is known here";
  return warning(CHECK, `${PUBLIC_URL}: ${why}`, advice);
}
