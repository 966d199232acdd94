/**
 * Feature requests as DevRev tickets, for who asks for it. There is no claim on a feature request: a work item made
 * before is found by the marker line in its body, as long as DevRev lists it.
 */
import { cut, type DevRev, fail, MARKER_TAG, MAX_TITLE, ok, type Result, type TagBook, tagName } from "../../shared.ts";
import type { FeatureItem } from "./feature-items.ts";

const MARKER = /^groundswell-feature:(\S{1,120})$/m;
/** On each of them, beside the marker that tickets have too. */
const FEATURE_TAG = "feature request";
/** 20,000 of them. */
const MAX_PAGES = 200;
const PATIENCE_MS = 60_000;

export interface FeatureTickets {
  /** How many were made; those that exist are left alone. Stops at the first failure. */
  createAll(items: readonly FeatureItem[]): Promise<Result<number>>;
}

export interface FeatureTicketDeps {
  readonly devRev: DevRev;
  readonly tags: TagBook;
  readonly partId: string;
  readonly ownerId: string;
}

export function createFeatureTickets({ devRev, tags, partId, ownerId }: FeatureTicketDeps): FeatureTickets {
  let known: Set<string> | undefined;

  async function readKnown(): Promise<Result<Set<string>>> {
    if (known !== undefined) return ok(known);
    const tag = await tags.idsOf([FEATURE_TAG]);
    if (!tag.ok) return tag;
    const [tagId] = tag.value;
    const ids = new Set<string>();
    let cursor: string | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const listed = await devRev.listTickets(tagId === undefined ? {} : { tagId }, cursor);
      if (!listed.ok) return listed;
      for (const work of listed.value.works) ids.add(MARKER.exec(work.body ?? "")?.[1] ?? "");
      cursor = listed.value.next;
      if (cursor === undefined) break;
    }
    known = ids;
    return ok(ids);
  }

  async function create(item: FeatureItem): Promise<Result<unknown>> {
    const tagIds = await tags.idsOf([MARKER_TAG, FEATURE_TAG, tagName(item.org)]);
    if (!tagIds.ok) return tagIds;
    const quote = item.text.replace(/\s*\n\s*/g, "\n> ");
    return devRev.createTicket(
      {
        title: cut(`Feature request: ${item.title.replace(/\s+/g, " ")}`, MAX_TITLE),
        body: `> ${cut(quote, 4_000)}\n\n[The post](${item.url}), by a user of ${item.org}\n\ngroundswell-feature:${item.id}\n`,
        // As the original did: a wish is never urgent.
        severity: "low",
        applies_to_part: partId,
        owned_by: [ownerId],
        tags: tagIds.value.map((id) => ({ id })),
      },
      PATIENCE_MS,
    );
  }

  return {
    async createAll(items) {
      const ids = await readKnown();
      if (!ids.ok) return ids;
      let made = 0;
      for (const item of items) {
        if (ids.value.has(item.id)) continue;
        const created = await create(item);
        if (!created.ok) return fail(created.failure);
        ids.value.add(item.id);
        made += 1;
      }
      return ok(made);
    },
  };
}
