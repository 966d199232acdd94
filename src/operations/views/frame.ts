/** What stands around every page of the dashboard: who looks, at which apps, and whether something waits for a person. */
import { type Principal, runsInstallation } from "../../auth/principal.ts";
import type { Scope } from "../../model/key.ts";
import type { Store } from "../../store/store.ts";
import { appNames } from "../apps.ts";

export interface FrameView {
  readonly apps: readonly string[];
  readonly tenant: string;
  readonly scopes: readonly Scope[];
  /** Through the sign-in page: may sign out. */
  readonly signedIn: boolean;
  /** Records that failed three times and wait to be run again. */
  readonly deadLetters: number;
  /** Where people and providers reach the installation. */
  readonly publicUrl: string;
  /** May see and make tenants. */
  readonly runsInstallation: boolean;
}

export async function readFrame(store: Store, principal: Principal, publicUrl: string): Promise<FrameView> {
  const { tenant, scopes, via } = principal;
  const [apps, deadLetters] = await Promise.all([
    appNames(store, tenant),
    store.count(tenant, "dead_letters", { where: { state: "dead" } }),
  ]);
  const signedIn = via === "session";
  return { apps, tenant, scopes, signedIn, deadLetters, publicUrl, runsInstallation: runsInstallation(principal) };
}
