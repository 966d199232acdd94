#!/usr/bin/env node
// What `npx` starts, on any Node from 20 on: hands everything to the pinned Node, which runs main.ts as it is.
const { spawnSync } = require("node:child_process");
const { join } = require("node:path");

const root = join(__dirname, "..", "..");
require(join(root, "tools", "setup.cjs"));
const node = join(root, "node_modules", ".bin", process.platform === "win32" ? "node.cmd" : "node");
const done = spawnSync(node, [join(__dirname, "main.ts"), ...process.argv.slice(2)], { stdio: "inherit" });
if (done.error) process.stderr.write(`devrev-emulator: ${done.error.message}\n`);
process.exitCode = done.status ?? 1;
