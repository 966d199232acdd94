/** What is told in a title alone, and what stands around a plain complaint, with the real text functions. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Enriched } from "./enriched.ts";
import { openUnderstanding } from "./understanding.testing.ts";

const { enrichment, denoise, router } = await openUnderstanding();

function understand(text: string, title = ""): Enriched & { readonly text: string } {
  const denoised = denoise({ text, title });
  const read = enrichment.enrich(denoised, router);
  return { ...read, text: read.text ?? denoised.text };
}

const titlesOf = (read: Enriched): string[] => read.statements.map(({ title }) => title);

describe("a title that tells what its text leaves out", () => {
  const told: readonly (readonly [title: string, text: string, found: string])[] = [
    ["Crashes constantly", "Used to love it.", "App crashes"],
    [
      "Cannot log in since the update",
      "Anyone else? Tried it again today, restarted the phone, cleared the cache.",
      "Cannot sign in",
    ],
    ["Crashes", "Used to love it.", "App crashes"],
    ["Please add dark mode", "My eyes would thank you", "Dark mode"],
    ["Add a widget", "Thanks", "Widget"],
    ["Battery drain", "Since Tuesday, on the latest version.", "Drains too much battery"],
  ];
  for (const [title, text, found] of told) {
    it(`is read with it: ${title}`, () => {
      const read = understand(text, title);
      assert.equal(read.text, `${title}\n${text}`);
      assert.ok(titlesOf(read).includes(found), titlesOf(read).join(", "));
      for (const { start, end, quote } of read.statements) assert.equal(read.text.slice(start, end), quote);
    });
  }

  it("is not said twice, and no name, address or praise is read", () => {
    const text = "The sync is broken since yesterday, files do not sync at all";
    for (const title of [
      "Syncing is broken",
      "Angry",
      "Refund",
      "Great app",
      "Review of the app",
      "Ticket created from a mail",
      text.slice(0, 20),
    ])
      assert.equal(understand(text, title).text, text, title);
  });

  it("is read once: what was read is read alike again", () => {
    const { text } = understand("Used to love it.", "Crashes constantly");
    assert.equal(understand(text, "Crashes constantly").text, text);
  });

  it("counts for what a text is, too", () => {
    assert.equal(enrichment.classify({ title: "Crashes constantly", text: "Used to love it." }).kind, "problem");
  });
});

describe("a plain complaint", () => {
  const complaints = [
    "I was charged twice.",
    "No refund after three weeks.",
    "I lost all my notes.",
    "My order never arrived.",
    "The website is down again.",
    "The delivery came two hours late.",
  ];
  const around: readonly (readonly [before: string, after: string])[] = [
    ["", " Thanks."],
    ["", " Used it for years."],
    ["", " Otherwise a good app."],
    ["", " Very disappointed."],
    ["", " Not happy."],
    ["I love it. ", ""],
    ["Honestly, ", ""],
    ["Hello team, ", " Regards"],
  ];
  for (const complaint of complaints) {
    it(`is heard whatever stands around it: ${complaint}`, () => {
      const unheard = around.filter(([start, end]) => {
        const text = start + complaint + end;
        return !understand(text).statements.some(({ kind }) => kind === "problem");
      });
      assert.deepEqual(unheard, []);
    });
  }

  it("is none where nothing is lost or lacking", () => {
    const fine = [
      "I lost all my extra weight with it, thank you.",
      "We lost everything in the flood and this helped a lot.",
      "No reply needed, all is well.",
    ];
    for (const text of fine)
      assert.deepEqual(
        understand(text).statements.filter(({ kind }) => kind === "problem"),
        [],
        text,
      );
  });

  it("is titled by what fails and not by the device that it fails on", () => {
    assert.deepEqual(titlesOf(understand("On my Nova S23 notifications never arrive.")), [
      "Notifications do not arrive",
    ]);
  });
});
