/**
 * Where an interrupted `ingest` goes on: which rows of which content have been answered, in a small file per (content,
 * daemon, key, overrides) that is gone once everything is.
 */
import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";
import { makeFolder } from "../../folders.ts";
import { hexDigest } from "../../model/identity.ts";
import type { Shell } from "../shell.ts";

const Totals = z.object({ accepted: z.number(), rejected: z.number(), batches: z.number() });
export type Totals = z.infer<typeof Totals>;

const State = z.object({
  version: z.literal(1),
  /** For a person who finds the file. */
  file: z.string(),
  url: z.string(),
  /** Half-open ranges of rows that have been answered, in order, apart from each other. */
  done: z.array(z.tuple([z.number(), z.number()])),
  totals: Totals,
});
type State = z.infer<typeof State>;

export type Range = readonly [from: number, to: number];

/** Adds a range to ordered ranges that don't touch; the answer is such a list again. */
export function addRange(ranges: readonly Range[], added: Range): [number, number][] {
  const merged: [number, number][] = [];
  for (const [from, to] of [...ranges, added].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

export interface Progress {
  readonly totals: Totals;
  /** How many rows earlier runs had answered. */
  readonly before: number;
  isDone(row: number): boolean;
  /** Remembers that these rows were answered, on disk when it resolves. */
  add(range: Range, answered: Totals): Promise<void>;
  /** Everything is answered: nothing is left to resume. */
  complete(): Promise<void>;
}

export interface ResumeKey {
  /** SHA-256 of the content; undefined when it can't be read twice, then nothing is remembered. */
  readonly content: string | undefined;
  readonly file: string;
  readonly url: string;
  readonly key: string | undefined;
  readonly app: string | undefined;
  readonly source: string | undefined;
  /** All options that say how the file is read. */
  readonly reading: string;
}

export async function contentHash(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1024 * 1024 })) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

/** The XDG base directory specification's place for what should outlive a restart but is no data. */
export function stateFolder(environment: Shell["environment"]): string {
  return join(environment.XDG_STATE_HOME || join(environment.HOME || homedir(), ".local", "state"), "groundswell");
}

async function readState(path: string): Promise<State | undefined> {
  try {
    const state = State.safeParse(JSON.parse(await readFile(path, "utf8")));
    return state.success ? state.data : undefined;
  } catch {
    return undefined;
  }
}

async function writeState(path: string, state: State): Promise<void> {
  await makeFolder(dirname(path));
  // The same command may run twice at once: each writes what it knows, and neither takes the other's away.
  const fresh = `${path}.${randomUUID()}`;
  try {
    await writeFile(fresh, JSON.stringify(state));
    await rename(fresh, path);
  } catch (thrown) {
    await rm(fresh, { force: true });
    throw thrown;
  }
}

/** `onTrouble` is told once when the progress can't be kept; the work itself goes on. */
export async function openProgress(
  folder: string,
  key: ResumeKey,
  onTrouble: (error: Error) => void,
): Promise<Progress> {
  const { content, file, url } = key;
  const name = hexDigest(content, url, key.key, key.app, key.source, key.reading).slice(0, 32);
  const path = content === undefined ? undefined : join(folder, `ingest-${name}.json`);
  const found = path === undefined ? undefined : await readState(path);
  let done: [number, number][] = found?.done ?? [];
  const totals: Totals = found?.totals ?? { accepted: 0, rejected: 0, batches: 0 };
  let written: Promise<void> = Promise.resolve();
  let troubled = path === undefined;

  const save = async (): Promise<void> => {
    if (troubled || path === undefined) return;
    try {
      await writeState(path, { version: 1, file, url, done, totals });
    } catch (thrown) {
      troubled = true;
      onTrouble(thrown as Error);
    }
  };

  return {
    totals,
    before: done.reduce((sum, [from, to]) => sum + to - from, 0),
    isDone: (row) => done.some(([from, to]) => row >= from && row < to),
    add(range, answered) {
      done = addRange(done, range);
      totals.accepted += answered.accepted;
      totals.rejected += answered.rejected;
      totals.batches += answered.batches;
      written = written.then(save);
      return written;
    },
    async complete() {
      await written;
      if (path !== undefined) await rm(path, { force: true });
    },
  };
}
