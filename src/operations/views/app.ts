/** What an app's page shows first: its report and its books. */
import { readBalance } from "../../ledger/balance.ts";
import type { Balance } from "../../model/ledger.ts";
import type { TenantId } from "../../model/tenant.ts";
import type { Store } from "../../store/store.ts";
import { type AppReport, readAppReport } from "../app-report.ts";

export interface AppView {
  /** Unix seconds, of the server's clock. */
  readonly now: number;
  readonly report: AppReport;
  readonly balance: Balance;
}

const SIZES = { problems: 10, wishes: 6, rising: 5, worse: 8, better: 6 };

/** `now`: unix seconds. */
export async function readAppView(store: Store, tenant: TenantId, app: string, now: number): Promise<AppView> {
  const [report, balance] = await Promise.all([
    readAppReport(store, tenant, app, now, SIZES),
    readBalance(store, tenant, { pipeline: "feedback", app }),
  ]);
  return { now, report, balance };
}
