/**
 * Routing a phrase to second-order labels. A label's score is its likeness (nearest sample sentence, mean of its sentences,
 * its name; by meaning and by words) plus what a ridge regression learnt about telling the labels apart. It abstains by
 * the margin between the two best. Everything is worked out when the app is registered; nothing is trained offline.
 */
import type { AppModel } from "../../model/app-model.ts";
import { shortId } from "../../model/identity.ts";
import type { Embedder } from "../embedding/embedder.ts";
import { createVectorKernel } from "../kernel/vector-kernel.ts";
import { createLexicalIndex } from "./lexical.ts";
import { solveRidge } from "./ridge.ts";
import { type Correction, type LabelName, labelsOf, type Sample, samplesOf } from "./samples.ts";

export type { Correction } from "./samples.ts";

export interface RoutedLabel {
  readonly first: string;
  readonly second: string;
  /** comparable within one router only; higher is surer */
  readonly score: number;
}

export interface Router {
  /** Hash of the labels, their sentences, the corrections and the embedding. */
  readonly version: string;
  /** Up to five labels, best first, also when it abstains. `vector` is the embedding of `text` if it is known already. */
  route(text: string, vector?: Float32Array): { readonly labels: readonly RoutedLabel[]; readonly abstain: boolean };
}

/** Share of the samples' mean taken out of every vector: "the app ..." is in all of them and says nothing. */
const COMMON_SHARE = 0.5;
const LEXICAL = 0.5;
const CENTROID = 1;
const NAME = 0.5;
/** The regression counts from `least` to `most` as the nearest sample's cosine goes from `far` to `near`. */
const RIDGE = { least: 0.1, most: 3, far: 0.5, near: 0.85 };
const RIDGE_WIDTH = 5;
const RIDGE_LEXICAL = 0.1;
const RIDGE_NOISE = 0.3;
/** A name may be missed by twice the room of a sentence. */
const RIDGE_NOISE_OF_NAME = 0.15;
/** Solving takes n^3 / 3: more samples than these go without the regression. */
const RIDGE_MOST = 1_400;
const MOST_LABELS = 5;
/** Labels whose samples are looked at one by one: the nearest by centroid and by words. The others can't win. */
const CANDIDATES = 8;
/** Half of the complaint phrases of two apps have at least this margin, and 84% of those are right. */
const LEAST_MARGIN = 0.21;

export function createRouter(model: AppModel, embedder: Embedder, corrections: readonly Correction[] = []): Router {
  const labels = labelsOf(model);
  const sampled = samplesOf(model, labels, corrections);
  const samples = sampled.toSorted((a, b) => a.label - b.label);
  const space = createSpace(samples, labels.length, embedder);
  const weights = samples.length <= RIDGE_MOST ? learn(samples, space, labels.length) : undefined;
  const chooseCandidates = createCandidates(space);
  const score = createScore(samples, space, weights);
  const spare = new Float32Array(embedder.dims);
  const sorted = corrections.map(({ text, label }) => [label, text]).sort();
  return {
    version: shortId(labels, sampled, sorted, embedder.version),
    route(text, vector = embedder.embed(text, spare)) {
      space.ask(text, vector);
      const { scored, known } = score(chooseCandidates());
      return answer(labels, scored, known);
    },
  };
}

/** The samples and what a query has in common with them. A query holds until the next one. */
interface Space {
  /** Where each label's samples begin, and where the last one's end: samples of a label are neighbours. */
  readonly starts: Int32Array;
  /** Words that each sample shares with the query, in [0, 1]. */
  readonly shared: Float64Array;
  /** Cosine of the query to each sample, of those that were compared. */
  readonly cosines: Float32Array;
  /** Cosine of the query to each label's centroid. */
  readonly centroids: Float32Array;
  ask(text: string, vector: Float32Array): void;
  /** The query is one of the samples. */
  askSample(sample: number): void;
  /** Works out the cosines to the samples of a label; of all labels without one. */
  compare(label?: number): void;
}

