/** What a rule of alerts is: from what is stored, and what it remembers, to what is to be told. Each is one file in rules/. */
import type { AlertDocument, AlertMessage } from "../../model/alert.ts";
import type { TenantId } from "../../model/tenant.ts";
import { appNames } from "../../operations/apps.ts";
import type { Store } from "../../store/store.ts";

export type Memory = Readonly<Record<string, unknown>>;

export interface RuleContext {
  readonly store: Store;
  readonly tenant: TenantId;
  readonly alert: AlertDocument;
  /** What it answered the last time; empty at first. */
  readonly memory: Memory;
  /** Unix seconds: since when the alert watches. What was before is not told. */
  readonly since: number;
  /** Unix seconds. */
  readonly at: number;
  /** Of a page of ours. */
  readonly link: (path: string) => string;
}

export interface Told {
  readonly memory: Memory;
  readonly messages: readonly AlertMessage[];
}

export type Rule = (context: RuleContext) => Promise<Told>;

/** Those that the alert is about. */
export async function appsOf({ store, tenant, alert }: RuleContext): Promise<readonly string[]> {
  return alert.app === undefined ? appNames(store, tenant) : [alert.app];
}

const DAY = 86_400;
/** What was told is remembered for so long; what is older is not looked at again. */
export const REMEMBERED = 30 * DAY;

/** Key → when it was told, unix seconds. */
type ToldBefore = Readonly<Record<string, number>>;

/** Each is told once: by its key. */
export function onlyNew(
  messages: readonly AlertMessage[],
  memory: Memory,
  at: number,
): { readonly fresh: readonly AlertMessage[]; readonly told: ToldBefore } {
  const kept = Object.entries((memory.told ?? {}) as ToldBefore).filter(([, when]) => when > at - 2 * REMEMBERED);
  const before = new Map(kept);
  const fresh = messages.filter(({ key }) => !before.has(key));
  return { fresh, told: Object.fromEntries([...kept, ...fresh.map(({ key }) => [key, at] as const)]) };
}
