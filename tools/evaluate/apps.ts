/** The two apps of mini-bar, and classifiers that learnt from the one app only, for judging on the other. */
import { type Classifier, createClassifier } from "../../src/text/classification/classifier.ts";
import { createPhraseReader, type PhraseReader } from "../../src/text/classification/phrase-reader.ts";
import { createScorer, type Scorer } from "../../src/text/classification/scorer.ts";
import { createEmbedder, type Embedder } from "../../src/text/embedding/embedder.ts";
import { type Review, type ShopReview, trainClassifier } from "../train/classification/recipe.ts";
import { readModel, readRows } from "./task.ts";

const apps = ["garmin-connect", "huawei-health"] as const;
export type App = (typeof apps)[number];

export interface CrossApp {
  readonly learntOn: App;
  readonly judgedOn: App;
  readonly classify: Classifier;
  readonly readPhrases: PhraseReader;
}

export const readReviews = (app: App, language: "en" | "fr"): Review[] =>
  readRows<Review>(`minibar/classification/${app}.${language}.jsonl`);

let embedder: Embedder | undefined;
export const sharedEmbedder = (): Embedder => {
  embedder ??= createEmbedder(readModel("reference-15k-256.semb"));
  return embedder;
};

let trained: readonly CrossApp[] | undefined;
/** Both ways round; trained once a run. */
export const crossApps = (): readonly CrossApp[] => {
  trained ??= apps.map((learntOn, i) => {
    const reviews = [...readReviews(learntOn, "en"), ...readReviews(learntOn, "fr")];
    const shopReviews = readRows<ShopReview>("sentiment/prdect-id.jsonl");
    const scorer = createScorer(trainClassifier({ reviews, shopReviews }, sharedEmbedder()), sharedEmbedder());
    const classify = createClassifier(scorer, sharedEmbedder());
    const readPhrases = createPhraseReader(scorer, sharedEmbedder());
    return { learntOn, judgedOn: apps[1 - i]!, classify, readPhrases };
  });
  return trained;
};

/** The shipped classifier, which has seen both apps: for the gate's slice and for data it never saw. */
export const shippedScorer = (): Scorer => createScorer(readModel("classification-v1.bin"), sharedEmbedder());
