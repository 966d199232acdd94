import assert from "node:assert/strict";
import { Readable, Writable } from "node:stream";
import { test } from "node:test";
import fc from "fast-check";
import { answerLines, createLineSplitter, type Line, readLines, TOO_LONG } from "./jsonl.ts";

async function linesOf(chunks: readonly Buffer[], maxBytes?: number): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const some of readLines(Readable.from(chunks), maxBytes)) lines.push(...some);
  return lines;
}

/** Collects what is written; `delay` makes it a slow reader that says "enough" after every write. */
function createSink(delay = 0) {
  let text = "";
  let largest = 0;
  const stream = new Writable({
    highWaterMark: 1,
    decodeStrings: false,
    write(chunk: string, _encoding, done) {
      text += chunk;
      largest = Math.max(largest, stream.writableLength);
      setTimeout(done, delay);
    },
  });
  return { stream, text: () => text, largest: () => largest };
}

test("lines are the same wherever the chunks are cut, characters of several bytes included", () => {
  const property = fc.property(
    fc.array(fc.string({ unit: "binary" }).map((text) => text.replaceAll("\n", " ").toWellFormed())),
    fc.array(fc.nat(200)),
    (texts, cuts) => {
      const bytes = Buffer.from(texts.join("\n"));
      const splitter = createLineSplitter();
      const lines: Line[] = [];
      let start = 0;
      for (const cut of cuts) {
        lines.push(...splitter.push(bytes.subarray(start, start + cut)));
        start += cut;
      }
      lines.push(...splitter.push(bytes.subarray(start)), ...splitter.end());
      const expected = bytes
        .toString("utf8")
        .replace(/^\uFEFF/, "")
        .split("\n");
      assert.deepEqual(
        lines,
        expected.filter((line) => line.trim() !== ""),
      );
    },
  );
  fc.assert(property, { numRuns: 200 });
});

test("blank lines, carriage returns, a byte order mark and a missing last line end do not matter", async () => {
  const lines = await linesOf([Buffer.from('\uFEFF{"a":1}\r\n\r\n   \n{"a":2}')]);
  assert.deepEqual(
    lines.map((line) => JSON.parse(line as string)),
    [{ a: 1 }, { a: 2 }],
  );
});

test("a line over the limit is named as such and its neighbours survive, whether it comes whole or in pieces", async () => {
  const long = "x".repeat(50);
  assert.deepEqual(await linesOf([Buffer.from(`1\n${long}\n2\n${long}`)], 10), ["1", TOO_LONG, "2", TOO_LONG]);
  const pieces = [...`1\n${long}\n2\n`].map((character) => Buffer.from(character));
  assert.deepEqual(await linesOf(pieces, 10), ["1", TOO_LONG, "2"]);
});

test("answers come in input order, one per line, also when some take longer", async () => {
  const input = Readable.from([Buffer.from("0\n1\nnonsense\n3")]);
  const sink = createSink();
  const rows = await answerLines(
    input,
    sink.stream,
    async (line, index) => {
      await new Promise((resolve) => setTimeout(resolve, index === 0 ? 5 : 0));
      return "error" in line ? { index, error: true } : { index, value: line.value };
    },
    new AbortController().signal,
  );
  assert.equal(rows, 4);
  assert.deepEqual(
    sink
      .text()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
    [
      { index: 0, value: 0 },
      { index: 1, value: 1 },
      { index: 2, error: true },
      { index: 3, value: 3 },
    ],
  );
});

test("a slow reader slows the reading: no more than a chunk of answers waits", async () => {
  const chunk = Buffer.from("1\n".repeat(2_000));
  let given = 0;
  const input = Readable.from(
    (function* () {
      for (; given < 50; given++) yield chunk;
    })(),
    { highWaterMark: 1 },
  );
  const sink = createSink(1);
  await answerLines(
    input,
    sink.stream,
    (_line, index) => ({ index, padding: "x".repeat(50) }),
    new AbortController().signal,
  );
  assert.ok(sink.largest() < 400_000, `held ${sink.largest()} characters`);
  assert.equal(sink.text().split("\n").length, 50 * 2_000 + 1);
});

test("an abort ends the answering between two chunks, without an error", async () => {
  const interruption = new AbortController();
  const input = new Readable({ read() {} });
  input.push("1\n");
  const sink = createSink();
  const answered = answerLines(
    input,
    sink.stream,
    (_line, index) => {
      setTimeout(() => interruption.abort(), 1);
      return { index };
    },
    interruption.signal,
  );
  assert.equal(await answered, 1);
  assert.equal(sink.text(), '{"index":0}\n');
});
