/** Bytes that can be read more than once and from any place: a file, an object of S3, or a stream that was put aside. */
import { randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

export interface ByteSource {
  /** Its ending may say what it is. */
  readonly name: string;
  readonly size: number;
  /** From `start` to before `end`; by default all of it. */
  open(start?: number, end?: number): Readable;
}

const READ_BYTES = 256 * 1024;

const sourceOf = (name: string, path: string, size: number): ByteSource => ({
  name,
  size,
  open: (start = 0, end = size) =>
    createReadStream(path, { start, end: Math.max(start, end) - 1, highWaterMark: READ_BYTES }),
});

/** Rejects as `stat` does when there is no such file. */
export async function openFile(path: string, name = path): Promise<ByteSource> {
  return sourceOf(name, path, (await stat(path)).size);
}

/** Puts a stream that can be read only once into a temporary file, which goes with the source. */
export async function putAside(
  stream: Readable,
  name: string,
  signal?: AbortSignal,
  folder = tmpdir(),
): Promise<ByteSource & AsyncDisposable> {
  const path = join(folder, `groundswell-${randomUUID()}`);
  const remove = () => rm(path, { force: true });
  try {
    await pipeline(stream, createWriteStream(path, { mode: 0o600 }), signal === undefined ? {} : { signal });
    return { ...sourceOf(name, path, (await stat(path)).size), [Symbol.asyncDispose]: remove };
  } catch (thrown) {
    await remove();
    throw thrown;
  }
}
