/** The text of an answer's bytes: by its mark, by what it says of itself where that can be true, else by a guess. */
import { gunzipSync } from "node:zlib";

const XML_DECLARATION = 200;
const GZIP = Buffer.from([0x1f, 0x8b]);
/** Each byte is some letter there, so that UTF-8 declared as one of them is never noticed by a decoder. */
const OF_SINGLE_BYTES = /^(?:windows-125|iso-8859|koi8|macintosh)/;

function encodingOf(declared: string | undefined): string | undefined {
  try {
    return declared === undefined ? undefined : new TextDecoder(declared).encoding;
  } catch {
    return undefined;
  }
}

function strictly(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function markedAs(bytes: Buffer): string | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : undefined;
}

/** Letters that were cut in the middle are a few among many; of another encoding nearly all are broken. */
function isMostlyBroken(text: string): boolean {
  const broken = text.match(/\uFFFD/g)?.length ?? 0;
  return broken > (text.match(/[\u0080-\uFFFC]/g)?.length ?? 0);
}

/** A file that is sent as it lies there, packed. Throws when it is damaged or holds more than `maxBytes`. */
export const unpacked = (bytes: Buffer, maxBytes: number): Buffer =>
  bytes.subarray(0, 2).equals(GZIP) ? gunzipSync(bytes, { maxOutputLength: maxBytes }) : bytes;

/** `type`: the answer's content type. A byte order mark is taken off. */
export async function decode(bytes: Buffer, type: string): Promise<string> {
  const marked = markedAs(bytes);
  if (marked !== undefined) return new TextDecoder(marked).decode(bytes);
  const declared =
    /charset="?([\w-]+)/i.exec(type)?.[1] ??
    /^\s*<\?xml[^>]*encoding=["']([\w-]+)/.exec(bytes.toString("latin1", 0, XML_DECLARATION))?.[1];
  const encoding = encodingOf(declared) ?? "utf-8";
  if (encoding !== "utf-8" && !OF_SINGLE_BYTES.test(encoding)) return new TextDecoder(encoding).decode(bytes);
  const text = strictly(bytes);
  if (text !== undefined) return text;
  if (encoding !== "utf-8") return new TextDecoder(encoding).decode(bytes);
  const damaged = new TextDecoder().decode(bytes);
  if (!isMostlyBroken(damaged)) return damaged;
  // Loaded when it is needed: hardly ever.
  const { guessEncoding } = await import("../ingestion/tables/guess-encoding.ts");
  return new TextDecoder(guessEncoding(bytes)).decode(bytes);
}
