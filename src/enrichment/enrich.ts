/** Enriching one text: what it is, how it is meant, what it is about, how urgent it is, and what it asks for. Pure and deterministic. */

import type { Kind, Phrase, Sentiment, Statement } from "../model/insight.ts";
import { whyOf } from "../model/reason-sentences.ts";
import type { Classifier } from "../text/classification/classifier.ts";
import type { PhraseReader } from "../text/classification/phrase-reader.ts";
import type { Embedder } from "../text/embedding/embedder.ts";
import { keyPhrases } from "../text/keywords.ts";
import { extractPricing } from "../text/pricing.ts";
import { choosePriority } from "../text/priority.ts";
import type { RoutedLabel, Router } from "../text/routing/router.ts";
import type { StatementReader } from "../text/statements/reader.ts";
import { searchWords } from "../text/words.ts";
import { meaningfulTitle } from "./denoise.ts";
import type { Enriched, EnrichInput } from "./enriched.ts";
import { statementsOf } from "./statements.ts";
import { kindFrom, sentimentFrom, urgencyOf, whyKind } from "./verdict.ts";

export interface EnrichDeps {
  readonly embedder: Embedder;
  readonly classify: Classifier;
  readonly readPhrases: PhraseReader;
  readonly readStatements: StatementReader;
  /** Of a gloss, whose words may lack what is wrong. */
  readonly readGloss: StatementReader;
}

/** What a problem is labelled that fits none of the app's labels; the original system's words. */
export const OTHER_LABEL = "other issues";

export const NO_PRICING = { is_pricing: "No" } as const;
export const NO_SUGGESTION = { is_feature_suggestion: "No" as const, suggetions_on_features: [] };

/** Stars alone: what is said of a text that nobody could translate. */
function readStars(score: number | undefined): { kind: Kind; sentiment: Sentiment; why: string } {
  if (score === undefined) return { kind: "other", sentiment: "neutral", why: whyOf("untranslated") };
  const why = whyOf("untranslatedStars", { count: score });
  if (score <= 2) return { kind: "problem", sentiment: "negative", why };
  if (score >= 4) return { kind: "praise", sentiment: "positive", why };
  return { kind: "other", sentiment: "neutral", why };
}

interface Labelled {
  readonly phrases: readonly Phrase[];
  readonly first: readonly string[];
  readonly second: readonly string[];
  readonly keywordsOf: ReadonlyMap<string, readonly string[]>;
}

/** The label of words that are clear, by what they say and by their vector; `key` names the two together. */
type Labelling = (words: string, meaning: () => Float32Array, key?: string) => RoutedLabel | undefined;

/** Whether a clause is about something that somebody should act on. */
export const isComplaint = (phrase: Pick<Phrase, "polarity">, kind: Kind): boolean =>
  phrase.polarity === "negative" || (phrase.polarity === "neutral" && (kind === "request" || kind === "question"));

/** What the vector of a text is made of. */
export function embeddedText({ text, title }: Pick<EnrichInput, "text" | "title">): string {
  const told = meaningfulTitle(title, text);
  return told === "" ? text : `${told}\n${text}`;
}

const hasWords = (vector: Float32Array): boolean => vector.some((value) => value !== 0);

