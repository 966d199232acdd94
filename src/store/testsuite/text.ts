/** Contract: searching by words. */
// cspell:ignore crashland cras cefh abdg
import assert from "node:assert/strict";
import { test } from "node:test";
import { type CurrentStore, foundIds, freshTenant, insight, pagedIds, writeAll } from "./fixtures.ts";

const texts: Readonly<Record<string, string>> = {
  a: "app crash on login",
  b: "login slow but app never crash crash crash",
  c: "crashland is a game",
  d: "支付 失败 crash",
  e: "3 5 a b zz z0",
  f: "",
};
const creating = Object.entries(texts).map(([id, search]) => ({ op: "create", id, doc: insight(), search }) as const);

const expected: readonly [string, readonly string[], string][] = [
  ["one word", ["crash"], "abd"],
  ["every word must occur, in any order", ["login", "crash"], "ab"],
  ["a repeated word is one word", ["login", "login"], "ab"],
  ["part of a word is no word", ["cras"], ""],
  ["a word that begins with another", ["crashland"], "c"],
  ["other scripts", ["支付"], "d"],
  ["one character of a word in another script", ["支"], ""],
  ["digits and single letters", ["5", "b"], "e"],
  ["letters that might be used up by an encoding", ["z0"], "e"],
  ["a word that nobody wrote", ["crash", "nowhere"], ""],
  ["no words at all", [], "abcdef"],
  ["query syntax is only a word", ["OR"], ""],
  ["quotes and stars are only a word", ['"*'], ""],
];

