/** Checks of the machine: Node, the data folder, disk space, the clock, the model files. */
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, statfs } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { DataDirLocked, lockDataDir, UnusableDataDir } from "../../store/data-dir-lock.ts";
import { type Finding, fine, problem, warning } from "./check.ts";

/** node:sqlite with extensions, and TypeScript without a build, came of age with it. */
const NODE_MAJOR = 24;
/** Free bytes: below the first a problem, below the second a warning. A million insights take about 5.5 GB (docs/operations.md). */
const DISK = { problem: 200e6, warning: 2e9 };
/** SQS refuses requests that are signed 15 minutes off; half of that is worth a word. */
const CLOCK_OFF_SECONDS = 450;

export const modelsFolder = fileURLToPath(new URL("../../../models/", import.meta.url));

export function checkNode(version: string): Finding {
  const major = Number(version.split(".", 1)[0]);
  if (major >= NODE_MAJOR) return fine("node", version);
  const advice = `start it through npm (npm start, npm run groundswell), which uses the pinned Node ${NODE_MAJOR}`;
  return problem("node", `${version}, older than ${NODE_MAJOR}`, advice);
}

/** The folder itself, or the nearest one above it that exists. */
async function existing(path: string): Promise<string> {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const found = await stat(folder).catch(() => undefined);
    if (found !== undefined || folder === dirname(folder)) return folder;
  }
}

const showBytes = (bytes: number): string =>
  bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${Math.round(bytes / 1e6)} MB`;

export async function checkDisk(dataDir: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(await existing(dataDir));
  const free = bavail * bsize;
  const found = `${showBytes(free)} free for DATA_DIR`;
  const advice = "make room, or set DATA_DIR to a folder on a larger disk";
  if (free < DISK.problem) return problem("disk", found, advice);
  return free < DISK.warning ? warning("disk", found, advice) : fine("disk", found);
}

/** By trying: permissions don't tell of read-only mounts and full quotas. */
async function isWritable(folder: string): Promise<boolean> {
  try {
    await rm(await mkdtemp(join(folder, ".doctor-")), { recursive: true });
    return true;
  } catch {
    return false;
  }
}

/** `held`: whether a daemon has the folder, so that its store can't be opened from here. */
export async function checkDataDir(dataDir: string): Promise<{ readonly finding: Finding; readonly held: boolean }> {
  const path = resolve(dataDir);
  const folder = await existing(path);
  const answer = (finding: Finding, held = false) => ({ finding, held });
  if (!(await stat(folder)).isDirectory()) {
    return answer(problem("data folder", `${folder} is a file`, "set DATA_DIR to a folder"));
  }
  if (!(await isWritable(folder))) {
    const advice = "give the user that runs the daemon the right to write there, or set DATA_DIR";
    return answer(problem("data folder", `${folder} can't be written to`, advice));
  }
  if (folder !== path) return answer(fine("data folder", `${path} will be made at the first start`));
  try {
    await (await lockDataDir(path)).release();
  } catch (thrown) {
    if (thrown instanceof UnusableDataDir)
      return answer(problem("data folder", thrown.message, "put that right, then ask again"));
    if (!(thrown instanceof DataDirLocked)) throw thrown;
    return answer(fine("data folder", thrown.message), true);
  }
  return answer(fine("data folder", `${path}, writable and free`));
}

/** Against the files of this very installation, which can't be from the future, and against what other machines said. */
export async function checkClock(
  others: readonly { readonly name: string; readonly date: string | null }[],
): Promise<Finding> {
  const now = Date.now();
  const advice = "set the clock (timedatectl, ntp): dates of feedback, sessions and signed requests depend on it";
  const installed = (await stat(fileURLToPath(import.meta.url))).mtimeMs;
  const show = new Date(now).toISOString();
  if (now < installed - 86_400_000) return problem("clock", `${show} is before this program was installed`, advice);
  for (const { name, date } of others) {
    const off = date === null ? Number.NaN : Math.abs(Date.parse(date) - now) / 1000;
    if (off > CLOCK_OFF_SECONDS) return problem("clock", `${Math.round(off)} s away from ${name}'s`, advice);
  }
  return fine("clock", show);
}

/** `SHA256SUMS` beside the models, in the format of sha256sum. */
export async function checkModels(folder = modelsFolder): Promise<Finding> {
  const advice = "restore the folder models/ (git checkout models)";
  const names = (await readdir(folder).catch(() => [])).filter((name) => name !== "SHA256SUMS");
  if (names.length === 0) return problem("models", `nothing in ${folder}`, advice);
  const list = await readFile(join(folder, "SHA256SUMS"), "utf8").catch(() => undefined);
  if (list === undefined) return fine("models", `${names.length} files; no SHA256SUMS to compare with`);
  const wrong: string[] = [];
  for (const line of list.split("\n")) {
    const [, sum, name] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line.trim()) ?? [];
    if (sum === undefined || name === undefined) continue;
    const bytes = await readFile(join(folder, name.replace(/^models\//, ""))).catch(() => undefined);
    if (bytes === undefined) wrong.push(`${name} is missing`);
    else if (createHash("sha256").update(bytes).digest("hex") !== sum) wrong.push(`${name} is not what was released`);
  }
  return wrong.length > 0
    ? problem("models", wrong.join("; "), advice)
    : fine("models", `${names.length} files, as released`);
}
