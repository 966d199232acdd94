/** What the denoiser keeps and drops of English, with the real text functions: what tells of nothing goes. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { readConfig } from "../config.ts";
import { noiseSettings } from "../text/noise/judge.ts";
import { openEnrichment } from "./enrichment.ts";

test("that a problem is over is worth keeping, thanks and addresses alone are not", async () => {
  const enrichment = await openEnrichment();
  const denoise = enrichment.denoiser(noiseSettings(readConfig({})));
  const dropOf = (text: string) => denoise({ text, title: "" }).drop;
  for (const text of ["Thanks for fixing the crash of the map", "The sync bug is gone", "The login error went away"])
    assert.equal(dropOf(text), undefined, text);
  for (const text of ["Thanks", "Thank you so much", "nice"]) assert.equal(dropOf(text), "uninformative", text);
  assert.equal(dropOf("https://example.com/a/b?c=d"), "no_text");
});

test("what people find good in particular is worth keeping, praise of the whole is not", async () => {
  const enrichment = await openEnrichment();
  const denoise = enrichment.denoiser(noiseSettings(readConfig({})));
  const dropOf = (text: string) => denoise({ text, title: "" }).drop;
  for (const text of ["Sharing a board with my team is easy", "The offline search works great"])
    assert.equal(dropOf(text), undefined, text);
  assert.equal(dropOf("Great app, love it"), "uninformative");
});

test("what people ask is worth keeping, with or without its mark, and how to say something about nothing is not", async () => {
  const enrichment = await openEnrichment();
  const denoise = enrichment.denoiser(noiseSettings(readConfig({})));
  const dropOf = (text: string) => denoise({ text, title: "" }).drop;
  const asked = [
    "Can you tell me how to delete my account",
    "How do I delete my account",
    "Hello. Where can I find my old invoices?",
    "I would like to know what the premium plan costs",
  ];
  for (const text of asked) assert.equal(dropOf(text), undefined, text);
  for (const text of ["How cool is that", "What a great app this is", "Who knows"])
    assert.equal(dropOf(text), "uninformative", text);
});
