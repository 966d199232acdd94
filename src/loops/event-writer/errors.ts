/** Keeping what was wrong with events: one document for each wrong field, found again by the same ids after a redelivery. */
import type { Reading } from "../../events/judge.ts";
import { type EventErrorDocument, SHOWN_INPUT_BYTES } from "../../model/event.ts";
import { shortId } from "../../model/identity.ts";
import { isObject, personsOf } from "../../model/read-event.ts";
import type { Store } from "../../store/store.ts";
import { mustBeStorable } from "../../store/written.ts";
import type { Rejected, StageContext } from "../frame/consuming-loop.ts";

/** Of one event. */
const MAX_ERRORS = 50;

/** What came, as far as it is shown: without what our own edge wrote beside it. */
function inputOf(raw: unknown, { input }: Reading["intake"]): string {
  if (input !== undefined) return input;
  const { intake: _, application: __, ...sent } = isObject(raw) ? raw : {};
  const text = JSON.stringify(isObject(raw) ? sent : raw) ?? "null";
  const bytes = Buffer.from(text);
  if (bytes.length <= SHOWN_INPUT_BYTES) return text;
  return bytes
    .subarray(0, SHOWN_INPUT_BYTES)
    .toString()
    .replace(/\uFFFD$/, "");
}

export async function keepEventErrors(
  store: Pick<Store, "write">,
  rejected: readonly Rejected<Reading>[],
  { batch, app: application }: StageContext,
  requestName: (batch: string, request: number) => string,
): Promise<void> {
  const writes = rejected.flatMap(({ item, errors, more: beyond = 0, rejection }) => {
    if (!("value" in item)) return [];
    const { intake, fields } = item.value;
    const persons = personsOf(fields);
    const about = {
      event: intake.index,
      batch: requestName(batch.batch, intake.request),
      application,
      input: inputOf(item.raw, intake),
      created_at: Math.floor(intake.received_us / 1_000_000),
      rejection,
      replayed: false,
      ...(fields.session_id === undefined ? {} : { session_id: fields.session_id }),
      ...(persons.length === 0 ? {} : { persons }),
    };
    const more = Math.max(0, errors.length - MAX_ERRORS) + beyond;
    return errors.slice(0, MAX_ERRORS).map((error, at) => {
      const id = shortId("event-error", rejection, at);
      const doc: EventErrorDocument = { id, ...about, ...error, ...(more > 0 ? { more } : {}) };
      return { op: "put", id, doc } as const;
    });
  });
  mustBeStorable(await store.write(batch.tenant, "event_errors", writes));
}
