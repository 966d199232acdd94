import assert from "node:assert/strict";
import { test } from "node:test";
import { openUnderstanding } from "./understanding.testing.ts";

const { enrichment, router } = await openUnderstanding();
const understood = (text: string, score?: number) =>
  enrichment.enrich(
    { app: "Velo", text, title: "", untranslated: false, ...(score !== undefined && { score }) },
    router,
  );

test("stars are a reason where there are some", () => {
  const why = (score?: number) =>
    understood("The bell never rings when I turn", score).reasons.find(({ field }) => field === "sentiment")?.why;
  assert.equal(why(), "negative by its wording");
  assert.equal(why(1), "negative by its wording and stars");
});
