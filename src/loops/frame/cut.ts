/** Cutting what goes on into messages. */
import { cutIntoArrays } from "../../model/cut.ts";

/** What the body of one message may hold, well below the 240 KB of a message: attributes need room too. */
export const BODY_BYTES = 200 * 1024;

/** Cuts records into JSON arrays of bounded size; the same records always give the same cuts. */
export const cut = (records: readonly unknown[]): string[] =>
  cutIntoArrays(
    records.map((record) => JSON.stringify(record)),
    BODY_BYTES,
  ).map(({ body }) => body);
