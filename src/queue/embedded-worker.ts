/** The thread in which the embedded SQS server lives. */
import { serve } from "../threads/serve.ts";
import { repairFauxqs } from "./fauxqs-repairs.ts";

export interface QueueJobs {
  /** Answers with the port that it listens on; messages live in `dataDir`, objects in `objectsDir`. */
  listen(at: { readonly port: number; readonly dataDir: string; readonly objectsDir: string }): number;
  stop(): void;
}

await repairFauxqs();
const { startFauxqs } = await import("fauxqs");
let server: Awaited<ReturnType<typeof startFauxqs>> | undefined;

serve<QueueJobs>({
  async listen({ port, dataDir, objectsDir: s3StorageDir }) {
    server = await startFauxqs({
      port,
      dataDir,
      s3StorageDir,
      logger: false,
      host: "localhost",
      defaultRegion: "us-east-1",
    });
    return server.port;
  },
  stop: async () => server?.stop(),
});
