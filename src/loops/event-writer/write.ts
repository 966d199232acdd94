/** Writing events: the same id and content again is the same event, the same id with other content an error of its own. */

import { mapInTurns } from "../../lifecycle.ts";
import type { Batch } from "../../model/batch.ts";
import type { CompleteFields, EventDocument, EventIntake, SessionClock, SessionDocument } from "../../model/event.ts";
import { clockOf, earlierClock, measureClock, putRight } from "../../model/event-clock.ts";
import { eventDocumentId, hexDigest, shortId } from "../../model/identity.ts";
import { duplicate, type FieldError, type Outcome, ok, reject, retry } from "../../model/outcome.ts";
import { personsOf } from "../../model/read-event.ts";
import type { TenantId } from "../../model/tenant.ts";
import type { Store } from "../../store/store.ts";
import { writeInTurns } from "../../store/written.ts";
import { searchWords } from "../../text/words.ts";
import { type Growth, growSessions, readSessions, settleClocks } from "./sessions.ts";

/** Characters of an event that are searched. */
const SEARCHED = 4_000;
/** Requests wait no longer than so many events take. */
export const EVENTS_A_TURN = 64;
/** Of a batch, the events of one of its requests. */
const REQUEST_PLACES = 100_000;

/** An event with nothing wrong. */
export interface EventDraft {
  readonly application: string;
  readonly intake: EventIntake;
  readonly fields: CompleteFields;
  readonly type_version?: number;
  readonly warnings?: readonly FieldError[];
}

const positionOf = ({ request, index }: EventIntake): number => request * REQUEST_PLACES + index;

const placeOf = (session: string, application: string): string => JSON.stringify([session, application]);

/** One without an id of its own is named by its place; what is run again keeps its name. */
function idOf({ fields, intake }: EventDraft, batch: Batch): string {
  if (fields.id !== undefined) return fields.id;
  return intake.identity ?? shortId("event-place", batch.batch, intake.request, intake.index);
}

function* textsOf(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null) for (const child of Object.values(value)) yield* textsOf(child);
}

function wordsOf({ category, name, data }: CompleteFields): string {
  let text = `${category} ${name}`;
  for (const part of textsOf(data)) {
    if (text.length >= SEARCHED) break;
    text += ` ${part}`;
  }
  return searchWords(text.slice(0, SEARCHED)).join(" ");
}

const secondsOf = (microseconds: number): number => Math.floor(microseconds / 1_000_000);

function documentOf(draft: EventDraft, batch: Batch, occurred_us: number): EventDocument {
  const { application, intake, fields, type_version, warnings } = draft;
  const { id: _, ...own } = fields;
  const persons = personsOf(fields);
  return {
    ...own,
    event_id: idOf(draft, batch),
    application,
    occurred_us,
    received_us: intake.received_us,
    received_at: secondsOf(intake.received_us),
    created_batch: batch.batch,
    position: positionOf(intake),
    content_hash: hexDigest(own),
    ...(type_version === undefined ? {} : { type_version }),
    ...(warnings === undefined ? {} : { warned: true, warnings }),
    ...(persons.length === 0 ? {} : { persons }),
  };
}

const reused = reject([{ field: "id", code: "id_reused", message: "another event of the application has this id" }]);

function judgeAgainst(doc: EventDocument, there: EventDocument | undefined): Outcome<EventDocument> {
  // Erased at this very moment.
  if (there === undefined) return retry(new Error("the event of this id went away"));
  // Already there, by this very batch: a crash came between the write and the ledger entry.
  if (there.created_batch === doc.created_batch && there.position === doc.position) return ok(there);
  return there.content_hash === doc.content_hash ? duplicate : reused;
}

/** One outcome per document, in order. */
async function createEvents(
  store: Store,
  tenant: TenantId,
  docs: readonly { readonly doc: EventDocument; readonly search: string }[],
): Promise<Outcome<EventDocument>[]> {
  const ids = await mapInTurns(docs, EVENTS_A_TURN, ({ doc }) => eventDocumentId(doc.application, doc.event_id));
  const firsts = [...new Map(ids.map((id, at) => [id, at] as const).reverse()).values()];
  const writes = firsts.map((at) => ({ op: "create", id: ids[at]!, ...docs[at]! }) as const);
  const results = await writeInTurns(store, [tenant, "events"], writes, EVENTS_A_TURN);
  const outcomes: Outcome<EventDocument>[] = new Array(docs.length);
  firsts.forEach((at, place) => {
    const result = results[place]!;
    if (result.ok) outcomes[at] = ok(docs[at]!.doc);
    else if (result.reason === "invalid")
      outcomes[at] = reject([{ field: "", code: "invalid", message: result.message }]);
  });
  const open = docs.flatMap((_, at) => (outcomes[at] === undefined ? [at] : []));
  const there = await store.getMany(
    tenant,
    "events",
    open.map((at) => ids[at]!),
  );
  open.forEach((at, place) => {
    outcomes[at] = judgeAgainst(docs[at]!.doc, there[place]?.doc);
  });
  return outcomes;
}

/** What each application of these events is off by in its session, as far as is known by now. */
function clocksOf(
  before: ReadonlyMap<string, { readonly doc: SessionDocument }>,
  growths: readonly Growth[],
): ReadonlyMap<string, SessionClock | undefined> {
  const clocks = new Map<string, SessionClock | undefined>();
  for (const { session_id, application, clock } of growths) {
    const place = placeOf(session_id, application);
    const known = clocks.get(place) ?? clockOf(before.get(session_id)?.doc, application);
    clocks.set(place, earlierClock(known, clock));
  }
  return clocks;
}

/** Sessions grow by what was taken; a crash before that is mended when the batch comes again. */
export async function writeEvents(
  store: Store,
  batch: Batch,
  drafts: readonly EventDraft[],
): Promise<Outcome<EventDocument>[]> {
  const { tenant } = batch;
  const growths = drafts.map(({ application, fields, intake }): Growth => {
    const { session_id, timestamp_us } = fields;
    const received_at = secondsOf(intake.received_us);
    return { session_id, application, timestamp_us, received_at, clock: measureClock(intake) };
  });
  const ids = growths.map(({ session_id }) => session_id);
  const sessions = await readSessions(store, tenant, ids);
  const clocks = clocksOf(sessions, growths);
  const docs = await mapInTurns(drafts, EVENTS_A_TURN, (draft) => {
    const { session_id, timestamp_us } = draft.fields;
    const occurred_us = putRight(timestamp_us, clocks.get(placeOf(session_id, draft.application)));
    return { doc: documentOf(draft, batch, occurred_us), search: wordsOf(draft.fields) };
  });
  const outcomes = await createEvents(store, tenant, docs);
  const taken = growths.filter((_, at) => outcomes[at]!.kind === "ok" || outcomes[at]!.kind === "duplicate");
  const grown = await growSessions(store, tenant, taken, sessions);
  await settleClocks(store, tenant, grown, (...place) =>
    clocks.has(placeOf(...place)) ? (clocks.get(placeOf(...place))?.minutes ?? 0) : undefined,
  );
  return outcomes;
}
