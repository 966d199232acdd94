/** The thread in which the embedded SQS server lives. */
import { serve } from "../threads/serve.ts";
import { type Door, openDoor } from "./embedded-server.ts";
import { type Fauxqs, openFauxqs } from "./fauxqs.ts";
import type { Credentials } from "./request-signature.ts";

export interface QueueJobs {
  /** Answers with the port that it listens on; messages live in `dataDir`. */
  listen(at: {
    readonly port: number;
    readonly dataDir: string;
    readonly region: string;
    readonly credentials: Credentials;
  }): number;
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
  endPolls: () => fauxqs?.endPolls(),
  async stop() {
    await door?.close();
    fauxqs?.close();
  },
});
