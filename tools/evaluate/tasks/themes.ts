/** Themes of an app that nothing was prepared for, against themes that a person coded: the `themes` command and the scorer beside the data. */
// cspell:ignore bcubed
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { dataFolder, hasData, type Row, readRows, type Task } from "../task.ts";

interface Coded {
  readonly id: string;
  readonly app: string;
  readonly text: string;
  readonly score: number | null;
}

const GOLD = "annotated/themes-huawei.jsonl";
const TITLES = "annotated/themes-huawei.titles.json";
const CLI = new URL("../../../src/cli/main.ts", import.meta.url);
const SCORER = new URL("../tools/score-themes.py", dataFolder);

/** What the scorer prints, and what is asked for; of doubles, fewer are better. */
// cspell:ignore bcubed
const measured: readonly { readonly name: string; readonly target?: number; readonly baseline?: number }[] = [
  { name: "top 10 found", target: 7, baseline: 0 },
  { name: "biggest 15 coherent", target: 12, baseline: 3 },
  { name: "doubles", target: 1, baseline: 5 },
  { name: "titles well formed", target: 15, baseline: 0 },
  { name: "bcubed F", target: 0.45, baseline: 0.255 },
  { name: "detected" },
];

function run(command: string, args: readonly string[], input?: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { input, encoding: "utf8", maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`${command}: ${stderr}`);
  return stdout;
}

export const task: Task = {
  name: "themes",
  run: async ({ slice }) => {
    if (slice === true || !hasData(GOLD) || spawnSync("python3", ["--version"]).status !== 0) return [];
    const records = readRows<Coded>(GOLD).map(({ id, app, text, score }) =>
      JSON.stringify({ app, text, metadata: { id, ...(score === null ? {} : { score }) } }),
    );
    const said = run(process.execPath, [fileURLToPath(CLI), "themes"], `${records.join("\n")}\n`);
    const folder = mkdtempSync(join(tmpdir(), "groundswell-themes-"));
    try {
      const file = join(folder, "said.jsonl");
      writeFileSync(file, said);
      const paths = [new URL(GOLD, dataFolder), new URL(TITLES, dataFolder)].map((url) => fileURLToPath(url));
      const figures = JSON.parse(run("python3", [fileURLToPath(SCORER), ...paths, file])) as Record<string, number>;
      return measured.map(
        ({ name, ...rest }): Row => ({
          task: "themes",
          dataset: "Huawei Health, 560",
          metric: name,
          figure: figures[name]!,
          ...rest,
        }),
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};
