/** Where the dashboard's pages are. The server answers these with the dashboard, which finds its page by them; links in tickets lead here. */

/** By the page's name; `:id` is one segment. */
export const addresses = {
  overview: ["/"],
  app: ["/apps/:app"],
  alerts: ["/alerts"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type PageName = keyof typeof addresses;
