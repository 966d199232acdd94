/** Text understanding, composed: the one place that knows which model file and which function go together. The daemon runs it in worker threads, the command line in its own. */
import type { ThemeSpaceDeps } from "../clustering/theme-space.ts";
import type { AppModel } from "../model/app-model.ts";
import type { Kind, Priority, Sentiment } from "../model/insight.ts";
import {
  type Classification,
  type Classifier,
  type ClassifierInput,
  createClassifier,
} from "../text/classification/classifier.ts";
import { createPhraseReader } from "../text/classification/phrase-reader.ts";
import { createScorer } from "../text/classification/scorer.ts";
import { createEmbedder, type Embedder } from "../text/embedding/embedder.ts";
import { extractFeatureRequests } from "../text/feature-requests.ts";
import { createGlosser, type Glosser } from "../text/gloss/gloss.ts";
import { createLanguageDetector, type LanguageDetector } from "../text/language.ts";
import { createRespell, type Respell } from "../text/misspelt.ts";
import type { NoiseSettings } from "../text/noise/judge.ts";
import { normalise } from "../text/normalise.ts";
import { choosePriority } from "../text/priority.ts";
import { createRecent } from "../text/recent.ts";
import { builtInAppModel } from "../text/routing/built-in.ts";
import { type Correction, createRouter, type Router } from "../text/routing/router.ts";
import { praisesOneThing } from "../text/specific-praise.ts";
import { createSpeller } from "../text/spelling.ts";
import { withExposures } from "../text/statements/exposure.ts";
import { createStatementNetwork } from "../text/statements/network.ts";
import { withPlainComplaints } from "../text/statements/plain-complaints.ts";
import { withPlainWishes } from "../text/statements/plain-wishes.ts";
import { withoutPraise } from "../text/statements/praise.ts";
import { asksToKnow, withoutQuestions } from "../text/statements/questions.ts";
import { createStatementReader, type StatementReader, type StatementReading } from "../text/statements/reader.ts";
import { resolvedSentence } from "../text/statements/resolution.ts";
import { withSentences } from "../text/statements/sentences.ts";
import { withTurns } from "../text/statements/turns.ts";
import { withoutVagueWishes } from "../text/statements/vague-wishes.ts";
import { readStatementWeights } from "../text/statements/weights.ts";
import { withWholeClauses } from "../text/statements/whole-clauses.ts";
import { spoken } from "../text/unsaid.ts";
import { plainWish } from "../text/wish-likeness.ts";
import { searchWords } from "../text/words.ts";
import { createDenoise, type Denoise, isEnglish, meaningfulTitle } from "./denoise.ts";
import { createEnrich } from "./enrich.ts";
import type { Enriched, EnrichInput } from "./enriched.ts";
import { createGlossedEnrich, understoodGloss } from "./glossed.ts";
import { readModels } from "./models.ts";
import { createRespeltDetector, createRespeltEnrich } from "./respelt.ts";
import { createSpokenEnrich } from "./spoken.ts";
import { statementsOf } from "./statements.ts";
import { createTitledEnrich, createTitledText, type TitledText } from "./titled-text.ts";
import { kindFrom, sentimentFrom, urgencyOf } from "./verdict.ts";

export interface Classified {
  readonly kind: Kind;
  readonly sentiment: Sentiment;
  /** In [-1, 1]. */
  readonly sentiment_score: number;
  readonly priority: Priority;
}

export interface Enrichment {
  readonly modelVersion: string;
  /** Of the vectors: those of two versions can't be compared. */
  readonly vectorVersion: string;
  readonly embedder: Embedder;
  readonly language: LanguageDetector;
  /** What statements are compared by. */
  readonly themeSpace: ThemeSpaceDeps;
  /** Drops as these settings say. */
  denoiser(settings: NoiseSettings): Denoise;
  enrich(input: EnrichInput, router: Router): Enriched;
  classify(input: {
    readonly text: string;
    readonly title?: string;
    readonly score?: number;
    readonly thumbsUp?: number;
  }): Classified;
  /** What a post asks for, in few words; without a wish that can be told, its title. */
  wish(input: { readonly title: string; readonly text: string; readonly isWish: boolean }): {
    readonly wish: string;
    readonly search: string;
    readonly vector: Float32Array;
  };
  /** Of an app model and what people corrected; without a model, the built-in general labels. */
  router(model: AppModel | undefined, corrections?: readonly Correction[]): Router;
}

/** Texts whose classification is kept: the denoiser and, moments later, the data-model creator ask about the same ones. */
const REMEMBERED = 4_096;
const LONGEST_REMEMBERED = 4_000;

/** The same answers, the last few thousand of them by heart. */
function remember(classify: Classifier): Classifier {
  const known = createRecent<string, Classification>(REMEMBERED);
  return (input) => {
    if (input.text.length > LONGEST_REMEMBERED) return classify(input);
    const key = `${input.score ?? ""}\n${input.title ?? ""}\n${input.text}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const answer = classify(input);
    known.set(key, answer);
    return answer;
  };
}

/** The like for statements. */
function rememberReadings(read: StatementReader): StatementReader {
  const known = createRecent<string, StatementReading>(REMEMBERED);
  return (input) => {
    if (input.text.length > LONGEST_REMEMBERED) return read(input);
    const key = `${input.stars}\n${input.text}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const answer = read(input);
    known.set(key, answer);
    return answer;
  };
}

