/** What every source snap-in does: fetch, leave out what was read before, publish, and only then remember. */
import { type CursorStore, createTimelineCursors, type FeedItem, takeFresh } from "./cursors.ts";
import { openConfiguredQueue, type Run } from "./deps.ts";
import { isCommand, parametersOf, readCount } from "./event.ts";
import { publishRecords } from "./publish.ts";
import { fail, ok, type Result } from "./result.ts";
import type { Outbox } from "./sqs.ts";

export interface Feed<T extends FeedItem> {
  /** Names its cursor: "hashtag:#pay". */
  readonly name: string;
  /** At most so many, newest first. */
  fetch(limit: number): Promise<Result<readonly T[]>>;
  /** What goes on the queue; most items give one record, some none. */
  toRecords(items: readonly T[]): Promise<Result<readonly unknown[]>>;
}

export interface Collected {
  readonly fetched: number;
  readonly published: number;
  readonly tooLarge: number;
}

/** The original snap-ins took 15 or 20 at a time, and never more than 100. */
export const DEFAULT_COUNT = 20;
export const MAX_COUNT = 100;

export async function collect<T extends FeedItem>(
  feed: Feed<T>,
  limit: number,
  { queue, cursors }: { readonly queue: Outbox; readonly cursors: CursorStore },
): Promise<Result<Collected>> {
  const before = await cursors.read(feed.name);
  if (!before.ok) return before;
  const fetched = await feed.fetch(limit);
  if (!fetched.ok) return fetched;
  const { fresh, cursor } = takeFresh(fetched.value, before.value);
  if (fresh.length === 0) return ok({ fetched: fetched.value.length, published: 0, tooLarge: 0 });
  const records = await feed.toRecords(fresh);
  if (!records.ok) return records;
  try {
    const { sent, tooLarge } = await publishRecords(queue, records.value);
    // In the queue for good. Ended here, the next run publishes the same again under the same ids, which Groundswell knows.
    const written = await cursors.write(feed.name, cursor);
    return written.ok ? ok({ fetched: fetched.value.length, published: sent, tooLarge }) : written;
  } catch (error) {
    return fail({ kind: "unknown", message: `the queue can't be reached (${(error as Error).name})` });
  }
}

const counted = (count: number, what: string): string => `${count} new ${what}${count === 1 ? "" : "s"}`;

/** The whole of a source's function: settings, feeds one after the other, a report in words. `what`: "review". */
export async function runSource<T extends FeedItem>(
  run: Run,
  what: string,
  feedsOf: (run: Run) => readonly Feed<T>[] | string,
): Promise<void> {
  const count = readCount(parametersOf(run.event), DEFAULT_COUNT, MAX_COUNT);
  if (typeof count === "string") return run.report(count);
  const feeds = feedsOf(run);
  if (typeof feeds === "string") return run.report(`Nothing was done: ${feeds}`);
  const queue = await openConfiguredQueue(run);
  if (queue === undefined) return;
  const cursors = createTimelineCursors(run.devRev, run.event.context.snap_in_id);
  const problems: string[] = [];
  let published = 0;
  try {
    for (const feed of feeds) {
      const done = await collect(feed, count, { queue, cursors });
      if (!done.ok) problems.push(`- ${feed.name}: ${done.failure.message}`);
      else published += done.value.published;
      if (done.ok && done.value.tooLarge > 0)
        problems.push(`- ${feed.name}: ${done.value.tooLarge} left out, over 64 KB`);
    }
  } finally {
    queue.close();
  }
  if (published === 0 && problems.length === 0 && !isCommand(run.event)) return;
  await run.report([`Groundswell: ${counted(published, what)} sent on.`, ...problems].join("\n"));
}
