/**
 * `npm run bench -- intake`: events a second that are accepted over so many connections, one event a request and as many as the
 * client sends at once, how long each request waits, how many are stored a second meanwhile, how long the rest takes and what an
 * event takes of a processor; beside it, turn by turn, the least that such an intake costs.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { connect, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { sleep } from "../src/lifecycle.ts";
import type { Balance } from "../src/model/ledger.ts";
import { cpuOf, type Daemon, freePort, startDaemon } from "../test/daemon.ts";
import { line, percentile } from "./lines.ts";

const CONNECTIONS = [32, 256];
/** Events of a request: one, and `flushAt` of the client. */
const TOGETHER = [1, 20];
const PACED_CONNECTIONS = 32;
const WARM_UP_S = 10;
const SLICES = 10;

const eventOf = (number: number) => {
  return {
    id: `b${number}`,
    session_id: `s${number % 1_000}`,
    category: "bench",
    name: "step",
    data: { path: `/shop/${number % 97}`, amount: number % 1_000, text: "what a visitor did, in a few words" },
    timestamp: Date.now(),
  };
};
const requestOf = (port: number, events: number): string => {
  const body = JSON.stringify(Array.from({ length: events }, () => eventOf(number++)));
  return `POST /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
};

/** Resolves with the status once the whole answer is there: no other is asked for meanwhile on this connection. */
function ask(socket: Socket, request: string): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = "";
    const read = (chunk: Buffer) => {
      text += chunk.toString("latin1");
      const end = text.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
      if (text.length < end + 4 + length) return;
      socket.off("data", read);
      socket.off("error", reject);
      resolve(Number(text.slice(9, 12)));
    };
    socket.on("data", read);
    socket.once("error", reject);
    socket.write(request);
  });
}

interface Shape {
  readonly connections: number;
  /** Of a request. */
  readonly events: number;
}
const shapes: readonly Shape[] = CONNECTIONS.flatMap((connections) =>
  TOGETHER.map((events) => ({ connections, events })),
);
const nameOf = ({ connections, events }: Shape): string => `${connections} connections, ${events} a request`;

interface Load {
  /** Events. */
  readonly accepted: number;
  readonly refused: number;
  readonly seconds: number;
  /** Milliseconds, ascending. */
  readonly times: readonly number[];
}

let number = 0;

async function load(port: number, { connections, events }: Shape, seconds: number): Promise<Load> {
  const times: number[] = [];
  let refused = 0;
  const started = performance.now();
  const end = started + seconds * 1_000;
  const one = async (): Promise<void> => {
    const socket = connect(port, "127.0.0.1");
    socket.setNoDelay(true);
    while (performance.now() < end) {
      const request = requestOf(port, events);
      const asked = performance.now();
      const status = await ask(socket, request);
      if (status === 202) times.push(performance.now() - asked);
      else refused++;
    }
    socket.destroy();
  };
  await Promise.all(Array.from({ length: connections }, one));
  const took = (performance.now() - started) / 1_000;
  return { accepted: times.length * events, refused, seconds: took, times: times.sort((a, b) => a - b) };
}

function show(name: string, { accepted, refused, seconds, times }: Load, more = ""): void {
  const rate = (accepted / seconds).toFixed(0).padStart(7);
  const waits = [0.5, 0.99].map((share) => percentile(times, share).toFixed(1).padStart(7));
  line(
    `${name.padEnd(32)} ${rate}/s  p50 ${waits[0]} ms  p99 ${waits[1]} ms${refused > 0 ? `  refused ${refused}` : ""}${more}`,
  );
}

const readBooks = async (url: string): Promise<Balance> =>
  (await (await fetch(`${url}/api/v1/ledger?pipeline=events`)).json()) as Balance;

async function benchDaemon(daemon: Daemon, port: number, seconds: number): Promise<void> {
  const own = Number(new URL(daemon.url).port);
  let sent = 0;
  for (const shape of shapes) {
    show(`least  ${nameOf(shape)}`, await load(port, shape, seconds));
    const [before, cpuBefore] = [(await readBooks(daemon.url)).stored, daemon.cpu()];
    const result = await load(own, shape, seconds);
    sent += result.accepted;
    const meanwhile = ((await readBooks(daemon.url)).stored - before) / result.seconds;
    const draining = performance.now();
    while ((await readBooks(daemon.url)).stored < sent) await sleep(100);
    const drain = (performance.now() - draining) / 1_000;
    const cost = ((daemon.cpu() - cpuBefore) * 1e6) / result.accepted;
    const stored = `stored ${meanwhile.toFixed(0)}/s  drained in ${drain.toFixed(1)} s`;
    show(
      `daemon ${nameOf(shape)}`,
      result,
      `  ${stored}  ${cost.toFixed(0)} us CPU an event  RSS ${daemon.rss().toFixed(0)} MiB`,
    );
  }
  const { balanced, stored } = await readBooks(daemon.url);
  line(`books: ${stored} stored of ${sent}, ${balanced ? "balanced" : "NOT BALANCED"}`);
}

interface Pace {
  /** Events a second. */
  readonly rate: number;
  /** Of a request. */
  readonly events: number;
}

/** One request after the other at a steady pace, whether the one before was answered or not. */
async function pace(port: number, { rate, events }: Pace, seconds: number): Promise<Load> {
  const sockets = Array.from({ length: PACED_CONNECTIONS }, () => connect(port, "127.0.0.1").setNoDelay(true));
  const free = [...sockets];
  const times: number[] = [];
  let [refused, late] = [0, 0];
  const asked: Promise<void>[] = [];
  const one = async (socket: Socket): Promise<void> => {
    const request = requestOf(port, events);
    const began = performance.now();
    if ((await ask(socket, request)) === 202) times.push(performance.now() - began);
    else refused++;
    free.push(socket);
  };
  const started = performance.now();
  for (let at = 0; at < (rate * seconds) / events; at++) {
    const wait = started + (at * events * 1_000) / rate - performance.now();
    if (wait > 0) await sleep(wait);
    const socket = free.shift();
    if (socket === undefined) late++;
    else asked.push(one(socket));
  }
  await Promise.all(asked);
  for (const socket of sockets) socket.destroy();
  const took = (performance.now() - started) / 1_000;
  const accepted = times.length * events;
  return { accepted, refused: (refused + late) * events, seconds: took, times: times.sort((a, b) => a - b) };
}

/** Paced for so long, with the share of a core that whoever takes it spends. */
async function showPaced(name: string, taker: { cpu(): number }, paced: () => Promise<Load>, more = () => "") {
  const before = taker.cpu();
  const result = await paced();
  show(name, result, `  ${((100 * (taker.cpu() - before)) / result.seconds).toFixed(1)} % of a core${more()}`);
  return result.accepted;
}

/** `intake --rate N`: a steady load for so long, told in tenths of it; a tenth of it before, on the least that an intake costs. */
export async function benchSteadyIntake(
  environment: Record<string, string>,
  { seconds, ...load }: Pace & { readonly seconds: number },
): Promise<void> {
  const floorPort = await freePort();
  const least = await startFloor(floorPort);
  await pace(floorPort, load, WARM_UP_S);
  await showPaced("least", { cpu: () => cpuOf(least) }, () => pace(floorPort, load, seconds / SLICES));
  least.kill();
  const daemon = await startDaemon({ LOOPS: "event-writer", ...environment });
  try {
    const port = Number(new URL(daemon.url).port);
    await pace(port, load, WARM_UP_S);
    let sent = (await readBooks(daemon.url)).received;
    for (let slice = 1; slice <= SLICES; slice++) {
      const memory = () => `  RSS ${daemon.rss().toFixed(0)} MiB`;
      sent += await showPaced(`${slice} of ${SLICES}`, daemon, () => pace(port, load, seconds / SLICES), memory);
    }
    while ((await readBooks(daemon.url)).in_flight > 0) await sleep(100);
    const { balanced, stored } = await readBooks(daemon.url);
    line(`books: ${stored} stored of ${sent}, ${balanced ? "balanced" : "NOT BALANCED"}`);
  } finally {
    await daemon.close();
  }
}

async function startFloor(port: number): Promise<ChildProcess> {
  const file = fileURLToPath(new URL("./intake-floor.ts", import.meta.url));
  const child = spawn(process.execPath, [file, String(port)], { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise((resolve) => child.stdout?.once("data", resolve));
  return child;
}

export async function benchIntake(environment: Record<string, string>, seconds: number): Promise<void> {
  const port = await freePort();
  const least = await startFloor(port);
  line("least: express, JSON, ajv and the embedded queue alone, one message a request");
  try {
    const daemon = await startDaemon({ LOOPS: "event-writer", ...environment });
    try {
      await benchDaemon(daemon, port, seconds);
    } finally {
      await daemon.close();
    }
  } finally {
    least.kill();
  }
}
