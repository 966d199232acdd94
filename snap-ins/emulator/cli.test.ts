/** The command line: a snap-in's function run with an event from a file, against an emulator and a queue on real ports. */
import assert from "node:assert/strict";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { openQueue } from "../shared/src/sqs.ts";
import { type SqsServer, startSqsServer } from "../shared/testing/sqs-server.ts";
import { ticketMessage } from "../ticket_creator/code/src/testing/tickets.ts";

const run = promisify(execFile);
const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url));
const TICKET_CREATOR = fileURLToPath(new URL("../ticket_creator/", import.meta.url));

let emulator: ChildProcess;
let url: string;
let sqs: SqsServer;

before(async () => {
  sqs = await startSqsServer();
  emulator = spawn(process.execPath, [MAIN, "serve", "--port", "0"]);
  const [line] = (await once(emulator.stdout!.setEncoding("utf8"), "data")) as [string];
  url = line.trim();
});
after(async () => {
  emulator.kill("SIGTERM");
  await Promise.all([once(emulator, "exit"), sqs.stop()]);
});

const commandIn = (environment: Readonly<Record<string, string>>, ...args: string[]) =>
  run(process.execPath, [MAIN, ...args], { env: { PATH: process.env.PATH, ...environment } });
const command = (...args: string[]) => commandIn({}, ...args);

/** Runs ticket_creator on a queue of its own with two tickets; the titles of all work items there are then. */
async function fileTickets(environment: Readonly<Record<string, string>>, ids: readonly [string, string]) {
  const name = `groundswell-tickets-${ids.join("-")}`;
  await sqs.createQueue(name);
  const queueUrl = `${sqs.endpoint}/000000000000/${name}`;
  const queue = openQueue({ ...sqs.access, queueUrl, endpoint: "" });
  await queue.publish(ids.map((id) => ticketMessage(id)));
  queue.close();
  const fixture = ["--functionName", "ticket_creator", "--fixturePath", "create_tickets.json"];
  const settings = ["--endpoint", url, "--set", `queue_url=${queueUrl}`, "--set", "groundswell_url="];
  await commandIn(environment, "run", TICKET_CREATOR, ...fixture, ...settings);
  const { stdout } = await command("state", "--url", url);
  const { works } = JSON.parse(stdout) as { works: { title: string }[] };
  return works.map(({ title }) => title).sort();
}

test("run calls the function with the event and the daemon's credentials file, and state shows what it did", async () => {
  const titles = await fileTickets({ AWS_SHARED_CREDENTIALS_FILE: sqs.credentialsFile }, ["t1", "t2"]);
  assert.deepEqual(titles, ["Problem t1", "Problem t2"]);
});

test("run finds the credentials in the daemon's data folder, and in AWS's variables before that", async () => {
  const { accessKey, secretKey } = sqs.access;
  const found = await fileTickets({ DATA_DIR: dirname(sqs.credentialsFile) }, ["t3", "t4"]);
  assert.deepEqual(found.slice(2), ["Problem t3", "Problem t4"]);
  const variables = { AWS_ACCESS_KEY_ID: accessKey, AWS_SECRET_ACCESS_KEY: secretKey, DATA_DIR: "/nowhere" };
  assert.deepEqual((await fileTickets(variables, ["t5", "t6"])).slice(4), ["Problem t5", "Problem t6"]);
});

test("wrong usage ends with 2 and says what there is", async () => {
  for (const args of [[], ["dance"], ["run"], ["run", TICKET_CREATOR, "--functionName", "nope"], ["serve", "--nope"]]) {
    await assert.rejects(command(...args), (error: { code?: number }) => error.code === 2, args.join(" "));
  }
});

test("--help is no error, for each command; an unknown one is named", async () => {
  for (const args of [["--help"], ["-h"], ["serve", "--help"], ["run", "--help"], ["state", "--help"]])
    assert.match((await command(...args)).stdout, /devrev-emulator serve/);
  await assert.rejects(command("dance"), (error: { stderr?: string }) =>
    /no such command: dance/.test(error.stderr ?? ""),
  );
});

test("what npx starts hands everything to the pinned Node", async () => {
  const launcher = fileURLToPath(new URL("./main.cjs", import.meta.url));
  const { stdout } = await run(process.execPath, ["--no-experimental-strip-types", launcher, "state", "--url", url]);
  assert.ok(Array.isArray((JSON.parse(stdout) as { works: unknown }).works));
});

/** One that is not the pinned one: the system's own, of whatever version. */
const otherNode = ["/usr/local/bin/node", "/usr/bin/node", "/opt/homebrew/bin/node"].find(existsSync);

test("npx starts it as documented under another Node than the pinned one", {
  skip: otherNode === undefined ? "this machine has no other Node" : false,
}, async () => {
  const launcher = fileURLToPath(new URL("./main.cjs", import.meta.url));
  const { stdout: version } = await run(otherNode!, ["--version"]);
  const asked = run(otherNode!, [launcher, "state", "--url", url]);
  if (Number(/^v(\d+)/.exec(version)?.[1]) >= 20)
    assert.ok(Array.isArray((JSON.parse((await asked).stdout) as { works: unknown }).works));
  else await assert.rejects(asked, /Node 20 or newer is needed/);
});

const otherNpx = otherNode === undefined ? undefined : join(dirname(otherNode), "npx");

test("npx itself starts it as the docs say, from the project's root under that other Node, and asks no registry", {
  skip: otherNpx === undefined || !existsSync(otherNpx) ? "this machine has no other npx" : false,
}, async () => {
  const readme = await readFile(new URL("./README.md", import.meta.url), "utf8");
  assert.match(readme, /^ {4}npx \.\/snap-ins\/emulator state$/m);
  const home = await mkdtemp(join(tmpdir(), "emulator-npx-"));
  const cwd = fileURLToPath(new URL("../../", import.meta.url));
  // Nothing of the Node that runs this test is in reach.
  const env = { PATH: `${dirname(otherNode!)}:/usr/bin:/bin`, HOME: home, npm_config_offline: "true" };
  try {
    const { stdout: version } = await run(otherNode!, ["--version"]);
    const asked = run(otherNpx!, ["--yes", "./snap-ins/emulator", "state", "--url", url], { cwd, env });
    if (Number(/^v(\d+)/.exec(version)?.[1]) >= 20)
      assert.ok(Array.isArray((JSON.parse((await asked).stdout) as { works: unknown }).works));
    else await assert.rejects(asked, /Node 20 or newer is needed/);
  } finally {
    await rm(home, { recursive: true });
  }
});

test("a Node that is too old is told so in one line", async () => {
  const launcher = fileURLToPath(new URL("./main.cjs", import.meta.url));
  const old = "Object.defineProperty(process, 'version', { value: 'v18.20.8' });";
  const started = run(process.execPath, ["-e", `${old} require(${JSON.stringify(launcher)})`]);
  await assert.rejects(started, (error: { readonly stderr?: string; readonly code?: number }) => {
    assert.deepEqual([error.stderr, error.code], ["Node 20 or newer is needed, and this is v18.20.8.\n", 1]);
    return true;
  });
});
