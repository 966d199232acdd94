/** What routes and pages are given: what the server is, and who may ask it. */
import type { KeyRing } from "../auth/keys.ts";
import type { Sessions } from "../auth/sessions.ts";
import type { Tenants } from "../auth/tenants.ts";
import type { FormLookup } from "../forms/form-lookup.ts";
import type { ResponseIntake } from "../forms/response-intake.ts";
import type { KeyUses } from "../operations/key-uses.ts";
import type { ServerDeps } from "./deps.ts";
import type { Live } from "./live.ts";

export interface RouteDeps extends ServerDeps {
  readonly keys: KeyRing;
  readonly sessions: Sessions;
  readonly tenants: Tenants;
  readonly keyUses: KeyUses;
  readonly forms: FormLookup;
  /** Where responses to forms go. */
  readonly responses: ResponseIntake;
  /** Who is told when something changes. */
  readonly live: Live;
  /** Where people and providers reach this server; known once it listens. */
  readonly publicUrl: () => string;
  /** Unix seconds. */
  readonly now: () => number;
}
