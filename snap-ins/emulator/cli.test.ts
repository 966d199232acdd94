/** The command line: a snap-in's function run with an event from a file, against an emulator and a queue on real ports. */
import assert from "node:assert/strict";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { openQueue } from "../shared/src/sqs.ts";
import { LOCAL, type SqsServer, startSqsServer } from "../shared/testing/sqs-server.ts";
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

const command = (...args: string[]) => run(process.execPath, [MAIN, ...args]);

test("run calls the function with the event, and state shows what it did", async () => {
  await sqs.createQueue("groundswell-tickets");
  const queueUrl = `${sqs.endpoint}/000000000000/groundswell-tickets`;
  const queue = openQueue({ ...LOCAL, queueUrl, endpoint: "" });
  await queue.publish([ticketMessage("t1"), ticketMessage("t2")]);
  queue.close();
  const fixture = ["--functionName", "ticket_creator", "--fixturePath", "create_tickets.json"];
  const settings = ["--endpoint", url, "--set", `queue_url=${queueUrl}`, "--set", "groundswell_url="];
  await command("run", TICKET_CREATOR, ...fixture, ...settings);
  const { stdout } = await command("state", "--url", url);
  const { works } = JSON.parse(stdout) as { works: { title: string }[] };
  assert.deepEqual(works.map(({ title }) => title).sort(), ["Problem t1", "Problem t2"]);
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