/** Everything that has the width of an embedding lies in one kernel: query, centroids, samples, and the cosines to them. */
function createSpace(samples: readonly Sample[], labels: number, embedder: Embedder): Space {
  const { dims } = embedder;
  const rowBytes = dims * 4;
  const centroidsAt = rowBytes;
  const rowsAt = centroidsAt + labels * rowBytes;
  const centroidCosinesAt = rowsAt + samples.length * rowBytes;
  const cosinesAt = centroidCosinesAt + Math.ceil(labels / 4) * 16;
  const kernel = createVectorKernel(cosinesAt + samples.length * 4);
  const query = new Float32Array(kernel.buffer, 0, dims);
  const rows = new Float32Array(kernel.buffer, rowsAt, samples.length * dims);
  const centroids = new Float32Array(kernel.buffer, centroidsAt, labels * dims);
  const cosines = new Float32Array(kernel.buffer, cosinesAt, samples.length);
  const centroidCosines = new Float32Array(kernel.buffer, centroidCosinesAt, labels);
  const starts = startsOf(samples, labels);
  const lexical = createLexicalIndex(samples.map(({ text }) => text));
  const shared = new Float64Array(samples.length);

  const raw = samples.map(({ text }) => embedder.embed(text));
  const common = commonPart(samples, raw, dims);
  samples.forEach(({ label, isName }, at) => {
    const row = rows.subarray(at * dims, (at + 1) * dims);
    centre(raw[at]!, common, row);
    const weight = isName ? 1e-6 : 1;
    for (let axis = 0; axis < dims; axis++) centroids[label * dims + axis]! += weight * row[axis]!;
  });
  for (let label = 0; label < labels; label++) toUnitLength(centroids.subarray(label * dims, (label + 1) * dims));

  const shareWords = (text: string): void => {
    shared.fill(0);
    lexical.likeness(text, shared);
    kernel.dots(centroidsAt, labels, rowBytes, 0, centroidCosinesAt);
  };
  return {
    starts,
    shared,
    cosines,
    centroids: centroidCosines,
    ask(text, vector) {
      centre(vector, common, query);
      shareWords(text);
    },
    askSample(sample) {
      query.set(rows.subarray(sample * dims, (sample + 1) * dims));
      shareWords(samples[sample]!.text);
    },
    compare(label) {
      const from = label === undefined ? 0 : starts[label]!;
      const to = label === undefined ? samples.length : starts[label + 1]!;
      kernel.dots(rowsAt + from * rowBytes, to - from, rowBytes, 0, cosinesAt + from * 4);
    },
  };
}

function startsOf(samples: readonly Sample[], labels: number): Int32Array {
  const starts = new Int32Array(labels + 1);
  for (const { label } of samples) starts[label + 1]!++;
  for (let label = 0; label < labels; label++) starts[label + 1]! += starts[label]!;
  return starts;
}

/** What is taken out of every vector. */
function commonPart(samples: readonly Sample[], vectors: readonly Float32Array[], dims: number): Float64Array {
  const common = new Float64Array(dims);
  const sentences = samples.filter(({ isName }) => !isName).length;
  samples.forEach(({ isName }, at) => {
    if (isName) return;
    for (let axis = 0; axis < dims; axis++) common[axis]! += (COMMON_SHARE * vectors[at]![axis]!) / sentences;
  });
  return common;
}

/** The vector without the common part, at unit length; "no vector" stays that. */
function centre(vector: Float32Array, common: Float64Array, out: Float32Array): void {
  if (vector.every((value) => value === 0)) {
    out.fill(0);
    return;
  }
  for (let axis = 0; axis < out.length; axis++) out[axis] = vector[axis]! - common[axis]!;
  toUnitLength(out);
}

function toUnitLength(vector: Float32Array): void {
  let square = 0;
  for (let axis = 0; axis < vector.length; axis++) square += vector[axis]! * vector[axis]!;
  const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
  for (let axis = 0; axis < vector.length; axis++) vector[axis]! *= scale;
}

/** The labels worth a closer look, by centroid and by shared words; the answer holds until the next call. */
function createCandidates({ starts, shared, centroids }: Space): () => readonly number[] {
  const all = Array.from(centroids.keys());
  const chosen: number[] = [];
  const promises: number[] = [];
  return () => {
    if (all.length <= CANDIDATES) return all;
    chosen.length = 0;
    promises.length = 0;
    for (let label = 0; label < all.length; label++) {
      let share = 0;
      for (let at = starts[label]!; at < starts[label + 1]!; at++) if (shared[at]! > share) share = shared[at]!;
      const promise = CENTROID * centroids[label]! + LEXICAL * share;
      if (chosen.length === CANDIDATES && promise <= promises[CANDIDATES - 1]!) continue;
      // An insertion sort of eight: the best so far, best first.
      let place = Math.min(chosen.length, CANDIDATES - 1);
      for (; place > 0 && promises[place - 1]! < promise; place--) {
        chosen[place] = chosen[place - 1]!;
        promises[place] = promises[place - 1]!;
      }
      chosen[place] = label;
      promises[place] = promise;
    }
    return chosen;
  };
}

