/** Every page of the dashboard: its name in src/server/pages/addresses.ts, its title, and where it stands in the navigation. */
import type { ComponentType } from "preact";
import type { FrameView } from "../../src/operations/views/frame.ts";
import type { PageName } from "../../src/server/pages/addresses.ts";
import type { MessageKey } from "./messages/translate.ts";

export interface PageProps {
  /** Of the address: `/apps/:app` gives `app`. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly path: string;
  readonly frame: FrameView | undefined;
}

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
  alerts: {
    title: "nav.alerts",
    nav: { group: "run", href: "/alerts" },
    load: () => import("./pages/alerts.tsx"),
  },
};
