/** Embedding without threads, for tests: the same model in the caller's own. */
import type { Enrichment } from "../../enrichment/enrichment.ts";
import type { TextPool } from "../../enrichment/pool.ts";

export const embedderOf = ({ embedder, vectorVersion }: Enrichment): Pick<TextPool, "embed" | "vectorVersion"> => ({
  vectorVersion,
  async embed(texts) {
    const { dims } = embedder;
    const vectors = new Float32Array(texts.length * dims);
    for (const [index, text] of texts.entries())
      embedder.embed(text, vectors.subarray(index * dims, (index + 1) * dims));
    return { vectors, dims };
  },
});
