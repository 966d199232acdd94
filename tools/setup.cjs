// Installs what package-lock.json pins when it isn't there yet, and builds the dashboard when its sources have changed, so
// that any npm script works first in a fresh clone. Runs on whatever Node the machine has (20 or newer), before the
// pinned one is installed: plain CommonJS.
const { execFileSync, execSync } = require("node:child_process");
const { createHash } = require("node:crypto");
const { existsSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

const LEAST_NODE = 20;
if (Number(/^v(\d+)/.exec(process.version)[1]) < LEAST_NODE) {
  process.stderr.write(`Node ${LEAST_NODE} or newer is needed, and this is ${process.version}.\n`);
  process.exit(1);
}

const root = join(__dirname, "..");
const dashboard = join(root, "dashboard");
const MARK = "built-from.txt";
/** What the dashboard shares with the server, and the sample; of the rest it imports types alone. */
const SHARED = ["src/model", "src/ingestion/tables", "examples/sample"];

/** By name, so that the hash is the same everywhere. */
function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function hashOfSources() {
  const hash = createHash("sha256");
  const files = [
    ...["src", "public"].flatMap((folder) => filesUnder(join(dashboard, folder))),
    ...SHARED.flatMap((folder) => filesUnder(join(root, folder))),
    ...["index.html", "vite.config.ts"].map((name) => join(dashboard, name)),
    ...["src/server/pages/addresses.ts", "package-lock.json"].map((name) => join(root, name)),
  ];
  for (const file of files) hash.update(file.slice(root.length)).update("\0").update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}

function buildDashboard() {
  const dist = join(dashboard, "dist");
  const mark = join(dist, MARK);
  const wanted = hashOfSources();
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted) return;
  const pinned = join(root, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");
  const node = existsSync(pinned) ? pinned : process.execPath;
  // Several may build at the same time: each into a folder of its own.
  const made = join(dashboard, `.dist-${process.pid}`);
  process.stderr.write("Building the dashboard ...\n");
  execFileSync(node, [join(root, "node_modules", "vite", "bin", "vite.js"), "build", "--logLevel", "warn"], {
    cwd: dashboard,
    stdio: ["ignore", process.stderr, "inherit"],
    env: { ...process.env, DASHBOARD_OUT: made },
  });
  writeFileSync(join(made, MARK), wanted);
  rmSync(dist, { recursive: true, force: true });
  try {
    renameSync(made, dist);
  } catch (error) {
    // Somebody else was quicker.
    rmSync(made, { recursive: true, force: true });
    if (!existsSync(mark)) throw error;
  }
}

/** What npm noted of what it installed, beside what is pinned. An image without development packages is whole, too. */
function isInstalled() {
  const noted = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(noted)) return false;
  const { packages: installed } = JSON.parse(readFileSync(noted, "utf8"));
  const { packages: pinned } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const hasDevelopment = Object.values(installed).some(({ dev }) => dev);
  return Object.entries(pinned).every(
    ([path, { version, optional, devOptional, link, dev }]) =>
      path === "" ||
      optional ||
      devOptional ||
      link ||
      (dev && !hasDevelopment) ||
      installed[path]?.version === version,
  );
}

if (!isInstalled()) {
  process.stderr.write("Installing the pinned dependencies (npm ci) ...\n");
  execSync("npm ci --no-audit --no-fund --loglevel=error", { cwd: root, stdio: ["ignore", process.stderr, "inherit"] });
}
buildDashboard();
