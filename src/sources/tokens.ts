/** Requests with a token that is made of a source's secrets and lives for a while. */
import type { Fetch, Fetched } from "../ingestion/connector.ts";

const UNAUTHORIZED = 401;

/** A token that has run out in the middle of a pull is made anew; one that was just made and is refused is a fault of the secrets. */
export function withToken(fetch: Fetch, makeToken: () => Promise<string>, scheme: "Bearer" | "bearer"): Fetch {
  let token: string | undefined;
  return async (url, options = {}) => {
    const ask = (current: string, statuses: readonly number[]): Promise<Fetched> => {
      const headers = { ...options.headers, authorization: `${scheme} ${current}` };
      return fetch(url, { ...options, headers, statuses: [...(options.statuses ?? []), ...statuses] });
    };
    if (token !== undefined) {
      const answer = await ask(token, [UNAUTHORIZED]);
      if (answer.status !== UNAUTHORIZED) return answer;
    }
    token = await makeToken();
    return ask(token, []);
  };
}
