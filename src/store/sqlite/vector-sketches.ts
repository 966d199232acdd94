/**
 * Sketches of vectors in memory, two bits a dimension (64 MB a million): enough to tell which few of very many may be the
 * nearest, which are then compared exactly. Of 97,640 texts, 98 to 99 % of the 50 nearest are among the best 1,600.
 */
// cspell:ignore Lloyd

/** Where a normal value is cut into four, in standard deviations, and what each part stands for: Lloyd and Max, two bits. */
const CUT = 0.9816;
const NEAR = 0.4528;
const FAR = 1.51;
const LEVELS = [-FAR, -NEAR, NEAR, FAR] as const;
const DIMS_A_BYTE = 4;
const BYTE_VALUES = 256;
/** Largest entry of a query's table. */
const MOST = 32_000;
/** Scores are told apart in so many steps when the best are picked. */
const STEPS = 4_096;

/** How the values of each dimension lie. */
export interface Spread {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

const lengthOf = (vector: Int8Array): number => {
  let square = 0;
  for (let d = 0; d < vector.length; d++) square += vector[d]! * vector[d]!;
  return Math.sqrt(square) || 1;
};

/** Of some of the vectors, each scaled to length 1. */
export function spreadOf(vectors: readonly Int8Array[], dims: number): Spread {
  const mean = new Float64Array(dims);
  const square = new Float64Array(dims);
  for (const vector of vectors) {
    const scale = 1 / lengthOf(vector);
    for (let d = 0; d < dims; d++) {
      mean[d]! += (vector[d]! * scale) / vectors.length;
      square[d]! += (vector[d]! * scale) ** 2 / vectors.length;
    }
  }
  const deviation = square.map((value, d) => Math.sqrt(Math.max(value - mean[d]! ** 2, 1e-12)));
  return { mean, deviation };
}

/** By key: which partition a vector lies in (0: there is none) and its sketch. */
export class VectorSketches {
  readonly #spread: Spread;
  readonly #width: number;
  readonly #codeOf = new Map<string, number>();
  readonly #partitions: (readonly string[])[] = [[]];
  #places = new Uint16Array(0);
  #bits = new Uint8Array(0);
  #scores = new Int32Array(0);
  #keys = new Uint32Array(0);
  /** Keys below this may be there. */
  #end = 0;

  /** `room`: keys that are expected. */
  constructor(spread: Spread, room: number) {
    this.#spread = spread;
    this.#width = spread.mean.length / DIMS_A_BYTE;
    this.#grow(room);
  }

  #grow(size: number): void {
    const [places, bits] = [new Uint16Array(size), new Uint8Array(size * this.#width)];
    places.set(this.#places);
    bits.set(this.#bits);
    [this.#places, this.#bits] = [places, bits];
    [this.#scores, this.#keys] = [new Int32Array(size), new Uint32Array(size)];
  }

  /** The number of a partition, by the values of its keys. */
  partition(keys: readonly string[]): number {
    const name = JSON.stringify(keys);
    let code = this.#codeOf.get(name);
    if (code === undefined) {
      code = this.#partitions.push(keys) - 1;
      this.#codeOf.set(name, code);
    }
    return code;
  }

  put(k: number, partition: number, vector: Int8Array): void {
    if (k >= this.#places.length) this.#grow(Math.ceil(k * 1.2) + 1_024);
    if (k >= this.#end) this.#end = k + 1;
    this.#places[k] = partition;
    const { mean, deviation } = this.#spread;
    const scale = 1 / lengthOf(vector);
    const from = k * this.#width;
    for (let byte = 0; byte < this.#width; byte++) {
      let bits = 0;
      for (let at = 0; at < DIMS_A_BYTE; at++) {
        const d = byte * DIMS_A_BYTE + at;
        const off = vector[d]! * scale - mean[d]!;
        const cut = CUT * deviation[d]!;
        bits |= ((off > -cut ? 1 : 0) + (off > 0 ? 1 : 0) + (off > cut ? 1 : 0)) << (2 * at);
      }
      this.#bits[from + byte] = bits;
    }
  }

  remove(k: number): void {
    if (k < this.#end) this.#places[k] = 0;
  }

  /** More partitions than can be numbered. */
  get isFull(): boolean {
    return this.#partitions.length > 0xffff;
  }

  /**
   * Keys of the `count` that may be the nearest to the vector, in no order, of the partitions that `isWanted` names, and of
   * `among` where that is given (ascending).
   */
  best(
    vector: Float32Array,
    count: number,
    isWanted: (partition: readonly string[]) => boolean,
    among?: Uint32Array,
  ): number[] {
    const wanted = Uint8Array.from(this.#partitions, (keys, code) => (code > 0 && isWanted(keys) ? 1 : 0));
    const table = this.#table(vector);
    const places = this.#places;
    const size = among?.length ?? this.#end;
    let found = 0;
    for (let at = 0; at < size; at++) {
      const k = among === undefined ? at : among[at]!;
      if (k < this.#end && wanted[places[k]!] === 1) this.#keys[found++] = k;
    }
    const keys = this.#keys.subarray(0, found);
    return found <= count ? [...keys] : this.#highest(keys, count, this.#score(keys, table));
  }

  /** What each value of each byte adds to the likeness of a vector with it. */
  #table(vector: Float32Array): Int16Array {
    const { mean, deviation } = this.#spread;
    const sums = new Float64Array(this.#width * BYTE_VALUES);
    for (let at = 0; at < sums.length; at++) {
      const first = Math.floor(at / BYTE_VALUES) * DIMS_A_BYTE;
      for (let place = 0; place < DIMS_A_BYTE; place++) {
        const d = first + place;
        const level = LEVELS[(at >> (2 * place)) & 3]!;
        sums[at]! += vector[d]! * (mean[d]! + level * deviation[d]!);
      }
    }
    const largest = sums.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
    return Int16Array.from(sums, (value) => Math.round((value / largest) * MOST));
  }

  /** Scores by place in `keys`, and their bounds. */
  #score(keys: Uint32Array, table: Int16Array): { readonly least: number; readonly most: number } {
    const [bits, width, scores] = [this.#bits, this.#width, this.#scores];
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let at = 0; at < keys.length; at++) {
      const from = keys[at]! * width;
      let sum = 0;
      for (let byte = 0; byte < width; byte++) sum += table[(byte << 8) + bits[from + byte]!]!;
      scores[at] = sum;
      if (sum < least) least = sum;
      if (sum > most) most = sum;
    }
    return { least, most };
  }

  /** The highest scores are picked by counting them in steps: of those in the last step, the earliest keys. */
  #highest(keys: Uint32Array, count: number, { least, most }: { least: number; most: number }): number[] {
    const scores = this.#scores;
    const counts = new Uint32Array(STEPS);
    const scale = (STEPS - 1) / Math.max(1, most - least);
    for (let at = 0; at < keys.length; at++) counts[((scores[at]! - least) * scale) | 0]!++;
    let step = STEPS;
    let above = 0;
    while (above + counts[step - 1]! <= count) above += counts[--step]!;
    let spare = count - above;
    const best: number[] = [];
    for (let at = 0; at < keys.length; at++) {
      const own = ((scores[at]! - least) * scale) | 0;
      if (own >= step || (own === step - 1 && spare-- > 0)) best.push(keys[at]!);
    }
    return best;
  }
}
