/** Reads the file of the statement network: named tensors behind a JSON header. tools/train/statements/README.md describes it. */

interface TensorHead {
  readonly name: string;
  readonly type: "f32" | "i8";
  readonly shape: readonly number[];
  /** Bytes from the end of the header. */
  readonly at: number;
}

export interface StatementWeights {
  /** Names of the classes of a span: failure kinds, then "wish", "praise", "neutral", "question", "other". */
  readonly classes: readonly string[];
  /** Numbers of a tensor in row-major order. Throws when there is none of this name and type. */
  floats(name: string): Float32Array;
  bytes(name: string): Int8Array;
}

const MAGIC = 0x54535747; // "GWST"
const VERSION = 1;
const HEAD_BYTES = 12;
const ALIGNMENT = 16;

/** Throws when the bytes are no whole file of version 1. */
export function readStatementWeights(bytes: Uint8Array): StatementWeights {
  if (bytes.byteLength < HEAD_BYTES) throw new Error("statement weights: the file is cut short");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== MAGIC) throw new Error('statement weights: the file doesn\'t start with "GWST"');
  if (view.getUint32(4, true) !== VERSION) {
    throw new Error(`statement weights: version ${view.getUint32(4, true)} is unknown`);
  }
  const length = view.getUint32(8, true);
  const { classes, tensors } = JSON.parse(
    new TextDecoder().decode(bytes.subarray(HEAD_BYTES, HEAD_BYTES + length)),
  ) as {
    classes: string[];
    tensors: TensorHead[];
  };
  const start = Math.ceil((HEAD_BYTES + length) / ALIGNMENT) * ALIGNMENT;
  const byName = new Map(tensors.map((tensor) => [tensor.name, tensor]));
  // A copy, so that the numbers are aligned wherever the file's bytes lie.
  const body = new Uint8Array(bytes.subarray(start)).buffer;

  function find(name: string, type: TensorHead["type"]): { at: number; count: number } {
    const tensor = byName.get(name);
    if (tensor === undefined || tensor.type !== type) throw new Error(`statement weights: no ${type} tensor "${name}"`);
    const count = tensor.shape.reduce((product, size) => product * size, 1);
    if (tensor.at + count * (type === "f32" ? 4 : 1) > body.byteLength) {
      throw new Error(`statement weights: "${name}" is cut short`);
    }
    return { at: tensor.at, count };
  }

  return {
    classes,
    floats(name) {
      const { at, count } = find(name, "f32");
      return new Float32Array(body, at, count);
    },
    bytes(name) {
      const { at, count } = find(name, "i8");
      return new Int8Array(body, at, count);
    },
  };
}
