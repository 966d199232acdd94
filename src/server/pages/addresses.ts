/** Where the dashboard's pages are. The server answers these with the dashboard, which finds its page by them; links in tickets lead here. */

/** By the page's name; `:id` is one segment. What was called otherwise before stays reachable. */
export const addresses = {
  overview: ["/"],
  app: ["/apps/:app"],
  themes: ["/themes", "/clusters"],
  theme: ["/themes/:id", "/clusters/:id"],
  tickets: ["/tickets"],
  ticket: ["/tickets/:id"],
  requests: ["/requests"],
  insights: ["/insights"],
  insight: ["/insights/:id"],
  compare: ["/compare"],
  quarantine: ["/quarantine"],
  health: ["/health"],
  register: ["/register"],
  alerts: ["/alerts"],
  sources: ["/sources"],
  bringIn: ["/bring-in"],
  source: ["/sources/:id"],
  events: ["/events"],
  session: ["/sessions/:id"],
  forms: ["/forms"],
  form: ["/forms/:id"],
  keys: ["/keys"],
  audit: ["/audit"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type PageName = keyof typeof addresses;
