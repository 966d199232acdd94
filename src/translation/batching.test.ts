import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { requestsOf } from "./batching.ts";

test("requests hold each text once, in order, and more than either limit only where one text does", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ maxLength: 60 })),
      fc.record({ texts: fc.integer({ min: 1, max: 8 }), characters: fc.integer({ min: 1, max: 50 }) }),
      (texts, limits) => {
        const requests = requestsOf(texts, limits);
        assert.deepEqual(requests.flat(), [...texts.keys()]);
        for (const request of requests) {
          const characters = request.reduce((sum, index) => sum + texts[index]!.length, 0);
          assert.ok(request.length >= 1 && request.length <= limits.texts);
          assert.ok(characters <= limits.characters || request.length === 1);
        }
      },
    ),
  );
});
