/** Tells of sources: that one fails, that it works again, that something of it is missing. */
import type { AlertMessage } from "../../../model/alert.ts";
import type { SourceDocument, SourceState } from "../../../model/source.ts";
import { isoDay } from "../../../model/times.ts";
import { onlyNew, type Rule, type RuleContext } from "../rule.ts";

interface Known {
  readonly id: string;
  readonly source: SourceDocument;
  readonly state: SourceState;
}

export async function sourcesOf({ store, tenant, alert }: RuleContext): Promise<{ id: string; doc: SourceDocument }[]> {
  const found: { id: string; doc: SourceDocument }[] = [];
  for await (const { id, doc } of store.scan(tenant, "sources", { where: { app: alert.app } })) found.push({ id, doc });
  return found;
}

async function withStates(context: RuleContext): Promise<Known[]> {
  const sources = await sourcesOf(context);
  const states = await context.store.getMany(
    context.tenant,
    "source_states",
    sources.map(({ id }) => id),
  );
  return sources.flatMap(({ id, doc }, at) => {
    const state = states[at]?.doc;
    return state === undefined ? [] : [{ id, source: doc, state }];
  });
}

export const aboutSource = (
  context: RuleContext,
  { id, source }: Pick<Known, "id" | "source">,
  said: { readonly key: string; readonly what: string; readonly lines: readonly string[]; readonly data?: object },
): AlertMessage => ({
  key: said.key,
  app: source.app,
  title: `${source.app}: ${source.name} (${source.type}) ${said.what}`,
  lines: said.lines,
  link: context.link("/"),
  data: { source: id, type: source.type, ...said.data },
});

export const sourceFailed: Rule = async (context) => {
  const messages = (await withStates(context)).flatMap((one) => {
    const { failing_since: since, last_run: run, failures } = one.state;
    if (since === undefined) return [];
    const why = run?.error === undefined ? "" : `: ${run.error.message}`;
    const lines = [`No pull has gone through since ${new Date(since * 1000).toISOString()}${why}`];
    const data = { failing_since: since, failures, error: run?.error };
    return [aboutSource(context, one, { key: `${one.id}@${since}`, what: "fails", lines, data })];
  });
  const { fresh, told } = onlyNew(messages, context.memory, context.at);
  return { memory: { told }, messages: fresh };
};

/** Remembers which fail: the first look at one tells nothing. */
export const sourceRecovered: Rule = async (context) => {
  const before = (context.memory.failing ?? {}) as Readonly<Record<string, number>>;
  const known = await withStates(context);
  const failing = Object.fromEntries(
    known.flatMap(({ id, state }) => (state.failing_since === undefined ? [] : [[id, state.failing_since] as const])),
  );
  const messages = known.flatMap((one) => {
    const since = before[one.id];
    if (since === undefined || one.state.failing_since !== undefined) return [];
    const lines = [`It failed from ${new Date(since * 1000).toISOString()} on.`];
    return [
      aboutSource(context, one, {
        key: `${one.id}@${since}`,
        what: "works again",
        lines,
        data: { failing_since: since },
      }),
    ];
  });
  return { memory: { failing }, messages };
};

/** Remembers those that are there: each is told once, however long it stays. */
export const sourceGap: Rule = async (context) => {
  const messages = (await withStates(context)).flatMap((one) =>
    one.state.gaps.map((gap) => {
      const lines = [`What was written from ${isoDay(gap.from)} to ${isoDay(gap.to)} may be missing: ${gap.why}.`];
      const key = `${one.id}@${gap.from}-${gap.to}-${gap.why}`;
      return aboutSource(context, one, { key, what: "has a gap", lines, data: { ...gap } });
    }),
  );
  const open = (context.memory.open ?? []) as readonly string[];
  return {
    memory: { open: messages.map(({ key }) => key) },
    messages: messages.filter(({ key }) => !open.includes(key)),
  };
};
