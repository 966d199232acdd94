/**
 * How many bytes of request bodies the process holds at a time: past that a request is told to come back. No tenant gets
 * all of it, and what is asked takes nothing of what feedback may take.
 */
import type { ServerResponse } from "node:http";
import type { WatchBody } from "./body.ts";
import { Problem } from "./problem.ts";

export interface BodyBudget {
  /** Counts what comes for one request until its answer is out; throws 503 when that is too much with all the others of its share. */
  hold(response: ServerResponse, share: string): WatchBody;
}

export interface BodyBudgetOptions {
  readonly maxBytes: number;
  /** Of requests that name the same share. */
  readonly maxShareBytes: number;
}

const RETRY_AFTER_SECONDS = 1;

export function createBodyBudget({ maxBytes, maxShareBytes }: BodyBudgetOptions): BodyBudget {
  const held = new Map<string, number>();
  let total = 0;

  function add(share: string, bytes: number): void {
    const now = (held.get(share) ?? 0) + bytes;
    if (now === 0) held.delete(share);
    else held.set(share, now);
    total += bytes;
  }

  return {
    hold(response, share) {
      let own = 0;
      let over = false;
      response.once("close", () => {
        over = true;
        add(share, -own);
      });
      return ({ length }) => {
        if (over) return;
        if (total + length > maxBytes || (held.get(share) ?? 0) + length > maxShareBytes) {
          throw new Problem(503, "too much is being taken in at the moment", {
            headers: { "Retry-After": String(RETRY_AFTER_SECONDS) },
          });
        }
        own += length;
        add(share, length);
      };
    },
  };
}
