/** What a theme's page is told; by itself, since the dashboard takes this type and not what reads it. */
import type { ThemeDecision } from "../../model/theme-decision.ts";
import type { Ticket } from "../../model/ticket.ts";
import type { ThemeReport } from "../theme-report.ts";

export interface MemberStatement {
  readonly insight: string;
  /** Place in the insight's `statements`. */
  readonly statement: number;
  readonly quote: string;
  readonly date: number;
}

export interface ThemeView {
  /** Unix seconds, of the server's clock. */
  readonly now: number;
  readonly report: ThemeReport;
  /** Why its members are together. */
  readonly why:
    | {
        readonly words: readonly { readonly word: string; readonly share: number }[];
        readonly nearest?: { readonly statements: readonly MemberStatement[]; readonly likeness: number } | undefined;
        readonly least_alike: readonly MemberStatement[];
      }
    | undefined;
  /** Newest first. */
  readonly decisions: readonly ThemeDecision[];
  readonly ticket: Pick<Ticket, "id" | "title" | "status" | "fixed_in" | "priority"> | undefined;
}
