/** Files named on the command line. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { CommandFailed, type Shell } from "./shell.ts";

export const pathOf = (shell: Shell, name: string): string => resolve(shell.folder, name);

export function describeFileError(name: string, thrown: unknown): string {
  const { code, message } = thrown as NodeJS.ErrnoException;
  const words: Record<string, string> = {
    ENOENT: "there is no such file",
    EACCES: "no permission to read it",
    EISDIR: "it is a folder",
  };
  return `${name}: ${words[code ?? ""] ?? message}`;
}

/** The JSON value in a file, or on stdin when the name is `-`. */
export async function readJsonFile(shell: Shell, name: string): Promise<unknown> {
  let text = "";
  try {
    if (name === "-") for await (const chunk of shell.stdin) text += chunk;
    else text = await readFile(pathOf(shell, name), "utf8");
  } catch (thrown) {
    throw new CommandFailed(describeFileError(name, thrown));
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (thrown) {
    throw new CommandFailed(`${name}: not JSON: ${(thrown as Error).message}`);
  }
}
