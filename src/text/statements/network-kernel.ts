/**
 * The layers of the statement network in WebAssembly with SIMD, on the memory of a vector kernel. `network-kernel.wat` is
 * the source of the bytes below; the test compiles it and compares.
 */
import type { VectorKernel } from "../kernel/vector-kernel.ts";

// cspell:disable
const WASM =
  "AGFzbQEAAAABIQVgAn9/AGAGf39/f39/AGABewF9YAR/f39/AGADf39/AAISAQZrZXJuZWwGbWVtb3J5AgABAwcGAAEBAgMEBzIFBmFkZFJvdwAACG" +
  "NvbnZvbHZlAAEHcHJvamVjdAACCW5vcm1hbGlzZQAEBHBvb2wABQrlCQZOAQF/IABBgANqIQIDQCABIAH9AAQAIAD9AAQA/eQB/QsEACABIAH9AAQQ" +
  "IAD9AAQQ/eQB/QsEECAAQSBqIQAgAUEgaiEBIAAgAkkNAAsLggICBH8GeyAEQYADaiEHIAFFBEAPCyAAIAJBAXRrIQADQCAE/QAEACEKIAP9AAQAIQ" +
  "sgA/0ABIADIQwgA/0ABIAGIQ0gA/0ABIAJIQ4gA/0ABIAMIQ8gASEGIAAhCCAFIQkDQCAJIAogCyAI/QAEAP3mAf3kASAMIAggAmr9AAQA/eYB/eQB" +
  "IA0gCCACQQF0av0ABAD95gEgDiAIIAJBA2xq/QAEAP3mAf3kASAPIAggAkECdGr9AAQA/eYB/eQB/eQB/QsEACAIQYADaiEIIAlBgANqIQkgBkEBay" +
  "IGDQALIABBEGohACAFQRBqIQUgA0EQaiEDIARBEGoiBCAHSQ0ACwu8AwIDfwt7AkADQCABRQ0BIAQgBWohCCAD/QAEACAE/QAEAP3kASEMIAP9AAQQ" +
  "IAT9AAQQ/eQBIQ0gA/0ABCAgBP0ABCD95AEhDiAD/QAEMCAE/QAEMP3kASEPIAP9AAQAIAj9AAQA/eQBIRAgA/0ABBAgCP0ABBD95AEhESAD/QAEIC" +
  "AI/QAEIP3kASESIAP9AAQwIAj9AAQw/eQBIRMgAiEHIABBgANqIQYDQCAA/QkCACEJIAD9CQKAAyEKIAf9AAQAIQsgDCALIAn95gH95AEhDCAQIAsg" +
  "Cv3mAf3kASEQIAf9AAQQIQsgDSALIAn95gH95AEhDSARIAsgCv3mAf3kASERIAf9AAQgIQsgDiALIAn95gH95AEhDiASIAsgCv3mAf3kASESIAf9AA" +
  "QwIQsgDyALIAn95gH95AEhDyATIAsgCv3mAf3kASETIAdBwABqIQcgAEEEaiIAIAZJDQALIAQgDP0LBAAgBCAN/QsEECAEIA79CwQgIAQgD/0LBDAg" +
  "CCAQ/QsEACAIIBH9CwQQIAggEv0LBCAgCCAT/QsEMCAAQYADaiEAIAggBWohBCABQQFrIQEMAAsLCxkAIAD9HwAgAP0fAZIgAP0fAiAA/R8DkpILow" +
  "ICA38EewJAA0AgAUUNASAAQYADaiEE/QwAAAAAAAAAAAAAAAAAAAAAIQcgACEFA0AgByAF/QAEAP3kASEHIAVBEGoiBSAESQ0ACyAHEANDAADAQpX9" +
  "EyEI/QwAAAAAAAAAAAAAAAAAAAAAIQcgACEFA0AgBf0ABAAgCP3lASEKIAcgCiAK/eYB/eQBIQcgBUEQaiIFIARJDQALQwAAgD8gBxADQwAAwEKVQ6" +
  "zFJzeSkZX9EyEJQQAhBQNAIAAgBWohBiAG/QwAAAAAAAAAAAAAAAAAAAAAIAb9AAQAIAj95QEgCf3mASACIAVq/QAEAP3mASADIAVq/QAEAP3kAf3p" +
  "Af0LBAAgBUEQaiIFQYADSQ0ACyAEIQAgAUEBayEBDAALCwuSAQICfwN7IAJBgANqIQQDQP0MAAAAAAAAAAAAAAAAAAAAACEF/QwAAAAAAAAAAAAAAA" +
  "AAAAAAIQYgACEDAkADQCADIAFPDQEgA/0ABAAhByAFIAf95AEhBSAGIAf96QEhBiADQYADaiEDDAALCyACIAX9CwQAIAIgBv0LBIADIABBEGohACAC" +
  "QRBqIgIgBEkNAAsL";

// cspell:enable

/** Floats of a row: the width of every layer. */
export const WIDTH = 96;
/** Outputs of one `project`. */
export const PROJECTED = 16;

/** Addresses are bytes from the start of the vector kernel's memory, multiples of 16; rows lie one behind the other. */
export interface NetworkKernel {
  /** Adds the row at `row` to the one at `out`. */
  addRow(row: number, out: number): void;
  /**
   * A convolution of five taps, each place by itself: out[p] = bias + the sum of taps[t] · in[p + (t - 2) · reach]. `reach`
   * is in bytes. Two times `reach` before and behind the rows is read too.
   */
  convolve(row: number, count: number, reach: number, taps: number, bias: number, out: number): void;
  /**
   * Of 2 · `pairs` rows: out += bias + weights · row, {@link PROJECTED} outputs each. `weights` are so many for the first
   * number of a row, then for the second …; `stride`: bytes from one row's outputs to those of the next.
   */
  project(row: number, pairs: number, weights: number, bias: number, out: number, stride: number): void;
  /** Layer normalisation of each row in place, and what is below 0 becomes 0. */
  normalise(row: number, count: number, scale: number, shift: number): void;
  /** Writes the sum of the rows from `row` to `end`, and behind it the greatest number of each place, at least 0. */
  pool(row: number, end: number, out: number): void;
}

let compiled: WebAssembly.Module | undefined;

/** The module, as `network-kernel.wat` compiles to. */
export const networkKernelBytes = (): Uint8Array => Buffer.from(WASM, "base64");

export function createNetworkKernel({ memory }: VectorKernel): NetworkKernel {
  compiled ??= new WebAssembly.Module(networkKernelBytes());
  return new WebAssembly.Instance(compiled, { kernel: { memory } }).exports as unknown as NetworkKernel;
}
