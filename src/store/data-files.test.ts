/** Data folders that are damaged are told by the file and what to do; those of a first start that was killed start. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, before, describe, it } from "node:test";
import { DEFAULT_TENANT } from "../model/tenant.ts";
import { startEmbeddedQueue } from "../queue/embedded.ts";
import { createSqsQueue } from "../queue/sqs.ts";
import { DamagedData, inspectFile, isQueueNew, mustBeWhole, nameFile, queueFile, storeFile } from "./data-files.ts";
import { createSqliteStore } from "./sqlite.ts";

const both = { store: true, queue: true };

async function runQueue(dataDir: string): Promise<void> {
  const server = await startEmbeddedQueue({ dataDir, port: 0 });
  const queue = createSqsQueue({ prefix: "t-", region: "us-east-1", ...server });
  try {
    await queue.ensure();
    const messages = Array.from({ length: 50 }, () => ({ body: `["${"x".repeat(4_000)}"]`, attributes: {} }));
    await queue.send("raw", messages);
  } finally {
    await queue.close();
    await server.stop();
  }
}

describe("a data folder", () => {
  const root = mkdtempSync(join(tmpdir(), "groundswell-files-"));
  const sound = join(root, "sound");
  let copies = 0;
  before(async () => {
    const store = await createSqliteStore({ dataDir: sound });
    const docs = Array.from(
      { length: 200 },
      (_, at) => ({ op: "create", id: `d${at}`, doc: { value: "x".repeat(2_000) } }) as const,
    );
    await store.write(DEFAULT_TENANT, "progress", docs);
    await store.close();
    await runQueue(sound);
    // Whoever closes last brings the log into the file, if nobody else reads meanwhile.
    for (const path of [storeFile(sound), queueFile(sound)]) {
      const db = new DatabaseSync(path);
      db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      db.close();
    }
  });
  after(() => rmSync(root, { recursive: true }));

  const copy = (): string => {
    const folder = join(root, `copy-${copies++}`);
    cpSync(sound, folder, { recursive: true });
    return folder;
  };
  const refused = (folder: string, path: string, pattern: RegExp) =>
    assert.throws(
      () => mustBeWhole(folder, both),
      (error: unknown) => {
        assert.ok(error instanceof DamagedData, String(error));
        assert.ok(error.message.includes(path) && pattern.test(error.message), error.message);
        return true;
      },
    );

  it("that is new or whole is fine", () => {
    mustBeWhole(join(root, "none"), both);
    mustBeWhole(copy(), both);
    for (const path of [storeFile(sound), queueFile(sound)])
      assert.equal(inspectFile(path, { readOnly: true, thorough: true }), "sound");
  });

  for (const fileOf of [storeFile, queueFile]) {
    it(`whose ${fileOf.name.replace("File", "")} is cut off, no database or overwritten is refused, by its name`, () => {
      const cut = copy();
      truncateSync(fileOf(cut), Math.floor(statSync(fileOf(cut)).size / 2));
      refused(cut, fileOf(cut), /damaged .*restore|damaged .*backup/);
      const other = copy();
      writeFileSync(fileOf(other), "this is no database, not at all".repeat(500));
      refused(other, fileOf(other), /damaged/);
    });
  }

  it("whose store is missing or empty beside a queue is refused, since it would ask for no key", () => {
    const gone = copy();
    unlinkSync(storeFile(gone));
    refused(gone, storeFile(gone), /missing or empty, beside a queue.*begin anew/);
    writeFileSync(storeFile(gone), "");
    refused(gone, storeFile(gone), /missing or empty/);
    new DatabaseSync(storeFile(gone)).close();
    refused(gone, storeFile(gone), /missing or empty/);
    rmSync(dirname(queueFile(gone)), { recursive: true });
    mustBeWhole(gone, both);
  });

  it("whose files hold somebody else's tables, or lost some of their own, is refused: it would begin empty and ask for no key", () => {
    const change = (path: string, ...statements: readonly string[]): void => {
      const db = new DatabaseSync(path);
      for (const statement of statements) db.exec(statement);
      db.close();
    };
    for (const fileOf of [storeFile, queueFile]) {
      const foreign = copy();
      for (const end of ["", "-wal", "-shm"]) rmSync(fileOf(foreign) + end, { force: true });
      change(fileOf(foreign), "CREATE TABLE strange (x TEXT)");
      refused(foreign, fileOf(foreign), /it holds none of our tables/);
    }
    for (const loss of ["DROP TABLE keys", "DROP TABLE layout", "DELETE FROM layout"]) {
      const robbed = copy();
      change(storeFile(robbed), loss);
      refused(robbed, storeFile(robbed), /damaged/);
    }
  });

  it("in which something stands in the way of a file is refused by its name", () => {
    const inTheWay = (path: string) => {
      const folder = join(root, `blocked-${copies++}`);
      mkdirSync(join(folder, path), { recursive: true });
      refused(folder, join(folder, path), /is a folder, where a file has to be/);
    };
    inTheWay("store.sqlite");
    inTheWay(join("queue", "fauxqs.db"));
    const folder = join(root, `blocked-${copies++}`);
    mkdirSync(folder);
    writeFileSync(join(folder, "queue"), "");
    refused(folder, join(folder, "queue"), /is no folder/);
  });

  it("that another user may not write to is told by the file", (t) => {
    if (process.getuid?.() !== 0) return t.skip("only root can be somebody else");
    const folder = copy();
    chmodSync(root, 0o755);
    chmodSync(queueFile(folder), 0o444);
    const script = `import(${JSON.stringify(new URL("./data-files.ts", import.meta.url))}).then((m) => {
      process.setgid(65534); process.setuid(65534);
      console.log(m.rightsFault(${JSON.stringify(queueFile(folder))}) ?? "none");
    });`;
    const said = execFileSync(process.execPath, ["-e", script]).toString();
    assert.match(said, /EACCES.*queue.*: give the user that runs the daemon the right/);
  });

  it("with a new queue beside a store that is not says so", () => {
    const folder = copy();
    assert.equal(isQueueNew(folder), false);
    writeFileSync(queueFile(folder), "");
    assert.equal(isQueueNew(folder), true);
    assert.equal(isQueueNew(join(root, "none")), false);
  });

  it("of a first start that was killed over the queue's file starts, whatever of it was there", async () => {
    const beginnings: ((path: string) => void)[] = [
      (path) => writeFileSync(path, ""),
      (path) => {
        const db = new DatabaseSync(path);
        db.exec("PRAGMA journal_mode = WAL");
        db.close();
      },
      (path) => {
        const db = new DatabaseSync(path);
        db.exec("CREATE TABLE sns_topics (x TEXT)");
        db.exec("DROP TABLE sns_topics");
        db.close();
      },
    ];
    for (const begin of beginnings) {
      const folder = join(root, `begun-${copies++}`);
      mkdirSync(dirname(queueFile(folder)), { recursive: true });
      begin(queueFile(folder));
      mustBeWhole(folder, both);
      await runQueue(folder);
      assert.equal(inspectFile(queueFile(folder)), "sound");
    }
  });
});

it("a full disk is named as such, with what to do", () => {
  const full = Object.assign(new Error("database or disk is full"), { errcode: 13 });
  assert.match(
    (nameFile(full, "/data/store.sqlite") as Error).message,
    /^\/data\/store\.sqlite: the disk is full: make room/,
  );
});
