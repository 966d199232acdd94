/** Every route of the API. One resource, one file. */
import type { KeyRing } from "../auth/keys.ts";
import type { Sessions } from "../auth/sessions.ts";
import type { Tenants } from "../auth/tenants.ts";
import type { KeyUses } from "../operations/key-uses.ts";
import type { ServerDeps } from "./deps.ts";
import { legacyRoutes } from "./legacy/routes.ts";
import type { Route } from "./route.ts";
import { appRoutes } from "./routes/apps.ts";
import { auditRoutes } from "./routes/audit.ts";
import { clusterRoutes } from "./routes/clusters.ts";
import { deadRoutes } from "./routes/dead.ts";
import { featureRequestRoutes } from "./routes/feature-requests.ts";
import { feedbackRoutes } from "./routes/feedback.ts";
import { figureRoutes } from "./routes/figures.ts";
import { insightRoutes } from "./routes/insights.ts";
import { keyRoutes } from "./routes/keys.ts";
import { ledgerRoutes } from "./routes/ledger.ts";
import { rejectionRoutes } from "./routes/rejections.ts";
import { tenantRoutes } from "./routes/tenants.ts";
import { ticketRoutes } from "./routes/tickets.ts";

export interface RouteDeps extends ServerDeps {
  readonly keys: KeyRing;
  readonly sessions: Sessions;
  readonly tenants: Tenants;
  readonly keyUses: KeyUses;
  /** Unix seconds. */
  readonly now: () => number;
}

export const createRoutes = (deps: RouteDeps): Route[] => [
  ...feedbackRoutes(deps),
  ...insightRoutes(deps),
  ...figureRoutes(deps),
  ...appRoutes(deps),
  ...clusterRoutes(deps),
  ...ticketRoutes(deps),
  ...featureRequestRoutes(deps),
  ...ledgerRoutes(deps),
  ...rejectionRoutes(deps),
  ...deadRoutes(deps),
  ...keyRoutes(deps),
  ...tenantRoutes(deps),
  ...auditRoutes(deps),
  ...legacyRoutes(deps),
];