const kernelOf = (cosine: number, lexical: number): number =>
  Math.exp(-RIDGE_WIDTH * (1 - cosine)) + RIDGE_LEXICAL * lexical;

/** Weights of every sample for every label, samples x labels. */
function learn(samples: readonly Sample[], space: Space, labels: number): Float64Array {
  const n = samples.length;
  const matrix = new Float64Array(n * n);
  for (let row = 0; row < n; row++) {
    space.askSample(row);
    space.compare();
    for (let other = 0; other < n; other++)
      matrix[row * n + other] = kernelOf(space.cosines[other]!, space.shared[other]!);
  }
  const targets = new Float64Array(n * labels).fill(-1 / labels);
  samples.forEach(({ label }, row) => {
    targets[row * labels + label]! += 1;
  });
  const noise = Float64Array.from(samples, ({ isName }) => (isName ? RIDGE_NOISE_OF_NAME : RIDGE_NOISE));
  solveRidge(matrix, noise, n, targets, labels);
  return targets;
}

interface ScoredLabel {
  readonly label: number;
  readonly score: number;
}

/** Scores candidates by everything that is known; `known` is false when nothing of the query was ever seen. */
function createScore(samples: readonly Sample[], space: Space, weights: Float64Array | undefined) {
  const { starts, shared, cosines, centroids } = space;
  const labels = centroids.length;
  const isName = Uint8Array.from(samples, (sample) => (sample.isName ? 1 : 0));
  /** Of the candidates, in their order. */
  const scores = new Float64Array(labels);

  /** The nearest sentence of a label, and its name. */
  const likeness = (label: number): number => {
    let nearest = Number.NEGATIVE_INFINITY;
    let name = 0;
    for (let at = starts[label]!; at < starts[label + 1]!; at++) {
      const value = cosines[at]! + LEXICAL * shared[at]!;
      if (isName[at] === 1) name = value;
      else if (value > nearest) nearest = value;
    }
    return CENTROID * centroids[label]! + NAME * name + (nearest === Number.NEGATIVE_INFINITY ? name : nearest);
  };

  const addRidge = (learnt: Float64Array, candidates: readonly number[], nearest: number): void => {
    const closeness = Math.min(1, Math.max(0, (nearest - RIDGE.far) / (RIDGE.near - RIDGE.far)));
    const trust = RIDGE.least + closeness * (RIDGE.most - RIDGE.least);
    const count = candidates.length;
    for (let one = 0; one < count; one++) {
      const label = candidates[one]!;
      for (let at = starts[label]!; at < starts[label + 1]!; at++) {
        const value = trust * kernelOf(cosines[at]!, shared[at]!);
        const row = at * labels;
        for (let other = 0; other < count; other++) scores[other]! += value * learnt[row + candidates[other]!]!;
      }
    }
  };

  return (candidates: readonly number[]): { scored: ScoredLabel[]; known: boolean } => {
    let nearest = 0;
    let known = false;
    for (let one = 0; one < candidates.length; one++) {
      const label = candidates[one]!;
      space.compare(label);
      for (let at = starts[label]!; at < starts[label + 1]!; at++) {
        if (cosines[at]! > nearest) nearest = cosines[at]!;
        known ||= cosines[at] !== 0 || shared[at] !== 0;
      }
      scores[one] = likeness(label);
    }
    if (weights) addRidge(weights, candidates, nearest);
    return { scored: candidates.map((label, one) => ({ label, score: scores[one]! })), known };
  };
}

function answer(labels: readonly LabelName[], scored: ScoredLabel[], known: boolean): ReturnType<Router["route"]> {
  const best = scored
    .sort((a, b) => b.score - a.score || a.label - b.label)
    .slice(0, MOST_LABELS)
    .map(({ label, score }) => ({ ...labels[label]!, score: Math.round(score * 1e4) / 1e4 }));
  const margin = best.length > 1 ? best[0]!.score - best[1]!.score : (best[0]?.score ?? 0);
  return { labels: best, abstain: !known || best.length === 0 || margin < LEAST_MARGIN };
}
