/** The library as others use it: built by tsc, imported by a plain Node project, every side with every other. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = fileURLToPath(new URL("..", import.meta.url));

describe("groundswell/ingestion in a plain Node project", () => {
  let project: string;
  before(async () => {
    project = await mkdtemp(join(tmpdir(), "groundswell-library-"));
    const installed = join(project, "node_modules", "groundswell");
    await mkdir(installed, { recursive: true });
    const tsc = join(root, "node_modules", ".bin", "tsc");
    await run(tsc, ["-p", "tsconfig.build.json", "--outDir", join(installed, "dist")], { cwd: root });
    await cp(join(root, "package.json"), join(installed, "package.json"));
    await symlink(join(root, "node_modules"), join(installed, "node_modules"));
    await writeFile(join(project, "package.json"), JSON.stringify({ type: "module" }));
  });
  after(() => rm(project, { recursive: true }));

  async function runScript(lines: readonly string[]): Promise<string[]> {
    await writeFile(join(project, "script.js"), lines.join("\n"));
    const { stdout } = await run(process.execPath, ["script.js"], { cwd: project });
    return stdout.trim().split("\n");
  }

  it("exports every writer, every ingestor and what goes between them", async () => {
    const [names] = await runScript([
      'import * as library from "groundswell/ingestion";',
      "console.log(JSON.stringify(Object.keys(library)));",
    ]);
    const known = JSON.parse(names!) as string[];
    for (const name of [
      ...["createSqsWriter", "createHttpWriter", "createPostgresWriter", "createStdoutWriter"],
      ...["createHttpIngestor", "createSqsIngestor", "createFileIngestor", "createS3Ingestor"],
      ...["process", "tee", "route", "batch", "retry"],
    ])
      assert.ok(known.includes(name), name);
  });

  it("carries a file through a processor, a tee and HTTP to standard output", async () => {
    const records = [{ text: "one" }, { text: "spam" }, { data: "two", data_id: "2", source_type: "forum" }];
    await writeFile(join(project, "feedback.jsonl"), records.map((record) => JSON.stringify(record)).join("\n"));
    const lines = await runScript([
      'import { createFileIngestor, createHttpIngestor, createHttpWriter, createStdoutWriter, process as between, tee } from "groundswell/ingestion";',
      "const http = createHttpIngestor({ port: 0 });",
      "const listening = await http.listenAndServe(createStdoutWriter());",
      "const writer = between(tee([createHttpWriter({ url: listening.url })]), (record) => record.text === 'spam' ? undefined : { ...record, seen: true });",
      'const file = createFileIngestor({ path: "feedback.jsonl", tenant: "acme", source: "file" });',
      "await (await file.listenAndServe(writer)).close();",
      "await listening.close();",
    ]);
    const out = lines.map((line) => JSON.parse(line) as { text: string; tenant: string; source: string });
    assert.deepEqual(
      out.map(({ text, tenant, source }) => [text, tenant, source]),
      [
        ["one", "acme", "file"],
        ["two", "acme", "forum"],
      ],
    );
  });

  it("has types for those who compile", async () => {
    await writeFile(
      join(project, "typed.ts"),
      'import { createStdoutWriter, type IngestionWriter } from "groundswell/ingestion";\nexport const writer: IngestionWriter = createStdoutWriter();\n',
    );
    const tsc = join(root, "node_modules", ".bin", "tsc");
    const options = [
      "--noEmit",
      "--strict",
      "--skipLibCheck",
      "--module",
      "nodenext",
      "--target",
      "es2024",
      "--types",
      "node",
    ];
    await run(tsc, [...options, "--typeRoots", join(root, "node_modules", "@types"), "typed.ts"], { cwd: project });
  });
});
