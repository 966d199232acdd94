/** Which of the client's errors are outages. */
import { errors } from "@elastic/elasticsearch";
import { askerGone } from "../asker.ts";
import { StoreRefused, StoreUnavailable } from "../store.ts";
import { whyOf } from "./refusals.ts";

/** Status of one item or of a whole answer that may go through later: refused for now, blocked, or the server's own trouble. */
export function mayPass(status: number): boolean {
  // 401 and 403: wrong credentials, or an index blocked for writing (disk full, migration); 408: timeout; 429: too much at once.
  return status >= 500 || [401, 403, 408, 429].includes(status);
}

/** Rethrows what keeps the server from answering as {@link StoreUnavailable}, everything else as it is; to whoever is gone, that they are. */
export async function orUnavailable<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const gone = askerGone();
    if (gone?.aborted) throw gone.reason;
    const Outage = isRefusal(error) ? StoreRefused : StoreUnavailable;
    if (isOutage(error)) throw new Outage(`Elasticsearch: ${describe(error)}`, { cause: error });
    throw error;
  }
}

const isRefusal = (error: unknown): boolean =>
  error instanceof errors.ResponseError && whyOf(error.statusCode ?? 0, error.body) !== undefined;

function isOutage(error: unknown): boolean {
  if (error instanceof errors.ResponseError) return mayPass(error.statusCode ?? 0) || isGone(error);
  return error instanceof errors.ElasticsearchClientError && !(error instanceof errors.ConfigurationError);
}

/** An alias that is not there (an installation that is not set up), or a point in time that ended (a node or index left). */
const isGone = (error: errors.ResponseError): boolean =>
  /index_not_found_exception|search_context_missing_exception/.test(error.message);

/** What OpenSSL says of a certificate that no known authority vouches for. */
const UNTRUSTED =
  /self-signed certificate|unable to verify the first certificate|unable to get (local )?issuer certificate|SELF_SIGNED_CERT|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER/i;

export const ADVICE_FOR_CERTIFICATES =
  "its certificate is vouched for by no authority known here: set ELASTICSEARCH_CA_FILE to the PEM file of the one that signed it";

export const isUntrusted = (text: string): boolean => UNTRUSTED.test(text);

function describe(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return isUntrusted(text) ? `${text} (${ADVICE_FOR_CERTIFICATES})` : text;
}