/** Below this the network takes a text for empty. */
const TELLING = 0.65;
/** What a text that tells a problem or a wish, that asks something, that a problem is over, or what in particular is good, is worth at least. */
const WITH_STATEMENT = 0.75;

/** A text that tells something is worth keeping; of the others, those that either reader finds so. */
function createInformativeness(
  classify: Classifier,
  read: StatementReader,
  titledText: TitledText,
  respell: Respell,
): (input: ClassifierInput) => number {
  return (given) => {
    const { text } = respell(given.text);
    const input = { ...given, text: titledText({ ...given, text, title: given.title ?? "" }) };
    const { statements, informative, asks } = read({ text: input.text, stars: input.score ?? 0 });
    if (
      statements.length > 0 ||
      asks ||
      asksToKnow(input.text) ||
      resolvedSentence(input.text) !== undefined ||
      praisesOneThing(input.text)
    )
      return Math.max(informative, WITH_STATEMENT);
    const said = classify(input);
    if (said.kind === "question" || (input.title ?? "") !== "") return Math.max(informative, said.informative);
    return informative >= TELLING ? informative : Math.min(informative, 0.49);
  };
}

interface ClassifyDeps {
  readonly classify: Classifier;
  readonly readStatements: StatementReader;
  /** Of a gloss: that it says nothing ill means little. */
  readonly readGloss: StatementReader;
  readonly detect: LanguageDetector;
  readonly gloss: Glosser;
  readonly titledText: TitledText;
  readonly respell: Respell;
}

/** As `enrich` would judge it; a language without a gloss is judged by the classifier, which learnt from others than English too. */
function createClassify({
  classify,
  readStatements,
  readGloss,
  detect,
  gloss,
  titledText,
  respell,
}: ClassifyDeps): Enrichment["classify"] {
  return ({ text: written, title: rawTitle = "", score, thumbsUp }) => {
    const said = spoken(normalise(written));
    const { lang } = detect(said);
    const isOwn = isEnglish(lang);
    const own = isOwn ? respell(said).text : said;
    const title = meaningfulTitle(normalise(rawTitle), own);
    const stars = score === undefined ? {} : { score };
    const read = classify({ text: own, ...(title === "" ? {} : { title }), ...stars });
    const text = isOwn ? titledText({ text: own, title, score }) : understoodGloss(gloss, own, lang)?.text;
    if (text === undefined) {
      const { kind, sentiment, sentiment_score } = read;
      const urgency = { text: `${title} ${own}`, kind, sentiment, sentiment_score, ...stars, thumbsUp };
      return { kind, sentiment, sentiment_score, priority: choosePriority(urgency).priority };
    }
    const readText = isOwn ? readStatements : readGloss;
    const reading = readText({ text, stars: score ?? 0 });
    const found = statementsOf(text, reading, "");
    const sentiment = sentimentFrom(reading, found, read, score);
    return {
      kind: kindFrom(found, isOwn ? read : classify({ text, ...stars }), reading),
      sentiment: sentiment.value,
      sentiment_score: sentiment.score,
      priority: urgencyOf(text, reading, found, thumbsUp).priority,
    };
  };
}

export async function openEnrichment(): Promise<Enrichment> {
  const models = await readModels();
  // What is kept is named by itself, so that the bytes of the files can go.
  const { dictionary, version, vectorVersion } = models;
  const embedder = createEmbedder(models.embedding);
  const scorer = createScorer(models.classification, embedder);
  const classify = remember(createClassifier(scorer, embedder));
  const spell = createSpeller(dictionary);
  const isRight = (text: string): boolean => spell(text).misspelt === 0;
  const respell = createRespell(isRight);
  const detect = createRespeltDetector(createLanguageDetector(models.language), respell, isRight);
  const network = createStatementNetwork(readStatementWeights(models.statements), embedder);
  const readAll = rememberReadings(
    withoutVagueWishes(
      withExposures(
        withPlainWishes(
          withPlainComplaints(withoutQuestions(withTurns(withSentences(createStatementReader(network, embedder))))),
        ),
      ),
    ),
  );
  const readers = { readStatements: withPlainWishes(withoutPraise(withWholeClauses(readAll))), readGloss: readAll };
  // A word that the table has as a whole.
  const gloss = createGlosser((word) => embedder.tokenIds(word).length === 1);
  const enrich = createEnrich({
    embedder,
    classify,
    readPhrases: createPhraseReader(scorer, embedder),
    ...readers,
  });
  const titledText = createTitledText(readers.readStatements);
  return {
    modelVersion: version,
    vectorVersion,
    embedder,
    themeSpace: { embedder, network },
    language: (text) => detect(spoken(normalise(text))),
    denoiser: (settings) =>
      createDenoise(
        {
          detect,
          gloss,
          respell,
          spell,
          informativeness: createInformativeness(classify, readAll, titledText, respell),
        },
        settings,
      ),
    enrich: createTitledEnrich(
      createSpokenEnrich(createRespeltEnrich(createGlossedEnrich(enrich, gloss), respell)),
      titledText,
    ),
    classify: createClassify({ classify, ...readers, detect, gloss, titledText, respell }),
    wish: ({ title, text, isWish }) => {
      const found = isWish ? undefined : extractFeatureRequests(normalise(text), [], "request")[0];
      const wish = found?.wish ?? normalise(title);
      return { wish, search: searchWords(wish).join(" "), vector: embedder.embed(plainWish(wish)).slice() };
    },
    router: (model, corrections) => createRouter(model ?? builtInAppModel, embedder, corrections),
  };
}
