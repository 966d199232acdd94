import assert from "node:assert/strict";
import { test } from "node:test";
import { createLibreTranslateService } from "./libretranslate.ts";
import { english, libreTranslateShape, openTranslationServer } from "./server.testing.ts";
import { translationSuite } from "./translation.testsuite.ts";

const never = new AbortController().signal;

translationSuite("LibreTranslate", {
  shape: libreTranslateShape,
  open: (url, apiKey) => createLibreTranslateService({ url, apiKey }),
});

test("an address with a path is kept, and without a key none is sent", async () => {
  await using server = await openTranslationServer({ ...libreTranslateShape, path: "/tools/translate" });
  for (const url of [`${server.url}/tools`, `${server.url}/tools/`]) {
    const reply = await createLibreTranslateService({ url }).ask(["ja"], "de", never);
    assert.deepEqual(reply, { ok: true, translations: [english("ja")] });
  }
  assert.deepEqual(
    server.requests.map(({ key }) => key),
    [undefined, undefined],
  );
});

test("a server that answers a single text with a string is understood", async () => {
  const shape = { ...libreTranslateShape, write: ([first]: readonly string[]) => ({ translatedText: first }) };
  await using server = await openTranslationServer(shape);
  const reply = await createLibreTranslateService({ url: server.url }).ask(["ja"], "de", never);
  assert.deepEqual(reply, { ok: true, translations: [english("ja")] });
});
