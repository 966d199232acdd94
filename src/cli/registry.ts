/** Every command: its name, what it does in a line, and its module, loaded only when it is the one to run. */
import type { Command } from "commander";
import type { Shell } from "./shell.ts";

/** Adds arguments, options, subcommands and the action to the command that was made for this module. */
export type Configure = (command: Command, shell: Shell) => void;

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<{ readonly configure: Configure }>;
}

export const registry: readonly CommandEntry[] = [
  {
    name: "ledger",
    summary: "what came in and what became of it",
    load: () => import("./commands/ledger.ts"),
  },
];
