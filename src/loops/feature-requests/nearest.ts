/** The groups nearest to wishes by meaning. Vectors of one model version alone are compared: a group of another one is embedded anew on the spot. */
import type { TextPool } from "../../enrichment/pool.ts";
import { type FeatureRequestDocument, foundingWish } from "../../model/feature-request.ts";
import type { TenantId } from "../../model/tenant.ts";
import { dot } from "../../numeric/dot.ts";
import type { Store, Stored } from "../../store/store.ts";
import { plainWish } from "../../text/wish-likeness.ts";

export type WishEmbedder = Pick<TextPool, "embed" | "vectorVersion">;

export interface Candidate {
  readonly id: string;
  readonly doc: FeatureRequestDocument;
  readonly similarity: number;
}

/** What is looked for: the app's groups near to this vector. */
export interface WishVector {
  readonly app: string;
  readonly vector?: Float32Array;
}

/** Groups nearest by meaning, among which the words decide. */
const CANDIDATES = 5;

/** What a group's vector is made of. */
export const groupText = (group: FeatureRequestDocument): string => plainWish(foundingWish(group));

export function createNearestGroups(store: Store, text: WishEmbedder) {
  const { vectorVersion } = text;

  /** Every group of the app with a vector of this runner's model. */
  async function embedGroups(tenant: TenantId, app: string) {
    const groups: Stored<FeatureRequestDocument>[] = [];
    for await (const stored of store.scan(tenant, "feature_requests", { where: { app }, vectors: true }))
      groups.push(stored);
    const strange = groups.filter(({ doc }) => doc.vector_version !== vectorVersion);
    const { vectors, dims } = await text.embed(strange.map(({ doc }) => groupText(doc)));
    const embedded = new Map(strange.map(({ id }, at) => [id, vectors.subarray(at * dims, (at + 1) * dims)]));
    return groups.flatMap(({ id, doc, vector }) => {
      const own = embedded.get(id) ?? vector;
      return own === undefined ? [] : [{ id, doc, vector: own }];
    });
  }

  /** Counted first: what is of this version then is not made another's by a re-embedding that comes later. */
  const strangers = (tenant: TenantId, app: string): Promise<number> =>
    store.count(tenant, "feature_requests", { where: { app, vector_version: { not: vectorVersion } } });

  async function nearestOfApp(
    tenant: TenantId,
    app: string,
    vectors: readonly (Float32Array | undefined)[],
  ): Promise<(readonly Candidate[])[]> {
    if ((await strangers(tenant, app)) === 0) {
      const where = { app, vector_version: vectorVersion };
      return Promise.all(
        vectors.map(async (vector) =>
          vector === undefined ? [] : store.nearest(tenant, "feature_requests", vector, { where, k: CANDIDATES }),
        ),
      );
    }
    const groups = await embedGroups(tenant, app);
    return vectors.map((vector) =>
      vector === undefined
        ? []
        : groups
            .map(({ id, doc, vector: own }) => ({ id, doc, similarity: dot(own, vector) }))
            .sort((a, b) => b.similarity - a.similarity || (a.id < b.id ? -1 : 1))
            .slice(0, CANDIDATES),
    );
  }

  /** One list per wish, in order, nearest first. */
  return async function nearestGroups(
    tenant: TenantId,
    wishes: readonly WishVector[],
  ): Promise<(readonly Candidate[])[]> {
    const found: (readonly Candidate[])[] = new Array(wishes.length);
    for (const [app, places] of Map.groupBy(wishes.keys(), (place) => wishes[place]!.app)) {
      const candidates = await nearestOfApp(
        tenant,
        app,
        places.map((place) => wishes[place]!.vector),
      );
      places.forEach((place, at) => {
        found[place] = candidates[at]!;
      });
    }
    return found;
  };
}
