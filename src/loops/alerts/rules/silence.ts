/** Tells that a source has been quiet for longer than its own past makes likely. */
import type { Rule, RuleContext } from "../rule.ts";
import { aboutSource, sourcesOf } from "./sources.ts";

const HOUR = 3_600;
const DAY = 86_400;
/** What is usual is learnt from so many days before the last item. */
const PAST = 28 * DAY;
/** Fewer items say nothing of what is usual. */
const LEAST_ITEMS = 8;
/** A source that is never quiet for an hour may be so at night. */
const LEAST_SILENCE = DAY;
/** So unlikely is the silence if items come as they did, one by one: e^-9.2 is .0001. */
const UNLIKELY = 9.2;

/** Seconds after which a silence is told; undefined when nothing is known of what is usual. `count`: items in `span` seconds. */
export function silenceAfter(count: number, span: number): number | undefined {
  if (count < LEAST_ITEMS || span <= 0) return undefined;
  return Math.max(LEAST_SILENCE, (UNLIKELY * span) / count);
}

async function lookAt({ store, tenant }: RuleContext, source: string) {
  const where = { source_id: source };
  const items = await store.first(tenant, "insights", {
    where,
    sort: [{ by: "ingested_at", order: "desc" }],
    limit: 1,
  });
  const last = items[0]?.doc.ingested_at;
  if (last === undefined) return undefined;
  // By when it was written: a back-fill of years that came in one hour is no habit.
  const dated = await store.first(tenant, "insights", { where, sort: [{ by: "date", order: "desc" }], limit: 1 });
  const newest = dated[0]!.doc.date;
  const from = newest - PAST;
  const first = await store.first(tenant, "insights", {
    where: { ...where, date: { gte: from } },
    sort: [{ by: "date", order: "asc" }],
    limit: 1,
  });
  const count = await store.count(tenant, "insights", { where: { ...where, date: { gte: from } } });
  return { last, usual: silenceAfter(count, newest - first[0]!.doc.date) };
}

export const sourceSilent: Rule = async (context) => {
  const { alert, at, memory } = context;
  const before = (memory.silent ?? {}) as Readonly<Record<string, number>>;
  const silent: Record<string, number> = {};
  const messages = [];
  for (const { id, doc } of await sourcesOf(context)) {
    if (!doc.enabled) continue;
    const found = await lookAt(context, id);
    if (found === undefined) continue;
    const after = alert.settings.hours === undefined ? found.usual : alert.settings.hours * HOUR;
    if (after === undefined || at - found.last < after) continue;
    silent[id] = found.last;
    // Once a silence: until something comes.
    if (before[id] === found.last) continue;
    const hours = Math.floor((at - found.last) / HOUR);
    const why = alert.settings.hours === undefined ? `, where ${Math.ceil(after / HOUR)} hours would be rare` : "";
    messages.push(
      aboutSource(
        context,
        { id, source: doc },
        {
          key: `${id}@${found.last}`,
          what: "is silent",
          lines: [
            `Nothing has come for ${hours} hours${why}. The last item came ${new Date(found.last * 1000).toISOString()}.`,
          ],
          data: { last_at: found.last, silent_hours: hours },
        },
      ),
    );
  }
  return { memory: { silent }, messages };
};
