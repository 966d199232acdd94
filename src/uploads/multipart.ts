/** The one file of a multipart/form-data body, as it comes (RFC 7578). Other fields before it are read over; memory is bounded. */

const CRLF = Buffer.from("\r\n");
const HEAD_END = Buffer.from("\r\n\r\n");
const MAX_HEAD_BYTES = 16 * 1024;

export interface FilePart {
  readonly name: string;
  readonly type: string;
  readonly content: AsyncIterable<Buffer>;
}

export class NoFile extends Error {
  override name = "NoFile";
}

export const boundaryOf = (contentType: string): string | undefined => {
  const match = /boundary=(?:"([^"]{1,70})"|([^;\s]{1,70}))/i.exec(contentType);
  return match?.[1] ?? match?.[2];
};

const headerOf = (head: string, name: string): string =>
  head
    .split("\r\n")
    .find((line) => line.toLowerCase().startsWith(`${name}:`))
    ?.slice(name.length + 1)
    .trim() ?? "";

/** The name of a part's file, quoted or not, or as RFC 8187 writes other letters; undefined for a part that is none. */
function fileNameOf(disposition: string): string | undefined {
  const extended = /filename\*\s*=\s*[\w-]*'[^']*'([^;\s]*)/i.exec(disposition)?.[1];
  const plain = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s"]+))/i.exec(disposition);
  if (extended === undefined) return plain?.[1] ?? plain?.[2];
  try {
    return decodeURIComponent(extended);
  } catch {
    return extended;
  }
}

/** Throws {@link NoFile} when the body ends without one. */
export async function filePart(body: AsyncIterable<Buffer>, boundary: string): Promise<FilePart> {
  const chunks = body[Symbol.asyncIterator]();
  const mark = Buffer.from(`\r\n--${boundary}`);
  // The first boundary may stand at the very start.
  let held: Buffer = CRLF;
  async function more(): Promise<boolean> {
    const next = await chunks.next();
    if (next.done) return false;
    held = Buffer.concat([held, next.value]);
    return true;
  }

  /** Up to the mark, which is left; false when the body ends before it. */
  async function skipTo(what: Buffer, limit: number): Promise<boolean> {
    for (let seen = 0; ; ) {
      const at = held.indexOf(what);
      if (at >= 0) {
        held = held.subarray(at);
        return true;
      }
      const kept = Math.min(held.length, what.length - 1);
      seen += held.length - kept;
      if (seen > limit) return false;
      held = held.subarray(held.length - kept);
      if (!(await more())) return false;
    }
  }

  /** The lines between a mark and what they are about; undefined when none follow, as after the last mark. */
  async function headAfterMark(): Promise<string | undefined> {
    held = held.subarray(mark.length);
    for (let at = held.indexOf(HEAD_END); at < 0; at = held.indexOf(HEAD_END)) {
      if (held.length > MAX_HEAD_BYTES || !(await more())) return undefined;
    }
    const end = held.indexOf(HEAD_END);
    const head = held.toString("utf8", 0, end);
    held = held.subarray(end + HEAD_END.length);
    return head;
  }

  /** What follows the file is read to its end, so that the client sees its answer; a second file would be lost. */
  async function refuseAnother(): Promise<void> {
    while (await skipTo(mark, Number.POSITIVE_INFINITY)) {
      const head = await headAfterMark();
      if (head === undefined) return;
      if ((fileNameOf(headerOf(head, "content-disposition")) ?? "") !== "")
        throw new NoFile("the body holds several files: send each by itself");
    }
  }

  async function* content(): AsyncGenerator<Buffer> {
    for (;;) {
      const end = held.indexOf(mark);
      if (end >= 0) {
        if (end > 0) yield held.subarray(0, end);
        held = held.subarray(end);
        await refuseAnother();
        while (!(await chunks.next()).done);
        return;
      }
      const sure = held.length - (mark.length - 1);
      if (sure > 0) {
        yield held.subarray(0, sure);
        held = held.subarray(sure);
      }
      if (!(await more())) throw new NoFile("the body ended within the file");
    }
  }

  for (;;) {
    if (!(await skipTo(mark, 1024 * 1024))) throw new NoFile("the body holds no file");
    const head = await headAfterMark();
    if (head === undefined) throw new NoFile("the body holds no file");
    const filename = fileNameOf(headerOf(head, "content-disposition"));
    if (filename !== undefined) return { name: filename, type: headerOf(head, "content-type"), content: content() };
  }
}
