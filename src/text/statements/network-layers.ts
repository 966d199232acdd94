/**
 * The layers of the statement network: from pieces to a row of numbers for each, which knows its neighbours. What the heads
 * of the network need has its place in the same memory.
 */
import { createVectorKernel, type VectorKernel } from "../kernel/vector-kernel.ts";
import { createNetworkKernel, type NetworkKernel, PROJECTED, WIDTH } from "./network-kernel.ts";
import type { StatementWeights } from "./weights.ts";

/** Pieces of a text that are read; what follows is not. */
export const MOST_PIECES = 2_048;

const ROW_BYTES = WIDTH * 4;
const TAPS = 5;
const HALF = 2;
const DILATIONS = [2, 3] as const;
/** Rows of zeros before and behind the states: so far the widest layer looks. One of them takes the second half of an odd pair. */
const MARGIN = HALF * 3;
/** Pieces whose part in the first layer is kept, 1,920 bytes each. */
const KEPT = 4_096;

export interface NetworkLayers {
  readonly kernel: VectorKernel & NetworkKernel;
  /** Where the memory that was asked for begins, in bytes. */
  readonly spare: number;
  /** The states of the first `count` pieces, at most MOST_PIECES; returns where they lie, until the next text is read. */
  run(pieces: ArrayLike<number>, count: number): number;
  floats(at: number, count: number): Float32Array;
}

/** Weights as {@link NetworkKernel.project} wants them: blocks of so many outputs; outputs that are short of a block are 0. */
export function projected(weights: Float32Array, outputs: number): Float32Array {
  const blocks = Math.ceil(outputs / PROJECTED);
  const turned = new Float32Array(blocks * PROJECTED * WIDTH);
  for (let out = 0; out < outputs; out++) {
    const block = Math.floor(out / PROJECTED) * PROJECTED * WIDTH;
    for (let axis = 0; axis < WIDTH; axis++) {
      turned[block + axis * PROJECTED + (out % PROJECTED)] = weights[out * WIDTH + axis]!;
    }
  }
  return turned;
}

/** Hands out memory; what is to lie there is written when the memory exists. */
function createPlan() {
  let next = 0;
  const known: { readonly at: number; readonly values: Float32Array }[] = [];
  const area = (floats: number): number => {
    const at = next;
    next += Math.ceil(floats / 8) * 32;
    return at;
  };
  return {
    area,
    of(values: Float32Array): number {
      const at = area(values.length);
      known.push({ at, values });
      return at;
    },
    kernel(): VectorKernel & NetworkKernel {
      const kernel = createVectorKernel(next);
      for (const { at, values } of known) new Float32Array(kernel.buffer, at, values.length).set(values);
      return { ...kernel, ...createNetworkKernel(kernel) };
    },
  };
}

/** `spareFloats`: what the heads need. */
export function createNetworkLayers(weights: StatementWeights, spareFloats: number): NetworkLayers {
  const plan = createPlan();
  const spare = plan.area(spareFloats);
  const norm = (name: number) => ({
    scale: plan.of(weights.floats(`norm${name}.weight`)),
    shift: plan.of(weights.floats(`norm${name}.bias`)),
  });
  const firstNorm = norm(1);
  const layers = DILATIONS.map((dilation) => ({
    reach: dilation * ROW_BYTES,
    taps: plan.of(weights.floats(`taps${dilation}.weight`)),
    tapBias: plan.of(weights.floats(`taps${dilation}.bias`)),
    mixer: plan.of(projected(weights.floats(`mix${dilation}.weight`), WIDTH)),
    mixBias: plan.of(weights.floats(`mix${dilation}.bias`)),
    norm: norm(dilation),
  }));
  const states = (): number => plan.area((MOST_PIECES + 2 * MARGIN) * WIDTH) + MARGIN * ROW_BYTES;
  const even = states();
  const odd = states();
  const convolved = plan.area((MOST_PIECES + 1) * WIDTH);
  const partOf = planParts(plan, weights);
  const kernel = plan.kernel();
  const floats = (at: number, count: number): Float32Array => new Float32Array(kernel.buffer, at, count);
  const bytes = new Uint8Array(kernel.buffer);
  const firstBias = weights.floats("first.bias");
  const part = partOf(kernel);

  const endAt = (rows: number, count: number): void => {
    bytes.fill(0, rows + count * ROW_BYTES, rows + (count + MARGIN) * ROW_BYTES);
  };

  function runFirst(pieces: ArrayLike<number>, count: number, out: number): void {
    const rows = floats(out, count * WIDTH);
    for (let at = 0; at < count; at++) rows.set(firstBias, at * WIDTH);
    for (let at = 0; at < count; at++) {
      const from = part(pieces[at]!);
      const first = Math.max(0, at + HALF - count + 1);
      const last = Math.min(TAPS - 1, at + HALF);
      for (let tap = first; tap <= last; tap++) {
        kernel.addRow(from + tap * ROW_BYTES, out + (at + HALF - tap) * ROW_BYTES);
      }
    }
    kernel.normalise(out, count, firstNorm.scale, firstNorm.shift);
    endAt(out, count);
  }

  function runLayer(layer: (typeof layers)[number], from: number, to: number, count: number): void {
    kernel.convolve(from, count, layer.reach, layer.taps, layer.tapBias, convolved);
    // What the layer finds is added to what came in.
    bytes.copyWithin(to, from, from + count * ROW_BYTES);
    const pairs = (count + 1) >> 1;
    for (let out = 0; out < WIDTH; out += PROJECTED) {
      kernel.project(convolved, pairs, layer.mixer + out * ROW_BYTES, layer.mixBias + out * 4, to + out * 4, ROW_BYTES);
    }
    kernel.normalise(to, count, layer.norm.scale, layer.norm.shift);
    endAt(to, count);
  }

  return {
    kernel,
    spare,
    floats,
    run(pieces, count) {
      runFirst(pieces, count, even);
      runLayer(layers[0]!, even, odd, count);
      runLayer(layers[1]!, odd, even, count);
      return even;
    },
  };
}

/**
 * The first layer sees five pieces. What a piece adds to each of the five places is the same wherever it stands, so it is
 * multiplied out when the piece is met and kept; when there is no more place, all are forgotten.
 */
function planParts(plan: ReturnType<typeof createPlan>, weights: StatementWeights) {
  const scales = weights.floats("embedding.scale");
  const table = weights.bytes("embedding.value");
  const dims = table.length / scales.length;
  const rows = plan.of(weights.floats("first.weight")); // [tap][out][in]
  const query = plan.area(dims);
  const parts = plan.area(KEPT * TAPS * WIDTH);
  const slots = new Int32Array(scales.length).fill(-1);
  let kept = 0;

  return (kernel: VectorKernel) => {
    const piece = new Float32Array(kernel.buffer, query, dims);
    return (id: number): number => {
      const slot = slots[id]!;
      if (slot >= 0) return parts + slot * TAPS * ROW_BYTES;
      if (kept === KEPT) {
        slots.fill(-1);
        kept = 0;
      }
      const at = parts + kept * TAPS * ROW_BYTES;
      slots[id] = kept++;
      for (let d = 0; d < dims; d++) piece[d] = table[id * dims + d]! * scales[id]!;
      kernel.dots(rows, TAPS * WIDTH, dims * 4, query, at);
      return at;
    };
  };
}
