/** What sources are asked for before they are registered: each secret that their connectors cannot do without. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import type { SourceType } from "../../src/model/source.ts";
import { connectors } from "../../src/sources/registry.ts";
import { needsOf, twinOf } from "./source-needs.ts";

test("only what a kind takes is asked for", () => {
  for (const { type, modes, secrets } of Object.values(connectors))
    for (const access of ["official", "public"])
      for (const name of needsOf({ type, modes, settings: { access } }).secrets)
        assert.ok((secrets as readonly string[]).includes(name), `${type}: ${name}`);
});

test("what cannot be read without a secret is not registered without it", () => {
  const pulled = (type: SourceType, settings = {}) => needsOf({ type, modes: ["pull"], settings });
  assert.deepEqual(pulled("intercom").secrets, ["access_token"]);
  assert.deepEqual(pulled("twitter").secrets, ["access_token"]);
  assert.deepEqual(pulled("s3").secrets, ["api_user", "api_key"]);
  assert.deepEqual(pulled("playstore").secrets, []);
  assert.deepEqual(pulled("playstore", { access: "official" }).secrets, ["service_account"]);
  assert.deepEqual(pulled("appstore", { access: "official" }).settings, ["key_id", "issuer_id"]);
  assert.deepEqual(needsOf({ type: "intercom", modes: ["push"], settings: {} }).secrets, ["client_secret"]);
});

test("a source is the same when it reads the same, whatever was left to its defaults", () => {
  const { settings } = connectors.playstore!;
  const schema = z.toJSONSchema(settings, { io: "input" }) as object;
  const kept = { id: "one", settings: settings.parse({ package_name: "com.example.app" }) as Record<string, unknown> };
  assert.equal(twinOf({ package_name: "com.example.app" }, schema, [kept]), kept);
  assert.equal(twinOf({ country: "us", package_name: "com.example.app", language: undefined }, schema, [kept]), kept);
  assert.equal(twinOf({ package_name: "com.example.app", country: "de" }, schema, [kept]), undefined);
});
