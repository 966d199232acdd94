/** Every route of the API. One resource, one file. */
import { legacyEventRoutes } from "./legacy/events.ts";
import { legacyFeedbackRoutes } from "./legacy/feedback.ts";
import { legacyRoutes } from "./legacy/routes.ts";
import type { Route } from "./route.ts";
import type { RouteDeps } from "./route-deps.ts";
import { alertRoutes } from "./routes/alerts.ts";
import { appRoutes } from "./routes/apps.ts";
import { auditRoutes } from "./routes/audit.ts";
import { clusterRoutes } from "./routes/clusters.ts";
import { deadRoutes } from "./routes/dead.ts";
import { eventErrorRoutes } from "./routes/event-errors.ts";
import { eventTypeRoutes } from "./routes/event-types.ts";
import { eventRoutes } from "./routes/events.ts";
import { exportRoutes } from "./routes/export.ts";
import { featureRequestRoutes } from "./routes/feature-requests.ts";
import { feedbackRoutes } from "./routes/feedback.ts";
import { figureRoutes } from "./routes/figures.ts";
import { formRoutes } from "./routes/forms.ts";
import { ingestRoutes } from "./routes/ingest.ts";
import { insightRoutes } from "./routes/insights.ts";
import { keyRoutes } from "./routes/keys.ts";
import { ledgerRoutes } from "./routes/ledger.ts";
import { peopleRoutes } from "./routes/people.ts";
import { receiptRoutes } from "./routes/receipts.ts";
import { rejectionRoutes } from "./routes/rejections.ts";
import { responseRoutes } from "./routes/responses.ts";
import { sessionRoutes } from "./routes/sessions.ts";
import { sourceRoutes } from "./routes/sources.ts";
import { tenantRoutes } from "./routes/tenants.ts";
import { themeDecisionRoutes } from "./routes/theme-decisions.ts";
import { ticketRoutes } from "./routes/tickets.ts";
import { uploadRoutes } from "./routes/uploads.ts";
import { viewRoutes } from "./routes/views.ts";

export const createRoutes = (deps: RouteDeps): Route[] => [
  ...feedbackRoutes(deps),
  ...ingestRoutes(deps),
  ...eventRoutes(deps),
  ...eventErrorRoutes(deps),
  ...sessionRoutes(deps),
  ...eventTypeRoutes(deps),
  ...insightRoutes(deps),
  ...figureRoutes(deps),
  ...exportRoutes(deps),
  ...appRoutes(deps),
  ...clusterRoutes(deps),
  ...themeDecisionRoutes(deps),
  ...ticketRoutes(deps),
  ...featureRequestRoutes(deps),
  ...formRoutes(deps),
  ...responseRoutes(deps),
  ...receiptRoutes(deps),
  ...uploadRoutes(deps),
  ...ledgerRoutes(deps),
  ...rejectionRoutes(deps),
  ...deadRoutes(deps),
  ...keyRoutes(deps),
  ...tenantRoutes(deps),
  ...auditRoutes(deps),
  ...alertRoutes(deps),
  ...sourceRoutes(deps),
  ...peopleRoutes(deps),
  ...viewRoutes(deps),
  ...legacyRoutes(deps),
  ...legacyEventRoutes(deps),
  ...legacyFeedbackRoutes(deps),
];
