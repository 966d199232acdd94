/** A progress bar on stderr for people; silent when nobody watches. */
import type { Shell } from "../shell.ts";

export interface ProgressBar {
  /** Records answered so far. */
  update(records: number): void;
  /** Prints a line above the bar. */
  note(text: string): void;
  stop(): void;
}

export async function openProgressBar(shell: Shell, totalRecords: number): Promise<ProgressBar> {
  const plainNote = (text: string) => shell.stderr.write(`${text}\n`);
  if (shell.stderr.isTTY !== true || totalRecords === 0) {
    return { update: () => undefined, note: plainNote, stop: () => undefined };
  }
  const { default: progress } = await import("cli-progress");
  const bar = new progress.SingleBar({
    stream: shell.stderr as NodeJS.WriteStream,
    format: "{bar} {percentage}%  {records} records  {rate}/s  {eta_formatted} left",
    barCompleteChar: "█",
    barIncompleteChar: "░",
    hideCursor: true,
    clearOnComplete: false,
    gracefulExit: false,
  });
  const start = performance.now();
  const rate = (records: number) => Math.round(records / Math.max(0.001, (performance.now() - start) / 1000));
  bar.start(totalRecords, 0, { records: 0, rate: 0 });
  return {
    update: (records) => bar.update(Math.min(records, totalRecords), { records, rate: rate(records) }),
    note: (text) => plainNote(`\r\u001b[K${text}`),
    stop: () => bar.stop(),
  };
}
