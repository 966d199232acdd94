import assert from "node:assert/strict";
import { test } from "node:test";
import { ConfigError, readConfig } from "./config.ts";
import { publicUrlOf } from "./public-url.ts";

const urlOf = (environment: Record<string, string>, port?: number) =>
  publicUrlOf(readConfig(environment), { ...(port === undefined ? {} : { port }), machine: "feedback-1" });

test("links begin with PUBLIC_URL, without a slash at its end", () => {
  assert.equal(urlOf({ PUBLIC_URL: "https://feedback.example.com/", HOST: "0.0.0.0" }), "https://feedback.example.com");
  assert.equal(urlOf({ PUBLIC_URL: "http://10.0.0.7:8080" }), "http://10.0.0.7:8080");
});

test("without it links lead to what the server is bound to, and never from another machine to 127.0.0.1", () => {
  assert.equal(urlOf({}), "http://127.0.0.1:8080");
  assert.equal(urlOf({ PORT: "0" }, 1234), "http://127.0.0.1:1234");
  assert.equal(urlOf({ HOST: "192.168.1.5" }), "http://192.168.1.5:8080");
  assert.equal(urlOf({ HOST: "::1" }), "http://[::1]:8080");
  for (const HOST of ["0.0.0.0", "::"]) assert.equal(urlOf({ HOST }), "http://feedback-1:8080");
});

test("what links can't begin with is refused at the start", () => {
  for (const PUBLIC_URL of [
    "feedback.example.com",
    "ftp://feedback.example.com",
    "https://feedback.example.com/groundswell",
    "https://feedback.example.com/?a=1",
    "https://feedback.example.com/#a",
    "https://me:secret@feedback.example.com",
  ])
    assert.throws(
      () => readConfig({ PUBLIC_URL }),
      (error) =>
        error instanceof ConfigError && /PUBLIC_URL: /.test(error.message) && !error.message.includes("secret"),
      PUBLIC_URL,
    );
});
