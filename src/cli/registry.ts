/** Every command: its name, what it does in a line, and its module, loaded only when it is the one to run. */
import type { Command } from "commander";
import type { Shell } from "./shell.ts";

/** Adds arguments, options, subcommands and the action to the command that was made for this module. */
export type Configure = (command: Command, shell: Shell) => void;

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<{ readonly configure: Configure }>;
}

const entry = (name: string, summary: string, load: CommandEntry["load"]): CommandEntry => ({ name, summary, load });

/** In the order in which `--help` shows them. */
export const registry: readonly CommandEntry[] = [
  // Text on stdin, rows on stdout; no store, no daemon.
  entry("enrich", "records into insights", () => import("./commands/enrich.ts")),
  entry("route", "the labels of each text", () => import("./commands/route.ts")),
  entry("themes", "the problems and wishes that records tell together", () => import("./commands/themes.ts")),
  entry("cluster", "groups of texts that say the same", () => import("./commands/cluster.ts")),
  entry("language", "the language of each text", () => import("./commands/language.ts")),
  entry("classify", "kind, sentiment and priority of each text", () => import("./commands/classify.ts")),
  // Talking to the daemon.
  entry("ingest", "send a file of feedback", () => import("./commands/ingest.ts")),
  entry("ledger", "what came in and what became of it", () => import("./commands/ledger.ts")),
  entry("dead", "messages whose handling failed three times", () => import("./commands/dead.ts")),
  entry("rejections", "what was dropped or refused, and why", () => import("./commands/rejections.ts")),
  entry("sources", "where feedback is pulled and pushed from", () => import("./commands/sources.ts")),
  entry("events", "what applications reported", () => import("./commands/events.ts")),
  entry("apps", "apps and their labels", () => import("./commands/apps.ts")),
  entry("forms", "forms and what people answered", () => import("./commands/forms.ts")),
  entry("decisions", "what people decide about themes", () => import("./commands/decisions.ts")),
  entry("alerts", "what people want to be told of", () => import("./commands/alerts.ts")),
  entry("audit", "who did what, and how keys were used", () => import("./commands/audit.ts")),
  entry("people", "erasing what a person wrote and did", () => import("./commands/people.ts")),
  entry("export", "insights as JSON lines or CSV", () => import("./commands/export.ts")),
  // Without a daemon.
  entry("relay", "carry feedback from one place to others", () => import("./commands/relay.ts")),
  // On the daemon's machine; these may open the store themselves.
  entry("keys", "API keys", () => import("./commands/keys.ts")),
  entry("tenants", "the clients of this installation", () => import("./commands/tenants.ts")),
  entry("store", "migrate or copy the store", () => import("./commands/store.ts")),
  entry("doctor", "is everything here that a daemon needs?", () => import("./commands/doctor.ts")),
];
