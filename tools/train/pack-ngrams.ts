/**
 * Reads the n-gram table of the package `eld` (Apache-2.0, set "large": 60 languages) and packs it: as JavaScript objects
 * it takes 410 MB of memory, as typed arrays 6 MB, and worker threads can share those.
 */
import { fileURLToPath } from "node:url";

/** n-grams of 1 to 4 bytes of a word's UTF-8, sorted by `edges`, then `bytes`; postings in the same order. */
export interface NgramTable {
  readonly languages: readonly string[];
  /** how many n-grams there are of each kind of edges: 0 inside a word, 1 at its start, 2 at its end, 3 the whole word */
  readonly edges: readonly [number, number, number, number];
  /** little endian, first byte lowest, zero-padded */
  readonly bytes: Uint32Array;
  /** postings of each n-gram */
  readonly counts: Uint8Array;
  readonly postingLanguages: Uint8Array;
  /** eld's score of the n-gram in the language, without the base of 53 that it adds to every hit */
  readonly postingScores: Uint8Array;
}

interface EldData {
  readonly languages: Readonly<Record<string, string>>;
  readonly ngrams: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const EDGES = [0, 1, 2, 3] as const;

export async function packNgrams(): Promise<NgramTable> {
  const folder = new URL("./", import.meta.resolve("eld"));
  const data = (await importFile(new URL("../ngrams/large.js", folder))).ngramsData as EldData;
  const dictionary = (await importFile(new URL("../dictionary.js", folder))).dictionary as readonly string[];
  const byteOf = new Map(
    dictionary.flatMap((character, byte) => (character === " " ? [] : [[character, byte] as const])),
  );
  const rows = Object.entries(data.ngrams).flatMap(([ngram, scores]) => {
    const key = parseNgram(ngram, byteOf);
    return key ? [{ ...key, scores: Object.entries(scores) }] : [];
  });
  rows.sort((a, b) => a.edges - b.edges || a.bytes - b.bytes);
  const postings = rows.flatMap((row) => row.scores);
  return {
    languages: Object.values(data.languages),
    edges: EDGES.map((edges) => rows.filter((row) => row.edges === edges).length) as [number, number, number, number],
    bytes: Uint32Array.from(rows, (row) => row.bytes),
    counts: Uint8Array.from(rows, (row) => row.scores.length),
    postingLanguages: Uint8Array.from(postings, ([language]) => Number(language)),
    postingScores: Uint8Array.from(postings, ([, score]) => score),
  };
}

async function importFile(url: URL): Promise<Record<string, unknown>> {
  return (await import(fileURLToPath(url))) as Record<string, unknown>;
}

/** eld marks a word's start and end by a space and writes each byte as one character; undefined for a key that no text can give. */
function parseNgram(ngram: string, byteOf: ReadonlyMap<string, number>): { edges: number; bytes: number } | undefined {
  const edges = (ngram.startsWith(" ") ? 1 : 0) + (ngram.endsWith(" ") ? 2 : 0);
  const inner = [...ngram.trim()].map((character) => byteOf.get(character));
  if (inner.length === 0 || inner.length > 4 || inner.includes(undefined)) return undefined;
  return { edges, bytes: inner.reduce<number>((sum, byte, at) => (sum | (byte! << (8 * at))) >>> 0, 0) };
}
