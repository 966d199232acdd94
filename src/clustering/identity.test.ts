// cspell:ignore abcdx abcdefghijx abcdefghijklmnox cdefgh defg bcdefgh
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { assignIdentities, type KnownCluster } from "./identity.ts";

const context = { at: 100, idOf: (member: string) => `born-with-${member}` };
const known = (id: string, born: number, members: string): KnownCluster => ({ id, born, members: [...members] });
const groups = (...members: string[]) => members.map((group) => [...group]);

test("a first grouping is born, each named after its earliest member", () => {
  const { clusters, ended } = assignIdentities([], groups("abc", "de"), context);
  assert.deepEqual(
    clusters.map(({ id, events }) => [id, events]),
    [
      ["born-with-a", [{ at: 100, what: "born" }]],
      ["born-with-d", [{ at: 100, what: "born" }]],
    ],
  );
  assert.deepEqual(ended, []);
});

test("the same grouping in another order keeps its ids and tells nothing", () => {
  const previous = [known("A", 1, "abc"), known("B", 2, "def")];
  const { clusters, ended } = assignIdentities(previous, groups("def", "abc"), context);
  assert.deepEqual(
    clusters.map(({ id, events }) => [id, events]),
    [
      ["B", []],
      ["A", []],
    ],
  );
  assert.deepEqual(ended, []);
});

test("growth by a quarter and every doubling is told", () => {
  const grown = (before: string, now: string) =>
    assignIdentities([known("A", 1, before)], groups(now), context).clusters[0]!.events.map(({ what }) => what);
  assert.deepEqual(grown("abcd", "abcdx"), ["grew"]);
  assert.deepEqual(grown("abcdefghij", "abcdefghijx"), []);
  assert.deepEqual(grown("abcdefghijklmno", "abcdefghijklmnox"), ["grew"]);
});

test("on a merge the elder lives, even when it is the smaller", () => {
  const previous = [known("young", 5, "cdefgh"), known("old", 1, "ab")];
  const { clusters, ended } = assignIdentities(previous, groups("abcdefgh"), context);
  assert.equal(clusters[0]!.id, "old");
  assert.deepEqual(clusters[0]!.events, [{ at: 100, what: "merged", with: ["young"] }]);
  assert.deepEqual(ended, [
    { id: "young", merged_into: "old", events: [{ at: 100, what: "merged", with: ["old"], into: true }] },
  ]);
});

test("on a split the part with the earliest members keeps the id, and the other says where it came from", () => {
  const { clusters } = assignIdentities([known("A", 1, "abcdefg")], groups("defg", "abc"), context);
  assert.equal(clusters[1]!.id, "A");
  assert.deepEqual(clusters[1]!.events, [{ at: 100, what: "split", with: ["born-with-d"] }]);
  assert.deepEqual(clusters[0]!.events, [{ at: 100, what: "born", with: ["A"] }]);
});

test("a part that is born from the same earliest member as its origin gets another id", () => {
  const previous = [known("born-with-a", 1, "abcdefgh")];
  const { clusters } = assignIdentities(previous, groups("bcdefgh", "ax"), context);
  assert.equal(clusters[0]!.id, "born-with-a");
  assert.equal(clusters[1]!.id, "born-with-x");
});

test("an id that was used once does not come back", () => {
  const { clusters } = assignIdentities([], groups("ab"), { ...context, used: new Set(["born-with-a"]) });
  assert.equal(clusters[0]!.id, "born-with-b");
});

test("a cluster whose members are all gone has died", () => {
  const { ended } = assignIdentities([known("A", 1, "ab")], groups("xyz"), context);
  assert.deepEqual(ended, [{ id: "A", events: [{ at: 100, what: "died" }] }]);
});

test("every group has an id of its own, and every known cluster lives or has ended", () => {
  const grouping = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 30 });
  const asGroups = (places: readonly number[]) =>
    [...Map.groupBy([...places.keys()], (at) => places[at]!).values()].map((members) => members.map(String));
  fc.assert(
    fc.property(grouping, grouping, (before, after) => {
      const previous = assignIdentities([], asGroups(before), context).clusters.map(({ id, members }, at) => ({
        id,
        members,
        born: at,
      }));
      const { clusters, ended } = assignIdentities(previous, asGroups(after), context);
      const ids = clusters.map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length);
      assert.deepEqual(
        previous.map(({ id }) => ids.includes(id) || ended.some((gone) => gone.id === id)),
        previous.map(() => true),
      );
      assert.ok(ended.every((gone) => !ids.includes(gone.id)));
    }),
  );
});
