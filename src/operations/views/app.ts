/** What an app's page shows first: its report. */
import type { TenantId } from "../../model/tenant.ts";
import type { Store } from "../../store/store.ts";
import { type AppReport, readAppReport } from "../app-report.ts";

export interface AppView {
  /** Unix seconds, of the server's clock. */
  readonly now: number;
  readonly report: AppReport;
}

const SIZES = { problems: 0, wishes: 0, rising: 0, worse: 8, better: 0 };

/** `now`: unix seconds. */
export async function readAppView(store: Store, tenant: TenantId, app: string, now: number): Promise<AppView> {
  return { now, report: await readAppReport(store, tenant, app, now, SIZES) };
}
