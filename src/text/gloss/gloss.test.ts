/** What a gloss says of texts in each of its languages, and that it can be taken back to the original. */
// cspell:disable
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { createGlosser, glossedLanguages } from "./gloss.ts";

const english = new Set("payment fail export live lived video upload server email problem login screen".split(" "));
const gloss = createGlosser((word) => english.has(word));
const textOf = (text: string, lang: string): string => gloss(text, lang)!.text;

describe("a gloss", () => {
  const said: readonly (readonly [lang: string, text: string, english: string])[] = [
    ["fr", "L'appli plante sans arrêt", "the app crashes all the time"],
    ["fr", "le bouton ne marche pas !", "the button does not work !"],
    ["fr", "écran noir, code de vérification jamais reçu", "black screen, verification code never received"],
    ["es", "La aplicación no funciona", "the app does not work"],
    ["es", "no encuentro mis fotos", "i cannot find my photos"],
    ["pt", "o aplicativo fecha sozinho", "the app closes by itself"],
    ["de", "Die App stürzt ständig ab.", "the app crashes all the time."],
    ["de", "Man kann das Abo nicht kündigen", "you cannot cancel the subscription"],
    ["hi-Latn", "payment nhi ho rha, paise kat gye", "payment fails, money was deducted"],
    ["id", "Aplikasinya ga bisa dibuka sama sekali", "app cannot be opened at all"],
    ["id", "tidak muncul notifikasi", "does not appear notification"],
    ["es", "no carga el mapa", "the map does not load"],
    ["es", "desapareció mi cuenta", "my account disappeared"],
    ["pt", "não chega a mensagem", "the message does not arrive"],
    ["de", "seit gestern stürzt die App ab", "since yesterday the app crashes"],
    ["es", "no veo nada", "does not see anything"],
    ["id", "akun saya diblokir", "my account was blocked"],
    ["hi-Latn", "login button chahiye", "i want login button"],
    ["fr", "jeu invendable", "game cannot be sold"],
    ["fr", "jcomprends pas", "i do not understand"],
    ["es", "texto no editable, error incorregible", "text cannot be edited, error cannot be fixed"],
    ["de", "Ton nicht abschaltbar", "sound cannot be turned off"],
    ["de", "ich wechsle das Handy", "i change the phone"],
    ["id", "pembekuannya gagal", "freeze fails"],
    ["de", "hab den Wecker auf 6 gestellt", "have put the alarm on 6"],
    ["de", "obwohl ich das Abo gekündigt hatte", "although i had cancelled the subscription"],
    ["de", "wäre gut wenn man das Passwort ändern könnte", "it would be nice if you could change the password"],
    ["de", "seit Wochen warte ich auf Antwort", "since weeks i wait on answer"],
    ["de", "die Nachricht die ich gesendet hab", "the message that i have sent"],
    ["de", "man sollte Bilder sortieren können", "you should be able to sort pictures"],
    ["de", "der Ton lässt sich nicht ausschalten", "the sound cannot be turned off"],
    ["de", "kommt nie beim Lokal an", "never arrives at the local"],
    ["de", "Bestellung storniert", "order cancelled"],
    ["de", "führt doch Gruppenanrufe ein", "please add group calls"],
    ["de", "um vier Uhr", "at four o'clock"],
    ["de", "Akku ist leer", "battery is empty"],
    ["es", "el gps me mando a otra ciudad", "the gps sent me to another city"],
    ["es", "cambie de celular", "changed of phone"],
    ["es", "no llegaba nada", "did not arrive anything"],
    ["fr", "ça marchait pas", "it did not work"],
    ["fr", "il a sonné a 7h", "it has rung at 7h"],
    ["id", "ga bisa dihapus", "cannot be deleted"],
    ["id", "layarnya kekecilan", "screen too small"],
    ["id", "foto hilang hilang", "photo is gone"],
    ["id", "tunggu 40 menit", "wait 40 minutes"],
    ["hi-Latn", "photo delete nahi ho raha hai", "photo cannot be deleted"],
    ["hi-Latn", "video share nahi kar pa raha", "cannot share video"],
    ["hi-Latn", "order cancel ho gaya", "order was cancelled"],
    ["hi-Latn", "scan karte hi", "when scanning"],
    ["hi-Latn", "photo edit karne ka option", "option to edit photo"],
    ["hi-Latn", "notification bhejte rehte hai", "notification keeps sending"],
    ["hi-Latn", "5 din se", "for 5 days"],
    ["es", "los botones no funcionan", "the buttons do not work"],
    ["es", "no aparecen los contactos", "the contacts do not appear"],
    ["es", "el envio es caro", "the shipping is expensive"],
    ["es", "el paquete llego roto", "the parcel arrived broken"],
    ["es", "el horario esta mal", "the schedule is wrong"],
    ["es", "el mapa no se actualiza", "the map does not update"],
    ["es", "me bloquearon la tarjeta", "my card was blocked"],
    ["pt", "a rota errada", "the wrong route"],
    ["pt", "o volume e baixo", "the volume is low"],
    ["pt", "o mapa nao atualiza", "the map does not update"],
    ["fr", "les images ne chargent plus", "the pictures no longer load"],
    ["fr", "les photos des produits", "the products photos"],
    ["fr", "la page met 20 secondes a charger", "the page takes 20 seconds to load"],
    ["fr", "appli super lourde", "app very heavy"],
    ["de", "Bilder der Wohnung", "pictures of flat"],
    ["de", "Zahlungsdaten falsch", "payment data wrong"],
    ["de", "der Brief kam gestern an", "the letter arrived yesterday"],
    ["de", "den Termin kann man nicht verschieben", "the appointment cannot be moved"],
    ["de", "Konto kann nicht gelöscht werden", "account cannot be deleted"],
    ["de", "Filter nach Preis", "filter by price"],
    ["hi-Latn", "video kharab the", "video were bad"],
    ["de", "zu teuer", "too expensive"],
    ["de", "der Termin wurde ohne Grund storniert", "the appointment was cancelled for no reason"],
    ["de", "ein export nach PDF", "an export to PDF"],
    ["de", "die Suche nach Rezepten", "the search for recipes"],
    ["es", "la app olvido mi nombre", "the app forgot my name"],
    ["id", "koleksi buku lama", "old book collection"],
    ["pt", "um erro", "an error"],
    ["fr", "mes pas pas pris en compte", "steps not counted"],
    ["fr", "live video", "live video"],
    ["id", "versi lama", "old version"],
    ["id", "pengiriman sangat lama", "delivery very slow"],
    ["id", "kurang jelas", "not clear"],
    ["id", "saya pesan sepatu", "i ordered shoe"],
    ["id", "ga bisa pake", "cannot use"],
    ["hi-Latn", "video schedule karne ka option", "option to schedule video"],
    ["hi-Latn", "servers band hai", "servers are closed"],
    ["hi-Latn", "phone pe video nahi chalta", "on phone, video does not run"],
    ["hi-Latn", "meri photo app se delete ho gayi", "my photo from app got deleted"],
    ["hi-Latn", "button pe click karte hi", "when clicking on button"],
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
