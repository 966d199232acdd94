/** How the installation does: the books of each pipeline, what waits on the queues, what failed for good, how much came in. */
import { readBalance } from "../../ledger/balance.ts";
import type { Metrics } from "../../metrics.ts";
import type { Balance, Pipeline } from "../../model/ledger.ts";
import type { TenantId } from "../../model/tenant.ts";
import type { Store, TrendPoint } from "../../store/store.ts";

export interface HealthView {
  /** Unix seconds, of the server's clock. */
  readonly now: number;
  readonly pipelines: readonly { readonly name: Pipeline; readonly balance: Balance }[];
  /** As last sampled, of all tenants: only for who runs the installation. */
  readonly queues:
    | readonly {
        readonly name: string;
        readonly visible: number;
        readonly inFlight: number;
        /** Seconds that the oldest message waits; undefined where something waits that nobody here takes. */
        readonly age: number | undefined;
      }[]
    | undefined;
  readonly dead: readonly { readonly queue: string; readonly letters: number }[];
  /** Insights by the hour in which they came in, of the last day. */
  readonly intake: readonly TrendPoint[];
  readonly loops: readonly { readonly name: string; readonly succeededAt: number }[];
}

const SHOWN: readonly Pipeline[] = ["feedback", "features", "events", "responses"];
const DAY = 86_400;

type Sample = { readonly value: number; readonly labels: Readonly<Record<string, string | number | undefined>> };

async function valuesOf(gauge: { get(): Promise<{ readonly values: readonly Sample[] }> }): Promise<readonly Sample[]> {
  return (await gauge.get()).values;
}

async function readQueues(metrics: Metrics): Promise<NonNullable<HealthView["queues"]>> {
  const [messages, ages] = await Promise.all([valuesOf(metrics.queueMessages), valuesOf(metrics.queueAgeSeconds)]);
  const names = [...new Set(messages.map(({ labels }) => String(labels.queue)))].sort();
  const count = (queue: string, state: string) =>
    messages.find(({ labels }) => labels.queue === queue && labels.state === state)?.value ?? 0;
  return names.map((name) => {
    const visible = count(name, "visible");
    const age = ages.find(({ labels }) => labels.queue === name)?.value;
    return { name, visible, inFlight: count(name, "in_flight"), age: visible === 0 ? (age ?? 0) : age };
  });
}

/** `now`: unix seconds. */
export async function readHealth(
  { store, metrics }: { readonly store: Store; readonly metrics: Metrics },
  tenant: TenantId,
  isOperator: boolean,
  now: number,
): Promise<HealthView> {
  const [pipelines, dead, intake, queues, rounds] = await Promise.all([
    Promise.all(SHOWN.map(async (name) => ({ name, balance: await readBalance(store, tenant, { pipeline: name }) }))),
    store.facets(tenant, "dead_letters", ["queue"], { where: { state: "dead" } }),
    store.histogram(tenant, "insights", {
      where: { ingested_at: { gte: now - DAY } },
      field: "ingested_at",
      interval: "hour",
    }),
    isOperator ? readQueues(metrics) : undefined,
    isOperator ? valuesOf(metrics.roundSucceededAt) : [],
  ]);
  return {
    now,
    pipelines,
    queues,
    dead: dead.queue.map(({ value, count }) => ({ queue: value, letters: count })),
    intake,
    loops: rounds.map(({ labels, value }) => ({ name: String(labels.loop), succeededAt: value })),
  };
}
