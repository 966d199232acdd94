/** What a pass is given of an app, and the themes that it finds. */
import type { TitledStatement } from "../text/titles/objects.ts";
import type { ThemeConstraints } from "./constraints.ts";
import type { EndedCluster, IdentifiedCluster } from "./identity.ts";
import type { ThemePlacements } from "./placements.ts";
import type { ThemeWhy } from "./theme-why.ts";

export interface ThemeStatement extends Omit<TitledStatement, "failures"> {
  /** Unique in the app, and lasting. */
  readonly id: string;
  /** The record it is told in. */
  readonly record: string;
  /** Unix seconds, of the record. */
  readonly at: number;
  /** First-order label that its own words are routed to, where they are clear. */
  readonly label?: string | undefined;
}

export interface ThemeOptions {
  readonly app: string;
  /** Time of the pass, unix seconds. */
  readonly at: number;
  readonly idOf: (statement: string) => string;
  /** Ids of dead themes, which must not come back. */
  readonly used?: ReadonlySet<string>;
  readonly constraints?: ThemeConstraints;
  /** Where people put statements. */
  readonly placements?: ThemePlacements;
  /** Titles that people gave, by theme: they stay. */
  readonly titles?: ReadonlyMap<string, string>;
}

export interface Theme extends IdentifiedCluster {
  readonly kind: "problem" | "wish";
  readonly title: string;
  /** The label that its members' evidence agrees on; undefined when there is none. */
  readonly label: string | undefined;
  /** The likeliest failure kind. */
  readonly failure: string | undefined;
  /** Members by how near they are to all others, the most central first. */
  readonly central: readonly string[];
  readonly why: ThemeWhy;
}

export interface ThemesFound {
  /** The biggest first. */
  readonly themes: readonly Theme[];
  readonly ended: readonly EndedCluster[];
}
