/** Finds the work item that was made from a ticket by the marker line in its body. */
import { type Clock, type DevRev, ok, type Result, type TicketFilter, type WorkItem } from "../../shared.ts";
import { type Mark, readMark } from "./work-content.ts";

export interface FoundWork {
  readonly id: string;
  readonly mark: Mark;
  /** ISO 8601, "" when DevRev does not say. */
  readonly created: string;
}

/** The eldest work item of a ticket that DevRev lists, and how many more there are. */
export interface Search {
  readonly found?: FoundWork;
  readonly extra: number;
}

export interface WorkFinder {
  /** Among everything created since, read afresh. For whoever takes over a claim. */
  findAmong(ticketId: string, createdAfter: string): Promise<Result<Search>>;
  /** Among all that carry the tag (everything without one), as it was read at most a minute ago. */
  findTagged(ticketId: string, tagId: string | undefined): Promise<Result<Search>>;
  /** What this run made itself, which DevRev may not list yet. */
  remember(work: FoundWork): void;
}

/** A search that leads further than this is given up: 20,000 tickets. */
const MAX_PAGES = 200;
const MAX_AGE_MS = 60_000;

type Index = ReadonlyMap<string, readonly FoundWork[]>;

const asFound = (work: WorkItem): FoundWork | undefined => {
  const mark = readMark(work.body);
  return mark === undefined ? undefined : { id: work.id, mark, created: work.created_date ?? "" };
};

const eldestFirst = (a: FoundWork, b: FoundWork): number =>
  a.created.localeCompare(b.created) || a.id.localeCompare(b.id);

function lookUp(index: Index, ticketId: string): Search {
  const [found, ...others] = [...(index.get(ticketId) ?? [])].sort(eldestFirst);
  return found === undefined ? { extra: 0 } : { found, extra: others.length };
}

export function createWorkFinder(devRev: DevRev, clock: Clock): WorkFinder {
  const made = new Map<string, FoundWork>();
  let tagged: { readonly index: Index; readonly readAt: number } | undefined;

  async function readIndex(filter: TicketFilter): Promise<Result<Index>> {
    const index = new Map<string, FoundWork[]>();
    let cursor: string | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const listed = await devRev.listTickets(filter, cursor);
      if (!listed.ok) return listed;
      for (const work of listed.value.works.map(asFound)) {
        if (work === undefined) continue;
        index.set(work.mark.ticketId, [...(index.get(work.mark.ticketId) ?? []), work]);
      }
      cursor = listed.value.next;
      if (cursor === undefined) break;
    }
    return ok(index);
  }

  const madeHere = (ticketId: string): Search | undefined => {
    const found = made.get(ticketId);
    return found === undefined ? undefined : { found, extra: 0 };
  };

  return {
    remember: (work) => void made.set(work.mark.ticketId, work),
    async findAmong(ticketId, createdAfter) {
      const here = madeHere(ticketId);
      if (here !== undefined) return ok(here);
      const index = await readIndex({ createdAfter });
      return index.ok ? ok(lookUp(index.value, ticketId)) : index;
    },
    async findTagged(ticketId, tagId) {
      const here = madeHere(ticketId);
      if (here !== undefined) return ok(here);
      if (tagged === undefined || clock.elapsed() - tagged.readAt > MAX_AGE_MS) {
        const readAt = clock.elapsed();
        const index = await readIndex(tagId === undefined ? {} : { tagId });
        if (!index.ok) return index;
        tagged = { index: index.value, readAt };
      }
      return ok(lookUp(tagged.index, ticketId));
    },
  };
}
