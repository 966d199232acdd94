/** The thread that answers what people ask of texts. Starts only as a worker. */
import { createEmbedder, type Embedder } from "../text/embedding/embedder.ts";
import { extractFeatureRequests } from "../text/feature-requests.ts";
import { normalise } from "../text/normalise.ts";
import { suggestAppModel } from "../text/routing/suggest.ts";
import { serve } from "../threads/serve.ts";
import { stepBack } from "../threads/step-back.ts";
import { readModels } from "./models.ts";
import type { TextQuestionJobs } from "./text-questions.ts";

stepBack();
let embedder: Promise<Embedder> | undefined;

serve<TextQuestionJobs>({
  async suggest(description) {
    embedder ??= readModels().then(({ embedding }) => createEmbedder(embedding));
    return suggestAppModel(description, await embedder);
  },
  detect: (texts) =>
    texts.map((text) =>
      extractFeatureRequests(normalise(text), [], "other").map(({ wish, quote }) => ({ wish, quote })),
    ),
});
