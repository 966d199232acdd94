/**
 * `npm run demo:devrev`: the whole circle on this machine, without a DevRev organisation. Sample feedback becomes
 * tickets, the ticket_creator snap-in files them in the emulated DevRev, and grown evidence updates them in place.
 * `--once`: ends when that is shown, instead of staying up.
 */
import { parseArgs } from "node:util";
import { createCircle } from "./circle/circle.ts";
import { startDaemon } from "./circle/daemon.ts";
import { createEmulator, startEmulatorServer } from "./emulator/src/index.ts";

const PATIENCE_MS = 120_000;
const EMULATOR_PORT = 4600;

const say = (line = ""): void => void process.stdout.write(`${line}\n`);

async function show(circle: ReturnType<typeof createCircle>): Promise<void> {
  const tickets = await circle.tickets();
  const works = circle.works();
  for (const ticket of tickets) {
    const items = works.get(ticket.id) ?? [];
    const shown = items.map((work) => `${work.display_id} (${work.severity})`).join(", ");
    say(`  ${shown || "no work item"}  ←  ${ticket.title}, revision ${ticket.revision}`);
  }
  const one = tickets.every((ticket) => works.get(ticket.id)?.length === 1) && works.size === tickets.length;
  say(
    `  ${tickets.length} tickets, ${[...works.values()].flat().length} work items: ${one ? "one each" : "NOT one each"}`,
  );
  if (!one) process.exitCode = 1;
}

const { values } = parseArgs({ options: { once: { type: "boolean", default: false } } });
say("Starting Groundswell with its sample, and the DevRev emulator ...");
const daemon = await startDaemon();
const emulator = createEmulator({
  now: Date.now,
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  random: Math.random,
});
const server = await startEmulatorServer(emulator, EMULATOR_PORT).catch(() => startEmulatorServer(emulator, 0));
try {
  const circle = createCircle(daemon, emulator, server.url);
  say("Running ticket_creator until every ticket has its work item ...");
  const tickets = await circle.settle(1, PATIENCE_MS);
  await show(circle);

  const grows = tickets.find((ticket) => ticket.metadata.merged_into === undefined) ?? tickets[0]!;
  say();
  say(`More people report "${grows.title}" ...`);
  await circle.addEvidence(grows, 3);
  const grown = async () => (await circle.settle(1, PATIENCE_MS)).find(({ id }) => id === grows.id)?.revision ?? 0;
  for (const end = Date.now() + PATIENCE_MS; (await grown()) <= grows.revision && Date.now() < end; );
  await show(circle);

  say();
  say(`DevRev (emulated): ${server.url}    Groundswell: ${daemon.url}`);
  if (!values.once) {
    say("Ctrl-C ends the demo.");
    await new Promise<void>((resolve) => {
      process.once("SIGINT", () => resolve());
      process.once("SIGTERM", () => resolve());
    });
  }
} finally {
  await server.stop();
  await daemon.stop();
}
