/** Erasing what events tell of a session or a person: the events, what was wrong with others, dead letters, and the sessions. The books are told. */
import type { Principal } from "../auth/principal.ts";
import { bookErasure } from "../ledger/erasures.ts";
import { eraseMatching } from "../ledger/retention.ts";
import { sessionDocumentId } from "../model/identity.ts";
import { personsOf, readEvent } from "../model/read-event.ts";
import type { TenantId } from "../model/tenant.ts";
import type { Store, Where } from "../store/store.ts";
import { recordAudit } from "./audit.ts";
import { eraseFromDeadLetters, recordsOf } from "./dead-letter-erasure.ts";

/** Documents erased in one write. */
const PAGE_SIZE = 200;

export interface EventErasureDeps {
  readonly store: Store;
  /** Unix seconds. */
  readonly now: () => number;
}

export interface ErasedEvents {
  readonly sessions: number;
  readonly events: number;
  /** Errors of events that were wrong. */
  readonly errors: number;
  /** Letters that held events of them. */
  readonly dead_letters: number;
}

/** Dead letters of the event writer. */
const LETTERS = { queue: "events" } as const;

/** With the wrong events themselves, which the errors only quote. */
async function eraseErrors(store: Store, tenant: TenantId, where: Where<"event_errors">): Promise<number> {
  await store.refresh(["event_errors"]);
  let page: { readonly id: string; readonly rejection: string }[] = [];
  let count = 0;
  const erase = async () => {
    const remove = (ids: readonly string[]) => ids.map((id) => ({ op: "delete", id }) as const);
    await store.write(tenant, "rejections", remove([...new Set(page.map(({ rejection }) => rejection))]));
    await store.write(tenant, "event_errors", remove(page.map(({ id }) => id)));
    count += page.length;
    page = [];
  };
  for await (const { id, doc } of store.scan(tenant, "event_errors", { where })) {
    page.push({ id, rejection: doc.rejection });
    if (page.length === PAGE_SIZE) await erase();
  }
  await erase();
  return count;
}

async function eraseOneSession(
  { store, now }: EventErasureDeps,
  tenant: TenantId,
  session: string,
): Promise<ErasedEvents> {
  const booking = {
    tenant,
    book: (erasure: Parameters<typeof bookErasure>[2]) => bookErasure(store, tenant, erasure, now()),
  };
  const events = await eraseMatching(store, "events", booking, { session_id: session });
  const errors = await eraseErrors(store, tenant, { session_id: session });
  const dead_letters = await eraseFromDeadLetters(
    store,
    tenant,
    LETTERS,
    (event) => readEvent(event).fields.session_id === session,
  );
  const id = sessionDocumentId(session);
  const known = (await store.get(tenant, "sessions", id)) !== undefined;
  await store.write(tenant, "sessions", [{ op: "delete", id }]);
  return { sessions: known ? 1 : 0, events, errors, dead_letters };
}

const add = (a: ErasedEvents, b: ErasedEvents): ErasedEvents => ({
  sessions: a.sessions + b.sessions,
  events: a.events + b.events,
  errors: a.errors + b.errors,
  dead_letters: a.dead_letters + b.dead_letters,
});

export const nothingErased: ErasedEvents = { sessions: 0, events: 0, errors: 0, dead_letters: 0 };
const total = ({ sessions, events, errors, dead_letters }: ErasedEvents): number =>
  sessions + events + errors + dead_letters;

/** Undefined where nothing is known of it. */
export async function eraseSession(
  deps: EventErasureDeps,
  principal: Principal,
  session: string,
): Promise<ErasedEvents | undefined> {
  const erased = await eraseOneSession(deps, principal.tenant, session);
  if (total(erased) === 0) return undefined;
  const entry = { action: "session.erased", subject: sessionDocumentId(session), detail: erased } as const;
  await recordAudit(deps.store, principal, deps.now(), entry);
  return erased;
}

const namesPerson = (event: unknown, person: string): boolean => personsOf(readEvent(event).fields).includes(person);

/** Every session in which an event, right, wrong or dead, names the person: also what came before they said who they were. */
async function sessionsOf(store: Store, tenant: TenantId, person: string): Promise<string[]> {
  await store.refresh(["events", "event_errors", "dead_letters"]);
  const sessions = new Set<string>();
  for await (const { doc } of store.scan(tenant, "events", { where: { persons: person } }))
    sessions.add(doc.session_id);
  for await (const { doc } of store.scan(tenant, "event_errors", { where: { persons: person } }))
    if (doc.session_id !== undefined) sessions.add(doc.session_id);
  for await (const { doc } of store.scan(tenant, "dead_letters", { where: LETTERS })) {
    for (const event of recordsOf(doc)) {
      const { session_id } = readEvent(event).fields;
      if (session_id !== undefined && namesPerson(event, person)) sessions.add(session_id);
    }
  }
  return [...sessions];
}

/** Undefined where nothing is known of them. */
export async function erasePerson(
  deps: EventErasureDeps,
  principal: Principal,
  person: string,
): Promise<ErasedEvents | undefined> {
  const { store } = deps;
  const { tenant } = principal;
  let erased = nothingErased;
  for (const session of await sessionsOf(store, tenant, person))
    erased = add(erased, await eraseOneSession(deps, tenant, session));
  erased = add(erased, {
    ...nothingErased,
    errors: await eraseErrors(store, tenant, { persons: person }),
    dead_letters: await eraseFromDeadLetters(store, tenant, LETTERS, (event) => namesPerson(event, person)),
  });
  if (total(erased) === 0) return undefined;
  // Who it was is not written down again.
  await recordAudit(store, principal, deps.now(), { action: "person.erased", subject: "person", detail: erased });
  return erased;
}
