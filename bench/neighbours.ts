/**
 * `npm run bench -- neighbours`: what one tenant's hostile schemas and payloads cost another. The neighbour sends, checks and
 * waits for its events to be stored: alone, beside as many harmless requests, and beside hostile ones, turn by turn in one run.
 */
import { sleep } from "../src/lifecycle.ts";
import { type Daemon, startDaemon } from "../test/daemon.ts";
import { line, percentile } from "./lines.ts";

const PHASES = ["alone", "beside harmless", "beside hostile"] as const;
type Phase = (typeof PHASES)[number];
const MEASURES = ["POST /events", "POST /event-types/check", "until stored"] as const;
type Measure = (typeof MEASURES)[number];

/** The neighbour's requests a second for each measure, and the other's for each of what it does. */
const RATES: Readonly<Record<Measure, number>> = {
  "POST /events": 40,
  "POST /event-types/check": 10,
  "until stored": 10,
};
const OTHERS_RATE = 5;
const TURNS = 7;

const settled = async (work: readonly Promise<unknown>[]): Promise<void> => void (await Promise.allSettled(work));

/** Starts work at a steady rate, whether what was started before has ended or not. */
async function steadily(rate: number, seconds: number, start: (number: number) => Promise<unknown>): Promise<void> {
  const work: Promise<unknown>[] = [];
  const began = performance.now();
  for (let number = 0; number < rate * seconds; number++) {
    const wait = began + (number * 1_000) / rate - performance.now();
    if (wait > 0) await sleep(wait);
    work.push(start(number));
  }
  await settled(work);
}

/** Each level asks for the next one twice: 2^40 evaluations, if anybody were to do them. */
const exponential = () => {
  const level = (at: number) => ({ allOf: [{ $ref: `#/$defs/l${at + 1}` }, { $ref: `#/$defs/l${at + 1}` }] });
  const levels = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`l${at}`, level(at)]));
  return { $ref: "#/$defs/l0", $defs: { ...levels, l40: { type: "object" } } };
};
const text = { type: "string", maxLength: 60_000, pattern: "^(a+)+$" };
const recursive = {
  $ref: "#/$defs/n",
  $defs: { n: { anyOf: [{ type: "number" }, { additionalProperties: { $ref: "#/$defs/n" } }] } },
};
const deep = (levels: number): unknown => (levels === 0 ? { type: "object" } : { properties: { a: deep(levels - 1) } });
const huge = {
  properties: Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`p${at}`, { type: "string" }])),
};

const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });
/** Schemas, and data for events of such a type. Those that are refused when they are put are asked for again and again. */
const hostilities: readonly (readonly [schema: unknown, data: unknown])[] = [
  [exponential(), { a: 1 }],
  [{ properties: { t: text } }, { t: `${"a".repeat(50_000)}!` }],
  [recursive, nested(30)],
  [
    { properties: { l: { type: "array", uniqueItems: true, maxItems: 10_000 } } },
    { l: Array.from({ length: 5_000 }, (_, at) => [at]) },
  ],
  [deep(40), nested(200)],
  [huge, Object.fromEntries(Array.from({ length: 4_000 }, (_, at) => [`p${at}`, at]))],
];
const harmless: readonly (readonly [schema: unknown, data: unknown])[] = hostilities.map(([, data]) => [
  { type: "object", properties: { a: { type: "number" } } },
  // As many bytes, and nothing to stumble over.
  { text: "a word or two ".repeat(Math.min(4_000, JSON.stringify(data).length / 14)) },
]);

interface Client {
  ask(
    method: string,
    path: string,
    json?: unknown,
  ): Promise<{ readonly status: number; readonly body: Record<string, unknown> }>;
}

function clientOf(url: string, key?: string): Client {
  const authorization: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
  return {
    async ask(method, path, json) {
      const headers = { "content-type": "application/json", ...authorization };
      const reply = await fetch(url + path, {
        method,
        headers,
        body: json === undefined ? null : JSON.stringify(json),
      });
      return { status: reply.status, body: (await reply.json().catch(() => ({}))) as Record<string, unknown> };
    },
  };
}

let count = 0;
const eventOf = (category: string, name: string, data: unknown) => {
  const id = `e${count++}`;
  return { id, session_id: `s${count % 100}`, category, name, data, timestamp: new Date().toISOString() };
};
const order = () => ({ amount: count % 100, currency: "EUR", items: [{ sku: "a-1", count: 2 }] });

/** What the neighbour does, each as long as it takes, in milliseconds. */
function neighbourOf(client: Client): Readonly<Record<Measure, () => Promise<void>>> {
  return {
    "POST /events": async () => void (await client.ask("POST", "/api/v1/events", [eventOf("shop", "order", order())])),
    "POST /event-types/check": async () =>
      void (await client.ask("POST", "/api/v1/event-types/check", { category: "shop", name: "order", data: order() })),
    "until stored": async () => {
      const event = eventOf("shop", "order", order());
      await client.ask("POST", "/api/v1/events", [event]);
      while ((await client.ask("GET", `/api/v1/events/${event.id}`)).status !== 200) await sleep(20);
    },
  };
}

