/** Tells of the installation's own health: dead letters that wait, and books that don't balance. */
import { readBalance } from "../../../ledger/balance.ts";
import { pipelines } from "../../../model/loops.ts";
import type { Rule } from "../rule.ts";

const LOOKED_AT = 1_000;

/** Once an episode: from the threshold on until fewer wait. */
export const deadLetters: Rule = async ({ store, tenant, alert, memory, at, link }) => {
  const where = { state: "dead", app: alert.app } as const;
  const [count, items] = await Promise.all([
    store.count(tenant, "dead_letters", { where }),
    store.first(tenant, "dead_letters", { where, sort: [{ by: "at", order: "desc" }], limit: LOOKED_AT }),
  ]);
  const threshold = alert.settings.threshold ?? 1;
  if (count < threshold) return { memory: {}, messages: [] };
  if (memory.since !== undefined) return { memory, messages: [] };
  const byQueue = [...Map.groupBy(items, ({ doc }) => doc.queue)].sort((a, b) => b[1].length - a[1].length);
  const lines = byQueue.map(
    ([queue, letters]) => `${queue}: ${letters.length}, such as: ${letters[0]!.doc.reason.slice(0, 200)}`,
  );
  const message = {
    key: `dead@${at}`,
    app: alert.app,
    title: `${count} dead letter${count === 1 ? "" : "s"} wait to be redriven`,
    lines,
    link: link("/"),
    data: { count, queues: Object.fromEntries(byQueue.map(([queue, letters]) => [queue, letters.length])) },
  };
  return { memory: { since: at }, messages: [message] };
};

/** Adding up all books takes a while. */
const EVERY_S = 600;

/** Told when two looks in a row find it: the first may have met a batch between two entries. */
export const ledgerUnbalanced: Rule = async ({ store, tenant, alert, memory, at, link }) => {
  const { looked = 0, off = [], told = [] } = memory as { looked?: number; off?: string[]; told?: string[] };
  if (at - looked < EVERY_S) return { memory, messages: [] };
  const unbalanced: string[] = [];
  for (const pipeline of pipelines) {
    const { balanced } = await readBalance(store, tenant, { pipeline, app: alert.app });
    if (!balanced) unbalanced.push(pipeline);
  }
  const sure = unbalanced.filter((pipeline) => off.includes(pipeline));
  const fresh = sure.filter((pipeline) => !told.includes(pipeline));
  const next = { looked: at, off: unbalanced, told: told.filter((one) => unbalanced.includes(one)).concat(fresh) };
  const messages = fresh.map((pipeline) => ({
    key: `${pipeline}@${at}`,
    app: alert.app,
    title: `The books of ${pipeline} don't balance`,
    lines: ["What came in is not what became of it. See GET /api/v1/ledger, and the log of the runners."],
    link: link(`/api/v1/ledger?pipeline=${pipeline}`),
    data: { pipeline },
  }));
  return { memory: next, messages };
};
