import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { processorTime } from "../../test/processor-time.ts";
import { parseJson, parsePythonJson } from "./json-text.ts";

test("whole numbers past 2^53 keep their digits, as text; others stay numbers", () => {
  assert.deepEqual(
    parseJson('{"id":1116190735336968192,"n":[-12345678901234567890],"s":9007199254740991,"f":0.1234567890123456789}'),
    {
      id: "1116190735336968192",
      n: ["-12345678901234567890"],
      s: 9007199254740991,
      f: 0.12345678901234568,
    },
  );
  assert.deepEqual(parseJson("[\n1116190735336968192]"), ["1116190735336968192"]);
});

test("for all JSON without such numbers it is JSON.parse", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const json = JSON.stringify(value);
      fc.pre(!/(?<![\d.])\d{16}/.test(json));
      assert.deepEqual(parseJson(json), JSON.parse(json));
      assert.deepEqual(parsePythonJson(json), JSON.parse(json));
    }),
  );
});

test("NaN and Infinity, which Python writes, are nothing; within texts they stay", () => {
  assert.deepEqual(parsePythonJson('{"a":NaN,"b":-Infinity,"c":"NaN, \\"Infinity\\"","d":[Infinity]}'), {
    a: null,
    b: null,
    c: 'NaN, "Infinity"',
    d: [null],
  });
  assert.throws(() => parsePythonJson("{NaN}"), SyntaxError);
});

test("dictionaries that Python printed are read; what is wrong is told of the text as it came", () => {
  const printed = `{'a': None, 'b': [True, False], u'c': "it's", 'd': 'a "b" \\'c\\' \\xe9 \\u00fc \\n', 'None': 'True'}`;
  assert.deepEqual(parsePythonJson(printed), {
    a: null,
    b: [true, false],
    c: "it's",
    d: "a \"b\" 'c' é ü \n",
    None: "True",
  });
  assert.throws(() => parsePythonJson("{'a': 'b"), /Expected property name/);
});

test("a text of nothing but escapes and quotes takes no longer than its length asks for", () => {
  const started = processorTime();
  for (const piece of ['\\"', "\\'", "'\\", 'u"', "-nan"]) {
    assert.throws(() => parsePythonJson(piece.repeat(300_000)));
  }
  assert.ok(processorTime() - started < 3_000);
});
