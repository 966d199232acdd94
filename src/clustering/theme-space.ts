/**
 * How far two statements of one app are apart: what they are about, by the vectors of their words, and how it fails, by the
 * probabilities of their failure kinds. Words that the app's statements are full of say little and count little; those that
 * name the object count most.
 */
// cspell:ignore Bhattacharyya
import type { Embedder } from "../text/embedding/embedder.ts";
import { createVectorKernel, KERNEL_STEP } from "../text/kernel/vector-kernel.ts";
import { underOneName } from "../text/lexicon/en/same-things.ts";
import { notFailures, type StatementNetwork } from "../text/statements/network.ts";
import { failureKinds, heedWords } from "../text/statements/plain-failures.ts";
import { nameAsApp } from "../text/titles/own-name.ts";
import { createFailureSpace } from "./failure-families.ts";
import type { Distances } from "./linkage.ts";

/** A piece in the share p of the statements counts RARITY / (RARITY + p): tried .03 to .3 on seven hand-coded apps. */
const RARITY = 0.1;
/** Of fewer statements nobody can tell which pieces all of the app's are full of: shares are taken of so many. */
const ENOUGH = 100;
/** What a piece counts that surely isn't part of the object: tried .25 to 1. */
const BESIDE_OBJECT = 0.6;
/** Powers of the two likenesses in their product: tried .4 to .8. */
const MEANING_POWER = 0.6;
const FAILURE_POWER = 0.4;

/** Kinds of failure with a smaller share say nothing. */
const LEAST_SHARE = 0.02;

export interface ThemeSpace {
  readonly n: number;
  readonly dims: number;
  /** Unit vectors of the statements. */
  readonly meanings: Float32Array;
  /** `failureWidth` numbers a statement, whose dot product is Bhattacharyya's coefficient over kinds of failure and their families. */
  readonly failures: Float32Array;
  readonly failureWidth: number;
  /** Class probabilities. */
  readonly shares: Float32Array;
  readonly classes: readonly string[];
}

export interface ThemeSpaceDeps {
  readonly embedder: Pick<Embedder, "dims" | "pieces" | "embedWeighted">;
  readonly network: StatementNetwork;
}

/** Puts statements in one space, each by its own words. `app`: what people may call it by. */
export function createThemeSpace(
  quotes: readonly string[],
  { embedder, network }: ThemeSpaceDeps,
  app = "",
): ThemeSpace {
  const n = quotes.length;
  const { dims } = embedder;
  const classes = failureKinds(network.classes);
  const kinds = classes.length;
  const { width: failureWidth, place } = createFailureSpace(classes);
  const shares = new Float32Array(n * kinds);
  const failures = new Float32Array(n * failureWidth);
  const asApp = nameAsApp(app);
  const pieced = (text: string) => {
    const { ids } = embedder.pieces(underOneName(text));
    return { ids, ...network.read(ids) };
  };
  const read = quotes.map((quote, at) => {
    const said = pieced(quote);
    if (said.count > 0) shares.set(network.classify(0, said.count), at * kinds);
    const own = shares.subarray(at * kinds, (at + 1) * kinds);
    const named = asApp(quote);
    heedWords(named, own, classes);
    place(own, failures.subarray(at * failureWidth, (at + 1) * failureWidth));
    // What it is about is read without the app's name, whose rare pieces would bring together whoever names it.
    const { ids, count, object } = named === quote ? said : pieced(named);
    return { ids: ids.slice(0, count), object: object.slice() };
  });
  const holders = new Map<number, number>();
  for (const { ids } of read) for (const id of new Set(ids)) holders.set(id, (holders.get(id) ?? 0) + 1);
  const rarityOf = (id: number): number => RARITY / (RARITY + holders.get(id)! / Math.max(n, ENOUGH));
  const meanings = new Float32Array(n * dims);
  read.forEach(({ ids, object }, at) => {
    const weights = ids.map((id, place) => rarityOf(id) * (BESIDE_OBJECT + (1 - BESIDE_OBJECT) * object[place]!));
    embedder.embedWeighted(ids, weights, meanings.subarray(at * dims, (at + 1) * dims));
  });
  return { n, dims, meanings, failures, failureWidth, shares, classes };
}

