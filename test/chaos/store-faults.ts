/** The faults of a store, on both engines: of Elasticsearch through a proxy before it, of SQLite, which has no wire to cut, around its port. */
import { setTimeout as wait } from "node:timers/promises";
import { type Store, StoreUnavailable } from "../../src/store/store.ts";
import { refusingStore, withOffer } from "../../src/store/testsuite/refusing.ts";
import { type Fault, type FaultyProxy, hanging, losingReplies, type Reply } from "./proxy.ts";

export interface StoreFaults {
  /** Cannot be reached. */
  down(): Promise<void>;
  /** Takes requests and never answers. */
  hang(): Promise<void>;
  /** Answers this share of the items of each write with "too much at once". */
  refuseItems(share: number): Promise<void>;
  /** Writes, and then this share of the answers is lost. */
  loseReplies(share: number): Promise<void>;
  heal(): Promise<void>;
}

/** Every nth, so that a failure can be run again. */
export function everyNth(share: number): () => boolean {
  let count = 0;
  return () => Math.floor(++count * share) > Math.floor((count - 1) * share);
}

const isWrite = ({ path }: { readonly path: string }): boolean => path.startsWith("/_bulk");
const answer = (items: readonly object[]): Reply => ({
  status: 200,
  headers: {
    "content-type": "application/vnd.elasticsearch+json;compatible-with=9",
    "x-elastic-product": "Elasticsearch",
  },
  body: Buffer.from(JSON.stringify({ took: 1, errors: true, items })),
});

interface BulkLine {
  readonly head: string;
  readonly text: string;
}

function bulkLines(body: string): BulkLine[] {
  const lines = body.split("\n").filter((line) => line !== "");
  const items: BulkLine[] = [];
  for (let at = 0; at < lines.length; at++) {
    const head = lines[at]!;
    items.push({ head, text: head.startsWith('{"delete"') ? `${head}\n` : `${head}\n${lines[++at]}\n` });
  }
  return items;
}

/** 429 for some items, as an overloaded server answers; the others go through. */
function refusingItems(share: number): Fault {
  const refused = everyNth(share);
  return async (request, forward) => {
    if (!isWrite(request)) return forward(request.body);
    const items = bulkLines(request.body).map((line) => ({ ...line, refused: refused() }));
    const kept = items.filter((item) => !item.refused);
    const reply = kept.length === 0 ? undefined : await forward(kept.map((item) => item.text).join(""));
    const answered = (reply === undefined ? [] : JSON.parse(reply.body.toString()).items) as object[];
    return answer(
      items.map((item) => {
        if (!item.refused) return answered.shift()!;
        const [[action, { _index, _id }]] = Object.entries(JSON.parse(item.head)) as [[string, Record<string, string>]];
        const error = { type: "es_rejected_execution_exception", reason: "too much at once" };
        return { [action]: { _index, _id, status: 429, error } };
      }),
    );
  };
}

export function proxyFaults(proxy: FaultyProxy): StoreFaults {
  return {
    down: () => proxy.shut(),
    hang: async () => proxy.setFault(hanging),
    refuseItems: async (share) => proxy.setFault(refusingItems(share)),
    async loseReplies(share) {
      const lost = everyNth(share);
      proxy.setFault(losingReplies((request) => isWrite(request) && lost()));
    },
    heal: () => proxy.heal(),
  };
}

/** A store before another one, and how to break it. */
export function createFaultyStore(store: Store): { readonly store: Store; readonly faults: StoreFaults } {
  let state: "well" | "down" | "hanging" = "well";
  let refused = (): boolean => false;
  let lost = (): boolean => false;
  const asked = async <T>(work: () => Promise<T>): Promise<T> => {
    while (state === "hanging") await wait(50);
    if (state === "down") throw new StoreUnavailable("down");
    return work();
  };
  const refusing = refusingStore(store, () => refused());
  const writing = withOffer(store, (...call) =>
    asked(async () => {
      const answered = await refusing.offer(...call);
      if (lost()) throw new StoreUnavailable("the reply was lost");
      return answered;
    }),
  );
  return {
    store: {
      ...writing,
      get: (...call) => asked(() => store.get(...call)),
      getMany: (...call) => asked(() => store.getMany(...call)),
      has: (...call) => asked(() => store.has(...call)),
      search: (...call) => asked(() => store.search(...call)),
      count: (...call) => asked(() => store.count(...call)),
      refresh: (...call) => asked(() => store.refresh(...call)),
      async *scan(...call) {
        await asked(async () => undefined);
        yield* store.scan(...call);
      },
      async *versions(...call) {
        await asked(async () => undefined);
        yield* store.versions(...call);
      },
    },
    faults: {
      async down() {
        state = "down";
      },
      async hang() {
        state = "hanging";
      },
      async refuseItems(share) {
        refused = everyNth(share);
      },
      async loseReplies(share) {
        lost = everyNth(share);
      },
      async heal() {
        state = "well";
        refused = () => false;
        lost = () => false;
      },
    },
  };
}
