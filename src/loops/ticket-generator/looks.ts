/**
 * What the ticket generator has looked at: evidence is megabytes, and on a busy app some theme changes every minute, while the
 * others stay as they were.
 */
import { LRUCache } from "lru-cache";
import type { ClusterDocument } from "../../model/cluster.ts";
import { shortId } from "../../model/identity.ts";
import type { TenantId } from "../../model/tenant.ts";

const MOST_APPS = 10_000;
const MOST_THEMES = 50_000;

interface AppLook {
  /** What its themes were made of. */
  readonly state: unknown;
  /** When all of its themes were looked at last, in unix seconds. */
  readonly wholeAt: number;
}

export interface LooksOptions {
  /** Unix seconds. */
  readonly now: () => number;
  /** All themes of an app are looked at this often, and those that changed at once. 0: all, always. */
  readonly intervalSeconds: number;
}

/** Of a theme, what says nothing of its evidence: its place in the app as a whole, and who wrote it. */
const besides: ReadonlySet<string> = new Set(["share", "term", "why", "telling"] satisfies (keyof ClusterDocument)[]);

/** `urgent`: insights that may be its evidence. */
function lookOf(theme: ClusterDocument, urgent: number): string {
  const told = Object.entries(theme).filter(([name]) => !besides.has(name));
  return shortId("theme-look", JSON.stringify(told), String(urgent));
}

export function createLooks({ now, intervalSeconds }: LooksOptions) {
  const apps = new LRUCache<string, AppLook>({ max: MOST_APPS });
  const themes = new LRUCache<string, string>({ max: MOST_THEMES });
  return {
    /** Which themes of an app are due, none where it is undefined, and whom to tell when they were looked at. */
    dueOf(tenant: TenantId, app: string, state: unknown) {
      const key = `${tenant}/${app}`;
      const before = apps.get(key);
      const at = now();
      const isWhole = before === undefined || at - before.wholeAt >= intervalSeconds;
      if (!isWhole && before.state === state) return undefined;
      const done = (): void => void apps.set(key, { state, wholeAt: isWhole ? at : before.wholeAt });
      return { isWhole, done };
    },
    isKnown: (tenant: TenantId, theme: ClusterDocument, urgent: number): boolean =>
      themes.get(`${tenant}/${theme.id}`) === lookOf(theme, urgent),
    /** To be told of a theme that nothing is left to do for. */
    looked(tenant: TenantId, theme: ClusterDocument, urgent: number): void {
      themes.set(`${tenant}/${theme.id}`, lookOf(theme, urgent));
    },
  };
}
