/** What a gloss says of texts in each of its languages, and that it can be taken back to the original. */
// cspell:disable
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { createGlosser, glossedLanguages } from "./gloss.ts";

const english = new Set("payment fail video upload server email problem login screen".split(" "));
const gloss = createGlosser((word) => english.has(word));
const textOf = (text: string, lang: string): string => gloss(text, lang)!.text;

describe("a gloss", () => {
  const said: readonly (readonly [lang: string, text: string, english: string])[] = [
    ["fr", "L'appli plante sans arrêt", "the app crashes all the time"],
    ["fr", "le bouton ne marche pas !", "the button does not work !"],
    ["fr", "écran noir, code de vérification jamais reçu", "black screen, verification code never received"],
    ["es", "La aplicación no funciona", "the app does not work"],
    ["es", "no encuentro mis fotos", "does not find my photos"],
    ["pt", "o aplicativo fecha sozinho", "the app closes by itself"],
    ["de", "Die App stürzt ständig ab.", "the app crashes all the time."],
    ["de", "Man kann das Abo nicht kündigen", "one can not cancel the subscription"],
    ["hi-Latn", "payment nhi ho rha, paise kat gye", "payment fails, money was deducted"],
    ["id", "Aplikasinya ga bisa dibuka sama sekali", "app cannot be opened at all"],
    ["id", "tidak muncul notifikasi", "does not appear notification"],
    ["es", "no carga el mapa", "the map does not load"],
    ["es", "desapareció mi cuenta", "my account disappeared"],
    ["pt", "não chega a mensagem", "the message does not arrive"],
    ["de", "seit gestern stürzt die App ab", "since yesterday the app crashes"],
    ["es", "no veo nada", "does not see anything"],
    ["id", "akun saya diblokir", "my account blocked"],
    ["hi-Latn", "login button chahiye", "i want login button"],
    ["fr", "jeu invendable", "game cannot be sold"],
    ["fr", "jcomprends pas", "i does not understand"],
    ["es", "texto no editable, error incorregible", "text cannot be edited, error cannot be fixed"],
    ["de", "Ton nicht abschaltbar", "sound cannot be turned off"],
    ["de", "ich wechsle das Handy", "i change the phone"],
    ["id", "pembekuannya gagal", "freeze fails"],
  ];
  for (const [lang, text, rendered] of said) {
    it(`says in English what "${text}" says`, () => assert.equal(textOf(text, lang), rendered));
  }

  it("knows words without their accents, and with letters drawn out", () => {
    assert.equal(textOf("telephone tres leeeent", "fr"), "phone very slow");
    assert.equal(textOf("não consigo entrar", "pt"), textOf("nao consigo entrar", "pt"));
  });

  it("leaves out what it doesn't know, says so, and says how much it knew", () => {
    const read = gloss("le brimborion plante", "fr")!;
    assert.deepEqual([read.text, read.unknown, read.known.toFixed(2)], ["the crashes", ["brimborion"], "0.67"]);
  });

  it("takes English words for known ones, though for less than its own", () => {
    const read = gloss("payment fail", "hi-Latn")!;
    assert.ok(read.known > 0.6 && read.own < read.known, `${read.known} ${read.own}`);
  });

  it("tells where in the original a stretch of it stands", () => {
    const text = "Bonjour, mon écran noir ne marche plus depuis hier";
    const read = gloss(text, "fr")!;
    const at = read.text.indexOf("black screen");
    const { start, end } = read.original({ start: at, end: at + "black screen".length })!;
    assert.equal(text.slice(start, end), "écran noir");
    assert.equal(read.original({ start: 0, end: 0 }), undefined);
  });

  it("is there for six languages and no other", () => {
    assert.deepEqual(glossedLanguages, ["fr", "es", "pt", "de", "hi-Latn", "id"]);
    assert.equal(gloss("applicazione", "it"), undefined);
  });

  it("of any text stays within it, and is the same each time", () => {
    const words = fc.constantFrom(
      "ne",
      "pas",
      "no",
      "nicht",
      "ab",
      "écran",
      "noir",
      "de",
      "a",
      "kann",
      "nahi",
      "'",
      ", ",
      "!",
      " ",
    );
    const texts = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.array(fc.oneof(words, fc.string())).map((list) => list.join(" ")),
    );
    fc.assert(
      fc.property(texts, fc.constantFrom(...glossedLanguages), (text, lang) => {
        const read = gloss(text, lang)!;
        assert.equal(read.text, textOf(text, lang));
        assert.ok(read.known >= 0 && read.known <= 1 && read.own <= 1);
        const whole = read.original({ start: 0, end: read.text.length });
        if (whole !== undefined) assert.ok(whole.start >= 0 && whole.start < whole.end && whole.end <= text.length);
      }),
    );
  });
});
