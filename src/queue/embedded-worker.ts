/**
 * The thread in which the embedded SQS server lives. fauxqs listens on every interface and has no option for it, so
 * inside this thread, and only here, listening anywhere else than on loopback is made impossible first.
 */
import { Server } from "node:net";
import { parentPort, workerData } from "node:worker_threads";

const { port, dataDir } = workerData as { readonly port: number; readonly dataDir: string };

const listen = Server.prototype.listen;
Server.prototype.listen = function listenOnLoopback(this: Server, ...args: unknown[]): Server {
  const [first, ...rest] = args;
  const options = typeof first === "object" && first !== null ? { ...first, host: "127.0.0.1" } : first;
  return Reflect.apply(listen, this, [options, ...rest]) as Server;
} as typeof listen;

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
