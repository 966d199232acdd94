/**
 * The sessions that events belong to: one document each, which grows by compare-and-set and comes to the same in whatever
 * order its events arrive, and however often.
 */
import { readSessions } from "../../events/judge.ts";
import type { EventDocument, SessionClock, SessionDocument } from "../../model/event.ts";
import { clockOf, earlierClock, putRight } from "../../model/event-clock.ts";
import { sessionDocumentId } from "../../model/identity.ts";
import type { TenantId } from "../../model/tenant.ts";
import type { Store, Stored, Write } from "../../store/store.ts";
import { LostRace, mustWin, won } from "../../store/written.ts";

/** Batches of one session can make each other read again, but one of them wins each time. */
const MAX_ROUNDS = 50;
const PAGE_SIZE = 500;

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

const same = (a: SessionDocument | undefined, b: SessionDocument): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Resolves with the sessions as they are then, by session id. */
export async function growSessions(
  store: Store,
  tenant: TenantId,
  growths: readonly Growth[],
): Promise<Map<string, SessionDocument>> {
  const bySession = Map.groupBy(growths, ({ session_id }) => session_id);
  const done = new Map<string, SessionDocument>();
  let open = [...bySession.keys()];
  for (let round = 0; open.length > 0; round++) {
    if (round >= MAX_ROUNDS) throw new LostRace("others kept writing the same session");
    const found = await readSessions(store, tenant, open);
    const next = new Map(open.map((id) => [id, bySession.get(id)!.reduce(grow, found.get(id)?.doc as never)] as const));
    const changed = open.filter((id) => !same(found.get(id)?.doc, next.get(id)!));
    const writes = changed.map((session): Write<SessionDocument> => {
      const [id, doc, before] = [sessionDocumentId(session), next.get(session)!, found.get(session)];
      return before === undefined ? { op: "create", id, doc } : { op: "replace", id, version: before.version, doc };
    });
    const results = await store.write(tenant, "sessions", writes);
    const lost = new Set(changed.filter((_, at) => !won(results[at])));
    for (const id of open) if (!lost.has(id)) done.set(id, next.get(id)!);
    open = [...lost];
  }
  return done;
}

/** Brings the events of one application in a session to a clock that was measured earlier than the one they were written by. */
async function bringTo(store: Store, tenant: TenantId, session: SessionDocument, application: string): Promise<void> {
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

/** Where a session begins and ends, by its events as they are now. */
async function measureSession(store: Store, tenant: TenantId, { id, version, doc }: Stored<SessionDocument>) {
  await store.refresh(["events"]);
  const end = async (order: "asc" | "desc") => {
    const where = { session_id: doc.session_id };
    const sort = [{ by: "occurred_us", order }] as const;
    return (await store.search(tenant, "events", { where, sort, limit: 1 })).items[0]?.doc.occurred_us;
  };
  const [first_us = doc.first_us, last_us = doc.last_us] = [await end("asc"), await end("desc")];
  mustWin(await store.write(tenant, "sessions", [{ op: "update", id, version, set: { first_us, last_us } }]));
}

/**
 * Once events are written: whose clock turns out to have been measured earlier, by these events or by others meanwhile, is
 * put right in all events of its session. `before`: the sessions as they were before these events; `used`: the clocks
 * that they were written by.
 */
export async function settleClocks(
  store: Store,
  tenant: TenantId,
  before: ReadonlyMap<string, Stored<SessionDocument>>,
  used: ReadonlyMap<string, SessionDocument>,
  written: readonly Pick<EventDocument, "session_id" | "application">[],
): Promise<void> {
  const now = await readSessions(store, tenant, used.keys());
  const places = new Map(written.map((one) => [JSON.stringify([one.session_id, one.application]), one] as const));
  const moved = new Set<string>();
  for (const { session_id, application } of places.values()) {
    const minutes = (session: SessionDocument | undefined) => clockOf(session, application)?.minutes ?? 0;
    const session = now.get(session_id)?.doc;
    const ago = before.get(session_id)?.doc;
    if (session === undefined) continue;
    if (minutes(session) === minutes(used.get(session_id)) && (ago === undefined || minutes(session) === minutes(ago)))
      continue;
    await bringTo(store, tenant, session, application);
    moved.add(session_id);
  }
  for (const session of moved) await remeasure(store, tenant, session);
}

async function remeasure(store: Store, tenant: TenantId, session: string): Promise<void> {
  for (let round = 0; ; round++) {
    const stored = (await readSessions(store, tenant, [session])).get(session);
    if (stored === undefined) return;
    try {
      return await measureSession(store, tenant, stored);
    } catch (error) {
      if (!(error instanceof LostRace) || round >= MAX_ROUNDS) throw error;
    }
  }
}
