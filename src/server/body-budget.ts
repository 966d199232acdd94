/** How many bytes of request bodies the process holds at a time, whoever sent them: past that a request is told to come back. */
import type { ServerResponse } from "node:http";
import type { WatchBody } from "./body.ts";
import { Problem } from "./problem.ts";

export interface BodyBudget {
  /** Counts what comes for one request until its answer is out; throws 503 when that is too much with all the others. */
  hold(response: ServerResponse): WatchBody;
}

const RETRY_AFTER_SECONDS = 1;

export function createBodyBudget(maxBytes: number): BodyBudget {
  let held = 0;
  return {
    hold(response) {
      let own = 0;
      let over = false;
      response.once("close", () => {
        over = true;
        held -= own;
      });
      return ({ length }) => {
        if (over) return;
        if (held + length > maxBytes) {
          throw new Problem(503, "too much is being taken in at the moment", {
            headers: { "Retry-After": String(RETRY_AFTER_SECONDS) },
          });
        }
        own += length;
        held += length;
      };
    },
  };
}
