import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import fc from "fast-check";
import openWabt from "wabt";
import { createVectorKernel, kernelBytes } from "./vector-kernel.ts";

const number = fc.float({ min: -1, max: 1, noNaN: true });
const row = fc.array(number, { minLength: 16, maxLength: 16 });
const rowBytes = 16 * 4;

describe("the vector kernel", () => {
  it("is what its source compiles to", async () => {
    const source = readFileSync(new URL("vector-kernel.wat", import.meta.url), "utf8");
    const wabt = await openWabt();
    const { buffer } = wabt.parseWat("vector-kernel.wat", source, { simd: true }).toBinary({});
    assert.equal(Buffer.from(kernelBytes()).toString("base64"), Buffer.from(buffer).toString("base64"));
  });

  it("multiplies a query with each of some rows", () => {
    fc.assert(
      fc.property(row, fc.array(row, { maxLength: 9 }), (query, rows) => {
        const outAt = (1 + rows.length) * rowBytes;
        const kernel = createVectorKernel(outAt + rows.length * 4);
        new Float32Array(kernel.buffer, 0, 16 * (1 + rows.length)).set([query, ...rows].flat());
        kernel.dots(rowBytes, rows.length, rowBytes, 0, outAt);
        const out = new Float32Array(kernel.buffer, outAt, rows.length);
        rows.forEach((one, at) => {
          const exact = one.reduce((sum, value, axis) => sum + value * query[axis]!, 0);
          assert.ok(Math.abs(out[at]! - exact) < 1e-5, `${out[at]} instead of ${exact}`);
        });
      }),
    );
  });

  it("adds scaled rows of 8-bit integers, and scales a row", () => {
    fc.assert(
      fc.property(
        row,
        fc.int8Array({ minLength: 16, maxLength: 16 }),
        number,
        number,
        (start, bytes, scale, factor) => {
          const kernel = createVectorKernel(rowBytes + 16);
          const sum = new Float32Array(kernel.buffer, 0, 16);
          sum.set(start);
          new Int8Array(kernel.buffer, rowBytes, 16).set(bytes);
          kernel.add(rowBytes, rowBytes + 16, scale, 0);
          kernel.scale(0, rowBytes, factor);
          bytes.forEach((value, axis) => {
            const exact = (start[axis]! + value * scale) * factor;
            assert.ok(Math.abs(sum[axis]! - exact) < 1e-4, `${sum[axis]} instead of ${exact}`);
          });
        },
      ),
    );
  });

  it("has as much memory as was asked for", () => {
    for (const bytes of [1, 65_536, 65_537, 5_000_000])
      assert.ok(createVectorKernel(bytes).buffer.byteLength >= bytes, `${bytes}`);
  });
});
