/** What the clustering thread is asked and what it answers. */
import { clusterId } from "../model/identity.ts";
import type { ThemeConstraints } from "./constraints.ts";
import type { KnownCluster } from "./identity.ts";
import type { ThemePlacements } from "./placements.ts";
import type { ThemeStatement, ThemesFound } from "./theme.ts";
import type { ThemeSpaceDeps } from "./theme-space.ts";
import { findThemes } from "./themes.ts";

/** One app's statements and the themes it had. */
export interface ThemeTask {
  readonly tenant: string;
  readonly app: string;
  readonly statements: readonly ThemeStatement[];
  readonly known: readonly KnownCluster[];
  /** ids of dead themes, which must not come back */
  readonly used: readonly string[];
  readonly constraints?: ThemeConstraints;
  readonly placements?: ThemePlacements;
  /** Titles that people gave, by theme. */
  readonly titles?: ReadonlyMap<string, string>;
  /** unix seconds */
  readonly at: number;
}

export interface ClusteringJobs {
  find(task: ThemeTask): ThemesFound;
}

export function createThemeTask(deps: ThemeSpaceDeps): ClusteringJobs["find"] {
  return ({ tenant, app, statements, known, used, constraints, placements, titles, at }) =>
    findThemes(statements, known, deps, {
      app,
      at,
      used: new Set(used),
      idOf: (statement) => clusterId(tenant, app, statement),
      ...(constraints === undefined ? {} : { constraints }),
      ...(placements === undefined ? {} : { placements }),
      ...(titles === undefined ? {} : { titles }),
    });
}
