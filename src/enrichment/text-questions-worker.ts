/** The thread that answers what people ask of texts. Starts only as a worker. */
import { createEmbedder, type Embedder } from "../text/embedding/embedder.ts";
import { extractFeatureRequests } from "../text/feature-requests.ts";
import { normalise } from "../text/normalise.ts";
import { suggestAppModel } from "../text/routing/suggest.ts";
import { createVocabulary, type Vocabulary } from "../text/vocabulary.ts";
import { serve } from "../threads/serve.ts";
import { stepBack } from "../threads/step-back.ts";
import { type Enrichment, openEnrichment } from "./enrichment.ts";
import { readModels } from "./models.ts";
import type { TextQuestionJobs } from "./text-questions.ts";
import { createUnderstanding } from "./understand-record.ts";

stepBack();
let embedding: Promise<{ readonly embedder: Embedder; readonly version: string }> | undefined;
let vocabulary: Promise<Vocabulary> | undefined;
let enrichment: Promise<Enrichment> | undefined;

const openEmbedding = async () => {
  const models = await readModels();
  return { embedder: createEmbedder(models.embedding), version: models.vectorVersion };
};

serve<TextQuestionJobs>({
  async suggest(description) {
    embedding ??= openEmbedding();
    vocabulary ??= readModels().then(({ dictionary }) => createVocabulary(dictionary));
    return suggestAppModel(description, (await embedding).embedder, await vocabulary);
  },
  async embed(text) {
    embedding ??= openEmbedding();
    const { embedder, version } = await embedding;
    return { vector: embedder.embed(text).slice(), version };
  },
  async tryOut({ records, ...options }) {
    enrichment ??= openEnrichment();
    const { tryOut } = createUnderstanding(await enrichment, options);
    return records.map(tryOut);
  },
  detect: (texts) =>
    texts.map((text) =>
      extractFeatureRequests(normalise(text), [], "other").map(({ wish, quote }) => ({ wish, quote })),
    ),
});
