import assert from "node:assert/strict";
import { test } from "node:test";
import { processorTime } from "../../test/processor-time.ts";
import { withoutMachineText } from "./machine-text.ts";
import { normalise } from "./normalise.ts";
import { spoken } from "./unsaid.ts";

const said = (text: string): string => spoken(normalise(text)).replace(/\s+/g, " ").trim();

test("what a program wrote is not said, what stands around it is", () => {
  for (const [text, told] of [
    [
      "App crashes.\nTypeError: x is undefined\n    at render (app.js:12:33)\n    at Array.forEach (<anonymous>)",
      "App crashes.",
    ],
    ["I want an export. Console: [ERROR] Failed to load resource: net::ERR_FAILED", "I want an export."],
    ['Works great.\n{"error": {"code": 500, "message": "request failed }"}}', "Works great."],
    ['Before [{"a": "failed"}, {"b": 1}] and after', "Before and after"],
    ['It was cut off. {"error": "upload failed, "na', "It was cut off."],
    [
      "Here:\n2024-05-01 10:22:11 ERROR timeout\n10:22:12.123 [main] retrying\n05-01 10:22:12.123 1234 5678 E Tag: failed\nThat's all",
      "Here: That's all",
    ],
    [
      'Hangs.\nException in thread "main" java.lang.Broken\n\tat a.b(C.java:1)\nCaused by: java.io.IOException: full',
      "Hangs.",
    ],
    [
      'Traceback (most recent call last):\n  File "a.py", line 3, in run\n    foo()\nValueError: bad\nIt stops.',
      "It stops.",
    ],
    ["E/Player(123): error (1, -21)\nI like it", "I like it"],
    ["Well done. status=failed code=500 retry=3", "Well done."],
    ["Thread 0 Crashed:\n#0 0x1234 in foo\nIt closed", "It closed"],
    ["[01/05/2024, 10:22:11] Ann: It crashes", "It crashes"],
    [
      "From: Ann <ann@x.example>\nTo: help@x.example\nSubject: Re: Crash\n\nIt crashes.\nFrom: B\nTo: C\nIt failed",
      "Crash It crashes.",
    ],
    ["Add a map. On Tue, 3 Jan 2023 at 10:00, Help wrote: It failed", "Add a map."],
  ] as const)
    assert.equal(said(text), told);
});

test("what people say of errors stays", () => {
  for (const text of [
    "ERROR: could not save my file",
    "Error: card declined",
    "I get TypeError: x is not a function when saving",
    "At 10:22:11 it crashed again",
    "In my log: 20 runs, all wrong",
    "It says {name} instead of my name [sic]",
    "The console shows: nothing",
  ])
    assert.equal(said(text), text);
  const alone = '{"error":"payment failed","code":500}';
  assert.equal(said(alone), alone);
});

test("takes linear time on any input", () => {
  for (const piece of [
    "log: ",
    "[ERROR",
    '{"a":',
    "a=b ",
    "10:22:11 ",
    "at x(",
    "#0 ",
    "xError: \n",
    "On Mon 3 Jan ",
    "E/a(",
  ]) {
    const text = piece.repeat(100_000 / piece.length);
    const began = processorTime();
    withoutMachineText(text);
    spoken(text);
    assert.ok(processorTime() - began < 2_000, piece);
  }
});
