/** Sentences are read back as what they were composed of. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { reasonSentences, reasonTemplates } from "./reason-sentences.ts";
import type { Sentences } from "./sentences.ts";
import { ticketSentences, ticketTemplates } from "./ticket-sentences.ts";

/** What may stand at each place; elsewhere words. */
const values: Readonly<Record<string, string>> = {
  ...{ count: "38", total: "12", critical: "3", size: "40", last: "9", before: "2.5", share: "87%" },
  ...{ sentiment: "negative", kind: "request", day: "2026-11-01", from: "2026-10-01", to: "2026-11-01" },
  ...{ since: "2026-09-01", end: "2026-11-08", after: "2026-11-01", closed: "2026-11-02", late: "2" },
};

function readsBack<Code extends string>(templates: Readonly<Record<Code, string>>, sentences: Sentences<Code>): void {
  for (const code of sentences.codes) {
    const places = [...templates[code].matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
    const given = Object.fromEntries(places.map((name) => [name, values[name] ?? 'a "word" (or\ntwo)']));
    assert.deepEqual(sentences.read(sentences.say(code, given)), { code, values: given });
  }
}

test("each reason and each fact of a ticket is read back with what it names", () => {
  readsBack(reasonTemplates, reasonSentences);
  readsBack(ticketTemplates, ticketSentences);
});

test("what is none of them is nothing, whatever it is", () => {
  for (const text of ["", "it was so", "negative", "Languages: en", "{count} stars"]) {
    assert.equal(reasonSentences.read(text), undefined, text);
    assert.equal(ticketSentences.read(text), undefined, text);
  }
  const text = fc.string({ maxLength: 200 });
  fc.assert(
    fc.property(text, text, (title, quote) => {
      const read = reasonSentences.read(reasonSentences.say("tellsProblem", { quote: `${title}${quote}-` }));
      assert.equal(read?.values.quote, `${title}${quote}-`);
    }),
  );
});
