/** Events as The Eye took them: JSON, or the fields of a form, whose `data` is JSON as text. */
import type { IncomingMessage } from "node:http";
import { MAX_DATA_BYTES } from "../../model/event.ts";
import { parseJson } from "../../model/json-text.ts";
import { readBody, type WatchBody } from "../body.ts";
import { FORM_TYPES, readFields } from "../form-page/sent-fields.ts";
import { Problem } from "../problem.ts";
import { eventsOf, readSentEvents, type SentEvents } from "../routes/events.ts";
import { firstByte } from "../sent-body.ts";

/** A form is one event: three bytes for each of the largest `data`, and what stands beside it. */
const MOST_FORM_BYTES = 4 * MAX_DATA_BYTES;

const isForm = (type: string): boolean => FORM_TYPES.some((form) => type.toLowerCase().startsWith(form));
const OPENS_JSON: ReadonlySet<number | undefined> = new Set([0x7b, 0x5b]);

/** A form has texts alone; what is no JSON stays one, for the field's error to show. */
function dataOf(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}

/** A form sends what nobody filled in as an empty text. */
const MAY_LACK = new Set(["id", "sequence", "person"]);

function eventOf(fields: URLSearchParams): Record<string, unknown> {
  const event = Object.fromEntries([...fields].filter(([name, value]) => value.trim() !== "" || !MAY_LACK.has(name)));
  const sequence = Number(event.sequence);
  return {
    ...event,
    ...(event.data === undefined ? {} : { data: dataOf(event.data) }),
    ...(event.sequence !== undefined && Number.isInteger(sequence) ? { sequence } : {}),
  };
}

/** JSON that some tools send as a form, since they are not told otherwise, is JSON. */
export async function readEyeEvents(request: IncomingMessage, maxBytes: number, watch: WatchBody): Promise<SentEvents> {
  const type = request.headers["content-type"] ?? "";
  if (!isForm(type)) return readSentEvents(request, maxBytes, watch);
  const body = await readBody(request, { maxBytes, types: FORM_TYPES, watch });
  if (OPENS_JSON.has(firstByte(body.bytes))) return eventsOf(request, { bytes: body.bytes, isLines: false });
  if (body.bytes.length > MOST_FORM_BYTES) throw new Problem(413, `a form of more than ${MOST_FORM_BYTES} bytes`);
  return { events: [eventOf(await readFields(body, type))], mayBeDeep: true };
}
