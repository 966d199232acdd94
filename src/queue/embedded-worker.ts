/** The thread in which the embedded SQS server lives. */
import { parentPort, workerData } from "node:worker_threads";
import { repairFauxqs } from "./fauxqs-repairs.ts";

const { port, dataDir } = workerData as { readonly port: number; readonly dataDir: string };

await repairFauxqs();
const { startFauxqs } = await import("fauxqs");
try {
  const server = await startFauxqs({ port, dataDir, logger: false, host: "localhost", defaultRegion: "us-east-1" });
  parentPort?.on("message", () => {
    void server.stop().then(() => parentPort?.postMessage({ stopped: true }));
  });
  parentPort?.postMessage({ port: server.port });
} catch (error) {
  parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) });
}
