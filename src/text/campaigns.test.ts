import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { processorTime } from "../../test/processor-time.ts";
import { type CampaignItem, findCampaigns } from "./campaigns.ts";

const words = "this wallet changed my life so download it today and earn great rewards with every single payment".split(
  " ",
);
/** The text with one word replaced, another for each number. */
const variant = (number: number): string => words.with(number % words.length, `word${number}`).join(" ");
const burst = (text: (number: number) => string, apart = 60): CampaignItem[] =>
  Array.from({ length: 8 }, (_, number) => ({ id: `c${number}`, text: text(number), at: 1_000_000 + number * apart }));
const other = {
  id: "other",
  text: "I can't find where to change my password in the new version of this",
  at: 1_000_000,
};

describe("campaigns", () => {
  it("group the same text of many ids in a burst", () => {
    const found = findCampaigns([...burst(() => words.join(" ")), other]);
    assert.equal(found.size, 8);
    assert.equal(found.get("c0")!.size, 8);
    assert.equal(found.get("other"), undefined);
  });
  it("see through a changed word, case and punctuation", () => {
    const found = findCampaigns([...burst((number) => `${variant(number).toUpperCase()}!`), other]);
    assert.ok(found.size >= 7, `${found.size}`);
    assert.equal(new Set([...found.values()].map((each) => each.campaign)).size, 1);
  });
  it("keep their name when they grow, and don't depend on the order of the items", () => {
    const all = burst(() => words.join(" "));
    assert.equal(findCampaigns(all.slice(0, 6)).get("c0")!.campaign, findCampaigns(all).get("c0")!.campaign);
    assert.deepEqual(new Map([...findCampaigns(all.toReversed())].sort()), new Map([...findCampaigns(all)].sort()));
  });
  it("leave short praise, slow repetition and one insistent author alone", () => {
    assert.equal(findCampaigns(burst(() => "good app very easy to use")).size, 0);
    assert.equal(findCampaigns(burst(() => words.join(" "), 30 * 86_400)).size, 0);
    assert.equal(findCampaigns(burst(() => words.join(" ")).map((item) => ({ ...item, author: "one" }))).size, 0);
  });
  it("take linear time on many equal and many different texts", () => {
    const started = processorTime();
    const items = Array.from({ length: 6_000 }, (_, number) => ({
      id: `i${number}`,
      text: number % 2 ? words.join(" ") : words.map((word, at) => word + ((number * 7 + at) % 97)).join(" "),
      at: number,
    }));
    assert.ok(findCampaigns(items).size >= 3_000);
    assert.ok(processorTime() - started < 2_500);
  });
});
