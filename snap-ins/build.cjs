/**
 * Builds a snap-in; run by `npm run build` in its `code` folder. tsc keeps the folders of what it compiles (the snap-in
 * and the shared package); DevRev looks for dist/function-factory.js and dist/index.js, so these two are put there.
 */
const { execFileSync } = require("node:child_process");
const { mkdirSync, rmSync, writeFileSync } = require("node:fs");
const { basename, dirname, join, resolve } = require("node:path");

rmSync("dist", { recursive: true, force: true });
// npm has put this folder's and the repository's node_modules/.bin on the path.
execFileSync("tsc", ["-p", "."], { stdio: "inherit", shell: process.platform === "win32" });

const inner = `./${basename(dirname(process.cwd()))}/code/src`;
mkdirSync("dist", { recursive: true });
for (const name of ["index", "function-factory"]) {
  writeFileSync(join("dist", `${name}.js`), `"use strict";\nmodule.exports = require("${inner}/${name}.js");\n`);
}

const { functionFactory } = require(resolve("dist", "index.js"));
const names = Object.keys(functionFactory);
if (names.length === 0 || names.some((name) => typeof functionFactory[name] !== "function")) {
  throw new Error("the built package has no functions");
}
console.log(`built ${names.join(", ")}`);
