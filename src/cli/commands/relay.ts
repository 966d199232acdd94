/** `relay`: an ingestor and a tee of writers as one process, from the command line. */
import type { Command } from "commander";
import { openRelay, type RelayOptions } from "../relay/relay.ts";
import { note, type Shell } from "../shell.ts";

const several = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];

async function run(options: RelayOptions, shell: Shell): Promise<void> {
  const relay = await openRelay(options, shell);
  note(shell, `relaying from ${relay.from} to ${relay.to.join(", ")}`);
  await relay.ended;
  await relay.close();
  for (const { name, received, accepted, rejected, failed } of relay.totals())
    note(shell, `${name}: ${received} received, ${accepted} accepted, ${rejected} refused, ${failed} failed`);
}

export function configure(command: Command, shell: Shell): void {
  command
    .requiredOption(
      "--from <where>",
      "http://HOST:PORT/PATH to listen on, sqs:QUEUE_URL, file:PATH, s3:BUCKET/PREFIX, or - for stdin",
    )
    .requiredOption(
      "--to <where>",
      "stdout, http(s)://…, postgres://…, redshift://…, or sqs:QUEUE_URL; several times for several",
      several,
    )
    .option("--table <name>", "the table of a database", "ingestion_data")
    .option("--create-table", "make the table when it isn't there")
    .option("--single", "one object a POST, for what takes only that")
    .option("--key <key>", "the bearer key of an http target (default: GROUNDSWELL_API_KEY)")
    .option("--tenant <tenant>", "whose records are that don't say", "default")
    .option("--app <app>", "the app of records that don't say")
    .option("--source <source>", "the source of records that don't say")
    .option("--queue <url>", "with s3: the queue of its notifications; keeps listening")
    .option("--format <format>", "what stdout and sqs are written: record or ingestion", "record")
    .action((options: RelayOptions) => run(options, shell));
}
