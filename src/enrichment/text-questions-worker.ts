/** The thread that answers what people ask of texts. Starts only as a worker. */
import { createEmbedder, type Embedder } from "../text/embedding/embedder.ts";
import { extractFeatureRequests } from "../text/feature-requests.ts";
import { normalise } from "../text/normalise.ts";
import { suggestAppModel } from "../text/routing/suggest.ts";
import { serve } from "../threads/serve.ts";
import { stepBack } from "../threads/step-back.ts";
import { type Enrichment, openEnrichment } from "./enrichment.ts";
import { readModels } from "./models.ts";
import type { TextQuestionJobs } from "./text-questions.ts";
import { createUnderstanding } from "./understand-record.ts";

stepBack();
let embedder: Promise<Embedder> | undefined;
let enrichment: Promise<Enrichment> | undefined;

serve<TextQuestionJobs>({
  async suggest(description) {
    embedder ??= readModels().then(({ embedding }) => createEmbedder(embedding));
    return suggestAppModel(description, await embedder);
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
