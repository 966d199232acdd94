/** What the statements of an insight say together. */
import { priorityRank, type Statement } from "./insight.ts";

/** The place of the gravest, a problem before a wish, the first of equals; -1 of none. */
export function gravestOf(statements: readonly Pick<Statement, "kind" | "priority">[]): number {
  const weights = statements.map(({ kind, priority }) => priorityRank[priority] + (kind === "problem" ? 0.5 : 0));
  return weights.indexOf(Math.max(...weights));
}
