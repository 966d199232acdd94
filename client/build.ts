/** Builds the client into a folder: ES modules with types by tsc, and the same as one classic script that sets `groundswell`. */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Script } from "node:vm";

const CLIENT = fileURLToPath(new URL(".", import.meta.url));
const TSC = fileURLToPath(new URL("../node_modules/typescript/bin/tsc", import.meta.url));
/** What uses comes after what it uses. */
const MODULES = ["platform", "session", "buffer", "sender", "client"];

export interface Built {
  readonly modules: string;
  readonly script: string;
}

/** Resolves to the code of both, as it was written. Throws when it does not compile. */
export function buildClient(folder = join(CLIENT, "dist")): Built {
  execFileSync(process.execPath, [TSC, "-p", CLIENT, "--outDir", folder], { stdio: "inherit" });
  const texts = MODULES.map((name) => readFileSync(join(folder, `${name}.js`), "utf8"));
  const plain = texts.map((text) =>
    text
      .replace(/^import .*;\n/gm, "")
      .replace(/^export \{.*\};\n/gm, "")
      .replace(/^export /gm, ""),
  );
  const script = `(() => {\n"use strict";\n${plain.join("")}globalThis.groundswell = { createClient };\n})();\n`;
  // Throws where two modules have a name in common.
  new Script(script);
  writeFileSync(join(folder, "groundswell.js"), script);
  return { modules: texts.join(""), script };
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) buildClient();
