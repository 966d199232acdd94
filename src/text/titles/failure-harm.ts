/** How grave each kind of failure is where nothing else is known: by what it costs the person. */
import type { Priority } from "../../model/insight.ts";

/** Money, data or safety lost, or no use at all. */
const critical = new Set(["data-lost", "security", "charged-wrongly", "refund-missing", "does-not-open"]);
/** A main function fails, no entry, paid and not delivered. */
const high = new Set([
  "crashes",
  "freezes",
  "cannot-install",
  "cannot-log-in",
  "cannot-sign-up",
  "codes-missing",
  "account-blocked",
  "payment-fails",
  "stays-pending",
  "does-not-connect",
  "keeps-disconnecting",
  "does-not-sync",
  "does-not-work",
  "notifications-missing",
  "messages-fail",
  "upload-fails",
  "download-fails",
  "playback-fails",
  "camera-fails",
  "cannot-cancel",
  "delivery-problem",
  "rewards-missing",
  "search-fails",
  "error-shown",
]);
/** Matters of taste. */
const low = new Set(["poor-quality", "rude-or-biased", "fake-or-spam"]);

export function failureHarm(name: string | undefined): Priority {
  if (name === undefined) return "Moderate";
  if (critical.has(name)) return "Critical";
  if (high.has(name)) return "High";
  return low.has(name) ? "Low" : "Moderate";
}
