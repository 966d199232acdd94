/** What a snap-in's function gets from outside. `systemDeps` is the real world; tests bring their own. */
import { type Clock, createBudget, systemClock } from "./clock.ts";
import { createDevRev, type DevRev } from "./devrev.ts";
import {
  devRevAccessOf,
  discussionOf,
  type FunctionInput,
  inputOf,
  isCommand,
  keyringOf,
  type QueueSettings,
  queueSettingsOf,
  readEvent,
} from "./event.ts";
import { createGroundswell, type Groundswell } from "./groundswell.ts";
import { createHttp, type Fetch, type SendRequest } from "./http.ts";
import { type MessageQueue, openQueue } from "./sqs.ts";

export interface Deps {
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly openQueue: (settings: QueueSettings) => MessageQueue;
  /** One line of the function's log: what happened, without secrets and without anybody's words. */
  readonly log: (line: { readonly event: string; readonly reason: string }) => void;
}

export const systemDeps: Deps = {
  fetch: (url, init) => fetch(url, init),
  clock: systemClock,
  random: Math.random,
  openQueue: (settings) => openQueue(settings),
  log: (line) => console.error(JSON.stringify(line)),
};

/** DevRev ends a function after some minutes (it does not publish how many); four leave room to report. */
const RUN_MS = 4 * 60_000;
const REPORT_LIFE_SECONDS = 24 * 3_600;

/** Everything one event needs, made for this event only. */
export interface Run {
  readonly event: FunctionInput;
  readonly deps: Deps;
  readonly budget: { left(): number };
  readonly send: SendRequest;
  readonly devRev: DevRev;
  /** Undefined without the input `groundswell_url`. */
  readonly groundswell?: Groundswell;
  /** Says something in words where the person who asked will see it. Never fails: a lost report must not undo the work. */
  report(text: string): Promise<void>;
}

export function startRun(deps: Deps, event: FunctionInput): Run {
  const budget = createBudget(deps.clock, RUN_MS);
  const send = createHttp({ ...deps, budget });
  const devRev = createDevRev(devRevAccessOf(event), send, deps.clock.now);
  const url = inputOf(event, "groundswell_url").replace(/\/+$/, "");
  const key = keyringOf(event, "groundswell_key") || inputOf(event, "groundswell_key");
  return {
    event,
    deps,
    budget,
    send,
    devRev,
    ...(url === "" ? {} : { groundswell: createGroundswell({ url, key }, send) }),
    async report(text) {
      const life = isCommand(event) ? undefined : REPORT_LIFE_SECONDS;
      const said = await devRev.addTimelineEntry(discussionOf(event), text, "internal", life);
      if (!said.ok) deps.log({ event: "report_not_posted", reason: said.failure.message });
    },
  };
}

/** The queue that the snap-in is configured with; undefined, and said so, when a setting is missing. */
export async function openConfiguredQueue(run: Run): Promise<MessageQueue | undefined> {
  const settings = queueSettingsOf(run.event);
  const missing = "queueUrl" in settings ? [] : [...settings];
  const url = inputOf(run.event, "groundswell_url");
  if (url !== "" && !isHttp(url)) missing.push("input groundswell_url (as https://groundswell.example.com)");
  if (missing.length === 0 && "queueUrl" in settings) return run.deps.openQueue(settings);
  await run.report(`Nothing was done: please set ${missing.join(", ")} in this snap-in's configuration.`);
  return undefined;
}

const isHttp = (url: string): boolean => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);

/** Calls `handle` for each event in turn. An event that fails is logged, and does not keep the next one from running. */
export function createFunction(handle: (run: Run) => Promise<void>, deps: Deps = systemDeps) {
  async function handleOne(event: unknown): Promise<void> {
    const run = startRun(deps, readEvent(event));
    try {
      await handle(run);
    } catch (error) {
      const { name, message } = error as Error;
      deps.log({ event: "run_failed", reason: `${name}: ${message}` });
      await run.report(`Groundswell: the run ended by a fault (${name}). What was not finished comes again.`);
    }
  }

  return async function run(events: readonly FunctionInput[]): Promise<void> {
    for (const event of Array.isArray(events) ? events : [events]) await handleOne(event);
  };
}
