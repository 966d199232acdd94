/**
 * The sessions that events belong to: one document each, which grows by compare-and-set and comes to the same in whatever
 * order its events arrive, and however often.
 */

import { mapInTurns } from "../../lifecycle.ts";
import type { EventDocument, SessionClock, SessionDocument } from "../../model/event.ts";
import { clockOf, earlierClock, putRight } from "../../model/event-clock.ts";
import { sessionDocumentId } from "../../model/identity.ts";
import type { TenantId } from "../../model/tenant.ts";
import type { Store, Stored, Write } from "../../store/store.ts";
import { LostRace, won, writeInTurns } from "../../store/written.ts";

/** Batches of one session can make each other read again, but one of them wins each time. */
const MAX_ROUNDS = 50;
const PAGE_SIZE = 500;
const SESSIONS_A_TURN = 64;

/** By session id. */
export async function readSessions(
  store: Pick<Store, "getMany">,
  tenant: TenantId,
  sessionIds: Iterable<string>,
): Promise<Map<string, Stored<SessionDocument>>> {
  const ids = [...new Set(sessionIds)];
  const found = await store.getMany(tenant, "sessions", ids.map(sessionDocumentId));
  return new Map(ids.flatMap((id, at) => (found[at] === undefined ? [] : [[id, found[at]] as const])));
}

/** What one event adds to its session. */
export interface Growth {
  readonly session_id: string;
  readonly application: string;
  readonly timestamp_us: number;
  readonly received_at: number;
  readonly clock: SessionClock | undefined;
}

export function grow(before: SessionDocument | undefined, growth: Growth): SessionDocument {
  const { session_id, application, received_at } = growth;
  const clock = earlierClock(clockOf(before, application), growth.clock);
  const occurred = putRight(growth.timestamp_us, clock);
  const applications = [...new Set([...(before?.applications ?? []), application])].sort();
  return {
    session_id,
    applications,
    first_us: Math.min(before?.first_us ?? occurred, occurred),
    last_us: Math.max(before?.last_us ?? occurred, occurred),
    received_at: Math.max(before?.received_at ?? 0, received_at),
    clocks: { ...before?.clocks, ...(clock === undefined ? {} : { [application]: clock }) },
  };
}

const same = (a: SessionDocument | undefined, b: SessionDocument): boolean =>
  a !== undefined &&
  a.first_us === b.first_us &&
  a.last_us === b.last_us &&
  a.received_at === b.received_at &&
  JSON.stringify([a.applications, a.clocks]) === JSON.stringify([b.applications, b.clocks]);

/** A session just before and after it grew; nobody wrote it in between. */
export interface Grown {
  readonly before: SessionDocument | undefined;
  readonly now: SessionDocument;
}

/**
 * By session id. `known`: sessions as they were read a moment ago. One that doesn't change by it is read again: only a write
 * that goes through proves that nobody else's came in between.
 */
export async function growSessions(
  store: Store,
  tenant: TenantId,
  growths: readonly Growth[],
  known?: ReadonlyMap<string, Stored<SessionDocument>>,
): Promise<Map<string, Grown>> {
  const bySession = Map.groupBy(growths, ({ session_id }) => session_id);
  const done = new Map<string, Grown>();
  let open = [...bySession.keys()];
  for (let round = 0; open.length > 0; round++) {
    if (round >= MAX_ROUNDS) throw new LostRace("others kept writing the same session");
    const isKnown = round === 0 && known !== undefined;
    const found = isKnown ? known : await readSessions(store, tenant, open);
    const grownTo = (id: string) => [id, bySession.get(id)!.reduce(grow, found.get(id)?.doc as never)] as const;
    const next = new Map(await mapInTurns(open, SESSIONS_A_TURN, grownTo));
    const [changed, unchanged] = [true, false].map((does) =>
      open.filter((id) => same(found.get(id)?.doc, next.get(id)!) !== does),
    ) as [string[], string[]];
    const writes = changed.map((session): Write<SessionDocument> => {
      const [doc, before] = [next.get(session)!, found.get(session)];
      if (before === undefined) return { op: "create", id: sessionDocumentId(session), doc };
      return { op: "replace", id: before.id, version: before.version, doc };
    });
    const results = await writeInTurns(store, [tenant, "sessions"], writes, SESSIONS_A_TURN);
    const written = changed.filter((_, at) => won(results[at]));
    for (const id of isKnown ? written : [...written, ...unchanged])
      done.set(id, { before: found.get(id)?.doc, now: next.get(id)! });
    open = open.filter((id) => !done.has(id));
  }
  return done;
}