export function textTests(current: CurrentStore): void {
  test("words, by example", async (t) => {
    const [store, tenant] = [current(), freshTenant()];
    await writeAll(store, tenant, "insights", creating);
    for (const [what, words, ids] of expected) {
      await t.test(what, async () => {
        assert.equal((await foundIds(store, tenant, "insights", { words })).join(""), ids);
        assert.equal(await store.count(tenant, "insights", { words }), ids.length);
      });
    }
  });

  test("phrases, and words and phrases that must not occur, by example", async (t) => {
    const [store, tenant] = [current(), freshTenant()];
    await writeAll(store, tenant, "insights", [
      ...creating,
      { op: "create", id: "g", doc: insight({ lang: "de" }), search: "login crash on app" },
      { op: "create", id: "h", doc: insight() },
    ]);
    // Words of another tenant say nothing here.
    await writeAll(store, freshTenant(), "insights", creating);
    const examples: readonly [string, Parameters<typeof store.count<"insights">>[2], string][] = [
      ["a phrase is its words one after the other", { phrases: [["app", "crash"]] }, "a"],
      ["in that order", { phrases: [["crash", "app"]] }, ""],
      ["at the beginning, in the middle and at the end", { phrases: [["crash", "on"]] }, "ag"],
      ["a word that a phrase begins with is no part of it", { phrases: [["crash", "o"]] }, ""],
      ["a repeated word", { phrases: [["crash", "crash", "crash"]] }, "b"],
      ["more often than it is said", { phrases: [["crash", "crash", "crash", "crash"]] }, ""],
      ["of one word is that word", { phrases: [["slow"]] }, "b"],
      [
        "two phrases",
        {
          phrases: [
            ["app", "crash"],
            ["on", "login"],
          ],
        },
        "a",
      ],
      ["with a word", { words: ["login"], phrases: [["crash", "on"]] }, "ag"],
      ["a word that must not occur", { words: ["crash"], without: [["login"]] }, "d"],
      ["that alone, also where nothing was said", { without: [["crash"]] }, "cefh"],
      ["two of them", { without: [["crash"], ["game"]] }, "efh"],
      ["part of a word keeps nothing out", { words: ["crashland"], without: [["crash"]] }, "c"],
      ["a phrase that must not occur", { words: ["crash"], without: [["app", "crash"]] }, "bdg"],
      ["with conditions", { where: { lang: "de" }, without: [["slow"]] }, "g"],
      ["a word that nobody wrote", { words: ["crash"], without: [["nowhere"]] }, "abdg"],
      ["other scripts", { phrases: [["支付", "失败"]] }, "d"],
      ["query syntax is only a word", { phrases: [["OR", "NOT"]], without: [['"*']] }, ""],
    ];
    for (const [what, filter, ids] of examples) {
      await t.test(what, async () => {
        assert.equal((await foundIds(store, tenant, "insights", filter)).join(""), ids);
        assert.equal(await store.count(tenant, "insights", filter), ids.length);
      });
    }
    const { lang } = await store.facets(tenant, "insights", ["lang"], { phrases: [["crash", "on"]] });
    assert.equal(
      lang.reduce((sum, { count }) => sum + count, 0),
      2,
    );
    const relevant = { phrases: [["crash", "on"]], sort: [{ by: "relevance", order: "desc" }] } as const;
    assert.deepEqual((await pagedIds(store, tenant, "insights", { ...relevant, limit: 1 })).toSorted(), ["a", "g"]);
  });

  test("words and conditions together, in search, count, facets and histogram", async () => {
    const [store, tenant] = [current(), freshTenant()];
    await writeAll(store, tenant, "insights", [
      { op: "create", id: "a", doc: insight({ lang: "en", date: 10 }), search: "app crash" },
      { op: "create", id: "b", doc: insight({ lang: "de", date: 20 }), search: "app crash" },
      { op: "create", id: "c", doc: insight({ lang: "de", date: 30 }), search: "app fine" },
    ]);
    const filter = { where: { lang: "de" }, words: ["crash"] } as const;
    assert.deepEqual(await foundIds(store, tenant, "insights", filter), ["b"]);
    assert.deepEqual(await store.facets(tenant, "insights", ["lang"], { words: ["crash"] }), {
      lang: [
        { value: "de", count: 1 },
        { value: "en", count: 1 },
      ],
    });
    const points = await store.histogram(tenant, "insights", { ...filter, field: "date", interval: "hour" });
    assert.deepEqual(points, [{ at: 0, count: 1 }]);
  });

  test("relevance puts what says it more first, in pages that neither overlap nor skip", async () => {
    const [store, tenant] = [current(), freshTenant()];
    await writeAll(store, tenant, "insights", creating);
    const search = { words: ["crash"], sort: [{ by: "relevance", order: "desc" }] } as const;
    const whole = await foundIds(store, tenant, "insights", search);
    assert.equal(whole[0], "b");
    assert.deepEqual([...whole].sort(), ["a", "b", "d"]);
    assert.deepEqual(await pagedIds(store, tenant, "insights", { ...search, limit: 1 }), whole);
  });

  test("relevance is the same whatever other tenants write", async () => {
    const store = current();
    const [tenant, other] = [freshTenant(), freshTenant()];
    const texts = {
      rare: "crash crash login",
      common: "crash login login",
      both: "crash login",
      long: `${"w ".repeat(60)}crash login login`,
    };
    const writes = Object.entries(texts).map(([id, search]) => ({ op: "create", id, doc: insight(), search }) as const);
    await writeAll(store, tenant, "insights", writes);
    const search = { words: ["crash", "login"], sort: [{ by: "relevance", order: "desc" }] } as const;
    const before = await foundIds(store, tenant, "insights", search);
    assert.deepEqual(before, ["common", "rare", "both", "long"]);
    const noise = Array.from(
      { length: 50 },
      (_, at) => ({ op: "create", id: `n${at}`, doc: insight(), search: "login" }) as const,
    );
    await writeAll(store, other, "insights", noise);
    assert.deepEqual(await foundIds(store, tenant, "insights", search), before);
  });

  test("equally relevant ones come by id", async () => {
    const [store, tenant] = [current(), freshTenant()];
    const ids = ["d", "b", "a", "c"];
    await writeAll(
      store,
      tenant,
      "insights",
      ids.map((id) => ({ op: "create", id, doc: insight(), search: "same text" }) as const),
    );
    const search = { words: ["same"], sort: [{ by: "relevance", order: "desc" }], limit: 1 } as const;
    assert.deepEqual(await pagedIds(store, tenant, "insights", search), ["a", "b", "c", "d"]);
  });

  test("words follow the document: replaced with it, kept by an update, gone with a delete", async () => {
    const [store, tenant] = [current(), freshTenant()];
    const found = (word: string) => foundIds(store, tenant, "insights", { words: [word] });
    await writeAll(store, tenant, "insights", [{ op: "create", id: "a", doc: insight(), search: "old words" }]);
    await writeAll(store, tenant, "insights", [{ op: "put", id: "a", doc: insight(), search: "new words" }]);
    assert.deepEqual([await found("old"), await found("new"), await found("words")], [[], ["a"], ["a"]]);
    await writeAll(store, tenant, "insights", [{ op: "update", id: "a", set: { app_name: "other" } }]);
    assert.deepEqual(await found("new"), ["a"]);
    await writeAll(store, tenant, "insights", [{ op: "put", id: "a", doc: insight() }]);
    assert.deepEqual(await found("new"), []);
    await writeAll(store, tenant, "insights", [{ op: "put", id: "a", doc: insight(), search: "third" }]);
    await writeAll(store, tenant, "insights", [{ op: "delete", id: "a" }]);
    assert.deepEqual(await found("third"), []);
    await writeAll(store, tenant, "insights", [{ op: "create", id: "a", doc: insight(), search: "fourth" }]);
    assert.deepEqual([await found("third"), await found("fourth")], [[], ["a"]]);
  });

  test("very long texts and words do no harm", async () => {
    const [store, tenant] = [current(), freshTenant()];
    const search = `${"a".repeat(50_000)} ${Array.from({ length: 20_000 }, (_, at) => `w${at}`).join(" ")} end`;
    await writeAll(store, tenant, "insights", [{ op: "create", id: "a", doc: insight(), search }]);
    assert.deepEqual(await foundIds(store, tenant, "insights", { words: ["end", "w19999"] }), ["a"]);
  });
}
