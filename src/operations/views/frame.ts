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
  /** A mail server is set up: alerts by e-mail go out. */
  readonly sendsMail: boolean;
}

/** How the installation is set up. */
type SetUp = Pick<FrameView, "publicUrl" | "sendsMail">;

export async function readFrame(store: Store, principal: Principal, setUp: SetUp): Promise<FrameView> {
  const { tenant, scopes, via } = principal;
  const [apps, deadLetters] = await Promise.all([
    appNames(store, tenant),
    store.count(tenant, "dead_letters", { where: { state: "dead" } }),
  ]);
  const signedIn = via === "session";
  return { apps, tenant, scopes, signedIn, deadLetters, runsInstallation: runsInstallation(principal), ...setUp };
}
