/** Where each feature lies: hashed ones in buckets, dense ones side by side, in the order that the weights were learnt in. */
import { wordClasses } from "../../lexicon/lexicon.ts";

/** Hashed features fall into this many buckets; a power of two. */
export const BUCKETS = 1 << 17;

export const CLASSES = wordClasses.length;

/** Where each group of the dense features begins; the vector is the last. */
export const AT = {
  opinion: 0,
  shape: 12,
  stars: 22,
  present: 28,
  negated: 28 + CLASSES,
  pair: 28 + 2 * CLASSES,
  vector: 28 + 2 * CLASSES + CLASSES * CLASSES,
} as const;

/** Weights of the groups against each other, found by cross-validation between two apps. */
export const SCALE = { opinion: 0.5, shape: 0.3, stars: 0.5, classes: 0.3, pair: 0.3, vector: 2 } as const;
