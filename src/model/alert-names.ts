/** What alerts can tell of, and where to; for pages, too. */

export const alertEvents = [
  "theme.surge",
  "ticket.created",
  "ticket.regressed",
  "sentiment.drop",
  "fix.holds",
  "source.failed",
  "source.recovered",
  "source.gap",
  "source.silent",
  "dead.letters",
  "ledger.unbalanced",
  "digest",
] as const;
export type AlertEvent = (typeof alertEvents)[number];

export const alertChannels = ["webhook", "slack", "email", "log"] as const;
export type AlertChannel = (typeof alertChannels)[number];
