/** An Elasticsearch with a certificate of one's own: what is said of it, and what ELASTICSEARCH_CA_FILE does. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { readConfig } from "../config.ts";
import { openStore } from "../store/open.ts";
import { StoreUnavailable } from "../store/store.ts";
import { runCommand } from "./shell.testing.ts";

describe("a certificate of one's own", () => {
  const folder = mkdtempSync(join(tmpdir(), "groundswell-certificate-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  let server: ReturnType<typeof createServer>;
  let settings: Record<string, string>;
  before(async () => {
    const subject = ["-subj", "/CN=elasticsearch", "-addext", "subjectAltName=IP:127.0.0.1"];
    execFileSync(
      "openssl",
      ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", cert, ...subject],
      { stdio: "ignore" },
    );
    server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_, response) => {
      response.setHeader("x-elastic-product", "Elasticsearch");
      response.end(JSON.stringify({ version: { number: "9.5.0" } }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    settings = { STORE: "elasticsearch", ELASTICSEARCH_URL: url, DATA_DIR: folder, PORT: "0", EMBEDDED_SQS_PORT: "0" };
  });
  after(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });
  const doctor = async (environment: Record<string, string>) => {
    const done = await runCommand(["doctor"], { environment });
    return done.rows().find(({ check }) => check === "store");
  };

  it("is told as such, with the setting that helps, by doctor and at the boot", async () => {
    const found = await doctor(settings);
    assert.equal(found?.status, "problem");
    assert.match(String(found?.advice), /ELASTICSEARCH_CA_FILE/);
    await assert.rejects(openStore(readConfig(settings)), (error: Error) => {
      assert.ok(error instanceof StoreUnavailable);
      assert.match(error.message, /self-signed certificate.*ELASTICSEARCH_CA_FILE/s);
      return true;
    });
  });

  it("is trusted with ELASTICSEARCH_CA_FILE", async () => {
    const found = await doctor({ ...settings, ELASTICSEARCH_CA_FILE: cert });
    assert.deepEqual([found?.status, String(found?.found).slice(0, 17)], ["ok", "Elasticsearch 9.5"]);
  });

  it("names the setting and the file when that can't be read or holds no certificate", async () => {
    writeFileSync(join(folder, "empty.pem"), "nothing");
    for (const file of ["no-such.pem", "empty.pem"].map((name) => join(folder, name)))
      await assert.rejects(openStore(readConfig({ ...settings, ELASTICSEARCH_CA_FILE: file })), (error: Error) => {
        return error.message.includes("ELASTICSEARCH_CA_FILE") && error.message.includes(file);
      });
  });
});
