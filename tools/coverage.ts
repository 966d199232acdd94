/** How much of the branches the tests reach, by folder of `src`, and the floor of those whose mistakes lose records. */
import { relative } from "node:path";

export interface FileCoverage {
  readonly path: string;
  readonly totalBranchCount: number;
  readonly coveredBranchCount: number;
}

/** Percent of branches. Raised when a folder is well above; never lowered to get a change through. */
const floors: Readonly<Record<string, number>> = { ledger: 90, loops: 90, queue: 90, store: 90 };

export interface FolderCoverage {
  readonly folder: string;
  /** Of branches. */
  readonly percent: number;
  readonly floor: number | undefined;
}

/** `src` is the folder's path. A folder without branches is covered. */
export function byFolder(src: string, files: readonly FileCoverage[]): readonly FolderCoverage[] {
  const folders = Map.groupBy(files, ({ path }) => {
    const parts = relative(src, path).split(/[\\/]/);
    return parts.length > 1 ? parts[0]! : ".";
  });
  return [...folders]
    .map(([folder, some]) => {
      const total = some.reduce((sum, { totalBranchCount }) => sum + totalBranchCount, 0);
      const covered = some.reduce((sum, { coveredBranchCount }) => sum + coveredBranchCount, 0);
      return { folder, percent: total === 0 ? 100 : (100 * covered) / total, floor: floors[folder] };
    })
    .sort((a, b) => (a.folder < b.folder ? -1 : 1));
}

export const isBelow = ({ percent, floor = 0 }: FolderCoverage): boolean => percent < floor;

export function describeCoverage(folders: readonly FolderCoverage[]): string {
  const lines = folders.map((one) => {
    const { folder, percent, floor } = one;
    const wanted = floor === undefined ? "" : `  at least ${floor}${isBelow(one) ? ": TOO FEW" : ""}`;
    return `  ${folder.padEnd(14)}${percent.toFixed(1).padStart(6)} %${wanted}`;
  });
  return `Branches that the tests reach, by folder of src:\n${lines.join("\n")}\n`;
}
