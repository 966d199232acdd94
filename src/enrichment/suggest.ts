/** Suggesting an app model from a description; the embedding is read when it is first asked for. */
import type { AppModel } from "../model/app-model.ts";
import { createEmbedder, type Embedder } from "../text/embedding/embedder.ts";
import { type AppDescription, suggestAppModel } from "../text/routing/suggest.ts";
import { readModels } from "./models.ts";

export function createSuggest(): (description: AppDescription) => Promise<AppModel> {
  let embedder: Promise<Embedder> | undefined;
  return async (description) => {
    embedder ??= readModels().then(({ embedding }) => createEmbedder(embedding));
    return suggestAppModel(description, await embedder);
  };
}
