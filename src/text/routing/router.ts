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
/** Half of the complaint phrases of two apps have at least this margin, and 84% of those are right. */
const LEAST_MARGIN = 0.21;

export function createRouter(model: AppModel, embedder: Embedder, corrections: readonly Correction[] = []): Router {
  const labels = labelsOf(model);
  const samples = samplesOf(model, labels, corrections);
  const space = createSpace(samples, labels.length, embedder);
  const weights = samples.length <= RIDGE_MOST ? learn(samples, space, labels.length) : undefined;
  const dots = new Float64Array(samples.length);
  const shared = new Float64Array(samples.length);
  const query = new Float64Array(embedder.dims);
  const spare = new Float32Array(embedder.dims);
  const sorted = corrections.map(({ text, label }) => [label, text]).sort();
  return {
    version: shortId(labels, samples, sorted, embedder.version),
    route(text, vector = embedder.embed(text, spare)) {
      space.centre(vector, query);
      space.compare(query, dots);
      shared.fill(0);
      space.lexical.likeness(text, shared);
      const scores = likeness(samples, labels.length, space, query, dots, shared);
      if (weights) addRidge(weights, dots, shared, labels.length, scores);
      const known = dots.some((value) => value !== 0) || shared.some((value) => value !== 0);
      return answer(labels, scores, known);
    },
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

function likeness(
  samples: readonly Sample[],
  labels: number,
  space: Space,
  query: Float64Array,
  dots: Float64Array,
  shared: Float64Array,
): Float64Array {
  const nearest = new Float64Array(labels).fill(Number.NEGATIVE_INFINITY);
  const scores = new Float64Array(labels);
  multiply(space.centroids, query, scores, space.dims);
  for (let label = 0; label < labels; label++) scores[label]! *= CENTROID;
  for (let at = 0; at < samples.length; at++) {
    const { label, isName } = samples[at]!;
    const value = dots[at]! + LEXICAL * shared[at]!;
    if (isName) scores[label]! += NAME * value;
    if (isName ? nearest[label] === Number.NEGATIVE_INFINITY : value > nearest[label]!) nearest[label] = value;
  }
  for (let label = 0; label < labels; label++) scores[label]! += nearest[label]!;
  return scores;
}

function addRidge(
  weights: Float64Array,
  dots: Float64Array,
  shared: Float64Array,
  labels: number,
  scores: Float64Array,
) {
  let nearest = 0;
  for (let at = 0; at < dots.length; at++) nearest = Math.max(nearest, dots[at]!);
  const near = Math.min(1, Math.max(0, (nearest - RIDGE.far) / (RIDGE.near - RIDGE.far)));
  const trust = RIDGE.least + near * (RIDGE.most - RIDGE.least);
  for (let at = 0; at < dots.length; at++) {
    const value = trust * kernel(dots[at]!, shared[at]!);
    for (let label = 0; label < labels; label++) scores[label]! += value * weights[at * labels + label]!;
  }
}

function answer(labels: readonly LabelName[], scores: Float64Array, known: boolean): ReturnType<Router["route"]> {
  const order = Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]! || a - b);
  const best = order
    .slice(0, MOST_LABELS)
    .map((at) => ({ ...labels[at]!, score: Math.round(scores[at]! * 1e4) / 1e4 }));
  const margin = best.length > 1 ? best[0]!.score - best[1]!.score : (best[0]?.score ?? 0);
  return { labels: best, abstain: !known || best.length === 0 || margin < LEAST_MARGIN };
}
