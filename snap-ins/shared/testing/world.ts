/** A small world for tests: a queue, DevRev and (if asked for) Groundswell in memory, all on one virtual clock. */
import { createRandom } from "../../../src/numeric/random.ts";
import { createEmulator, type Emulator, fetchFrom } from "../../emulator/src/emulator.ts";
import type { FaultSettings } from "../../emulator/src/faults.ts";
import type { Deps } from "../src/deps.ts";
import type { FunctionInput } from "../src/event.ts";
import { createGroundswellFake, type GroundswellFake, type GroundswellFakeOptions } from "./groundswell-fake.ts";
import { createMemoryQueue, type MemoryQueue } from "./memory-queue.ts";
import { createVirtualClock, type VirtualClock } from "./virtual-clock.ts";

export const DEVREV = "https://devrev.test";
export const GROUNDSWELL = "https://groundswell.test";
export const SNAP_IN = "don:integration:dvrv-us-1:devo/0:snap_in/00000000-0000-0000-0000-000000000001";

export interface WorldOptions {
  readonly seed?: number;
  readonly faults?: Partial<FaultSettings>;
  readonly duplicateRate?: number;
  readonly shuffled?: boolean;
  readonly withGroundswell?: boolean;
  readonly groundswell?: Partial<GroundswellFakeOptions>;
}

export interface World {
  readonly clock: VirtualClock;
  readonly queue: MemoryQueue;
  readonly emulator: Emulator;
  readonly groundswell: GroundswellFake;
  readonly random: () => number;
  readonly deps: Deps;
  event(changes?: EventChanges): FunctionInput;
}

export interface EventChanges {
  /** What a person typed after the command; undefined: a timer's tick. */
  readonly parameters?: string;
  readonly payload?: Record<string, unknown>;
  readonly inputs?: Record<string, string>;
  readonly keyrings?: Readonly<Record<string, string>>;
}

export function makeEvent(changes: EventChanges, inputs: Record<string, string>, endpoint = DEVREV): FunctionInput {
  const command =
    changes.parameters === undefined
      ? { metadata: { event_key: "timer" } }
      : {
          command_id: "don:integration:dvrv-us-1:devo/0:command/1",
          parameters: changes.parameters,
          source_id: SNAP_IN,
        };
  return {
    payload: { ...command, ...changes.payload },
    context: {
      dev_oid: "don:identity:dvrv-us-1:devo/0",
      source_id: "don:integration:dvrv-us-1:devo/0:event_source/1",
      snap_in_id: SNAP_IN,
      snap_in_version_id: "don:integration:dvrv-us-1:devo/0:snap_in_package/1:snap_in_version/1",
      secrets: { service_account_token: "test-token" },
    },
    execution_metadata: {
      request_id: "request-1",
      function_name: "function",
      event_type: "timer.tick",
      devrev_endpoint: endpoint,
    },
    input_data: {
      global_values: {
        queue_url: "https://queue.test/000000000000/groundswell-tickets",
        default_part_id: "don:core:dvrv-us-1:devo/0:product/1",
        default_owner_id: "don:identity:dvrv-us-1:devo/0:devu/1",
        ...inputs,
        ...changes.inputs,
      },
      event_sources: {},
      keyrings: {
        aws_access_key: "access",
        aws_secret_key: "secret",
        aws_region_name: "us-east-1",
        ...changes.keyrings,
      },
    },
  };
}

export function createWorld(options: WorldOptions = {}): World {
  const clock = createVirtualClock();
  const random = createRandom(options.seed ?? 1);
  const emulator = createEmulator({
    now: clock.now,
    sleep: clock.sleep,
    random,
    faults: options.faults,
  });
  const groundswell = createGroundswellFake({ clock, random, ...options.groundswell });
  const queue = createMemoryQueue({
    clock,
    random,
    duplicateRate: options.duplicateRate,
    shuffled: options.shuffled,
  });
  const toDevRev = fetchFrom(emulator);
  const deps: Deps = {
    clock,
    random,
    openQueue: () => queue,
    log: () => undefined,
    fetch: (url, init) => (url.startsWith(GROUNDSWELL) ? groundswell.fetch(url, init) : toDevRev(url, init)),
  };
  const inputs: Record<string, string> = options.withGroundswell === true ? { groundswell_url: GROUNDSWELL } : {};
  return { clock, queue, emulator, groundswell, random, deps, event: (changes = {}) => makeEvent(changes, inputs) };
}
