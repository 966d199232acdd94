import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { findCampaigns } from "./campaigns.ts";

const text = "This wallet changed my life, download it today and earn rewards";
const burst = Array.from({ length: 6 }, (_, index) => ({ id: `c${index}`, text, at: 1_000_000 + index * 60 }));

describe("campaigns", () => {
  it("group the same text of many ids in a burst", () => {
    const found = findCampaigns([
      ...burst,
      { id: "other", text: "I can't find where to change my password", at: 1_000_000 },
    ]);
    assert.equal(found.size, 6);
    assert.equal(found.get("c0")!.size, 6);
    assert.equal(found.get("other"), undefined);
  });
  it("leave short praise and slow repetition alone", () => {
    assert.equal(findCampaigns(burst.map((item) => ({ ...item, text: "good app" }))).size, 0);
    assert.equal(findCampaigns(burst.map((item, index) => ({ ...item, at: index * 30 * 86_400 }))).size, 0);
  });
});
