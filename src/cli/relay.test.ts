/** `relay`: from each kind of place to each other, and a target that is away for a while. */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { eventually, openTestbed, type Testbed } from "../../test/testbed.ts";
import { openPostgres, type Postgres, postgresUrl, withoutPostgres } from "../ingestion/postgres.testing.ts";
import { openTestServer, runCommand } from "./shell.testing.ts";

const records = Array.from({ length: 30 }, (_, at) => ({
  data: `Text ${at}`,
  data_id: `id-${at}`,
  source_type: "forum",
}));
const lines = records.map((record) => JSON.stringify(record)).join("\n");

describe("relay", () => {
  let folder: string;
  let file: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "groundswell-relay-"));
    file = join(folder, "in.jsonl");
    await writeFile(file, lines);
  });
  after(() => rm(folder, { recursive: true }));

  it("carries a file or standard input to standard output, in either format", async () => {
    const fromFile = await runCommand(["relay", "--from", "file:in.jsonl", "--to", "stdout"], { folder });
    assert.deepEqual([fromFile.code, fromFile.rows().length, fromFile.rows()[3]?.text], [0, 30, "Text 3"]);
    assert.match(fromFile.stderr, /relaying from file:in\.jsonl to stdout/);
    const wire = ["relay", "--from", "-", "--to", "stdout", "--format", "ingestion", "--tenant", "acme"];
    const fromStdin = await runCommand(wire, { stdin: lines });
    const [first] = fromStdin.rows();
    assert.deepEqual([first?.data, first?.data_id, first?.tenant_id], ["Text 0", "id-0", "acme"]);
    assert.match(fromStdin.stderr, /stdout: 30 received, 30 accepted, 0 refused, 0 failed/);
  });

  it("says what it can't carry from or to, and shows no password", async () => {
    const from = await runCommand(["relay", "--from", "ftp://x", "--to", "stdout"]);
    assert.deepEqual([from.code, /--from ftp:\/\/x/.test(from.stderr)], [2, true]);
    const to = await runCommand(["relay", "--from", "-", "--to", "mysql://user:secret@host/db"]);
    assert.equal(to.code, 2);
    assert.ok(!to.stderr.includes("secret"));
  });

  it("listens, and answers once the target has it", async () => {
    await using target = await openTestServer(() => ({ status: 200 }));
    const stopping = new AbortController();
    const argv = ["relay", "--from", "http://127.0.0.1:0/ingest", "--to", `${target.url}/take`, "--single"];
    const stderr: string[] = [];
    const running = runCommand(argv, { signal: stopping.signal, onNote: (text) => void stderr.push(text) });
    const url = await eventually("where it listens", async () => /from (http:\S+)/.exec(stderr.join(""))?.[1]);
    const reply = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(records.slice(0, 2)),
    });
    assert.deepEqual([reply.status, ((await reply.json()) as { accepted: number }).accepted], [202, 2]);
    assert.deepEqual(
      target.asked.map(({ body }) => (JSON.parse(body) as { data_id: string }).data_id),
      ["id-0", "id-1"],
    );
    stopping.abort();
    assert.equal((await running).code, 130);
  });

  it("loses and doubles nothing on either side while one of two targets is away", {
    skip: withoutPostgres,
  }, async () => {
    const postgres: Postgres = openPostgres();
    const table = postgres.table();
    let left = 5;
    await using target = await openTestServer(() => (left-- > 0 ? { status: 503 } : { status: 200 }));
    const targets = ["--to", postgresUrl!, "--table", table, "--create-table", "--to", `${target.url}/take`];
    const argv = ["relay", "--from", `file:${file}`, ...targets, "--tenant", "acme"];
    const { code, stderr } = await runCommand(argv);
    assert.equal(code, 0, stderr);
    assert.equal((await postgres.rows(table)).length, 30);
    const taken = target.asked.slice(5).flatMap(({ body }) => JSON.parse(body) as { data_id: string }[]);
    assert.deepEqual(
      taken.map(({ data_id }) => data_id),
      records.map(({ data_id }) => data_id),
    );
    assert.equal(stderr.match(/30 received, 30 accepted, 0 refused, 0 failed/g)?.length, 2);
    await postgres.close();
  });

  describe("with queues", () => {
    let bed: Testbed;
    before(async () => {
      bed = await openTestbed();
    });
    after(() => bed.close());

    it("puts records on a queue and takes them off another, each message acknowledged once it is written", async () => {
      const { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY } = bed.credentials;
      const credentials = { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY };
      const environment = { AWS_ENDPOINT_URL_SQS: bed.endpoint, AWS_REGION: "us-east-1", ...credentials };
      const queueUrl = `${bed.endpoint}/000000000000/test-raw`;
      const sent = await runCommand(["relay", "--from", `file:${file}`, "--to", `sqs:${queueUrl}`], { environment });
      assert.equal(sent.code, 0, sent.stderr);
      const stopping = new AbortController();
      const argv = ["relay", "--from", `sqs:${queueUrl}`, "--to", "stdout"];
      const taking = runCommand(argv, { environment, signal: stopping.signal });
      await eventually("an empty queue", async () => {
        const { visible, inFlight } = await bed.queue.depth("raw");
        return visible + inFlight === 0;
      });
      stopping.abort();
      assert.deepEqual(
        (await taking)
          .rows()
          .map(({ id }) => id)
          .sort(),
        records.map(({ data_id }) => data_id).sort(),
      );
    });
  });
});
