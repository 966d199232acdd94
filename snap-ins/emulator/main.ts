/**
 * The DevRev emulator's command line. `serve` runs it on a port; `run` calls a snap-in's function with an event, as
 * DevRev would; `state` prints what a running emulator holds.
 */
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { createRandom } from "../../src/numeric/random.ts";
import type { SnapInFunction } from "../shared/src/event.ts";
import { runFixture } from "../shared/testing/run-fixture.ts";
import { createEmulator, NO_FAULTS, startEmulatorServer } from "./src/index.ts";

const faultMeanings: Readonly<Record<keyof typeof NO_FAULTS, string>> = {
  listLagMs: "how far lists lag behind",
  latencyMs: "how long an answer takes",
  latencyJitterMs: "by how much that varies",
  errorRate: "share of requests answered 500 or 503, nothing done",
  errorAfterRate: "share of requests that are carried out and then answered 500",
  lostReplyRate: "share of requests that are carried out and never answered",
  stormEveryMs: "time between two storms, in which everything is answered 429",
  stormMs: "how long a storm lasts",
  busyRate: "share of requests answered 429",
};

const USAGE = `Usage: devrev-emulator serve | run | state [options]

serve      run the emulator, and print its address
  --port 4600               where it listens
  --token TOKEN             what requests must show; by default any token will do
  --seed N                  the same random faults each time
run SNAP_IN_FOLDER         call a function of a snap-in with an event, as DevRev would
  --functionName NAME       which of its functions
  --fixturePath FILE.json   the event, of the snap-in's fixtures
  --endpoint URL            where the emulator answers
  --set NAME=VALUE          an input of the snap-in; again for each
state      print what a running emulator holds
  --url URL                 its address (default: http://127.0.0.1:4600)

Faults of serve, milliseconds or shares from 0 to 1; while it runs, POST them as JSON to /_emulator/faults:
${Object.entries(faultMeanings)
  .map(([name, meaning]) => `  ${`--${name}`.padEnd(24)}  ${meaning}`)
  .join("\n")}`;

async function serve(args: readonly string[]): Promise<number> {
  const text = { type: "string" } as const;
  const faultNames = Object.fromEntries(Object.keys(NO_FAULTS).map((name) => [name, text]));
  const { values } = parseArgs({ args: [...args], options: { port: text, token: text, seed: text, ...faultNames } });
  const given = values as Readonly<Record<string, string | undefined>>;
  const faults: Record<string, number> = {};
  for (const name of Object.keys(NO_FAULTS)) {
    const value = Number(given[name] ?? 0);
    if (!Number.isFinite(value) || value < 0) throw new TypeError(`--${name}: a number from 0`);
    faults[name] = value;
  }
  const emulator = createEmulator({
    now: Date.now,
    sleep: (milliseconds) => new Promise((wake) => setTimeout(wake, milliseconds)),
    random: given.seed === undefined ? Math.random : createRandom(Number(given.seed)),
    faults,
    token: given.token,
  });
  const server = await startEmulatorServer(emulator, Number(given.port ?? 4600));
  console.log(server.url);
  await new Promise<void>((stop) => {
    process.once("SIGINT", () => stop());
    process.once("SIGTERM", () => stop());
  });
  await server.stop();
  return 0;
}

async function run([folder, ...args]: readonly string[]): Promise<number> {
  if (folder === undefined) {
    console.error(USAGE);
    return 2;
  }
  const source = pathToFileURL(`${resolve(folder)}/code/src/`);
  const { functionFactory } = (await import(new URL("function-factory.ts", source).href)) as {
    readonly functionFactory: Readonly<Record<string, SnapInFunction>>;
  };
  return runFixture(functionFactory, new URL("fixtures/", source), args);
}

async function state(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { url: { type: "string" } } });
  const url = values.url ?? "http://127.0.0.1:4600";
  const reply = await fetch(`${url}/_emulator/state`).catch((error: unknown) => {
    throw new Error(`no emulator answers at ${url}: start one with "serve", or name another with --url`, {
      cause: error,
    });
  });
  console.log(JSON.stringify(await reply.json(), null, 2));
  return reply.ok ? 0 : 1;
}

const commands: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = { serve, run, state };
const [name = "", ...rest] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
const isHelp = (argument: string): boolean => ["--help", "-h", "help"].includes(argument);
if (isHelp(name) || (command !== undefined && rest.some(isHelp))) {
  console.log(USAGE);
} else if (command === undefined) {
  console.error(name === "" ? USAGE : `no such command: ${name}\n\n${USAGE}`);
  process.exitCode = 2;
} else {
  try {
    process.exitCode = await command(rest);
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS") === true ? 2 : 1;
  }
}
