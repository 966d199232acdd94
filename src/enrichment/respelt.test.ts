// cspell:disable
import assert from "node:assert/strict";
import { test } from "node:test";
import { openUnderstanding } from "./understanding.testing.ts";

const { enrichment, denoise, router } = await openUnderstanding();

function understood(text: string) {
  const { drop, lang, untranslated } = denoise({ text, title: "" });
  assert.equal(drop, undefined, text);
  return { lang, ...enrichment.enrich({ app: "Velo", text, title: "", lang, untranslated }, router) };
}

test("a misspelt problem is the same problem, quoted as it was written", () => {
  for (const [text, title] of [
    ["app carshes on start", "App crashes"],
    ["the app dosent laod", "App does not open"],
    ["it freezs on the map", "App freezes"],
    ["refudn not recieved", "Refund does not arrive"],
    ["it chraged me twice", "Charged twice"],
    ["notifcations dont wrok", "Notifications do not arrive"],
    ["app is so lsow", "App is slow"],
  ] as const) {
    const { statements, kind, lang, search } = understood(text);
    assert.deepEqual(
      [lang, kind, statements.map((one) => [one.kind, one.title, one.quote])],
      ["en", "problem", [["problem", title, text]]],
    );
    assert.ok(search.includes(text.split(" ").at(-1)!.slice(0, 3)), search);
    assert.equal(enrichment.classify({ text }).kind, "problem", text);
  }
});

test("a misspelt wish is the same wish, titled in right words", () => {
  const text = "plz add drak mode";
  const [wish] = understood(text).statements;
  assert.deepEqual([wish?.kind, wish?.title, wish?.object, wish?.quote], ["wish", "Dark mode", "dark mode", text]);
});

test("words of another language are no misspelt English", () => {
  for (const [text, lang] of [
    ["la aplicacion no funciona", "es"],
    ["l'applicazione non funziona, problemi di connessione", "it"],
  ] as const)
    assert.equal(denoise({ text, title: "" }).lang, lang);
});
