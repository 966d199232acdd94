/** What a command may touch of the process around it, so that commands run the same in a test as in a terminal. */
import type { Readable, Writable } from "node:stream";

/** `isTTY` and `columns` are there when it is a terminal. */
export type TextStream = Writable & { readonly isTTY?: boolean; readonly columns?: number };

export interface Shell {
  readonly stdin: Readable;
  /** Data only. */
  readonly stdout: TextStream;
  /** Everything else: notes, progress, errors. */
  readonly stderr: TextStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Relative paths on the command line start here. */
  readonly folder: string;
  /** Aborts at the first SIGINT or SIGTERM; a command then ends soon, keeping what it has. */
  readonly signal: AbortSignal;
  /** Before long work that no signal can interrupt: from here on SIGINT and SIGTERM end the process at once. */
  readonly handBackSignals: () => void;
}

/** The command line was wrong: exit code 2. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** Something expected went wrong; the message says what, and what to do about it: exit code 1. */
export class CommandFailed extends Error {
  override name = "CommandFailed";
}

/** Interrupted by a signal: exit code 130, nothing more to say. */
export class Interrupted extends Error {
  override name = "Interrupted";
}

export const note = (shell: Shell, text: string): void => {
  shell.stderr.write(`${text}\n`);
};

/**
 * Where the person typed the command. npm runs scripts in the project's folder and leaves the person's own in INIT_CWD,
 * which other npm scripts hand down too: it counts only when this very script was started by npm.
 */
export function folderOf(environment: Shell["environment"], workingFolder: string): string {
  return (environment.npm_lifecycle_event === "groundswell" && environment.INIT_CWD) || workingFolder;
}
