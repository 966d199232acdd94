/** For tests: a server of SQS and S3 on loopback that stands for somebody else's, and lets everybody in. */
import { Server } from "node:net";
import { startFauxqs } from "fauxqs";

export interface ForeignServer extends AsyncDisposable {
  readonly endpoint: string;
}

/** It would listen on every interface. */
async function onLoopback<T>(start: () => Promise<T>): Promise<T> {
  const { listen } = Server.prototype;
  Server.prototype.listen = function listenOnLoopback(this: Server, ...args: unknown[]): Server {
    const [first, ...rest] = args;
    const options = typeof first === "object" && first !== null ? { ...first, host: "127.0.0.1" } : first;
    return Reflect.apply(listen, this, [options, ...rest]) as Server;
  } as typeof listen;
  try {
    return await start();
  } finally {
    Server.prototype.listen = listen;
  }
}

export async function openForeignServer(dataDir: string): Promise<ForeignServer> {
  const server = await onLoopback(() =>
    startFauxqs({ port: 0, dataDir, logger: false, host: "localhost", defaultRegion: "us-east-1" }),
  );
  return { endpoint: `http://127.0.0.1:${server.port}`, [Symbol.asyncDispose]: () => server.stop() };
}
