/** Printing of the benchmark's figures. */

export const line = (text = ""): void => void process.stdout.write(`${text}\n`);

export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
