// cspell:disable
import assert from "node:assert/strict";
import { test } from "node:test";
import { createRespell } from "./misspelt.ts";

const words = new Set("forges crate bleak plat worm loan broking recite shoving".split(" "));
const respell = createRespell((word) => words.has(word));

test("telling words that are written nearly right are read as they are meant", () => {
  for (const [written, meant] of [
    ["app carshes on start", "app crashes on start"],
    ["it crahses, crshes and crasheees", "it crahses, crshes and crasheees".replace(/c[a-z]+/g, "crashes")],
    ["the app dosent laod", "the app doesn't load"],
    ["It dosen't wrok", "It doesn't work"],
    ["freezs and lsow", "freezes and slow"],
    ["cant conect", "cant connect"],
    ["no refudn recieved", "no refund received"],
    ["Notifactions missing", "Notifications missing"],
    ["APP CARSHES", "APP CRASHES"],
    ["drak mode and a widgit", "dark mode and a widget"],
  ] as const)
    assert.equal(respell(written).text, meant);
});

test("good words, names, short words, addresses and numbers stay", () => {
  for (const text of [
    "it forges a crate, bleak as a worm",
    "I asked Carsh about it",
    "loa lgo ad hav",
    "mail carshes@freezs.example or see freezs.example",
    "crshes2 and cra_shes",
    "the app works and loads fast",
    "didn;t and doesn''t",
  ])
    assert.equal(respell(text).text, text);
  assert.equal(respell("Phonpe is fine, phonpe too", "PhonePe").text, "Phonpe is fine, phonpe too");
  assert.equal(respell("notifly is good", "Notifly").text, "notifly is good");
});

test("each stretch is found in the text as it was written", () => {
  const written = "It carshes, dosent laod and I got no refudn. Never mind";
  const { text, original } = respell(written);
  assert.equal(text, "It crashes, doesn't load and I got no refund. Never mind");
  for (const [meant, was] of [
    ["crashes", "carshes"],
    ["doesn't load", "dosent laod"],
    ["load and I", "laod and I"],
    ["refund. Never", "refudn. Never"],
    ["Never mind", "Never mind"],
    ["n't lo", "dosent laod"],
  ] as const) {
    const start = text.indexOf(meant);
    const span = original({ start, end: start + meant.length });
    assert.equal(written.slice(span.start, span.end), was);
  }
  assert.deepEqual(original({ start: 0, end: text.length }), { start: 0, end: written.length });
});

test("a long file and a long word are read as they stand, and soon", () => {
  const long = "carshes ".repeat(2_000);
  assert.equal(respell(long).text, long);
  const word = "c".repeat(5_000);
  assert.equal(respell(word).text, word);
});
