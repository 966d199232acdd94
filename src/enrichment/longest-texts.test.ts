/** What a record at its longest costs, whatever it is made of: patterns that start over at each character would take minutes. */
// cspell:ignore haha kya
import assert from "node:assert/strict";
import { test } from "node:test";
import { processorTime } from "../../test/processor-time.ts";
import { readConfig } from "../config.ts";
import { MAX_RECORD_BYTES, readRecord } from "../model/read-record.ts";
import { extractFeatureRequests } from "../text/feature-requests.ts";
import { noiseSettings } from "../text/noise/judge.ts";
import { normalise } from "../text/normalise.ts";
import { searchWords } from "../text/words.ts";
import { openEnrichment } from "./enrichment.ts";

const FILLINGS = [
  ...[
    "a",
    "a ",
    " ",
    "\n",
    ".",
    ". ",
    "a.",
    "!",
    "?!",
    "1",
    "1.",
    "$1 ",
    "@a ",
    "#a",
    "http://a.",
    "a@a.",
    "<a ",
    "&amp;",
  ],
  ...[
    "'",
    "a-",
    "_",
    "(a",
    '"a',
    "😀",
    "漢字",
    "é",
    "e\u0301",
    "ก",
    "नम",
    "\u200d",
    "\u202e",
    "I wish ",
    "please add ",
    "not ",
  ],
  ...[
    "but ",
    ", ",
    "haha",
    "www.",
    "**",
    "`",
    "|",
    "\\",
    "a/",
    ":)",
    "100% ",
    "kya hai ",
    "$",
    "price ",
    "if you could ",
  ],
];
/** On one busy core; what is linear takes a tenth of it. */
const MOST_MS = 3_000;

test("a record at its longest is read, judged and understood in good time, whatever it is made of", async () => {
  const enrichment = await openEnrichment();
  const denoise = enrichment.denoiser(noiseSettings(readConfig({})));
  const router = enrichment.router(undefined, []);
  const context = { tenant: "t", defaultApp: "app", receivedAt: 1, appOfPackage: () => undefined };
  for (const filling of FILLINGS) {
    const text = filling.repeat(Math.ceil(MAX_RECORD_BYTES / filling.length)).slice(0, MAX_RECORD_BYTES);
    const steps = {
      read: () => readRecord({ text: "x", date: text, updated_at: text, url: text, metadata: { url: text } }, context),
      clean: () => normalise(text),
      words: () => searchWords(text),
      wishes: () => extractFeatureRequests(text, [], "request"),
      denoise: () => denoise({ title: text.slice(0, 1_000), text }),
      enrich: () => enrichment.enrich({ title: text.slice(0, 1_000), text, untranslated: false }, router),
    };
    for (const [name, step] of Object.entries(steps)) {
      const started = processorTime();
      step();
      const took = processorTime() - started;
      assert.ok(took < MOST_MS, `${name} of ${JSON.stringify(filling)}: ${Math.round(took)} ms`);
    }
  }
});
