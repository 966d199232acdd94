/** Grouping wishes: the same wish in other words is one group, each wish counts once however often it is delivered. */
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { NOW } from "../../../test/samples.ts";
import { openTestbed, type Testbed } from "../../../test/testbed.ts";
import { type Enrichment, openEnrichment } from "../../enrichment/enrichment.ts";
import { MAX_SEEN } from "../../model/feature-request.ts";
import { TenantId } from "../../model/tenant.ts";
import type { Store } from "../../store/store.ts";
import { embedderOf } from "../re-embedding/embedder.testing.ts";
import { createGrouping, type Wish } from "./group.ts";

describe("grouping wishes", () => {
  let bed: Testbed;
  let enrichment: Enrichment;
  let group: ReturnType<typeof createGrouping>;
  let number = 0;
  before(async () => {
    bed = await openTestbed();
    enrichment = await openEnrichment();
    group = createGrouping(bed.store, embedderOf(enrichment));
  });
  after(() => bed.close());

  const freshTenant = () => TenantId.parse(`w${number++}`);
  function wish(title: string, changes: Partial<Wish["item"]> = {}): Wish {
    const { wish: words, search, vector } = enrichment.wish({ title, text: title, isWish: true });
    const item = { id: `item-${number++}`, title: words, wish: words, text: title, date: NOW + number, ...changes };
    return { app: "Pedalwick", item, search, vector };
  }
  const groupsOf = async (tenant: TenantId) =>
    (await bed.store.search(tenant, "feature_requests", {})).items.map((stored) => stored.doc);

  it("puts like wishes of one batch in one group, and others apart", async () => {
    const tenant = freshTenant();
    const outcomes = await group(tenant, "b1", [
      wish("dark mode"),
      wish("a dark mode"),
      wish("export rides to GPX"),
      wish("dark mode option"),
    ]);
    assert.deepEqual(
      outcomes.map((outcome) => outcome.kind),
      ["ok", "ok", "ok", "ok"],
    );
    const groups = await groupsOf(tenant);
    assert.deepEqual(groups.map((one) => one.count).sort(), [1, 3]);
  });

  it("keeps what people said of a group when more join it", async () => {
    const tenant = freshTenant();
    await group(tenant, "b1", [wish("dark mode")]);
    const { id } = (await groupsOf(tenant))[0]!;
    const set = { status: "planned", voters: ["loopback"] } as const;
    await bed.store.write(tenant, "feature_requests", [{ op: "update", id, set }]);
    await group(tenant, "b2", [wish("a dark mode", { hashtag: "#ui" })]);
    const [grown] = await groupsOf(tenant);
    assert.deepEqual([grown?.count, grown?.status, grown?.voters], [2, "planned", ["loopback"]]);
    assert.equal(grown?.items[1]?.hashtag, "#ui");
  });

  it("brings rewordings together and keeps other wishes apart", async () => {
    const tenant = freshTenant();
    const titles = [
      "dark theme for late evenings",
      "checklists",
      "night mode",
      "export my notes",
      "dark mode",
      "sort notes by date",
      "export function for all notes",
    ];
    for (const title of titles) await group(tenant, title, [wish(title)]);
    const told = (await groupsOf(tenant)).map((one) =>
      one.items
        .map((item) => item.text)
        .sort()
        .join(", "),
    );
    assert.deepEqual(told.sort(), [
      "checklists",
      "dark mode, dark theme for late evenings, night mode",
      "export function for all notes, export my notes",
      "sort notes by date",
    ]);
  });

  it("keeps a group's id when a plainer wording becomes its title", async () => {
    const tenant = freshTenant();
    await group(tenant, "b1", [wish("dark theme for late evenings")]);
    const [before] = await groupsOf(tenant);
    await group(tenant, "b2", [wish("dark mode")]);
    const [after, ...others] = await groupsOf(tenant);
    assert.equal(others.length, 0);
    assert.equal(after!.id, before!.id);
    assert.deepEqual([before!.title, after!.title], ["dark theme for late evenings", "dark mode"]);
  });

  it("lets a later batch join, and tells who asked and when", async () => {
    const tenant = freshTenant();
    await group(tenant, "b1", [wish("dark mode", { org: "Acme", date: NOW })]);
    await group(tenant, "b2", [
      wish("dark mode", { org: "Umbrella", date: NOW + 50 }),
      wish("dark mode", { org: "Acme", date: NOW + 10 }),
    ]);
    const [only, ...more] = await groupsOf(tenant);
    assert.equal(more.length, 0);
    assert.deepEqual(
      [only!.count, only!.orgs, only!.first_seen, only!.last_seen],
      [3, ["Acme", "Umbrella"], NOW, NOW + 50],
    );
  });

  it("counts a wish once: delivered again it is the same, from another batch a duplicate", async () => {
    const tenant = freshTenant();
    const wishes = [wish("family pass"), wish("home screen widget")];
    const first = await group(tenant, "b1", wishes);
    const again = await group(tenant, "b1", wishes);
    const other = await group(tenant, "b2", wishes);
    assert.deepEqual(
      [first, again, other].map((outcomes) => outcomes.map((outcome) => outcome.kind)),
      [
        ["ok", "ok"],
        ["ok", "ok"],
        ["duplicate", "duplicate"],
      ],
    );
    assert.deepEqual(
      (await groupsOf(tenant)).map((one) => one.count),
      [1, 1],
    );
  });

  it("counts once what one text asks for twice, in one batch or in two", async () => {
    const tenant = freshTenant();
    const twice = { insight_id: "said-twice" };
    await group(tenant, "b1", [wish("dark mode", twice), wish("a dark mode", twice), wish("dark mode")]);
    await group(tenant, "b2", [wish("dark mode option", twice)]);
    const [one, ...others] = await groupsOf(tenant);
    assert.deepEqual([one?.count, one?.items.length, one?.quotes.length, others.length], [2, 2, 2, 0]);
  });

  it("counts a batch delivered again once, however many of it ask for the same", async () => {
    const tenant = freshTenant();
    const wishes = Array.from({ length: MAX_SEEN + 100 }, () => wish("lock screen controls"));
    await group(tenant, "b1", wishes);
    await group(tenant, "b1", wishes);
    assert.deepEqual(
      (await groupsOf(tenant)).map((one) => one.count),
      [wishes.length],
    );
  });

  it("goes on with one of two groups that two runners founded for the same at the same time", async () => {
    const tenant = freshTenant();
    let clock = 0;
    let early = true;
    // Searching before the other's group is there.
    const nearest: Store["nearest"] = (...asked) => (early ? Promise.resolve([]) : bed.store.nearest(...asked));
    const runners = [0, 1].map(() => createGrouping({ ...bed.store, nearest }, embedderOf(enrichment), () => clock));
    const askBoth = async (batch: string) => {
      for (const [index, run] of runners.entries()) await run(tenant, `${batch}-${index}`, [wish("ride statistics")]);
      return (await groupsOf(tenant)).map((one) => one.count).sort();
    };
    assert.deepEqual(await askBoth("b1"), [1, 1]);
    early = false;
    clock += 61_000;
    assert.deepEqual(await askBoth("b2"), [1, 3]);
  });

  it("finishes what a crash left assigned but not counted", async () => {
    const tenant = freshTenant();
    const lost = wish("bike parking on the map");
    await bed.store.write(tenant, "feature_items", [
      { op: "create", id: lost.item.id, doc: { group: "chosen-before", batch: "b1" } },
    ]);
    assert.equal((await group(tenant, "b1", [lost]))[0]!.kind, "ok");
    const [only] = await groupsOf(tenant);
    assert.deepEqual([only!.id, only!.count], ["chosen-before", 1]);
  });

  it("loses none when two runners count into one group at the same time", async () => {
    const tenant = freshTenant();
    await group(tenant, "b0", [wish("offline maps")]);
    await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        group(tenant, `b${index + 1}`, [wish("offline maps"), wish("offline maps")]),
      ),
    );
    assert.equal(
      (await groupsOf(tenant)).reduce((sum, one) => sum + one.count, 0),
      13,
    );
  });
});
