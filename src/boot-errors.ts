/** What stops the boot, in words that say which variable, file or server it is and what to do. */
import type { Config } from "./config.ts";
import { DataDirLocked, UnusableDataDir } from "./store/data-dir-lock.ts";
import { nameFile, storeFile } from "./store/data-files.ts";

/** With the variable that can change it. */
export function inWords(error: unknown, variable: string, value: string, advice: string): unknown {
  if (!(error instanceof Error) || error instanceof DataDirLocked || error instanceof UnusableDataDir) return error;
  return new Error(`${variable}=${value}: ${error.message} (${advice}, or set ${variable})`, { cause: error });
}

/** By number too: in a container the user may have no name outside. */
export function adviceForFolder(): string {
  const uid = process.getuid?.();
  const number = uid === undefined ? "" : `, of the number ${uid},`;
  return `give the user that runs the daemon${number} the right to write there and to all in it`;
}

export const adviceForPorts = (host: string): string =>
  `end the program that listens there, or set ${host} to an address of this machine`;

/** What a server answers that is no Elasticsearch, or none that we know: its words alone don't say whose they are. */
function nameServer(error: unknown, { ELASTICSEARCH_URL: url = "" }: Config): unknown {
  const { name, statusCode } = error as { readonly name?: string; readonly statusCode?: number };
  if (!(error instanceof Error) || name !== "ResponseError") return error;
  const advice = "check that it is the address of Elasticsearch itself, 8.15 or later";
  return inWords(new Error(`status ${statusCode}, ${error.message}`), "ELASTICSEARCH_URL", new URL(url).origin, advice);
}

/** Of a store that could not be opened: whose fault it is. */
export const nameStore = (error: unknown, config: Config): unknown =>
  config.STORE === "embedded" ? nameFile(error, storeFile(config.DATA_DIR)) : nameServer(error, config);
