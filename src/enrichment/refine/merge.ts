/**
 * Laying a language model's answer over what the built-in functions made of a text. Only what the text bears out counts:
 * quotes must stand in it, labels must be the app's. A list of which nothing does stays as the built-in made it.
 */
import type { Attributes, Kind, Phrase, Sentiment } from "../../model/insight.ts";
import { lowerFirst } from "../../text/keywords.ts";
import { findQuote } from "../../text/quotes.ts";
import type { LabelName } from "../../text/routing/samples.ts";
import { isComplaint, NO_PRICING, NO_SUGGESTION, OTHER_LABEL } from "../enrich.ts";
import type { Enriched } from "../enriched.ts";
import type { AnswerRow } from "./questionnaire.ts";

type Row = Omit<Enriched, "vector">;
type Labels = Pick<Attributes, "first_order_labels" | "second_order_labels" | "second_order_label_to_keywordlist">;

const MOST_PHRASES = 60;
const MOST_KEYWORDS = 8;
const LONGEST_KEYWORD = 7;
const MOST_WISHES = 6;
const LONGEST_WISH = 12;
const MOST_PRICING = 6;

/** The model says which way a phrase is meant, not how strongly. */
const SCORE: Readonly<Record<Sentiment, number>> = { positive: 0.5, neutral: 0, negative: -0.5 };

/** The text's own words for each quote that stands in it, once each. */
function spoken(text: string, quotes: readonly string[], most: number, longest = Number.POSITIVE_INFINITY): string[] {
  const found = new Map<string, string>();
  for (const quote of quotes) {
    const place = findQuote(text, quote);
    if (place === undefined || found.size >= most) continue;
    const words = lowerFirst(text.slice(place.start, place.end).replace(/\s+/gu, " "));
    const key = words.toLowerCase();
    if (words.split(" ").length <= longest && !found.has(key)) found.set(key, words);
  }
  return [...found.values()];
}

/** Undefined: something was quoted, and nothing of it is there. */
function spokenIfAny(...of: Parameters<typeof spoken>): string[] | undefined {
  const found = spoken(...of);
  return found.length === 0 && of[1].length > 0 ? undefined : found;
}

const overlaps = (a: Pick<Phrase, "start" | "end">, b: Pick<Phrase, "start" | "end">): boolean =>
  a.start < b.end && b.start < a.end;

/** In the order of the text, without overlaps, and with the labels that the answer gives them. */
function placedPhrases(text: string, row: AnswerRow, built: readonly Phrase[]): Phrase[] {
  const placed: Phrase[] = [];
  const found = row.phrases
    .flatMap(({ quote, polarity, label }) => {
      const place = findQuote(text, quote);
      return place === undefined ? [] : [{ ...place, polarity, label }];
    })
    .sort((a, b) => a.start - b.start || b.end - a.end);
  for (const phrase of found) {
    const last = placed.at(-1);
    if (placed.length >= MOST_PHRASES || (last !== undefined && overlaps(last, phrase))) continue;
    const like = built.find((one) => one.polarity === phrase.polarity && overlaps(one, phrase));
    placed.push({
      text: text.slice(phrase.start, phrase.end),
      ...phrase,
      score: like?.score ?? SCORE[phrase.polarity],
    });
  }
  return placed;
}

/** Undefined when the answer names labels and none of them is the app's, or when it wasn't asked. */
function chooseLabels(
  row: AnswerRow,
  phrases: readonly Phrase[],
  known: ReadonlyMap<string, LabelName>,
): Labels | undefined {
  if (known.size === 0) return undefined;
  const complaints = row.phrases.filter((phrase) => isComplaint(phrase, row.kind));
  const named = complaints.filter(({ label }) => label !== "none");
  const chosen = [...new Set(named.map(({ label }) => label))].filter((label) => known.has(label));
  if (chosen.length === 0 && named.length > 0) return undefined;
  const labels = chosen.map((label) => known.get(label)!);
  if (labels.length === 0 && row.kind === "problem") labels.push({ first: OTHER_LABEL, second: OTHER_LABEL });
  const seconds = [...new Set(labels.map(({ second }) => second))];
  return {
    first_order_labels: [...new Set(labels.map(({ first }) => first))],
    second_order_labels: seconds,
    second_order_label_to_keywordlist: seconds.map((name) => ({
      name,
      keywords: phrases
        .filter(({ label, ...phrase }) => known.get(label ?? "")?.second === name && isComplaint(phrase, row.kind))
        .map(({ text }) => text),
    })),
  };
}

