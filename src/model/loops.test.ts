/** What follows from the one list of loops. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  chosenLoops,
  consumingLoops,
  pipelines,
  queueNames,
  queuesTakenHere,
  runsHere,
  stagePlaceOf,
} from "./loops.ts";

test("each pipeline has one first and one last stage, and each queue one owner", () => {
  const places = consumingLoops.map(stagePlaceOf);
  for (const pipeline of pipelines) {
    const stages = places.filter((place) => place.pipeline === pipeline);
    assert.deepEqual(
      [stages.filter(({ first }) => first).length, stages.filter(({ last }) => last).length],
      [1, 1],
      pipeline,
    );
  }
  assert.equal(new Set(queueNames).size, queueNames.length);
});

test("a record is received by the denoiser and stored by the data-model creator", () => {
  const { queue, pipeline, first, last } = stagePlaceOf("denoiser");
  assert.deepEqual([queue, pipeline, first, last], ["raw", "feedback", true, false]);
  assert.deepEqual(stagePlaceOf("data-model-creator"), {
    queue: "filtered",
    pipeline: "feedback",
    first: false,
    last: true,
  });
  assert.deepEqual(stagePlaceOf("feature-requests"), {
    queue: "features",
    pipeline: "features",
    first: true,
    last: true,
  });
});

test("what every runner does is not chosen, and done whatever is", () => {
  assert.ok(chosenLoops.includes("clustering"));
  assert.ok(!(chosenLoops as readonly string[]).includes("housekeeping"));
  assert.deepEqual([runsHere("housekeeping", []), runsHere("clustering", [])], [true, false]);
  assert.equal(runsHere("clustering", ["clustering"]), true);
});

test("a runner takes from the queues of the loops that it does, and nobody here from one that is filled for others", () => {
  assert.deepEqual([...queuesTakenHere(["denoiser", "ticket-generator"])], ["raw"]);
  assert.ok(!queuesTakenHere(chosenLoops).has("tickets"));
});