export function createEnrich(deps: EnrichDeps): (input: EnrichInput, router: Router) => Enriched {
  const { embedder, classify, readPhrases, readStatements, readGloss } = deps;
  const meant = new Float32Array(embedder.dims);

  /** Labels words by what they say and mean; a short text is one phrase and one statement, and asked for once. */
  function createLabelling(router: Router): Labelling {
    const known = new Map<string, RoutedLabel | undefined>();
    return (words, meaning, key = words) => {
      if (known.has(key)) return known.get(key);
      const { labels, abstain } = router.route(words, meaning());
      const best = abstain ? undefined : labels[0];
      known.set(key, best);
      return best;
    };
  }

  /** Reads the phrases and labels each complaint by its own words; where none of them is clear, the text as a whole. */
  function readAndLabel(input: EnrichInput, vector: Float32Array, kind: Kind, label: Labelling): Labelled {
    const { text, score } = input;
    const first = new Set<string>();
    const second = new Set<string>();
    const keywordsOf = new Map<string, string[]>();
    const add = (labels: { readonly first: string; readonly second: string }, words: string | undefined) => {
      first.add(labels.first);
      second.add(labels.second);
      const list = keywordsOf.get(labels.second) ?? [];
      keywordsOf.set(labels.second, list);
      if (words !== undefined && !list.includes(words)) list.push(words);
    };
    const phrases: Phrase[] = [];
    readPhrases(text, score, (phrase, meaning) => {
      const best = isComplaint(phrase, kind) ? label(phrase.text, () => meaning) : undefined;
      if (best !== undefined) add(best, phrase.text);
      phrases.push(best === undefined ? phrase : { ...phrase, label: best.second });
    });
    if (second.size === 0 && (kind === "problem" || kind === "request" || kind === "question")) {
      const best = label(text, () => vector, embeddedText(input));
      if (best !== undefined) add(best, undefined);
      else if (kind === "problem") add({ first: OTHER_LABEL, second: OTHER_LABEL }, undefined);
    }
    return { phrases, first: [...first], second: [...second], keywordsOf };
  }

  function withLabel(text: string, statement: Statement, label: Labelling): Statement {
    const { quote, start, end } = statement;
    const best = label(quote, () => embedder.embedStretch(text, start, end, meant));
    return best === undefined ? statement : { ...statement, label: best.second };
  }

  function enrichByStars(input: EnrichInput, router: Router): Enriched {
    const { kind, sentiment, why } = readStars(input.score);
    const reach = input.thumbsUp === undefined ? {} : { thumbsUp: input.thumbsUp };
    const stars = input.score === undefined ? {} : { score: input.score };
    const { priority, reasons } = choosePriority({
      text: "",
      kind,
      sentiment,
      sentiment_score: input.score === undefined ? 0 : (input.score - 3) / 2,
      ...stars,
      ...reach,
    });
    return {
      kind,
      attributes: {
        keywords: [],
        positive_keywords: [],
        first_order_labels: [],
        second_order_labels: [],
        second_order_label_to_keywordlist: [],
        sentiment,
        priority,
        pricing: NO_PRICING,
        feature_requests: [NO_SUGGESTION],
      },
      phrases: [],
      statements: [],
      reasons: [{ field: "kind", why }, { field: "sentiment", why }, ...reasons],
      search: searchWords(`${input.title} ${input.text}`).join(" "),
      app_model_version: router.version,
    };
  }

  return (input, router) => {
    if (input.untranslated) return enrichByStars(input, router);
    const { text, score, thumbsUp, app = "" } = input;
    const title = meaningfulTitle(input.title, text);
    // Its clauses and statements are looked at one by one.
    embedder.pieces(text);
    const vector = embedder.embed(embeddedText(input));
    const read = classify({ text, vector, ...(title === "" ? {} : { title }), score });
    const readText = input.written === undefined ? readStatements : readGloss;
    const reading = readText({ text, stars: score ?? 0 });
    const found = statementsOf(text, reading, app, input.written !== undefined);
    const kind = kindFrom(found, read, reading);
    const felt = input.written === undefined ? read : classify({ text: input.written, score });
    const sentiment = sentimentFrom(reading, found, felt, score);
    const label = createLabelling(router);
    const labelled = readAndLabel(input, vector, kind, label);
    const { phrases } = labelled;
    const statements = found.statements.map((statement) => withLabel(text, statement, label));
    const keys = keyPhrases(text, phrases);
    const wishes = statements.flatMap(({ kind: one, object }) =>
      one === "wish" && object !== undefined ? [object] : [],
    );
    const urgency = urgencyOf(text, reading, found, thumbsUp);
    return {
      kind,
      attributes: {
        keywords: keys.negative,
        positive_keywords: keys.positive,
        first_order_labels: [...labelled.first],
        second_order_labels: [...labelled.second],
        second_order_label_to_keywordlist: labelled.second.map((name) => ({
          name,
          keywords: [...(labelled.keywordsOf.get(name) ?? [])],
        })),
        sentiment: sentiment.value,
        priority: urgency.priority,
        pricing: extractPricing(text, phrases),
        feature_requests:
          wishes.length === 0 ? [NO_SUGGESTION] : [{ is_feature_suggestion: "Yes", suggetions_on_features: wishes }],
      },
      phrases,
      statements,
      reasons: [
        { field: "kind", why: whyKind(kind, statements, read) },
        { field: "sentiment", why: sentiment.why },
        ...read.reasons.filter(({ field }) => field === "informative"),
        ...urgency.reasons,
      ],
      ...(hasWords(vector) ? { vector: vector.slice() } : {}),
      search: searchWords(`${title} ${text}`).join(" "),
      app_model_version: router.version,
    };
  };
}
