/** An insight: one piece of feedback, understood. The fields here are exactly the ones that leave the system. */
import { z } from "zod";

export const Kind = z.enum(["problem", "request", "question", "praise", "other"]);
export type Kind = z.infer<typeof Kind>;
export const Sentiment = z.enum(["positive", "negative", "neutral"]);
export type Sentiment = z.infer<typeof Sentiment>;
export const Priority = z.enum(["Critical", "High", "Moderate", "Low"]);
export type Priority = z.infer<typeof Priority>;

/** The least urgent first. */
export const priorities = ["Low", "Moderate", "High", "Critical"] as const satisfies readonly Priority[];

/** 0 Low … 3 Critical, to sort by. */
export const priorityRank: Readonly<Record<Priority, number>> = { Low: 0, Moderate: 1, High: 2, Critical: 3 };

/** A clause of `main_text`; `start` and `end` are UTF-16 offsets into it, `score` is in [-1, 1] (polarity) */
export const Phrase = z.object({
  text: z.string(),
  start: z.number().int(),
  end: z.number().int(),
  polarity: Sentiment,
  label: z.string().optional(),
  score: z.number(),
});
export type Phrase = z.infer<typeof Phrase>;

export const Pricing = z.object({
  is_pricing: z.enum(["Yes", "No"]),
  sentiment_of_current_pricing: Sentiment.optional(),
  phrases: z.array(z.string()).optional(),
});

/** `suggetions_on_features` is misspelt in the original wire format, and only there. */
export const FeatureSuggestion = z.object({
  is_feature_suggestion: z.enum(["Yes", "No"]),
  suggetions_on_features: z.array(z.string()),
});

export const Attributes = z.object({
  keywords: z.array(z.string()),
  positive_keywords: z.array(z.string()),
  first_order_labels: z.array(z.string()),
  second_order_labels: z.array(z.string()),
  second_order_label_to_keywordlist: z.array(z.object({ name: z.string(), keywords: z.array(z.string()) })),
  sentiment: Sentiment,
  priority: Priority,
  pricing: Pricing,
  feature_requests: z.array(FeatureSuggestion),
});
export type Attributes = z.infer<typeof Attributes>;

/** One distinct problem or wish that a text tells. Offsets are UTF-16 units of `main_text`. */
export const Statement = z
  .object({
    start: z.number().int(),
    end: z.number().int(),
    quote: z.string(),
    /** The quote as it was read where that differs: word by word in English, of another language, spelt right, or without the rest of its clause. */
    gloss: z.string().optional(),
    kind: z.enum(["problem", "wish"]),
    title: z.string(),
    /** Kind of failure, of the names in src/text/titles/failure-patterns.ts. */
    failure: z.string().optional(),
    /** What fails, or what is wished for, in the text's own words, of a gloss in its words. */
    object: z.string().optional(),
    /** Second-order label, where its own words are clear. */
    label: z.string().optional(),
    priority: Priority,
    /** Id of the theme that it belongs to, once a pass has placed it. */
    theme: z.string().optional(),
  })
  .meta({ id: "Statement" });
export type Statement = z.infer<typeof Statement>;

/** Why a field has the value it has, for a person to read. */
export const Reason = z.object({ field: z.string(), why: z.string() });
export type Reason = z.infer<typeof Reason>;

export const Insight = z
  .object({
    id: z.string(),
    tenant: z.string(),
    app_name: z.string(),
    source: z.string(),
    source_id: z.string(),
    data_id: z.string(),
    date: z.number().int().meta({ description: "unix seconds" }),
    lang: z.string(),
    untranslated: z.boolean().optional(),
    main_text: z.string().meta({
      description: "the text as it is read; begins with the title where that alone tells a problem or a wish",
    }),
    original_text: z.string().optional(),
    gloss: z.string().optional().meta({
      description:
        "`main_text` word by word in English, where it is in another language that the built-in lexicons carry",
    }),
    subinfo: z.looseObject({ title: z.string() }),
    metadata: z.record(z.string(), z.unknown()),
    parent_id: z.string().optional(),
    session_id: z.string().optional(),
    impact: z.unknown().optional().meta({ description: "as it was sent: stars of a review, likes or votes elsewhere" }),
    kind: Kind,
    attributes: Attributes,
    phrases: z.array(Phrase),
    reasons: z.array(Reason),
    statements: z.array(Statement),
    version: z.string().optional().meta({ description: "of the app, as the record has it" }),
    revision: z.number().int(),
    model_version: z.string(),
    app_model_version: z.string(),
    ingested_at: z.number().int().meta({ description: "unix seconds, at intake" }),
    updated_at: z.number().int().meta({ description: "unix seconds; the record's own updated_at, else its date" }),
    batch: z.string(),
    cluster_id: z.string().optional().meta({ description: "the theme of its gravest statement" }),
    themes: z.array(z.string()).meta({ description: "ids of the themes of its statements" }),
    marks: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "Insight" });
export type Insight = z.infer<typeof Insight>;
