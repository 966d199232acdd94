/**
 * Routing a phrase to second-order labels. A label's score is its likeness (nearest sample sentence, mean of its sentences,
 * its name; by meaning and by words) plus what a ridge regression learnt about telling the labels apart. It abstains by
 * the margin between the two best. Everything is worked out when the app is registered; nothing is trained offline.
 */
import type { AppModel } from "../../model/app-model.ts";
import { shortId } from "../../model/identity.ts";
import type { Embedder } from "../embedding/embedder.ts";
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
  const samples = samplesOf(model, labels, corrections);
  const space = createSpace(samples, labels.length, embedder);
  const weights = samples.length <= RIDGE_MOST ? learn(samples, space, labels.length) : undefined;
  const samplesOfLabel = labels.map((_, label) => [...samples.keys()].filter((at) => samples[at]!.label === label));
  const chooseCandidates = createCandidates(samples, samplesOfLabel, space);
  const shared = new Float64Array(samples.length);
  const query = new Float64Array(embedder.dims);
  const spare = new Float32Array(embedder.dims);
  const sorted = corrections.map(({ text, label }) => [label, text]).sort();
  return {
    version: shortId(labels, samples, sorted, embedder.version),
    route(text, vector = embedder.embed(text, spare)) {
      space.centre(vector, query);
      shared.fill(0);
      space.lexical.likeness(text, shared);
      const candidates = chooseCandidates(query, shared);
      const near = candidates.flatMap((label) => samplesOfLabel[label]!);
      const dots = near.map((at) => dot(space.vectors, at * space.dims, query));
      const scores = likeness(samples, candidates, space, query, near, dots, shared);
      if (weights) addRidge(weights, labels.length, candidates, near, dots, shared, scores);
      const known = dots.some((value) => value !== 0) || near.some((at) => shared[at] !== 0);
      return answer(labels, scores, known);
    },
  };
}

/** Four sums side by side keep the processor busy; the widths of embeddings are multiples of four. */
function dot(rows: Float64Array, offset: number, query: Float64Array): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let axis = 0, at = offset; axis < query.length; axis += 4, at += 4) {
    a += rows[at]! * query[axis]!;
    b += rows[at + 1]! * query[axis + 1]!;
    c += rows[at + 2]! * query[axis + 2]!;
    d += rows[at + 3]! * query[axis + 3]!;
  }
  return a + b + c + d;
}

