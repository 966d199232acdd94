/** Every rule of alerts, by the event that it tells of. */
import type { AlertEvent } from "../../model/alert.ts";
import type { Rule } from "./rule.ts";
import { deadLetters, ledgerUnbalanced } from "./rules/books.ts";
import { digest } from "./rules/digest.ts";
import { fixHolds } from "./rules/fixes.ts";
import { sentimentDrop } from "./rules/sentiment.ts";
import { sourceSilent } from "./rules/silence.ts";
import { sourceFailed, sourceGap, sourceRecovered } from "./rules/sources.ts";
import { themeSurge } from "./rules/surges.ts";
import { ticketCreated, ticketRegressed } from "./rules/tickets.ts";

export const rules: Readonly<Record<AlertEvent, Rule>> = {
  "theme.surge": themeSurge,
  "ticket.created": ticketCreated,
  "ticket.regressed": ticketRegressed,
  "sentiment.drop": sentimentDrop,
  "fix.holds": fixHolds,
  "source.failed": sourceFailed,
  "source.recovered": sourceRecovered,
  "source.gap": sourceGap,
  "source.silent": sourceSilent,
  "dead.letters": deadLetters,
  "ledger.unbalanced": ledgerUnbalanced,
  digest,
};
