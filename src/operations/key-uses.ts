/**
 * Use of API keys: when each was used first and last and how often, and what was refused to it. Counted in memory and
 * written now and then, never per request: a crash loses at most what was counted since the last writing. Only keys that
 * were made here once are counted, by day, so that a stranger can fill neither memory nor the audit log.
 */
import type { Logger } from "pino";
import { actorOfKey } from "../auth/principal.ts";
import type { AuditAction } from "../model/audit-actions.ts";
import type { KeyDocument } from "../model/key.ts";
import { INSTALLATION, type TenantId } from "../model/tenant.ts";
import type { AuditDocument, Documents } from "../store/documents.ts";
import { type Store, StoreUnavailable, type Write } from "../store/store.ts";

/** `revoked`: the key has been revoked; `scope`: it may not do what was asked. */
export type Refusal = "revoked" | "scope";

export interface UsedKey {
  readonly id: string;
  readonly tenant: TenantId;
}

export interface KeyUses {
  used(key: UsedKey): void;
  refused(key: UsedKey, why: Refusal): void;
  /** Writes what was counted; what the store does not take now is kept for the next time. Never throws. */
  flush(): Promise<void>;
}

export interface KeyUsesDeps {
  readonly store: Store;
  readonly log: Logger;
  /** Unix seconds. */
  readonly now: () => number;
}

/** Uses of one key on one day that ended alike. Times in unix seconds. */
interface Tally extends UsedKey {
  readonly why: Refusal | undefined;
  /** As in `2024-02-29`, UTC. */
  readonly day: string;
  readonly first: number;
  readonly last: number;
  readonly count: number;
}

/** What an audit entry of a day tells. */
interface Detail {
  readonly first: number;
  readonly last: number;
  readonly count: number;
  readonly why?: Refusal;
}

/** Servers that write the same key's uses can make each other read again, but one of them wins each time. */
const MAX_ROUNDS = 20;

const dayOf = (at: number): string => new Date(at * 1000).toISOString().slice(0, 10);
const keyOf = ({ id, day, why }: Pick<Tally, "id" | "day" | "why">): string => `${id} ${day} ${why ?? "used"}`;

function joined<T extends { readonly first: number; readonly last: number; readonly count: number }>(
  tally: T,
  more: Pick<Tally, "first" | "last" | "count"> | undefined,
): T {
  if (more === undefined) return tally;
  return {
    ...tally,
    first: Math.min(tally.first, more.first),
    last: Math.max(tally.last, more.last),
    count: tally.count + more.count,
  };
}

function onKey(before: KeyDocument | undefined, tallies: readonly Tally[]): KeyDocument | undefined {
  if (before === undefined) return undefined;
  let { first_used_at, last_used_at, uses = 0, refusals = 0 } = before;
  for (const { why, first, last, count } of tallies) {
    if (why !== undefined) {
      refusals += count;
      continue;
    }
    first_used_at = Math.min(first_used_at ?? first, first);
    last_used_at = Math.max(last_used_at ?? last, last);
    uses += count;
  }
  const times = first_used_at === undefined || last_used_at === undefined ? {} : { first_used_at, last_used_at };
  return { ...before, ...times, uses, refusals };
}

function onAudit(before: AuditDocument | undefined, tally: Tally): AuditDocument {
  const { first, last, count } = joined(tally, before?.detail as Detail | undefined);
  const action: AuditAction = tally.why === undefined ? "key.used" : "key.refused";
  const detail: Detail = { first, last, count, why: tally.why };
  return { at: last, actor: actorOfKey(tally.id), action, subject: tally.id, detail };
}

export function createKeyUses({ store, log, now }: KeyUsesDeps): KeyUses {
  /** Apart, since a key's totals may be written when its audit entry is not, and each must be counted once. */
  const waiting = { keys: new Map<string, Tally>(), audit: new Map<string, Tally>() };
  let flushing: Promise<void> | undefined;

  const count = (part: Map<string, Tally>, tally: Tally): void =>
    void part.set(keyOf(tally), joined(tally, part.get(keyOf(tally))));

  function note({ id, tenant }: UsedKey, why: Refusal | undefined): void {
    const at = now();
    const tally: Tally = { id, tenant, why, day: dayOf(at), first: at, last: at, count: 1 };
    count(waiting.keys, tally);
    count(waiting.audit, tally);
  }

  /** Changes each document by compare-and-set, and names those that were written or are not to be. */
  async function change<C extends "keys" | "audit">(
    tenant: TenantId,
    collection: C,
    changes: ReadonlyMap<string, (before: Documents[C] | undefined) => Documents[C] | undefined>,
    onDone: (id: string) => void,
  ): Promise<void> {
    let open = [...changes.keys()];
    for (let round = 0; open.length > 0 && round < MAX_ROUNDS; round++) {
      const stored = await store.getMany(tenant, collection, open);
      const writes = open.flatMap((id, at): Write<Documents[C]>[] => {
        const before = stored[at];
        const doc = changes.get(id)!(before?.doc);
        if (doc === undefined) {
          onDone(id);
          return [];
        }
        return [before === undefined ? { op: "create", id, doc } : { op: "replace", id, version: before.version, doc }];
      });
      // What was written is counted here and now, whatever becomes of the rest.
      const results = await store.offer(tenant, collection, writes);
      open = [];
      results.forEach((result, at) => {
        const { id } = writes[at]!;
        if (result.ok) onDone(id);
        else open.push(id);
      });
      if (results.some((result) => !result.ok && result.reason === "unavailable")) break;
    }
    if (open.length > 0) throw new StoreUnavailable(`${open.length} of ${collection} could not be changed`);
  }

  async function writeTotals(tallies: Map<string, Tally>): Promise<void> {
    const byKey = Map.groupBy(tallies.values(), ({ id }) => id);
    const changes = new Map(
      [...byKey].map(([id, some]) => [id, (before: KeyDocument | undefined) => onKey(before, some)] as const),
    );
    await change(INSTALLATION, "keys", changes, (id) => {
      for (const tally of byKey.get(id)!) tallies.delete(keyOf(tally));
    });
  }

  async function writeAudit(tallies: Map<string, Tally>): Promise<void> {
    for (const [tenant, some] of Map.groupBy([...tallies], ([, tally]) => tally.tenant)) {
      const changes = new Map(
        some.map(([id, tally]) => [id, (before: AuditDocument | undefined) => onAudit(before, tally)] as const),
      );
      await change(tenant, "audit", changes, (id) => void tallies.delete(id));
    }
  }

  async function writePart(name: "keys" | "audit", write: (tallies: Map<string, Tally>) => Promise<void>) {
    const tallies = waiting[name];
    waiting[name] = new Map();
    try {
      await write(tallies);
    } catch (error) {
      for (const tally of tallies.values()) count(waiting[name], tally);
      log.warn({ event: "key_uses_kept", error: (error as Error).message }, "uses of keys are written later");
    }
  }

  async function writeAll(): Promise<void> {
    await writePart("keys", writeTotals);
    await writePart("audit", writeAudit);
  }

  return {
    used: (key) => note(key, undefined),
    refused: note,
    async flush() {
      // What is under way may have begun before what the caller wants to see was counted.
      await flushing;
      flushing = writeAll();
      await flushing;
    },
  };
}