/** The labels worth a closer look, by centroid and by shared words; the answer holds until the next call. */
function createCandidates(samples: readonly Sample[], samplesOfLabel: readonly number[][], space: Space) {
  const all = samplesOfLabel.map((_, label) => label);
  const labelOf = Int32Array.from(samples, ({ label }) => label);
  const shares = new Float64Array(all.length);
  const chosen: number[] = [];
  const promises: number[] = [];
  return (query: Float64Array, shared: Float64Array): readonly number[] => {
    if (all.length <= CANDIDATES) return all;
    shares.fill(0);
    for (let at = 0; at < shared.length; at++) {
      if (shared[at]! > shares[labelOf[at]!]!) shares[labelOf[at]!] = shared[at]!;
    }
    chosen.length = 0;
    promises.length = 0;
    for (const label of all) {
      const promise = CENTROID * dot(space.centroids, label * space.dims, query) + LEXICAL * shares[label]!;
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

interface Space {
  readonly dims: number;
  /** samples x dims, unit length, common part taken out */
  readonly vectors: Float64Array;
  /** labels x dims, unit length */
  readonly centroids: Float64Array;
  readonly lexical: ReturnType<typeof createLexicalIndex>;
  centre(vector: Float32Array, out: Float64Array): void;
  compare(query: Float64Array, out: Float64Array): void;
}

function createSpace(samples: readonly Sample[], labels: number, embedder: Embedder): Space {
  const { dims } = embedder;
  const raw = samples.map(({ text }) => embedder.embed(text, new Float32Array(dims)));
  const mean = new Float64Array(dims);
  const sentences = samples.some(({ isName }) => !isName) ? samples.filter(({ isName }) => !isName).length : 0;
  samples.forEach(({ isName }, at) => {
    if (!isName) for (let axis = 0; axis < dims; axis++) mean[axis]! += raw[at]![axis]! / sentences;
  });
  const centre = (vector: Float32Array, out: Float64Array): void => {
    let square = 0;
    const empty = vector.every((value) => value === 0);
    for (let axis = 0; axis < dims; axis++) {
      const value = empty ? 0 : vector[axis]! - COMMON_SHARE * mean[axis]!;
      out[axis] = value;
      square += value * value;
    }
    if (square > 0) for (let axis = 0; axis < dims; axis++) out[axis]! /= Math.sqrt(square);
  };
  const vectors = new Float64Array(samples.length * dims);
  const centroids = new Float64Array(labels * dims);
  samples.forEach(({ label, isName }, at) => {
    const vector = vectors.subarray(at * dims, (at + 1) * dims);
    centre(raw[at]!, vector);
    const weight = isName ? 1e-6 : 1;
    for (let axis = 0; axis < dims; axis++) centroids[label * dims + axis]! += weight * vector[axis]!;
  });
  for (let label = 0; label < labels; label++) scaleRow(centroids, label * dims, dims);
  const lexical = createLexicalIndex(samples.map(({ text }) => text));
  return { dims, vectors, centroids, lexical, centre, compare: (query, out) => multiply(vectors, query, out, dims) };
}

function scaleRow(rows: Float64Array, offset: number, dims: number): void {
  let square = 0;
  for (let axis = offset; axis < offset + dims; axis++) square += rows[axis]! ** 2;
  if (square > 0) for (let axis = offset; axis < offset + dims; axis++) rows[axis]! /= Math.sqrt(square);
}

/** out = rows x query, four rows at a time. */
function multiply(rows: Float64Array, query: Float64Array, out: Float64Array, dims: number): void {
  const n = out.length;
  for (let row = 0; row < n; row += 4) {
    const a = row * dims;
    const b = Math.min(row + 1, n - 1) * dims;
    const c = Math.min(row + 2, n - 1) * dims;
    const e = Math.min(row + 3, n - 1) * dims;
    let dotA = 0;
    let dotB = 0;
    let dotC = 0;
    let dotE = 0;
    for (let axis = 0; axis < dims; axis++) {
      const value = query[axis]!;
      dotA += value * rows[a + axis]!;
      dotB += value * rows[b + axis]!;
      dotC += value * rows[c + axis]!;
      dotE += value * rows[e + axis]!;
    }
    out[row] = dotA;
    if (row + 1 < n) out[row + 1] = dotB;
    if (row + 2 < n) out[row + 2] = dotC;
    if (row + 3 < n) out[row + 3] = dotE;
  }
}

const kernel = (cosine: number, lexical: number): number =>
  Math.exp(-RIDGE_WIDTH * (1 - cosine)) + RIDGE_LEXICAL * lexical;

/** Weights of every sample for every label, samples x labels. */
function learn(samples: readonly Sample[], space: Space, labels: number): Float64Array {
  const n = samples.length;
  const matrix = new Float64Array(n * n);
  const dots = new Float64Array(n);
  const shared = new Float64Array(n);
  samples.forEach(({ text }, row) => {
    space.compare(space.vectors.subarray(row * space.dims, (row + 1) * space.dims), dots);
    shared.fill(0);
    space.lexical.likeness(text, shared);
    for (let other = 0; other < n; other++) matrix[row * n + other] = kernel(dots[other]!, shared[other]!);
  });
  const targets = new Float64Array(n * labels).fill(-1 / labels);
  samples.forEach(({ label }, row) => {
    targets[row * labels + label]! += 1;
  });
  const noise = Float64Array.from(samples, ({ isName }) => (isName ? RIDGE_NOISE_OF_NAME : RIDGE_NOISE));
  solveRidge(matrix, noise, n, targets, labels);
  return targets;
}

/** Scores of the candidates by label; `near` are their samples, `dots` their cosines to the query. */
function likeness(
  samples: readonly Sample[],
  candidates: readonly number[],
  space: Space,
  query: Float64Array,
  near: readonly number[],
  dots: readonly number[],
  shared: Float64Array,
): Map<number, number> {
  const nearest = new Map<number, number>();
  const scores = new Map(
    candidates.map((label) => [label, CENTROID * dot(space.centroids, label * space.dims, query)]),
  );
  near.forEach((at, index) => {
    const { label, isName } = samples[at]!;
    const value = dots[index]! + LEXICAL * shared[at]!;
    const best = nearest.get(label);
    if (isName) scores.set(label, scores.get(label)! + NAME * value);
    if (isName ? best === undefined : value > (best ?? Number.NEGATIVE_INFINITY)) nearest.set(label, value);
  });
  for (const label of candidates) scores.set(label, scores.get(label)! + (nearest.get(label) ?? 0));
  return scores;
}

function addRidge(
  weights: Float64Array,
  labels: number,
  candidates: readonly number[],
  near: readonly number[],
  dots: readonly number[],
  shared: Float64Array,
  scores: Map<number, number>,
): void {
  const nearest = dots.reduce((most, value) => Math.max(most, value), 0);
  const closeness = Math.min(1, Math.max(0, (nearest - RIDGE.far) / (RIDGE.near - RIDGE.far)));
  const trust = RIDGE.least + closeness * (RIDGE.most - RIDGE.least);
  const sums = new Float64Array(candidates.length);
  near.forEach((at, index) => {
    const value = trust * kernel(dots[index]!, shared[at]!);
    for (let place = 0; place < candidates.length; place++)
      sums[place]! += value * weights[at * labels + candidates[place]!]!;
  });
  candidates.forEach((label, place) => {
    scores.set(label, scores.get(label)! + sums[place]!);
  });
}

function answer(
  labels: readonly LabelName[],
  scores: ReadonlyMap<number, number>,
  known: boolean,
): ReturnType<Router["route"]> {
  const best = [...scores]
    .sort(([a, scoreA], [b, scoreB]) => scoreB - scoreA || a - b)
    .slice(0, MOST_LABELS)
    .map(([label, score]) => ({ ...labels[label]!, score: Math.round(score * 1e4) / 1e4 }));
  const margin = best.length > 1 ? best[0]!.score - best[1]!.score : (best[0]?.score ?? 0);
  return { labels: best, abstain: !known || best.length === 0 || margin < LEAST_MARGIN };
}
