/** What every source snap-in does: fetch, leave out what was read before, publish, and only then remember. */
import { type Cursor, type CursorStore, createTimelineCursors, type FeedItem, takeFresh } from "./cursors.ts";
import { openConfiguredQueue, type Run } from "./deps.ts";
import { isCommand, parametersOf, readCount } from "./event.ts";
import { publishRecords } from "./publish.ts";
import { fail, ok, type Result } from "./result.ts";
import { type Outbox, queueTrouble } from "./sqs.ts";

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
  /** Something between what was read before and what was read now may be missing. */
  readonly gap: boolean;
}

/** The original snap-ins took 15 or 20 at a time, and never more than 100. */
export const DEFAULT_COUNT = 20;
export const MAX_COUNT = 100;

/** Whether a list, newest first, reaches back to what was read before. */
const reaches = (items: readonly FeedItem[], { ids, newest }: Cursor): boolean =>
  items.some(({ id, at }) => ids.includes(id) || at < newest);

/** A busy hour brings more than one run takes: then as many are read as a run may, and it is told where that is not enough. */
async function fetchSince<T extends FeedItem>(
  feed: Feed<T>,
  limit: number,
  cursor: Cursor | undefined,
): Promise<Result<{ readonly items: readonly T[]; readonly gap: boolean }>> {
  for (const most of new Set([limit, MAX_COUNT])) {
    const fetched = await feed.fetch(most);
    if (!fetched.ok) return fetched;
    const items = fetched.value;
    const isWhole = cursor === undefined || items.length < most || reaches(items, cursor);
    if (isWhole || most === MAX_COUNT) return ok({ items, gap: !isWhole });
  }
  return ok({ items: [], gap: false });
}

export async function collect<T extends FeedItem>(
  feed: Feed<T>,
  limit: number,
  { queue, cursors }: { readonly queue: Outbox; readonly cursors: CursorStore },
): Promise<Result<Collected>> {
  const before = await cursors.read(feed.name);
  if (!before.ok) return before;
  const read = await fetchSince(feed, limit, before.value);
  if (!read.ok) return read;
  const { items: fetched, gap } = read.value;
  const { fresh, cursor } = takeFresh(fetched, before.value);
  if (fresh.length === 0) return ok({ fetched: fetched.length, published: 0, tooLarge: 0, gap });
  const records = await feed.toRecords(fresh);
  if (!records.ok) return records;
  try {
    const { sent, tooLarge } = await publishRecords(queue, records.value);
    // In the queue for good. Ended here, the next run publishes the same again under the same ids, which Groundswell knows.
    const written = await cursors.write(feed.name, cursor);
    return written.ok ? ok({ fetched: fetched.length, published: sent, tooLarge, gap }) : written;
  } catch (error) {
    return fail({ kind: "unknown", message: queueTrouble(error) });
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
      if (done.ok && done.value.gap)
        problems.push(`- ${feed.name}: more came since the last run than ${MAX_COUNT}, and the rest was not read`);
    }
  } finally {
    queue.close();
  }
  if (published === 0 && problems.length === 0 && !isCommand(run.event)) return;
  await run.report([`Groundswell: ${counted(published, what)} sent on.`, ...problems].join("\n"));
}
