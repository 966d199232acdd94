/** Campaigns: near-identical texts from many ids in a burst, as bought or copied reviews come. */
import { createHash } from "node:crypto";
import { fnv1a } from "./fnv.ts";
import { searchWords } from "./words.ts";

export interface CampaignItem {
  readonly id: string;
  readonly author?: string;
  readonly text: string;
  /** unix seconds */
  readonly at: number;
}

export interface Campaign {
  /** the same for the same first text, however much the campaign grows */
  readonly campaign: string;
  readonly size: number;
}

/** Shorter texts ("good app, easy to use") are alike by chance. */
const LEAST_WORDS = 8;
const LEAST_SIZE = 5;
/** Neighbours in time further apart than this are no burst. */
const BURST_SECONDS = 3 * 86_400;
/** Share of common pairs of words, from which two texts are the same with words changed. */
const ALIKE = 0.5;
const MOST_WORDS = 120;

/** Min-hash in 10 bands of 2: texts that share half of their pairs meet in a band with probability .94, 70%: .999. */
const BANDS = 10;
const ROWS = 2;
/** A bucket is compared with so many of its first members only, so a common text costs linear time. */
const MOST_COMPARED = 8;

interface Reading {
  readonly item: CampaignItem;
  /** hashes of pairs of neighbouring words, without repeats, ascending */
  readonly pairs: Uint32Array;
}

/** The campaign of each id that is in one; ids of ordinary texts are absent. Independent of the items' order. */
export function findCampaigns(items: readonly CampaignItem[]): Map<string, Campaign> {
  const readings = items
    .toSorted((a, b) => a.at - b.at || compare(a.id, b.id))
    .flatMap((item) => {
      const words = searchWords(item.text.slice(0, MOST_WORDS * 20)).slice(0, MOST_WORDS);
      return words.length < LEAST_WORDS ? [] : [{ item, pairs: pairsOf(words) }];
    });
  const found = new Map<string, Campaign>();
  for (const group of groupAlike(readings)) {
    for (const burst of bursts(group)) {
      if (distinctSenders(burst) < LEAST_SIZE) continue;
      const first = burst[0]!;
      const campaign = createHash("sha256").update(`${first.id}\u001f${first.text}`).digest("hex").slice(0, 16);
      for (const item of burst) found.set(item.id, { campaign, size: burst.length });
    }
  }
  return found;
}

/** One person who posts a text five times is no campaign; where no author is known, each id is one. */
function distinctSenders(items: readonly CampaignItem[]): number {
  return new Set(items.map((item) => item.author ?? `id ${item.id}`)).size;
}

/** Groups by near-identity, each in order of time: texts that meet in a band and are alike enough are joined. */
function groupAlike(readings: readonly Reading[]): CampaignItem[][] {
  const parent = Uint32Array.from(readings, (_, index) => index);
  const root = (index: number): number => {
    let at = index;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!;
      at = parent[at]!;
    }
    return at;
  };
  const bands = Array.from({ length: BANDS }, () => new Map<number, number[]>());
  readings.forEach(({ pairs }, index) => {
    for (const [band, buckets] of bands.entries()) {
      const key = bandKey(pairs, band);
      const bucket = buckets.get(key);
      if (!bucket) {
        buckets.set(key, [index]);
        continue;
      }
      const other = bucket.find(
        (candidate) => root(candidate) === root(index) || likeness(readings[candidate]!.pairs, pairs) >= ALIKE,
      );
      // The earlier text stays the root, so a campaign is named after its first.
      if (other !== undefined) parent[Math.max(root(other), root(index))] = Math.min(root(other), root(index));
      else if (bucket.length < MOST_COMPARED) bucket.push(index);
    }
  });
  const groups = new Map<number, CampaignItem[]>();
  readings.forEach((reading, index) => {
    const group = groups.get(root(index));
    if (group) group.push(reading.item);
    else groups.set(root(index), [reading.item]);
  });
  return [...groups.values()].filter((group) => group.length >= LEAST_SIZE);
}

const hashedOn = (hash: number, text: string): number => fnv1a(text, 0, text.length, hash);

/** Hashes of the words' pairs, each once, ascending. */
function pairsOf(words: readonly string[]): Uint32Array {
  const hashes = new Uint32Array(Math.max(0, words.length - 1));
  for (let at = 0; at < hashes.length; at++) hashes[at] = hashedOn(hashedOn(fnv1a(words[at]!), " "), words[at + 1]!);
  hashes.sort();
  let count = 0;
  for (let at = 0; at < hashes.length; at++)
    if (at === 0 || hashes[at] !== hashes[count - 1]) hashes[count++] = hashes[at]!;
  return hashes.subarray(0, count);
}

/** Of the least hashes of a band as many bits as a number holds. */
const bandKey = (pairs: Uint32Array, band: number): number =>
  leastHash(pairs, band * ROWS) * 2 ** 21 + (leastHash(pairs, band * ROWS + 1) >>> 11);

/** The least of the pairs' hashes under the permutation with this number (a multiplication by an odd constant). */
function leastHash(pairs: Uint32Array, number: number): number {
  const factor = (0x9e3779b1 + 2 * number * 0x85ebca6b) | 1;
  let least = 0xffffffff;
  for (let at = 0; at < pairs.length; at++) {
    const pair = pairs[at]!;
    const mixed = Math.imul(pair ^ (pair >>> 15) ^ number, factor);
    const hash = (mixed ^ (mixed >>> 13)) >>> 0;
    if (hash < least) least = hash;
  }
  return least;
}

/** Jaccard similarity of two ascending sets. */
function likeness(a: Uint32Array, b: Uint32Array): number {
  let common = 0;
  for (let left = 0, right = 0; left < a.length && right < b.length; ) {
    if (a[left] === b[right]) common++;
    if (a[left]! <= b[right]!) {
      if (a[left] === b[right]) right++;
      left++;
    } else right++;
  }
  return common / Math.max(1, a.length + b.length - common);
}

/** Cuts items in order of time wherever more than the burst's length lies between neighbours. */
function bursts(items: readonly CampaignItem[]): CampaignItem[][] {
  const cut: CampaignItem[][] = [];
  let current: CampaignItem[] = [];
  for (const item of items) {
    const last = current.at(-1);
    if (last && item.at - last.at > BURST_SECONDS) {
      cut.push(current);
      current = [];
    }
    current.push(item);
  }
  cut.push(current);
  return cut;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
