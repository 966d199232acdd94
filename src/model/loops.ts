/**
 * Every loop of a runner, in one list: its name, and the queues and ledger pipeline it owns. The names of loops, queues and
 * pipelines follow from it, so that nothing is offered that no loop does. How each is made stands in src/loops/registry.ts.
 */

/** Takes messages from its queue, is a stage of its pipeline, and collects the dead letters of its queue. */
interface Consuming {
  readonly shape: "consuming";
  readonly queue: string;
  readonly pipeline: string;
}

/** Goes round every so often, on one runner at a time. */
interface Periodic {
  readonly shape: "periodic";
  /** A queue that it fills for others (a snap-in): it collects the dead letters of that queue. */
  readonly queue?: string;
  /** Not chosen with LOOPS: every runner takes its turn. */
  readonly everyRunner?: true;
}

/** Stages of one pipeline stand in their order. */
export const loops = {
  denoiser: { shape: "consuming", queue: "raw", pipeline: "feedback" },
  "data-model-creator": { shape: "consuming", queue: "filtered", pipeline: "feedback" },
  "ticket-generator": { shape: "periodic", queue: "tickets" },
  "feature-requests": { shape: "consuming", queue: "features", pipeline: "features" },
  "upload-reader": { shape: "consuming", queue: "uploads", pipeline: "uploads" },
  "response-writer": { shape: "consuming", queue: "responses", pipeline: "responses" },
  hooks: { shape: "consuming", queue: "hooks", pipeline: "hooks" },
  "receipt-sender": { shape: "periodic" },
  "event-writer": { shape: "consuming", queue: "events", pipeline: "events" },
  clustering: { shape: "periodic" },
  alerts: { shape: "periodic" },
  puller: { shape: "periodic" },
  housekeeping: { shape: "periodic", everyRunner: true },
  "re-embedding": { shape: "periodic", everyRunner: true },
  "re-understanding": { shape: "periodic", everyRunner: true },
} as const satisfies Readonly<Record<string, Consuming | Periodic>>;

type Loops = typeof loops;
type NamesOf<Shape> = { readonly [N in keyof Loops]: Loops[N] extends Shape ? N : never }[keyof Loops];
type ValuesOf<Property extends string> = Extract<Loops[keyof Loops], { readonly [P in Property]: string }>[Property];

export type LoopName = keyof Loops;
export type ConsumingLoopName = NamesOf<{ readonly shape: "consuming" }>;
export type PeriodicLoopName = NamesOf<{ readonly shape: "periodic" }>;
/** Those that LOOPS chooses from. */
export type ChosenLoopName = Exclude<LoopName, NamesOf<{ readonly everyRunner: true }>>;
export type QueueName = ValuesOf<"queue">;
export type Pipeline = ValuesOf<"pipeline">;

const entries = Object.entries(loops) as readonly [LoopName, Consuming | Periodic][];

export const consumingLoops = entries.flatMap(([name, { shape }]) =>
  shape === "consuming" ? [name as ConsumingLoopName] : [],
);
export const periodicLoops = entries.flatMap(([name, { shape }]) =>
  shape === "periodic" ? [name as PeriodicLoopName] : [],
);
export const chosenLoops = entries.flatMap(([name, loop]) => ("everyRunner" in loop ? [] : [name as ChosenLoopName]));
export const queueNames = entries.flatMap(([, { queue }]) => (queue === undefined ? [] : [queue as QueueName]));
export const pipelines = [
  ...new Set(entries.flatMap(([, loop]) => ("pipeline" in loop ? [loop.pipeline as Pipeline] : []))),
];

/** Whether a runner does it: chosen with LOOPS, or every runner's. */
export const runsHere = (name: LoopName, chosen: readonly ChosenLoopName[]): boolean =>
  !(chosenLoops as readonly LoopName[]).includes(name) || (chosen as readonly LoopName[]).includes(name);

/** The queues that a runner takes messages from. */
export const queuesTakenHere = (chosen: readonly ChosenLoopName[]): ReadonlySet<QueueName> =>
  new Set(consumingLoops.filter((name) => runsHere(name, chosen)).map((name) => loops[name].queue));

/** The queue whose dead letters a loop collects. */
export const queueOf = (name: LoopName): QueueName | undefined => (loops[name] as { readonly queue?: QueueName }).queue;

export interface StagePlace {
  readonly queue: QueueName;
  readonly pipeline: Pipeline;
  /** The first stage of a pipeline says what was received, the last what became of it. */
  readonly first: boolean;
  readonly last: boolean;
}

/** The stage that says what a pipeline received. */
export const firstStageOf = (pipeline: Pipeline): ConsumingLoopName =>
  consumingLoops.find((name) => loops[name].pipeline === pipeline)!;

/** Where a stage stands in the books. */
export function stagePlaceOf(name: ConsumingLoopName): StagePlace {
  const { queue, pipeline } = loops[name];
  const stages = consumingLoops.filter((one) => loops[one].pipeline === pipeline);
  return { queue, pipeline, first: stages[0] === name, last: stages.at(-1) === name };
}
