/** What was dropped or rejected, counted by why and where, and what a replay of some of it would come to. */
import type { TenantId } from "../../model/tenant.ts";
import type { TriedRecord, TryOut } from "../../model/try-out.ts";
import type { Bucket, Store } from "../../store/store.ts";
import { readApp } from "../apps.ts";
import { listRejections, type RejectionQuery, rejectionFilter } from "../rejections.ts";

export interface QuarantineView {
  readonly items: Awaited<ReturnType<typeof listRejections>>["items"];
  readonly total: number;
  readonly next_cursor: string | null;
  /** Each by all the other filters. */
  readonly facets: Readonly<Record<"reason" | "stage" | "source" | "outcome", readonly Bucket[]>>;
}

const narrowedBy = ["reason", "stage", "source", "outcome"] as const;
const MOST_VALUES = 100;

export async function readQuarantine(store: Store, tenant: TenantId, query: RejectionQuery): Promise<QuarantineView> {
  const { q, app, replayed, reason, stage, source, outcome } = query;
  const chosen = { reason, stage, source, outcome };
  const [list, ...facets] = await Promise.all([
    listRejections(store, tenant, query),
    ...narrowedBy.map(async (field) => {
      const filter = rejectionFilter({ q, app, replayed, ...chosen, [field]: undefined });
      if (filter === undefined) return [field, []] as const;
      const found = await store.facets(tenant, "rejections", [field], { ...filter, size: MOST_VALUES });
      return [field, found[field]] as const;
    }),
  ]);
  return { ...list, facets: Object.fromEntries(facets) as unknown as QuarantineView["facets"] };
}

export interface PreviewedReplay {
  readonly id: string;
  /** `none`: there is nothing to run again, or it is no feedback. */
  readonly outcome: TriedRecord["outcome"] | "none";
  readonly reason?: string;
  readonly insight?: Extract<TriedRecord, { readonly outcome: "ok" }>["insight"];
}

/** Stages whose rejections are feedback. */
const FEEDBACK: ReadonlySet<string> = new Set(["intake", "denoiser", "data-model-creator"]);

const previewOf = (id: string, tried: TriedRecord | undefined): PreviewedReplay => {
  if (tried === undefined) return { id, outcome: "none" };
  switch (tried.outcome) {
    case "ok":
      return { id, outcome: "ok", insight: tried.insight };
    case "dropped":
      return { id, outcome: "dropped", reason: tried.reason };
    case "rejected":
      return {
        id,
        outcome: "rejected",
        reason: tried.errors.map(({ field, message }) => `${field}: ${message}`).join("; "),
      };
    default:
      return tried satisfies never;
  }
};

/** As the rules and labels are now; nothing is sent. Those that are gone are left out. */
export async function previewReplay(
  { store, tryOut }: { readonly store: Store; readonly tryOut: TryOut },
  tenant: TenantId,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<readonly PreviewedReplay[]> {
  const found = (await store.getMany(tenant, "rejections", [...new Set(ids)])).flatMap((one) => (one ? [one.doc] : []));
  const byApp = Map.groupBy(
    found.filter(({ stage, record }) => FEEDBACK.has(stage) && typeof record === "object" && record !== null),
    ({ app }) => app,
  );
  const tried = new Map<string, TriedRecord>();
  for (const [app, rejections] of byApp) {
    const appModel = app === "" ? undefined : await readApp(store, tenant, app);
    const outcomes = await tryOut({ records: rejections.map(({ record }) => record), appModel }, signal);
    for (const [at, { id }] of rejections.entries()) tried.set(id, outcomes[at]!);
  }
  return found.map(({ id }) => previewOf(id, tried.get(id)));
}
