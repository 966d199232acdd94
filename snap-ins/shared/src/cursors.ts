/**
 * Where a source snap-in remembers how far it has read. A function of DevRev keeps nothing between two runs, so the
 * cursors live in one private timeline entry of the snap-in itself, which only its service account sees.
 */
import { type DevRev, MAX_BODY } from "./devrev.ts";
import { ok, type Result } from "./result.ts";

/** What was read of one feed: the time of its newest item (unix seconds) and the ids of the last ones. */
export interface Cursor {
  readonly newest: number;
  readonly ids: readonly string[];
}

export interface CursorStore {
  read(feed: string): Promise<Result<Cursor | undefined>>;
  write(feed: string, cursor: Cursor): Promise<Result<void>>;
}

export interface FeedItem {
  readonly id: string;
  /** Unix seconds. */
  readonly at: number;
}

const FIRST_LINE = "groundswell:cursors (written by this snap-in, do not edit)";
/** Enough for what can arrive late, and few enough for a timeline entry. */
const REMEMBERED_IDS = 200;
/** An unknown item is still new when it is this much older than the newest known one: feeds are not strictly ordered. */
const LATE_SECONDS = 24 * 3_600;

/** What of `items` has not been read yet, oldest first and each once, and the cursor once they are. */
export function takeFresh<T extends FeedItem>(
  items: readonly T[],
  cursor: Cursor | undefined,
): { readonly fresh: readonly T[]; readonly cursor: Cursor } {
  const known = new Set(cursor?.ids ?? []);
  const horizon = cursor === undefined ? Number.NEGATIVE_INFINITY : cursor.newest - LATE_SECONDS;
  const fresh: T[] = [];
  for (const item of [...items].sort((a, b) => a.at - b.at)) {
    if (known.has(item.id) || item.at < horizon) continue;
    known.add(item.id);
    fresh.push(item);
  }
  return {
    fresh,
    cursor: {
      newest: fresh.reduce((newest, item) => Math.max(newest, item.at), cursor?.newest ?? 0),
      ids: [...known].slice(-REMEMBERED_IDS),
    },
  };
}

type Cursors = Record<string, Cursor>;

function parse(body: string): Cursors {
  try {
    const parsed = JSON.parse(body.slice(FIRST_LINE.length)) as unknown;
    return typeof parsed === "object" && parsed !== null ? (parsed as Cursors) : {};
  } catch {
    return {};
  }
}

/** In one entry, however many feeds there are: of the ids as many are kept as there is room for. */
function bodyOf(cursors: Cursors): string {
  let kept = cursors;
  for (let most = REMEMBERED_IDS; ; most = Math.floor(most / 2)) {
    const body = `${FIRST_LINE}\n${JSON.stringify(kept)}`;
    if (body.length <= MAX_BODY || most === 0) return body;
    const shorter = ([feed, { newest, ids }]: [string, Cursor]) => [feed, { newest, ids: ids.slice(-most) }] as const;
    kept = Object.fromEntries(Object.entries(cursors).map(shorter));
  }
}

export function createTimelineCursors(devRev: DevRev, snapInId: string): CursorStore {
  let entryId: string | undefined;
  let cursors: Cursors | undefined;

  async function load(): Promise<Result<Cursors>> {
    if (cursors !== undefined) return ok(cursors);
    const entries = await devRev.listTimelineEntries(snapInId);
    if (!entries.ok) return entries;
    const entry = entries.value.find((candidate) => candidate.body?.startsWith(FIRST_LINE) === true);
    entryId = entry?.id;
    cursors = Object.assign(Object.create(null) as Cursors, entry?.body === undefined ? {} : parse(entry.body));
    return ok(cursors);
  }

  return {
    async read(feed) {
      const loaded = await load();
      return loaded.ok ? ok(loaded.value[feed]) : loaded;
    },
    async write(feed, cursor) {
      const loaded = await load();
      if (!loaded.ok) return loaded;
      loaded.value[feed] = cursor;
      const body = bodyOf(loaded.value);
      const written =
        entryId === undefined
          ? await devRev.addTimelineEntry(snapInId, body, "private")
          : await devRev.updateTimelineEntry(entryId, body);
      if (!written.ok) return written;
      entryId = written.value.id;
      return ok(undefined);
    },
  };
}