/** The other tenant puts a schema under a name of its own each time, checks data against it, and sends events of that type. */
async function bother(client: Client, what: typeof hostilities, number: number): Promise<void> {
  const [schema, data] = what[number % what.length]!;
  const name = `type-${count++}`;
  await client.ask("PUT", "/api/v1/event-types", { category: "x", name, schema });
  await settled([
    client.ask("POST", "/api/v1/event-types/check", { category: "x", name, data }),
    client.ask("POST", "/api/v1/events", [eventOf("x", name, data)]),
  ]);
}

async function openTenants(url: string) {
  const first = await clientOf(url).ask("POST", "/api/v1/keys", { name: "bench", scopes: ["admin"] });
  const admin = clientOf(url, String(first.body.key));
  const tenant = async (id: string): Promise<Client> => {
    await admin.ask("POST", "/api/v1/tenants", { id });
    const { body } = await admin.ask("POST", `/api/v1/tenants/${id}/keys`, { name: "k", scopes: ["admin"] });
    return clientOf(url, String(body.key));
  };
  return { neighbour: await tenant("neighbour"), other: await tenant("other") };
}

/** Of one turn. */
type Turn = Record<Measure, number[]>;
interface Measured {
  readonly turns: Record<Phase, Turn[]>;
  /** The first turn beside hostile requests. */
  readonly first: Turn;
  /** Seconds of a processor that the daemon took. */
  readonly cpu: Record<Phase, number>;
}

const noTurn = (): Turn => ({ "POST /events": [], "POST /event-types/check": [], "until stored": [] });

async function measure(daemon: Daemon, seconds: number): Promise<Measured> {
  const { neighbour, other } = await openTenants(daemon.url);
  const schema = {
    ...{ type: "object", required: ["amount", "currency"] },
    properties: { amount: { type: "number" }, currency: { type: "string", maxLength: 3 } },
  };
  const put = await neighbour.ask("PUT", "/api/v1/event-types", { category: "shop", name: "order", schema });
  if (put.status >= 300) throw new Error(`the neighbour's type was not taken: ${put.status}`);
  const actions = neighbourOf(neighbour);
  const turn = async (phase: Phase): Promise<Turn> => {
    const times = noTurn();
    const timed = (name: Measure) => async () => {
      const began = performance.now();
      await actions[name]();
      times[name].push(performance.now() - began);
    };
    const what = phase === "beside hostile" ? hostilities : harmless;
    await Promise.all([
      ...MEASURES.map((name) => steadily(RATES[name], seconds, timed(name))),
      ...(phase === "alone" ? [] : [steadily(OTHERS_RATE, seconds, (number) => bother(other, what, number))]),
    ]);
    return times;
  };
  // What is compiled and opened first is no measure; the tenant's first slow schemas of an hour are told by themselves.
  await turn("beside harmless");
  const first = await turn("beside hostile");
  const turns: Record<Phase, Turn[]> = { alone: [], "beside harmless": [], "beside hostile": [] };
  const cpu = { alone: 0, "beside harmless": 0, "beside hostile": 0 };
  for (let at = 0; at < TURNS; at++)
    for (const phase of PHASES) {
      const before = daemon.cpu();
      turns[phase].push(await turn(phase));
      cpu[phase] += daemon.cpu() - before;
    }
  return { turns, first, cpu };
}

const sorted = (times: readonly number[]): number[] => times.toSorted((a, b) => a - b);

/** The median of what it was in each turn: one in which the machine was busy with other things says nothing. */
const medianOf = (turns: readonly Turn[], name: Measure, share: number): number =>
  percentile(sorted(turns.map((times) => percentile(sorted(times[name]), share))), 0.5);

/** Answers whether the neighbour waited less than twice as long beside hostile requests as beside harmless ones. */
export async function benchNeighbours(environment: Record<string, string>, seconds: number): Promise<boolean> {
  const daemon = await startDaemon({ LOOPS: "event-writer", RATE_LIMIT_PER_KEY: "100000", ...environment });
  try {
    const { turns, first, cpu } = await measure(daemon, Math.max(2, seconds / TURNS));
    line(`p50 and p99 in ms, the median of ${TURNS} turns of each, and how much longer than alone`);
    for (const phase of PHASES)
      line(`the daemon's processor time ${phase.padEnd(16)} ${cpu[phase].toFixed(1).padStart(6)} s`);
    const show = (name: Measure, phase: string, of: readonly Turn[]): void => {
      const [p50, p99] = [medianOf(of, name, 0.5), medianOf(of, name, 0.99)];
      const times = (p99 / medianOf(turns.alone, name, 0.99)).toFixed(2);
      const waits = `p50 ${p50.toFixed(1).padStart(7)}  p99 ${p99.toFixed(1).padStart(7)}  x ${times}`;
      line(`${name.padEnd(26)} ${phase.padEnd(16)} ${waits}`);
    };
    for (const name of MEASURES) {
      for (const phase of PHASES) show(name, phase, turns[phase]);
      show(name, "hostile at first", [first]);
    }
    const isFair = MEASURES.every(
      (name) => medianOf(turns["beside hostile"], name, 0.99) < 2 * medianOf(turns["beside harmless"], name, 0.99),
    );
    line(
      isFair ? "hostile costs less than twice what harmless does" : "HOSTILE COSTS TWICE WHAT HARMLESS DOES, OR MORE",
    );
    return isFair;
  } finally {
    await daemon.close();
  }
}
