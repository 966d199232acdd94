/**
 * What no stage has booked: records that lie on a queue, which whoever puts them there enters here and the stage that books
 * them takes away, so that they count as received and in flight at once; and what was refused at the edge.
 */
import { setTimeout as wait } from "node:timers/promises";
import type { Logger } from "pino";
import { backoff, withDeadline } from "../lifecycle.ts";
import { type BalanceQuery, type IntakeDocument, type LedgerEntry, reasonsTotal } from "../model/ledger.ts";
import { firstStageOf } from "../model/loops.ts";
import type { Rejection } from "../model/rejection.ts";
import type { TenantId } from "../model/tenant.ts";
import { type Store, StoreUnavailable, type Write } from "../store/store.ts";
import { entryId } from "./ledger.ts";
import { rejectionWrite } from "./rejection-search.ts";
import { readMarks } from "./sealed.ts";

type Named = Pick<IntakeDocument, "batch" | "part">;

const intakeId = ({ batch, part }: Named): string => `${batch}/${part}`;

/** Entries as writes; one that is there already stays as it is. */
const intakeWrites = (docs: readonly IntakeDocument[]): Write<IntakeDocument>[] =>
  docs.map((doc) => ({ op: "create", id: intakeId(doc), doc }));

export async function enterIntake(
  store: Pick<Store, "write">,
  tenant: TenantId,
  docs: readonly IntakeDocument[],
): Promise<void> {
  if (docs.length > 0) await store.write(tenant, "intake", intakeWrites(docs));
}

/** To be called once a stage's own entry is durable. */
export async function leaveIntake(
  store: Pick<Store, "write">,
  tenant: TenantId,
  parts: readonly Named[],
): Promise<void> {
  await store.write(
    tenant,
    "intake",
    parts.map((part) => ({ op: "delete", id: intakeId(part) }) as const),
  );
}

/** How long whoever sent the records waits for the entry: longer than a store that is well ever takes. */
const PATIENCE_MS = 1_000;
/** Writes kept in memory through an outage of the store. */
const MOST_PENDING = 20_000;

/** What was refused at the edge: its entry in the books, and the records for people to look at. */
export interface Refusal {
  readonly entry?: LedgerEntry;
  readonly rejections: readonly Rejection[];
}

export interface IntakeBooks {
  /**
   * Resolves once all is in the store, or soon in any case: an outage of the store holds up no intake, and what is in
   * memory is written when the store is back.
   */
  enter(tenant: TenantId, docs: readonly IntakeDocument[], refusals?: readonly Refusal[]): Promise<void>;
}

type Collection = "intake" | "ledger" | "rejections";

interface Pending {
  readonly tenant: TenantId;
  readonly collection: Collection;
  readonly writes: readonly Write<unknown>[];
  readonly done: () => void;
}

/** Callers at the same time share a write: while one is under way, what comes becomes the next. */
export function createIntakeBooks({ store, log }: { readonly store: Store; readonly log: Logger }): IntakeBooks {
  let pending: Pending[] = [];
  let isRunning = false;
  let outages = 0;

  async function writeAll(all: readonly Pending[]): Promise<Pending[]> {
    const left: Pending[] = [];
    const groups = Map.groupBy(all, ({ tenant, collection }) => `${collection} ${tenant}`);
    for (const group of groups.values()) {
      const { tenant, collection } = group[0]!;
      try {
        await store.write(tenant, collection, group.flatMap(({ writes }) => writes) as Write<never>[]);
      } catch (error) {
        if (error instanceof StoreUnavailable) {
          left.push(...group);
          continue;
        }
        log.error({ event: "intake_not_entered", tenant, collection, err: error }, "not in the books at once");
      }
      for (const { done } of group) done();
    }
    return left;
  }

  /** The newest are kept: what lies on the queue is booked by its stage in any case. */
  function bounded(all: readonly Pending[]): Pending[] {
    let room = MOST_PENDING;
    const first = all.findLastIndex(({ writes }) => {
      room -= writes.length;
      return room < 0;
    });
    if (first >= 0)
      log.warn({ event: "intake_not_entered" }, "the store is away for long: what was refused is not kept");
    return all.slice(first + 1);
  }

  async function run(): Promise<void> {
    isRunning = true;
    while (pending.length > 0) {
      const all = pending;
      pending = [];
      const left = await writeAll(all);
      if (left.length === 0) {
        outages = 0;
        continue;
      }
      pending = bounded([...left, ...pending]);
      // Nobody is kept alive by it: what a runner takes along is booked by the stage that processes it.
      await wait(backoff(outages++), undefined, { ref: false });
    }
    isRunning = false;
  }

  const put = (tenant: TenantId, collection: Collection, writes: readonly Write<unknown>[]): Promise<void> =>
    new Promise((resolve) => {
      if (writes.length === 0) return resolve();
      pending.push({ tenant, collection, writes, done: resolve });
      if (!isRunning) void run();
      // Who comes during an outage doesn't wait for its end.
      if (outages > 0) resolve();
    });

  return {
    enter(tenant, docs, refusals = []) {
      const entries = refusals.flatMap(({ entry }) => (entry === undefined ? [] : [entry]));
      const rejections = refusals.flatMap((refusal) => refusal.rejections);
      const all = [
        put(tenant, "intake", intakeWrites(docs)),
        put(
          tenant,
          "ledger",
          entries.map((doc) => ({ op: "create", id: entryId(doc), doc })),
        ),
        put(
          tenant,
          "rejections",
          rejections.map((doc) => rejectionWrite("put", doc)),
        ),
      ];
      return withDeadline(
        PATIENCE_MS,
        async () => void (await Promise.all(all)),
        () => undefined,
      );
    },
  };
}

/** A part that no stage has booked. */
export interface WaitingPart extends Named {
  /** Id of the entry that its first stage will write. */
  readonly entry: string;
  readonly received: number;
  readonly isReplay: boolean;
}

const firstEntryOf = ({ batch, part, pipeline }: IntakeDocument): string =>
  entryId({ batch, part, stage: firstStageOf(pipeline) });

/** To be read before the ledger's entries: a stage writes its entry first and takes this away afterwards. */
export async function readIntake(
  store: Pick<Store, "refresh" | "scan">,
  tenant: TenantId,
  query: BalanceQuery,
): Promise<WaitingPart[]> {
  await store.refresh(["intake"]);
  const waiting: WaitingPart[] = [];
  for await (const { doc } of store.scan(tenant, "intake", { where: { ...query } })) {
    const { batch, part, refused, replay_of } = doc;
    const entry = firstEntryOf(doc);
    waiting.push({ batch, part, entry, received: doc.in + reasonsTotal(refused), isReplay: replay_of !== undefined });
  }
  return waiting;
}

/** Takes away what is booked and was left: a runner died before it could, or a stage was faster than the entry. */
export async function clearIntake(store: Pick<Store, "scan" | "getMany" | "write">, tenant: TenantId): Promise<void> {
  const found: { readonly id: string; readonly doc: IntakeDocument }[] = [];
  for await (const one of store.scan(tenant, "intake")) found.push(one);
  if (found.length === 0) return;
  const ids = found.map(({ doc }) => firstEntryOf(doc));
  const entries = await store.getMany(tenant, "ledger", ids);
  const marks = await readMarks(store, tenant, ids);
  const left = found.filter((_, index) => entries[index] !== undefined || marks[index] !== undefined);
  if (left.length === 0) return;
  await store.write(
    tenant,
    "intake",
    left.map(({ id }) => ({ op: "delete", id }) as const),
  );
}