/** The kinds of failure of a statement. */
export function failuresOf({ shares, classes }: ThemeSpace, row: number): { name: string; share: number }[] {
  const own = shares.subarray(row * classes.length, (row + 1) * classes.length);
  return classes.flatMap((name, at) => {
    const share = own[at]!;
    return share < LEAST_SHARE || notFailures.has(name) ? [] : [{ name, share }];
  });
}

const apart = (cosine: number, overlap: number): number =>
  cosine <= 0 ? 1 : Math.max(0, 1 - cosine ** MEANING_POWER * overlap ** FAILURE_POWER);

/** 1 - cosine^.6 · Bhattacharyya^.4 of two statements. */
export function distanceOf({ dims, meanings, failures, failureWidth }: ThemeSpace, i: number, j: number): number {
  let cosine = 0;
  for (let d = 0; d < dims; d++) cosine += meanings[i * dims + d]! * meanings[j * dims + d]!;
  let overlap = 0;
  for (let d = 0; d < failureWidth; d++) overlap += failures[i * failureWidth + d]! * failures[j * failureWidth + d]!;
  return apart(cosine, overlap);
}

/** Distances of a row to all of `rows` from the place `from` on, until the next call; to four decimals what `distanceOf` says. */
export type Comparison = (row: number, from?: number) => Float32Array;

/** Compares with many at once, which takes far longer one pair after the other. */
export function createComparison(
  { dims, meanings, failures, failureWidth }: ThemeSpace,
  rows: readonly number[],
): Comparison {
  const n = rows.length;
  const table = (values: Float32Array, width: number) => ({
    values,
    width,
    bytes: Math.ceil(width / KERNEL_STEP) * KERNEL_STEP * 4,
  });
  const tables = [table(meanings, dims), table(failures, failureWidth)] as const;
  const answerBytes = Math.ceil(n / 4) * 16;
  let next = 0;
  const places = tables.map((one) => {
    const query = next;
    const first = query + one.bytes;
    const out = first + n * one.bytes;
    next = out + answerBytes;
    return { ...one, query, first, out };
  });
  const kernel = createVectorKernel(next);
  const put = ({ values, width }: (typeof places)[number], row: number, at: number): void =>
    new Float32Array(kernel.buffer, at, width).set(values.subarray(row * width, (row + 1) * width));
  for (const place of places) for (const [at, row] of rows.entries()) put(place, row, place.first + at * place.bytes);
  const [cosines, overlaps] = places.map(({ out }) => new Float32Array(kernel.buffer, out, n)) as [
    Float32Array,
    Float32Array,
  ];
  const distances = new Float32Array(n);
  return (row, from = 0) => {
    const count = n - from;
    for (const place of places) {
      put(place, row, place.query);
      kernel.dots(place.first + from * place.bytes, count, place.bytes, place.query, place.out);
    }
    for (let at = 0; at < count; at++) distances[at] = apart(cosines[at]!, overlaps[at]!);
    return distances.subarray(0, count);
  };
}

/** Of all pairs of the rows named. */
export function distancesOf(space: ThemeSpace, rows: readonly number[]): Distances {
  const n = rows.length;
  const values = new Float32Array(n * n);
  const compare = createComparison(space, rows);
  for (let i = 0; i < n; i++) {
    const others = compare(rows[i]!, i + 1);
    for (let j = i + 1; j < n; j++) {
      values[i * n + j] = others[j - i - 1]!;
      values[j * n + i] = others[j - i - 1]!;
    }
  }
  return { n, values };
}

/** Members of a theme that others are compared with. */
const COMPARED = 12;

/** At most {@link COMPARED} of them, evenly spread. */
export function someOf(rows: readonly number[]): readonly number[] {
  if (rows.length <= COMPARED) return rows;
  return Array.from({ length: COMPARED }, (_, at) => rows[Math.floor((at * rows.length) / COMPARED)]!);
}

/** Of the pairs of one member of each; of many, some are compared. */
export function meanDistance(space: ThemeSpace, a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  const [some, others] = [someOf(a), someOf(b)];
  for (const i of some) for (const j of others) sum += distanceOf(space, i, j);
  return sum / (some.length * others.length);
}
