/** `.env` as people save it: any encoding is read or refused in words, and names that are none of ours are told. */
// cspell:ignore sotre
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { ConfigError, settingNames } from "./config.ts";
import { loadEnvironment, meantBy, readEnvFile } from "./env-file.ts";

describe(".env", () => {
  const folder = mkdtempSync(join(tmpdir(), "groundswell-env-"));
  const path = join(folder, ".env");
  after(() => rmSync(folder, { recursive: true }));
  const save = (bytes: Buffer | string) => writeFileSync(path, bytes);
  const text = "# mine\r\nPORT=18140\r\nexport DATA_DIR='./else where'\r\nDEFAULT_APP=Café\r\n";
  const meant = { PORT: "18140", DATA_DIR: "./else where", DEFAULT_APP: "Café" };
  const refused = (pattern: RegExp) =>
    assert.throws(
      () => loadEnvironment({}, path),
      (error: unknown) => error instanceof ConfigError && error.message.includes(path) && pattern.test(error.message),
    );

  it("is read in UTF-8 and UTF-16, with and without a mark", () => {
    const utf16 = Buffer.from(text, "utf16le");
    const swapped = Buffer.from(utf16).swap16();
    const saved = [text, `\uFEFF${text}`, utf16, Buffer.concat([Buffer.from([0xff, 0xfe]), utf16])];
    for (const bytes of [...saved, swapped, Buffer.concat([Buffer.from([0xfe, 0xff]), swapped])]) {
      save(bytes);
      assert.deepEqual({ ...readEnvFile(path).variables }, meant);
    }
  });

  it("is refused where it is no text, holds NULs or no variable at all; a missing or an empty one is fine", () => {
    save(Buffer.from("DEFAULT_APP=Caf\xe9\n", "latin1"));
    refused(/no text in UTF-8/);
    save("PORT=1\u00002\n");
    refused(/NUL/);
    save("PORT 8080\nDATA_DIR ./x\n");
    refused(/no line of it says NAME=value/);
    for (const empty of ["", "\n\n", "# nothing yet\n"]) {
      save(empty);
      assert.deepEqual(loadEnvironment({ PORT: "1" }, path).environment, { PORT: "1" });
    }
    assert.deepEqual(readEnvFile(join(folder, "none")).variables, {});
  });

  it("names each variable that looks like a misspelt setting, and what was meant", () => {
    save("DATADIR=./x\nELASTICSEARCH_URLS=http://x\nMY_OWN=1\n");
    refused(/DATADIR: .*did you mean DATA_DIR\?[\s\S]*ELASTICSEARCH_URLS: .*did you mean ELASTICSEARCH_URL\?/);
    save("PORT=1\n");
    const { doubtful, environment } = loadEnvironment(
      { LOOP: "x", Log_Level: "debug", PORT: "2", HOSTNAME: "h" },
      path,
    );
    assert.equal(doubtful.length, 1, doubtful.join());
    assert.match(doubtful[0]!, /Log_Level.*LOG_LEVEL/);
    assert.equal(environment.PORT, "2");
  });

  it("is refused where one of its lines says nothing, with the line's number and without what may be a password", () => {
    const silent = ["PORT 1", "set PORT=1", "$env:PORT = '1'", "export PORT", "\u200bPORT=1", "DATA\u2011DIR=./y"];
    for (const line of [...silent, "PORT\uFF1D1", "LLM_API_KEY secret"]) {
      save(`# mine\r\nDATA_DIR=./x\r\n${line}\r\n`);
      refused(/line 3 \(.*says no NAME=value/);
      assert.throws(
        () => loadEnvironment({}, path),
        (error: Error) => !error.message.includes("secret"),
      );
    }
    save('; a comment\n// another\nCERT="-----BEGIN\nabc\n-----END" # mine\n  export PORT: 1\n');
    assert.deepEqual(loadEnvironment({}, path).environment, { CERT: "-----BEGIN\nabc\n-----END", PORT: "1" });
  });

  it("names short settings whose letters changed places, and those with our name before them", () => {
    save("PROT=1\nSOTRE=embedded\nGROUNDSWELL_PORT=2\n");
    refused(/PROT: .*PORT\?[\s\S]*SOTRE: .*STORE\?[\s\S]*GROUNDSWELL_PORT: .*PORT\?/);
  });

  it("is told of with everything that is wrong at once: lines, names and values", () => {
    save("oops\nDATADIR=./x\nPORT=nonsense\nSTORE=elasticsearch\n");
    refused(/line 1[\s\S]*DATADIR[\s\S]*\n {2}PORT: [\s\S]*\n {2}ELASTICSEARCH_URL: needed/);
  });

  it("tells what may be meant so: a variable set twice, a value cut at #, a file with a hidden ending", () => {
    save("PORT=1\nLLM_API_KEY=abc#def\nPORT=2\nHOST=::1 # mine\nDEFAULT_APP='a#b'\nDEFAULT_APP='a#b'\n");
    const { doubtful } = loadEnvironment({}, path);
    assert.equal(doubtful.length, 2, doubtful.join());
    assert.match(doubtful.join(), /PORT: set on the lines 1, 3.*LLM_API_KEY: what follows the # on line 2/);
    writeFileSync(join(folder, "other.txt"), "PORT=1\n");
    assert.match(loadEnvironment({}, join(folder, "other")).doubtful.join(), /other\.txt is not read/);
    symlinkSync(join(folder, "nowhere"), join(folder, "link"));
    assert.throws(() => loadEnvironment({}, join(folder, "link")), /a link to a file that is not there/);
  });

  it("takes no setting for another, and no usual variable for a setting", () => {
    for (const name of settingNames) assert.equal(meantBy(name), undefined, name);
    const usual = ["PATH", "HOME", "HOSTNAME", "USER", "TERM", "LANG", "PWD", "SHELL", "AWS_ACCESS_KEY_ID", "NODE_ENV"];
    const more = ["AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "NODE_OPTIONS", "OTEL_EXPORTER_OTLP_PROTOCOL", "TZ", "PORTS"];
    for (const name of [...usual, ...more, "KUBERNETES_PORT", "COMPOSE_PROJECT_NAME", "HTTPS_PROXY"])
      assert.equal(meantBy(name), undefined, name);
  });
});
