/** Configuration: defaults, and every wrong variable at once. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { ConfigError, readConfig } from "./config.ts";
import { chosenLoops } from "./model/loops.ts";

describe("configuration", () => {
  it("works with nothing set, and treats empty as unset", () => {
    const config = readConfig({ PORT: "", TEXT_WORKERS: "" });
    assert.deepEqual(
      [config.HOST, config.PORT, config.QUEUE, config.STORE, config.LOOPS],
      ["127.0.0.1", 8080, "embedded", "embedded", chosenLoops],
    );
  });

  it("takes blank for unset, and refuses what a shell would have filled in, stray quotation marks and line breaks", () => {
    const blank = readConfig({ PORT: " ", METRICS_PORT: "\t", MAX_MISSPELT: " " });
    assert.deepEqual([blank.PORT, blank.METRICS_PORT, blank.MAX_MISSPELT], [8080, undefined, 0.3]);
    const unfilled = (name: string): string => `$\{${name}}`;
    const wrong = {
      DATA_DIR: [
        "~/data",
        "$HOME/data",
        `${unfilled("HOME")}/data`,
        "%USERPROFILE%\\data",
        '"./data',
        "\u201c./data\u201d",
        "C:\new",
      ],
      FIRST_KEY_FILE: ["~/key", "$HOME/key"],
      ELASTICSEARCH_CA_FILE: ["~/ca.pem"],
      DEFAULT_APP: [unfilled("APP"), "'app"],
      PUBLIC_URL: [`https://${unfilled("DOMAIN")}`],
    };
    for (const [name, values] of Object.entries(wrong))
      for (const value of values)
        assert.throws(() => readConfig({ [name]: value }), new RegExp(`\n {2}${name}: `), value);
    assert.equal(readConfig({ DEFAULT_APP: "Bob's" }).DEFAULT_APP, "Bob's");
    assert.equal(readConfig({ LLM_API_KEY: "pa$$w0rd$x" }).LLM_API_KEY, "pa$$w0rd$x");
  });

  it("reads durations with and without a unit as milliseconds", () => {
    const config = readConfig({ TICKET_INTERVAL: "90", CLUSTER_INTERVAL: "1.5m" });
    assert.deepEqual([config.TICKET_INTERVAL, config.CLUSTER_INTERVAL], [90_000, 90_000]);
  });

  it("names every wrong variable at once", () => {
    assert.throws(
      () =>
        readConfig({
          HOST: "bad:host:x",
          CORS_ORIGINS: "http://a/b",
          AWS_REGION: "x y",
          PORT: "eighty",
          QUEUE: "kafka",
          MIN_WORDS: "-1",
          LOOPS: "denoiser,dreamer",
        }),
      (error: unknown) => {
        assert.ok(error instanceof ConfigError);
        for (const name of ["HOST", "CORS_ORIGINS", "AWS_REGION", "PORT", "QUEUE", "MIN_WORDS", "LOOPS", "dreamer"])
          assert.match(error.message, new RegExp(name));
        return true;
      },
    );
  });

  it("names what depends on others together with what is wrong by itself, and nothing that follows from it", () => {
    const wrong = { STORE: "elasticsearch", LLM: "openai", MIN_WORDS: "many", ELASTICSEARCH_USERNAME: "me" };
    assert.throws(
      () => readConfig(wrong),
      ({ message }: Error) =>
        ["MIN_WORDS", "ELASTICSEARCH_URL", "LLM_BASE_URL", "LLM_MODEL", "ELASTICSEARCH_PASSWORD"].every((name) =>
          message.includes(name),
        ),
    );
    assert.throws(
      () => readConfig({ PORT: "x", METRICS_PORT: "8080" }),
      ({ message }: Error) => !message.includes("METRICS_PORT"),
    );
  });

  it("takes no ~ for a folder", () => {
    assert.throws(() => readConfig({ DATA_DIR: "~/groundswell" }), /DATA_DIR: ~ stands for no folder/);
  });

  it("offers the loops that there are, all or none of them, and no other", () => {
    assert.deepEqual(readConfig({ LOOPS: " clustering, denoiser" }).LOOPS, ["denoiser", "clustering"]);
    assert.deepEqual(readConfig({ LOOPS: "all" }).LOOPS, chosenLoops);
    assert.deepEqual(readConfig({ LOOPS: "none" }).LOOPS, []);
    for (const name of ["dreamer", "housekeeping"])
      assert.throws(() => readConfig({ LOOPS: name }), new RegExp(`LOOPS: no such loop: ${name} .*denoiser`));
  });

  it("says what is missing for what was chosen", () => {
    assert.throws(() => readConfig({ STORE: "elasticsearch" }), /ELASTICSEARCH_URL/);
    assert.throws(() => readConfig({ TRANSLATE: "libretranslate" }), /TRANSLATE_URL/);
    assert.throws(() => readConfig({ LLM: "openai" }), /LLM_BASE_URL: .*\n.*LLM_MODEL: /);
    assert.throws(() => readConfig({ LLM: "openai", LLM_BASE_URL: "http://127.0.0.1/v1" }), /LLM_MODEL: /);
  });

  it("reads a language model's settings, and repeats no secret of a wrong one", () => {
    const model = { LLM: "openai", LLM_BASE_URL: "http://127.0.0.1:11434/v1", LLM_MODEL: "small" };
    assert.equal(readConfig(model).LLM_BUDGET_TOKENS_PER_DAY, 1_000_000);
    assert.equal(readConfig({ ...model, LLM_BUDGET_TOKENS_PER_DAY: "none" }).LLM_BUDGET_TOKENS_PER_DAY, "none");
    const wrong = {
      LLM_BASE_URL: "http://user:hidden@host/v1",
      LLM_API_KEY: "hidden\nkey",
      LLM_BUDGET_TOKENS_PER_DAY: "0",
      LLM_BATCH: "0",
      LLM_TIMEOUT_MS: "soon",
    };
    assert.throws(
      () => readConfig({ ...model, ...wrong }),
      ({ message }: Error) => Object.keys(wrong).every((name) => message.includes(name)) && !message.includes("hidden"),
    );
    assert.throws(() => readConfig({ ...model, LLM_BASE_URL: "localhost" }), /LLM_BASE_URL/);
  });

  it("keeps everything unless told, and insights longer than a queue keeps the message they came from", () => {
    assert.equal(readConfig({}).RETENTION_DAYS_INSIGHTS, undefined);
    assert.equal(readConfig({ RETENTION_DAYS_INSIGHTS: "15" }).RETENTION_DAYS_INSIGHTS, 15);
    assert.throws(() => readConfig({ RETENTION_DAYS_INSIGHTS: "14" }), /RETENTION_DAYS_INSIGHTS/);
  });

  it("is documented in .env.example, variable by variable, with its default", async () => {
    const example = await readFile(new URL("../.env.example", import.meta.url), "utf8");
    const documented = Object.fromEntries(
      [...example.matchAll(/^([A-Z0-9_]+)=(.*)$/gm)].map((match) => [match[1]!, match[2]!]),
    );
    const known = Object.keys(readConfig({ ...documented }));
    const missing = known.filter((name) => !(name in documented));
    assert.deepEqual(missing, []);
    assert.deepEqual(readConfig(documented), readConfig({}));
  });
});
