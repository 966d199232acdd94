/** What becomes of texts in other languages that nobody translates, with the real text functions. */
// cspell:disable
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { membersOf } from "../clustering/theme-members.ts";
import { findThemes } from "../clustering/themes.ts";
import { readConfig } from "../config.ts";
import { noiseSettings } from "../text/noise/judge.ts";
import type { Enriched } from "./enriched.ts";
import { openUnderstanding } from "./understanding.testing.ts";

const { enrichment, denoise, router } = await openUnderstanding();

describe("a text in another language", () => {
  const understand = (text: string, score?: number): Enriched => {
    const { drop, ...denoised } = denoise({ text, title: "", score });
    assert.equal(drop, undefined, text);
    return enrichment.enrich({ ...denoised, score }, router);
  };

  const problems: readonly (readonly [text: string, failure: string, quote: string])[] = [
    ["Bonjour, l'appli plante au démarrage. Merci", "crashes", "l'appli plante au démarrage"],
    ["ga bisa login dari kemarin", "cannot-log-in", "ga bisa login dari kemarin"],
    ["paise kat gaye lekin recharge nahi hua", "charged-wrongly", "paise kat gaye"],
    ["Demasiados anuncios!", "too-many-ads", "Demasiados anuncios"],
    ["O reembolso nunca chegou", "refund-missing", "O reembolso nunca chegou"],
    ["game bohot lag karta hai after update", "slow", "bohot lag karta hai"],
    ["Muchos bugs en el gameplay", "does-not-work", "Muchos bugs"],
    ["impossible de me co depuis hier, jai pourtant le bon mdp", "cannot-log-in", "impossible de me co"],
    ["chat saya ilang semua", "data-lost", "chat saya ilang"],
    ["komme nicht mehr rein obwohl das passwort stimmt", "cannot-log-in", "komme nicht mehr rein"],
    ["apa2 harus bayar dulu padahal dulunya gratis", "paywall", "harus bayar"],
    ["quase nao tem filme bom no catalogo", "missing-content", "quase nao tem filme"],
    ["Seit dem Update stürzt die App ständig ab", "crashes", "stürzt die App ständig ab"],
    ["komm nicht mehr in mein konto rein", "cannot-log-in", "komm nicht mehr in mein konto rein"],
  ];
  for (const [text, failure, quote] of problems) {
    it(`tells its problem in its own words: ${text}`, () => {
      const { kind, statements, attributes } = understand(text);
      assert.deepEqual([kind, attributes.sentiment, statements[0]?.failure], ["problem", "negative", failure]);
      assert.ok(statements[0]!.quote.includes(quote), statements[0]!.quote);
      for (const { start, end, quote: said } of statements) assert.equal(text.slice(start, end), said);
      assert.match(statements[0]!.title, /^[ -~]+$/);
    });
  }

  it("is kept when it tells of a loss in a crooked way", () => {
    const text = "jai changé de tel et perdu toute ma progression, 3 ans de jeu";
    assert.equal(denoise({ text, title: "" }).drop, undefined);
  });

  it("names its failure from a smaller share on than an English one", () => {
    const text = "el filtro de talla no sirve, sale todo igual";
    assert.equal(understand(text).statements[0]?.failure, "search-fails");
  });

  it("tells of what is over as praise", () => {
    for (const text of [
      "problem solve ho gayi thank you",
      "Ya arreglaron el crash, gracias",
      "Le bug est corrigé, merci",
    ]) {
      const { kind, statements } = understand(text);
      assert.deepEqual([kind, statements], ["praise", []], text);
    }
  });

  it("is in one theme with those that tell the same in other languages, and with no other problem", () => {
    const told = {
      crash: [
        "app crashes on startup",
        "l'appli plante au démarrage",
        "la app se cierra sola al abrirla",
        "die App stürzt beim Start ab",
      ],
      refund: ["refund not received", "toujours pas remboursé", "refund nahi mila", "dana belum dikembalikan"],
      ads: ["too many ads", "viel zu viel Werbung", "muita propaganda", "iklannya kebanyakan banget"],
    };
    const members = Object.entries(told).flatMap(([name, texts]) =>
      texts.flatMap((text, at) => {
        const { statements, attributes } = understand(text);
        return membersOf({ id: `${name}${at}`, date: at, statements: [...statements], attributes }, () => undefined);
      }),
    );
    const options = { app: "Velo", at: 1_000, idOf: (statement: string) => statement };
    const { themes } = findThemes(members, [], enrichment.themeSpace, options);
    const groups = themes.map((theme) => theme.members.map((id) => id.replace(/\d.*/, "")));
    assert.deepEqual(groups.map((group) => [...new Set(group)]).sort(), [["ads"], ["crash"], ["refund"]]);
    assert.deepEqual(
      groups.map(({ length }) => length),
      [4, 4, 4],
    );
  });

  it("has its wish in English, where wishes of all languages are grouped", () => {
    const { kind, attributes, statements } = understand("Il faudrait ajouter un mode sombre");
    assert.equal(kind, "request");
    assert.deepEqual(attributes.feature_requests[0]!.suggetions_on_features, ["dark mode"]);
    assert.equal(statements[0]!.title, "Dark mode");
  });

  it("has a wish that ends its clause, or is only hinted at", () => {
    for (const text of ["transaction search karne ki suvidha dijiye", "harusnya bisa hapus banyak foto sekaligus"]) {
      assert.ok(
        understand(text).statements.some((one) => one.kind === "wish"),
        text,
      );
    }
  });

  it("has the vector and the search words of its gloss, and its own words to be found by", () => {
    const french = understand("l'appli plante");
    assert.equal(french.gloss, "the app crashes");
    assert.deepEqual(french.vector, enrichment.embedder.embed("the app crashes"));
    assert.match(french.search, /plant.*crash/);
  });

  it("is kept where it tells something, and dropped where it doesn't", () => {
    for (const text of ["super", "mantap", "bahut accha", "muito bom", "sehr gut, danke", "me encanta"]) {
      assert.equal(denoise({ text, title: "" }).drop, "uninformative", text);
    }
    for (const text of [
      "ga bisa login",
      "Refund kab milega",
      "mera paisa wapas kab milega",
      "Comment changer mon adresse ?",
      "falta modo oscuro",
      "geht nicht mehr",
    ]) {
      assert.equal(denoise({ text, title: "" }).drop, undefined, text);
    }
  });

  it("is understood by its stars alone where its words aren't known", () => {
    const strange = understand("Zwiebelkuchen Blechtrommel Hefezopf schmeckt würzig mit Kümmel obendrauf", 1);
    assert.deepEqual([strange.gloss, strange.kind, strange.statements], [undefined, "problem", []]);
  });

  it("keeps the DENOISER=rules of English from being asked of it", () => {
    const rules = enrichment.denoiser(noiseSettings(readConfig({ DENOISER: "rules" })));
    assert.equal(rules({ text: "mantap", title: "" }).drop, undefined);
  });
});
