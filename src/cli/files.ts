/** Files named on the command line. */
import { open, readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
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

/** A file as a stream; what keeps it from being read is told before anything of it is. */
export async function openStream(shell: Shell, name: string): Promise<Readable> {
  try {
    const file = await open(pathOf(shell, name));
    if (!(await file.stat()).isDirectory()) return file.createReadStream();
    await file.close();
  } catch (thrown) {
    throw new CommandFailed(describeFileError(name, thrown));
  }
  throw new CommandFailed(`${name}: it is a folder`);
}

/** Text as editors and shells save it: UTF-8, or UTF-16 with its mark, as PowerShell writes what is sent into a file. */
function decoded(bytes: Buffer): string {
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
  const isBigEndian = bytes[0] === 0xfe && bytes[1] === 0xff;
  return new TextDecoder(isWide ? "utf-16le" : isBigEndian ? "utf-16be" : "utf-8").decode(bytes);
}

/** The JSON value in a file, or on stdin when the name is `-`. */
export async function readJsonFile(shell: Shell, name: string): Promise<unknown> {
  let text: string;
  try {
    text = decoded(name === "-" ? await buffer(shell.stdin) : await readFile(pathOf(shell, name)));
  } catch (thrown) {
    throw new CommandFailed(describeFileError(name, thrown));
  }
  try {
    return JSON.parse(text);
  } catch (thrown) {
    throw new CommandFailed(`${name}: not JSON: ${(thrown as Error).message}`);
  }
}
