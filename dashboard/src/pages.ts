/** Every page of the dashboard: its name in src/server/pages/addresses.ts, its title, and where it stands in the navigation. */
import type { ComponentType } from "preact";
import type { PageName } from "../../src/server/pages/addresses.ts";
import type { MessageKey } from "./messages/catalogue.ts";
import type { PageProps } from "./page-props.ts";

export interface Page {
  readonly title: MessageKey;
  /** The address that the navigation leads to; absent: it isn't in it. */
  readonly nav?: { readonly group: "look" | "run"; readonly href: string };
  /** Its code comes when it is looked at. */
  readonly load: () => Promise<{ readonly default: ComponentType<PageProps> }>;
}

/** In the order of the navigation. */
export const pages: Readonly<Record<PageName, Page>> = {
  overview: {
    title: "nav.overview",
    nav: { group: "look", href: "/" },
    load: () => import("./pages/overview.tsx"),
  },
  app: { title: "nav.app", load: () => import("./pages/app.tsx") },
  themes: { title: "nav.themes", nav: { group: "look", href: "/themes" }, load: () => import("./pages/themes.tsx") },
  theme: { title: "nav.theme", load: () => import("./pages/theme.tsx") },
  tickets: {
    title: "nav.tickets",
    nav: { group: "look", href: "/tickets" },
    load: () => import("./pages/tickets.tsx"),
  },
  ticket: { title: "ticket", load: () => import("./pages/ticket.tsx") },
  requests: {
    title: "nav.requests",
    nav: { group: "look", href: "/requests" },
    load: () => import("./pages/requests.tsx"),
  },
  insights: {
    title: "nav.insights",
    nav: { group: "look", href: "/insights" },
    load: () => import("./pages/insights.tsx"),
  },
  insight: { title: "insight.title", load: () => import("./pages/insight.tsx") },
  compare: {
    title: "nav.compare",
    nav: { group: "look", href: "/compare" },
    load: () => import("./pages/compare.tsx"),
  },
  sources: {
    title: "nav.sources",
    nav: { group: "run", href: "/sources" },
    load: () => import("./pages/sources.tsx"),
  },
  bringIn: { title: "bringIn.title", load: () => import("./pages/bring-in.tsx") },
  source: { title: "sources.one", load: () => import("./pages/source.tsx") },
  events: { title: "nav.events", nav: { group: "look", href: "/events" }, load: () => import("./pages/events.tsx") },
  session: { title: "session.title", load: () => import("./pages/session.tsx") },
  forms: { title: "nav.forms", nav: { group: "look", href: "/forms" }, load: () => import("./pages/forms.tsx") },
  form: { title: "forms.one", load: () => import("./pages/form.tsx") },
  quarantine: {
    title: "nav.quarantine",
    nav: { group: "run", href: "/quarantine" },
    load: () => import("./pages/quarantine.tsx"),
  },
  health: { title: "nav.health", nav: { group: "run", href: "/health" }, load: () => import("./pages/health.tsx") },
  register: {
    title: "nav.register",
    nav: { group: "run", href: "/register" },
    load: () => import("./pages/register.tsx"),
  },
  alerts: {
    title: "nav.alerts",
    nav: { group: "run", href: "/alerts" },
    load: () => import("./pages/alerts.tsx"),
  },
  keys: { title: "nav.keys", nav: { group: "run", href: "/keys" }, load: () => import("./pages/keys.tsx") },
  audit: { title: "nav.audit", nav: { group: "run", href: "/audit" }, load: () => import("./pages/audit.tsx") },
};