/** Each complaint with the second-order label that it is under; the model's phrases carry its own names for labels. */
function labelPhrases(
  phrases: readonly Phrase[],
  kind: Kind,
  labelOf: (phrase: Phrase) => string | undefined,
): Phrase[] {
  return phrases.map(({ label, ...phrase }) => {
    const second = isComplaint(phrase, kind) ? labelOf({ ...phrase, label }) : undefined;
    return second === undefined ? phrase : { ...phrase, label: second };
  });
}

function readPricing(text: string, row: AnswerRow): Attributes["pricing"] | undefined {
  if (row.pricing === "none") return NO_PRICING;
  const phrases = spoken(text, row.pricing_quotes, MOST_PRICING);
  return phrases.length === 0 ? undefined : { is_pricing: "Yes", sentiment_of_current_pricing: row.pricing, phrases };
}

function readWishes(text: string, row: AnswerRow): Attributes["feature_requests"] | undefined {
  const wishes = spokenIfAny(text, row.wishes, MOST_WISHES, LONGEST_WISH);
  if (wishes === undefined) return undefined;
  return wishes.length === 0 ? [NO_SUGGESTION] : [{ is_feature_suggestion: "Yes", suggetions_on_features: wishes }];
}

/** Whether it quotes the text at all: a row of which no quote is there was made of another text, or made up. */
function isAbout(text: string, row: AnswerRow): boolean {
  const phrases = row.phrases.map(({ quote }) => quote);
  const quotes = [phrases, row.keywords, row.positive_keywords, row.wishes, row.pricing_quotes].flat();
  return quotes.length === 0 || quotes.some((quote) => findQuote(text, quote) !== undefined);
}

function refinePhrases(
  built: Row,
  row: AnswerRow,
  placed: readonly Phrase[],
  labels: Labels | undefined,
  known: ReadonlyMap<string, LabelName>,
): Phrase[] {
  if (placed.length === 0) {
    const kept = new Set(labels?.second_order_labels ?? built.attributes.second_order_labels);
    return labelPhrases(built.phrases, row.kind, ({ label }) => (kept.has(label ?? "") ? label : undefined));
  }
  if (labels !== undefined) return labelPhrases(placed, row.kind, ({ label }) => known.get(label ?? "")?.second);
  return labelPhrases(
    placed,
    row.kind,
    (phrase) => built.phrases.find((one) => one.label !== undefined && overlaps(one, phrase))?.label,
  );
}

/** Undefined when the row isn't about this text. `why` goes into the reasons of what is the model's. */
export function refineRow(
  built: Row,
  text: string,
  row: AnswerRow,
  known: ReadonlyMap<string, LabelName>,
  why: string,
): Row | undefined {
  if (!isAbout(text, row)) return undefined;
  const placed = placedPhrases(text, row, built.phrases);
  const labels = chooseLabels(row, placed, known);
  const given: Partial<Attributes> = Object.fromEntries(
    Object.entries({
      sentiment: row.sentiment,
      priority: row.priority,
      keywords: spokenIfAny(text, row.keywords, MOST_KEYWORDS, LONGEST_KEYWORD),
      positive_keywords: spokenIfAny(text, row.positive_keywords, MOST_KEYWORDS, LONGEST_KEYWORD),
      ...labels,
      pricing: readPricing(text, row),
      feature_requests: readWishes(text, row),
    } satisfies { readonly [A in keyof Attributes]?: Attributes[A] | undefined }).filter(
      ([, value]) => value !== undefined,
    ),
  );
  const fields = ["kind", ...Object.keys(given), ...(placed.length > 0 ? ["phrases"] : [])];
  return {
    ...built,
    kind: row.kind,
    attributes: { ...built.attributes, ...given },
    phrases: refinePhrases(built, row, placed, labels, known),
    reasons: fields.filter((field) => field !== "second_order_label_to_keywordlist").map((field) => ({ field, why })),
  };
}
