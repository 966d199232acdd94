/** Takes a file in as it comes, in pieces of bounded size, each durable in the object store before the next; nothing of it touches the disk here. */
import { createHash, randomUUID } from "node:crypto";
import type { ObjectStore } from "../objects/objects.ts";

/** Small, since many uploads are read side by side. */
export const PIECE_BYTES = 256 * 1024;
/** Pieces on their way at a time. */
const SIDE_BY_SIDE = 4;

export interface Received {
  readonly prefix: string;
  readonly pieces: number;
  readonly bytes: number;
  /** Of all bytes, as hex. */
  readonly sha256: string;
}

export class TooLarge extends Error {
  override name = "TooLarge";
}

export const pieceKey = (prefix: string, piece: number): string => `${prefix}/${String(piece).padStart(8, "0")}`;

export const pieceKeys = (prefix: string, pieces: number): string[] =>
  Array.from({ length: pieces }, (_, piece) => pieceKey(prefix, piece));

/** Throws {@link TooLarge}, and what the stream throws; then nothing of it is left. */
export async function receive(
  objects: ObjectStore,
  form: string,
  stream: AsyncIterable<Buffer>,
  maxBytes: number,
): Promise<Received> {
  // Not under the name that a bucket's own notifications are listened to for.
  const prefix = `uploads/${form}/${randomUUID()}`;
  const hash = createHash("sha256");
  const sending = new Set<Promise<void>>();
  let [pieces, bytes] = [0, 0];
  let held: Buffer[] = [];
  let heldBytes = 0;

  async function put(piece: Buffer): Promise<void> {
    if (sending.size >= SIDE_BY_SIDE) await Promise.race(sending);
    const key = pieceKey(prefix, pieces++);
    const sent: Promise<void> = objects.put(key, piece).finally(() => sending.delete(sent));
    // What fails is met where it is waited for.
    sent.catch(() => undefined);
    sending.add(sent);
  }

  try {
    for await (const chunk of stream) {
      bytes += chunk.length;
      if (bytes > maxBytes)
        throw new TooLarge(
          `the file is larger than the ${maxBytes} bytes that are taken (UPLOAD_MAX_BYTES): send it in parts`,
        );
      hash.update(chunk);
      held.push(chunk);
      heldBytes += chunk.length;
      if (heldBytes < PIECE_BYTES) continue;
      const all = Buffer.concat(held);
      const whole = all.length - (all.length % PIECE_BYTES);
      for (let start = 0; start < whole; start += PIECE_BYTES) await put(all.subarray(start, start + PIECE_BYTES));
      held = [all.subarray(whole)];
      heldBytes = all.length - whole;
    }
    if (heldBytes > 0) await put(Buffer.concat(held));
    await Promise.all(sending);
    return { prefix, pieces, bytes, sha256: hash.digest("hex") };
  } catch (error) {
    await Promise.allSettled(sending);
    await objects.remove(pieceKeys(prefix, pieces)).catch(() => undefined);
    throw error;
  }
}

/** The bytes again, a piece at a time, from the byte `from` on. */
export async function* readPieces(
  objects: ObjectStore,
  place: { readonly prefix: string; readonly pieces: number },
  from = 0,
): AsyncGenerator<Buffer> {
  const first = Math.floor(from / PIECE_BYTES);
  for (let piece = first; piece < place.pieces; piece++) {
    const bytes = await objects.read(pieceKey(place.prefix, piece));
    yield piece === first ? bytes.subarray(from % PIECE_BYTES) : bytes;
  }
}

/** An object that somebody else put there, a range at a time, all of one version, from the byte `from` on. */
export async function* readObject(
  objects: ObjectStore,
  { key, etag }: { readonly key: string; readonly etag: string },
  bytes: number,
  from = 0,
): AsyncGenerator<Buffer> {
  for (let start = from; start < bytes; start += PIECE_BYTES)
    yield await objects.read(key, { start, end: Math.min(bytes, start + PIECE_BYTES) }, etag);
}
