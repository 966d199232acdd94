/** `sources` on the command line: registering, trying, pulling and looking, against a server with the real puller beside it. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { openProvider, openRig, type Provider, type Rig } from "../sources/rig.testing.ts";
import { runCommand } from "./shell.testing.ts";

const feed = (...ids: string[]) => ({
  text: `<rss version="2.0"><channel><title>t</title><link>http://t</link>${ids
    .map((id) => `<item><title>${id} fails</title><guid>${id}</guid></item>`)
    .join("")}</channel></rss>`,
});

describe("sources", () => {
  let rig: Rig;
  let provider: Provider;
  let rounds: NodeJS.Timeout;
  let running = Promise.resolve();
  before(async () => {
    rig = await openRig();
    provider = await openProvider(() => feed("one", "two"));
    rounds = setInterval(() => {
      running = running.then(() => rig.round());
    }, 50);
  });
  after(async () => {
    clearInterval(rounds);
    await running;
    await rig[Symbol.asyncDispose]();
    await provider[Symbol.asyncDispose]();
  });
  const sources = (...argv: string[]) =>
    runCommand(["sources", ...argv], { environment: { GROUNDSWELL_URL: rig.server.url } });

  it("registers, tries and pulls a source, waits for the pull, and shows what it came to", async () => {
    const set = `url=${provider.url}/feed`;
    const added = await sources("add", "rss", "--app", "notes", "--id", "ours", "--set", set, "--schedule", "every 1h");
    assert.equal(added.code, 0, added.stderr);
    assert.equal(added.rows()[0]?.id, "ours");
    const tried = await sources("test", "ours");
    assert.deepEqual([tried.code, tried.rows()[0]?.ok], [0, true]);
    const pulled = await sources("pull", "ours");
    assert.equal(pulled.code, 0, pulled.stderr);
    assert.deepEqual([pulled.rows()[0]?.state, pulled.rows()[0]?.accepted], ["succeeded", 2]);
    assert.equal((await sources("runs", "ours")).rows().length, 1);
    const listed = await sources("list");
    assert.deepEqual(
      listed.rows().map(({ id, type }) => [id, type]),
      [["ours", "rss"]],
    );
    assert.equal((await sources("types")).rows().length, 10);
  });

  it("says what is wrong with what was asked, and fails with a pull that fails", async () => {
    const wrong = await sources("add", "rss", "--app", "notes", "--set", "link=x");
    assert.deepEqual([wrong.code, /settings\.link/.test(wrong.stderr)], [1, true]);
    assert.equal((await sources("add", "rss", "--set", "nothing")).code, 2);
    assert.equal((await sources("pull", "nobody")).code, 1);
    provider.answer = () => ({ status: 410 });
    const failed = await sources("pull", "ours");
    assert.deepEqual([failed.code, /gone/.test(failed.stderr)], [1, true]);
  });

  it("shows the secret of a push once, and takes secrets from a file", async () => {
    const json = JSON.stringify({ app: "notes", mode: "push", secrets: { webhook_secret: "from-a-file" } });
    const added = await runCommand(["sources", "add", "webhook", "--file", "-"], {
      stdin: json,
      environment: { GROUNDSWELL_URL: rig.server.url },
    });
    assert.equal(added.code, 0, added.stderr);
    assert.ok(!added.stdout.includes("from-a-file"));
    const made = await sources("add", "webhook", "--app", "notes", "--mode", "push");
    assert.match(String(made.rows()[0]?.push_secret), /^whsec_/);
    assert.match(made.stderr, /not shown again/);
  });
});
