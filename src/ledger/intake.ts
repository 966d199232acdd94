/**
 * What is on a queue and in nobody's books yet: whoever puts records there enters them here, and the stage that books
 * them takes the entry away. So they count as received and in flight at once, however long they lie unread.
 */
import { setTimeout as wait } from "node:timers/promises";
import type { Logger } from "pino";
import { backoff, withDeadline } from "../lifecycle.ts";
import { type IntakeDocument, type LedgerEntry, reasonsTotal } from "../model/ledger.ts";
import type { TenantId } from "../model/tenant.ts";
import { type Store, StoreUnavailable } from "../store/store.ts";
import type { BalanceQuery } from "./balance.ts";

export const intakeId = ({ batch, part }: Pick<IntakeDocument, "batch" | "part">): string => `${batch}/${part}`;

/** The name of the nth part of a message, as the loops split it. */
export const partName = (batch: string, index: number): string => (index === 0 ? batch : `${batch}-${index}`);

/** Entries as writes; one that is there already stays as it is. */
export const intakeWrites = (docs: readonly IntakeDocument[]) =>
  docs.map((doc) => ({ op: "create", id: intakeId(doc), doc }) as const);

/** How long whoever sent the records waits for the entry: longer than a store that is well ever takes. */
const PATIENCE_MS = 1_000;
/** Entries kept in memory through an outage of the store. */
const MOST_PENDING = 100_000;

export interface IntakeBooks {
  /**
   * Resolves once the entries are in the store, or soon in any case: an outage of the store holds up no intake, and they
   * are written when it is back.
   */
  enter(tenant: TenantId, docs: readonly IntakeDocument[]): Promise<void>;
}

interface Pending {
  readonly tenant: TenantId;
  readonly docs: readonly IntakeDocument[];
  readonly done: () => void;
}

/** Callers at the same time share a write: while one is under way, what comes becomes the next. */
export function createIntakeBooks({ store, log }: { readonly store: Store; readonly log: Logger }): IntakeBooks {
  let pending: Pending[] = [];
  let running: Promise<void> | undefined;

  async function writeAll(all: readonly Pending[]): Promise<Pending[]> {
    const left: Pending[] = [];
    for (const [tenant, group] of Map.groupBy(all, (one) => one.tenant)) {
      try {
        await store.write(tenant, "intake", intakeWrites(group.flatMap(({ docs }) => docs)));
        for (const { done } of group) done();
      } catch (error) {
        if (error instanceof StoreUnavailable) left.push(...group);
        else log.error({ event: "intake_not_entered", tenant, err: error }, "in the books only once it is processed");
      }
    }
    return left;
  }

  async function run(): Promise<void> {
    for (let outages = 0; pending.length > 0; ) {
      const all = pending;
      pending = [];
      const left = await writeAll(all);
      if (left.length === 0) {
        outages = 0;
        continue;
      }
      pending = [...left, ...pending].slice(-MOST_PENDING);
      // Nobody is kept alive by it: what a runner takes along is booked by the stage that processes it.
      await wait(backoff(outages++), undefined, { ref: false });
    }
    running = undefined;
  }

  return {
    enter: (tenant, docs) =>
      withDeadline(
        PATIENCE_MS,
        () =>
          new Promise<void>((resolve) => {
            pending.push({ tenant, docs, done: resolve });
            running ??= run();
          }),
        () => undefined,
      ),
  };
}

/** A part of a message that no stage has booked. */
export interface WaitingPart {
  readonly name: string;
  readonly part: string;
  readonly received: number;
  readonly isReplay: boolean;
  readonly at: number;
}

/** To be read before the ledger's entries: a stage writes its entry first and takes this away afterwards. */
export async function readIntake(store: Store, tenant: TenantId, query: BalanceQuery): Promise<WaitingPart[]> {
  const { pipeline, app, source } = query;
  const waiting: WaitingPart[] = [];
  for await (const { doc } of store.scan(tenant, "intake", { where: { pipeline } })) {
    for (const [index, place] of doc.places.entries()) {
      if ((app ?? place.app) !== place.app || (source ?? place.source) !== place.source) continue;
      waiting.push({
        name: partName(doc.batch, index),
        part: doc.part,
        received: place.in + reasonsTotal(place.refused),
        isReplay: doc.replay_of !== undefined,
        at: doc.at,
      });
    }
  }
  return waiting;
}

/** Whether a stage has booked it. */
export const isBooked = (entries: readonly LedgerEntry[] | undefined, { part }: Pick<WaitingPart, "part">): boolean =>
  entries?.some((entry) => entry.first && entry.part === part) ?? false;

/** Takes away what is booked and was left: a runner died before it could, or a stage was faster than the entry. */
export async function clearIntake(
  store: Store,
  tenant: TenantId,
  entriesOf: (pipeline: string, batch: string) => readonly LedgerEntry[] | undefined,
): Promise<void> {
  const left: string[] = [];
  for await (const { id, doc } of store.scan(tenant, "intake")) {
    const booked = (_: unknown, index: number) =>
      isBooked(entriesOf(doc.pipeline, partName(doc.batch, index)), { part: doc.part });
    if (doc.places.every(booked)) left.push(id);
  }
  if (left.length === 0) return;
  await store.write(
    tenant,
    "intake",
    left.map((id) => ({ op: "delete", id })),
  );
}