/** Brings the events of one application in a session to a clock that was measured earlier than the one they were written by. */
async function bringOnce(store: Store, tenant: TenantId, session: SessionDocument, application: string): Promise<void> {
  const clock = clockOf(session, application);
  const where = { session_id: session.session_id, application };
  await store.refresh(["events"]);
  let writes: Write<EventDocument>[] = [];
  const flush = async () => {
    await store.write(tenant, "events", writes);
    writes = [];
  };
  for await (const { id, doc } of store.scan(tenant, "events", { where, pageSize: PAGE_SIZE })) {
    const occurred_us = putRight(doc.timestamp_us, clock);
    if (occurred_us !== doc.occurred_us) writes.push({ op: "update", id, set: { occurred_us } });
    if (writes.length >= PAGE_SIZE) await flush();
  }
  await flush();
}

/** Again where an even earlier clock came meanwhile: whoever brought it may have been overtaken by what was written here. */
async function bringTo(store: Store, tenant: TenantId, session: SessionDocument, application: string): Promise<void> {
  for (let now = session; ; ) {
    await bringOnce(store, tenant, now, application);
    const later = (await readSessions(store, tenant, [now.session_id])).get(now.session_id)?.doc;
    if (later === undefined || minutesOf(later, application) === minutesOf(now, application)) return;
    now = later;
  }
}

/** Whether a session begins or ends elsewhere than was thought, by its events as they are now; written if so. */
async function measureSession(store: Store, tenant: TenantId, session: string): Promise<boolean> {
  const stored = (await readSessions(store, tenant, [session])).get(session);
  if (stored === undefined) return false;
  await store.refresh(["events"]);
  const { id, version, doc } = stored;
  const end = async (order: "asc" | "desc") => {
    const sort = [{ by: "occurred_us", order }] as const;
    const items = await store.first(tenant, "events", { where: { session_id: session }, sort, limit: 1 });
    return items[0]?.doc.occurred_us;
  };
  const [first_us = doc.first_us, last_us = doc.last_us] = [await end("asc"), await end("desc")];
  if (first_us === doc.first_us && last_us === doc.last_us) return false;
  await store.write(tenant, "sessions", [{ op: "update", id, version, set: { first_us, last_us } }]);
  return true;
}

const minutesOf = (session: SessionDocument | undefined, application: string): number =>
  clockOf(session, application)?.minutes ?? 0;

/**
 * Once events are written and their sessions have grown: an application whose clock turns out to have been measured
 * earlier than these events, or others before them, were written by is put right in all events of its session.
 * `used`: in minutes, by session and application; undefined of others than these events'.
 */
export async function settleClocks(
  store: Store,
  tenant: TenantId,
  grown: ReadonlyMap<string, Grown>,
  used: (session: string, application: string) => number | undefined,
): Promise<void> {
  for (const [id, { before, now }] of grown) {
    const moved = now.applications.filter((application) => {
      const minutes = minutesOf(now, application);
      const known = before?.applications.includes(application) ? minutesOf(before, application) : minutes;
      return known !== minutes || (used(id, application) ?? minutes) !== minutes;
    });
    for (const application of moved) await bringTo(store, tenant, now, application);
    // Once more after each change: an event that was written in between may not have shown.
    if (moved.length > 0) while (await measureSession(store, tenant, id));
  }
}
