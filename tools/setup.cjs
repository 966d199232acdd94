// Installs what package-lock.json pins when it isn't there yet, so that any npm script works first in a fresh clone.
// Runs on whatever Node the machine has (20 or newer), before the pinned one is installed: plain CommonJS.
const { execSync } = require("node:child_process");
const { existsSync } = require("node:fs");
const { join } = require("node:path");

const root = join(__dirname, "..");
if (!existsSync(join(root, "node_modules", ".package-lock.json"))) {
  process.stderr.write("First run: installing the pinned dependencies (npm ci) ...\n");
  execSync("npm ci --no-audit --no-fund --loglevel=error", { cwd: root, stdio: ["ignore", process.stderr, "inherit"] });
}
