/** What people answer to a message: who wants no more gets no more, however they say it and only when the provider says so. */
// cspell:ignore arrêt
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openTestbed, type Testbed } from "../../test/testbed.ts";
import { signTwilio } from "../delivery/twilio-signature.ts";
import { suppressedOf } from "../operations/receipts.ts";
import { startTestServer, type TestServer } from "./server.testing.ts";

const TOKEN = "test-token";
const PUBLIC = "https://feedback.example";
const PATH = "/api/v1/receipts/twilio";

let bed: Testbed;
let server: TestServer;
before(async () => {
  bed = await openTestbed();
  const environment = { TWILIO_AUTH_TOKEN: TOKEN, PUBLIC_URL: PUBLIC };
  server = await startTestServer({ store: bed.store, queue: bed.queue, environment });
});
after(async () => {
  await server[Symbol.asyncDispose]();
  await bed.close();
});

async function told(parts: Readonly<Record<string, string>>, token = TOKEN): Promise<number> {
  const fields = new URLSearchParams({ From: "+447700900123", ...parts });
  const answer = await fetch(server.url + PATH, {
    method: "POST",
    headers: {
      "content-type": "application/x-www-form-urlencoded",
      "x-twilio-signature": signTwilio(token, PUBLIC + PATH, fields),
    },
    body: fields.toString(),
  });
  return answer.status;
}
const isStopped = async () => (await suppressedOf(bed.store, ["+447700900123"])).has("+447700900123");

test("a word that stops does so however it is written, and in any language that the provider knows", async () => {
  const stops: readonly Readonly<Record<string, string>>[] = [
    { Body: "STOP" },
    { Body: " stop. " },
    { Body: "“Stop!”" },
    { Body: "Arrêt", OptOutType: "STOP" },
  ];
  const others: readonly Readonly<Record<string, string>>[] = [
    { Body: "Please don't stop" },
    { Body: "stopwatch" },
    { Body: "STOP", OptOutType: "HELP" },
  ];
  for (const parts of stops) {
    assert.equal(await told(parts), 204);
    assert.equal(await isStopped(), true, JSON.stringify(parts));
    assert.equal(await told({ Body: "Start" }), 204);
    assert.equal(await isStopped(), false);
  }
  for (const parts of others) {
    assert.equal(await told(parts), 204);
    assert.equal(await isStopped(), false, JSON.stringify(parts));
  }
});

test("what the provider did not sign stops nobody", async () => {
  assert.equal(await told({ Body: "STOP" }, "another token"), 401);
  assert.equal(await isStopped(), false);
});
