/** The thread in which the embedded SQS server lives. */
import { serve } from "../threads/serve.ts";
import { type Door, openDoor, type Reply } from "./embedded-server.ts";
import { type Fauxqs, openFauxqs } from "./fauxqs.ts";
import type { LocalRequest } from "./local-client.ts";
import type { Credentials } from "./request-signature.ts";

export interface QueueJobs {
  /** Answers with the port that it listens on; messages live in `dataDir`. */
  listen(at: {
    readonly port: number;
    readonly dataDir: string;
    readonly region: string;
    readonly credentials: Credentials;
  }): number;
  /** What a client of this process asks, see `local-client.ts`. */
  ask(request: LocalRequest): Promise<Reply>;
  /** Answers the long polls under way, with nothing. */
  endPolls(): void;
  stop(): void;
}

let fauxqs: Fauxqs | undefined;
let door: Door | undefined;

serve<QueueJobs>({
  async listen({ port, dataDir, region, credentials }) {
    fauxqs = await openFauxqs(dataDir, region);
    door = await openDoor({ port, credentials, services: { sqs: fauxqs.sqs } });
    return door.port;
  },
  ask: ({ verb, input }) => fauxqs!.ask(verb, input, `127.0.0.1:${door!.port}`),
  endPolls: () => fauxqs?.endPolls(),
  async stop() {
    await door?.close();
    fauxqs?.close();
  },
});
