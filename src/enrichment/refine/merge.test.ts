/** Whatever a language model answers, what is made of it holds together and stands in the text. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { Attributes, Kind, Phrase, Priority, Sentiment } from "../../model/insight.ts";
import { NO_PRICING, NO_SUGGESTION } from "../enrich.ts";
import { refineRow } from "./merge.ts";
import type { AnswerRow } from "./questionnaire.ts";

const text = "The app crashes when I pay.\nSupport is friendly, but please add a dark mode. It is too expensive!";
const known = new Map([
  ["Bugs > Crashes", { first: "Bugs", second: "Crashes" }],
  ["Money > Price", { first: "Money", second: "Price" }],
]);

const phraseOf = (quote: string, polarity: Sentiment, label?: string): Phrase => {
  const start = text.indexOf(quote);
  return {
    text: quote,
    start,
    end: start + quote.length,
    polarity,
    score: 0.1,
    label,
  };
};
const built = {
  kind: "problem" as const,
  attributes: {
    keywords: ["app crashes"],
    positive_keywords: ["friendly"],
    first_order_labels: ["Bugs"],
    second_order_labels: ["Crashes"],
    second_order_label_to_keywordlist: [{ name: "Crashes", keywords: ["The app crashes when I pay"] }],
    sentiment: "negative" as const,
    priority: "High" as const,
    pricing: NO_PRICING,
    feature_requests: [NO_SUGGESTION],
  },
  phrases: [phraseOf("The app crashes when I pay", "negative", "Crashes"), phraseOf("Support is friendly", "positive")],
  reasons: [],
  statements: [],
  search: "app crash",
  app_model_version: "v",
};

const nothing: AnswerRow = {
  index: 0,
  kind: "problem",
  sentiment: "negative",
  priority: "Low",
  phrases: [],
  keywords: [],
  positive_keywords: [],
  wishes: [],
  pricing: "none",
  pricing_quotes: [],
};
const refine = (row: Partial<AnswerRow>) => refineRow(built, text, { ...nothing, ...row }, known, "model");

const quote = fc.oneof(
  fc.tuple(fc.nat(text.length), fc.nat(40)).map(([from, length]) => text.slice(from, from + length)),
  fc.string(),
);
const label = fc.constantFrom("none", "Bugs > Crashes", "Money > Price", "Crashes", "__proto__");
const row: fc.Arbitrary<AnswerRow> = fc.record({
  index: fc.constant(0),
  kind: fc.constantFrom(...Kind.options),
  sentiment: fc.constantFrom(...Sentiment.options),
  priority: fc.constantFrom(...Priority.options),
  phrases: fc.array(fc.record({ quote, polarity: fc.constantFrom(...Sentiment.options), label })),
  keywords: fc.array(quote),
  positive_keywords: fc.array(quote),
  wishes: fc.array(quote),
  pricing: fc.constantFrom("none", ...Sentiment.options),
  pricing_quotes: fc.array(quote),
});

describe("an answer laid over what was built in", () => {
  it("holds together and stands in the text, whatever it is", () => {
    const said = text.toLowerCase().replace("\n", " ");
    fc.assert(
      fc.property(row, (answer) => {
        const refined = refineRow(built, text, answer, known, "model");
        if (refined === undefined) return;
        const { attributes, phrases } = refined;
        Attributes.parse(attributes);
        let end = 0;
        for (const phrase of phrases) {
          Phrase.parse(phrase);
          assert.equal(text.slice(phrase.start, phrase.end), phrase.text);
          assert.ok(phrase.start >= end);
          assert.ok(phrase.label === undefined || attributes.second_order_labels.includes(phrase.label));
          end = phrase.end;
        }
        const labels = ["Crashes", "Price", "other issues"];
        assert.ok(attributes.second_order_labels.every((one) => labels.includes(one)));
        assert.deepEqual(
          attributes.second_order_label_to_keywordlist.map(({ name }) => name),
          attributes.second_order_labels,
        );
        const wishes = attributes.feature_requests.flatMap((one) => one.suggetions_on_features);
        for (const words of [...attributes.keywords, ...attributes.positive_keywords, ...wishes])
          assert.ok(said.includes(words.toLowerCase()), words);
      }),
      { numRuns: 300 },
    );
  });

  it("takes empty lists as said, and keeps the built-in phrases to point at", () => {
    const refined = refine({ kind: "praise" });
    assert.deepEqual(refined?.attributes.keywords, []);
    assert.deepEqual(refined?.attributes.second_order_labels, []);
    assert.deepEqual(
      refined?.phrases.map(({ text: words, label: of }) => [words, of]),
      [
        ["The app crashes when I pay", undefined],
        ["Support is friendly", undefined],
      ],
    );
  });

  it("files a problem without a label of the app under the other issues", () => {
    assert.deepEqual(refine({})?.attributes.second_order_labels, ["other issues"]);
  });

  it("takes wishes and feelings about the price in the text's own words", () => {
    const refined = refine({
      wishes: ["Add a dark mode", "a light mode"],
      pricing: "negative",
      pricing_quotes: ["it is TOO expensive"],
    });
    assert.deepEqual(refined?.attributes.feature_requests, [
      { is_feature_suggestion: "Yes", suggetions_on_features: ["add a dark mode"] },
    ]);
    assert.deepEqual(refined?.attributes.pricing, {
      is_pricing: "Yes",
      sentiment_of_current_pricing: "negative",
      phrases: ["it is too expensive"],
    });
  });

  it("gives no label to what is liked", () => {
    const liked = { quote: "Support is friendly", polarity: "positive" as const, label: "Bugs > Crashes" };
    const refined = refine({ kind: "praise", phrases: [liked] });
    assert.deepEqual(refined?.attributes.second_order_labels, []);
    assert.equal(refined?.phrases[0]?.label, undefined);
  });
});
