/** Who a request acts as: a tenant and what it may do there. Every read and write of the server takes its tenant from here. */
import type { KeyDocument, Publishable, Scope } from "../model/key.ts";
import { DEFAULT_TENANT, type TenantId } from "../model/tenant.ts";

export interface Principal {
  readonly tenant: TenantId;
  readonly scopes: readonly Scope[];
  /** `language-model`: nobody asked; the model that is set up found it. */
  readonly via: "key" | "session" | "loopback" | "language-model";
  /** The key that was shown, or that the session was opened with. */
  readonly keyId?: string;
  /** What it sends events as; absent where nobody showed a key. */
  readonly application?: string;
  /** The key is one that everybody can read: this is all that it may do. */
  readonly publishable?: Publishable;
}

/** `admin` may do everything within its tenant. */
export const allows = (principal: Principal, scope: Scope): boolean =>
  principal.scopes.includes(scope) || principal.scopes.includes("admin");

/** What acts by a key has of it. */
export const keyTraits = ({
  scopes,
  name,
  application = name,
  publishable,
}: KeyDocument): Pick<Principal, "scopes" | "application" | "publishable"> => ({
  scopes,
  application,
  ...(publishable === undefined ? {} : { publishable }),
});

/** The default tenant's admins run the installation: they make tenants, and keys for them. */
export const runsInstallation = (principal: Principal): boolean =>
  principal.tenant === DEFAULT_TENANT && allows(principal, "admin");

/** How audit entries name who did it. */
export const actorOf = (principal: Principal): string =>
  principal.keyId === undefined ? principal.via : actorOfKey(principal.keyId, principal.via);
export const actorOfKey = (id: string, via: Principal["via"] = "key"): string => `${via}:${id.slice(0, 12)}`;
