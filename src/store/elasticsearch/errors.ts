/** Which of the client's errors are outages. */
import { errors } from "@elastic/elasticsearch";
import { StoreUnavailable } from "../store.ts";

/** Status of one item or of a whole answer that may go through later: refused for now, blocked, or the server's own trouble. */
export function mayPass(status: number): boolean {
  // 401 and 403: wrong credentials, or an index blocked for writing (disk full, migration); 408: timeout; 429: too much at once.
  return status >= 500 || [401, 403, 408, 429].includes(status);
}

/** Rethrows what keeps the server from answering as {@link StoreUnavailable}, everything else as it is. */
export async function orUnavailable<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (isOutage(error)) throw new StoreUnavailable(`Elasticsearch: ${describe(error)}`, { cause: error });
    throw error;
  }
}

function isOutage(error: unknown): boolean {
  if (error instanceof errors.ResponseError) return mayPass(error.statusCode ?? 0) || isIndexMissing(error);
  return error instanceof errors.ElasticsearchClientError && !(error instanceof errors.ConfigurationError);
}

/** An alias that is not there is an installation that is not set up, not a wrong question. */
const isIndexMissing = (error: errors.ResponseError): boolean => error.message.includes("index_not_found_exception");

const describe = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);
