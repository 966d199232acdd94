/** The product's own way in: the HTTP server as an ingestor, that writes to whatever writer it is given. */
import type { IngestionWriter, Ingestor, Listening } from "../ingestion/ingestion.ts";
import type { ServerDeps } from "./deps.ts";
import { createServer } from "./server.ts";

export interface HttpListening extends Listening {
  readonly url: string;
}

export interface HttpIngestor extends Ingestor {
  listenAndServe(writer: IngestionWriter): Promise<HttpListening>;
}

/** What is under way when it closes is answered, or cut off after this long. */
const CLOSE_MS = 5_000;

export function createHttpIngestor(deps: Omit<ServerDeps, "writer">): HttpIngestor {
  return {
    async listenAndServe(writer) {
      const running = await createServer({ ...deps, writer }).listen();
      return { url: running.url, close: () => running.close(CLOSE_MS) };
    },
  };
}
