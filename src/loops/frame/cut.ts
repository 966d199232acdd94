/** Cutting what goes on into messages. */

/** What one message to the next stage may hold, well below the 240 KB of a message. */
const PART_BYTES = 200 * 1024;

/** Cuts records into JSON arrays of bounded size; the same records always give the same cuts. */
export function cut(records: readonly unknown[], bytes = PART_BYTES): string[] {
  const bodies: string[] = [];
  let group: string[] = [];
  let size = 0;
  for (const record of records) {
    const json = JSON.stringify(record);
    const length = Buffer.byteLength(json) + 1;
    if (group.length > 0 && size + length > bytes) {
      bodies.push(`[${group.join(",")}]`);
      group = [];
      size = 0;
    }
    group.push(json);
    size += length;
  }
  if (group.length > 0) bodies.push(`[${group.join(",")}]`);
  return bodies;
}
