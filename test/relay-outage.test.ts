/** `relay` with a tee of PostgreSQL and a daemon, one of which is away for a minute: nothing is lost or doubled on either side. */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { runCommand } from "../src/cli/shell.testing.ts";
import { openPostgres, type Postgres, postgresUrl, withoutPostgres } from "../src/ingestion/postgres.testing.ts";
import { sleep } from "../src/lifecycle.ts";
import { type Daemon, freePort, startDaemon } from "./daemon.ts";
import { readBooks } from "./feedback.ts";
import { sized } from "./full.ts";
import { eventually } from "./testbed.ts";

const AWAY_MS = sized(3_000, 10_000, 60_000);
const RECORDS = sized(2_000, 4_000, 20_000);

/** Passes everything on to a server, until it is told to break what there is and let nobody in. */
async function openGate(upstream: URL) {
  const sockets = new Set<Socket>();
  let isOpen = true;
  const server = createServer((near) => {
    if (!isOpen) return void near.destroy();
    const far = connect(Number(upstream.port), upstream.hostname);
    for (const one of [near, far]) {
      sockets.add(one);
      one.on("error", () => undefined);
      one.once("close", () => sockets.delete(one));
    }
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    shut() {
      isOpen = false;
      for (const socket of sockets) socket.destroy();
    },
    open() {
      isOpen = true;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe("a relay to PostgreSQL and a daemon", { skip: withoutPostgres }, () => {
  let postgres: Postgres;
  let folder: string;
  before(async () => {
    postgres = openPostgres();
    folder = await mkdtemp(join(tmpdir(), "groundswell-relay-outage-"));
    const rows = Array.from({ length: RECORDS }, (_, at) => {
      const data = `The application crashes every time I open the report number ${at} and I lose all of my work.`;
      return JSON.stringify({ source_type: "forum", source_id: "f1", data_id: `id-${at}`, data });
    });
    await writeFile(join(folder, "in.jsonl"), rows.join("\n"));
  });
  after(async () => {
    await postgres.close();
    await rm(folder, { recursive: true, force: true });
  });

  for (const away of ["the daemon", "PostgreSQL"] as const)
    it(`loses and doubles nothing while ${away} is away for ${AWAY_MS / 1_000} s`, { timeout: 300_000 }, async (t) => {
      const table = postgres.table();
      const environment = {
        ...{ DATA_DIR: await mkdtemp(join(folder, "daemon-")), PORT: String(await freePort()) },
        ...{ EMBEDDED_SQS_PORT: String(await freePort()), LOOPS: "denoiser,data-model-creator", LLM: "none" },
      };
      let daemon: Daemon = await startDaemon(environment);
      t.after(() => daemon.close());
      const gate = await openGate(new URL(postgresUrl!));
      t.after(() => gate.close());
      const database = new URL(postgresUrl!);
      database.port = String(gate.port);
      database.hostname = "127.0.0.1";
      const targets = [
        "--to",
        database.href,
        "--table",
        table,
        "--create-table",
        "--to",
        `${daemon.url}/api/v1/ingest`,
      ];
      const argv = ["relay", "--from", "file:in.jsonl", ...targets, "--tenant", "default"];
      const began = performance.now();
      const running = runCommand(argv, { folder });
      await eventually("the first rows", async () => (await postgres.rows(table).catch(() => [])).length > 0, 30_000);
      if (away === "the daemon") await daemon.kill("SIGKILL");
      else gate.shut();
      await sleep(AWAY_MS);
      if (away === "the daemon") daemon = await startDaemon(environment);
      else gate.open();
      const { code, stderr } = await running;
      const took = performance.now() - began;
      assert.equal(code, 0, stderr);
      assert.equal(
        stderr.match(new RegExp(`${RECORDS} received, ${RECORDS} accepted, 0 refused, 0 failed`, "g"))?.length,
        2,
        stderr,
      );
      const {
        rows: [counted],
      } = await postgres.pool.query(
        `select count(*)::int as n, count(distinct data_id)::int as ids, count(distinct uuid)::int as uuids from ${table}`,
      );
      assert.deepEqual(counted, { n: RECORDS, ids: RECORDS, uuids: RECORDS });
      const books = await eventually(
        "all of it in the store",
        async () => {
          const found = await readBooks(daemon.url);
          return found.in_flight === 0 && found.stored >= RECORDS && found;
        },
        120_000,
      );
      assert.deepEqual([books.stored, books.balanced, books.dead], [RECORDS, true, 0]);
      assert.equal(books.received, RECORDS + books.duplicate);
      t.diagnostic(
        `${RECORDS} records in ${(took / 1_000).toFixed(1)} s; sent to the daemon twice: ${books.duplicate}`,
      );
    });
});
