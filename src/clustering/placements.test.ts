/** Groups brought to what people decided: whatever the groups are, each statement is in one place, and where it was put. */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type HeldDecision, knownAsDecided, placeDecided, placementsOf } from "./placements.ts";

const ids = Array.from({ length: 24 }, (_, at) => `s${at}`);
const rowOf = new Map(ids.map((id, row) => [id, row]));
const themes = ["a", "b", "c"] as const;
const theme = fc.constantFrom(...themes);
const some = fc.subarray(ids, { minLength: 1, maxLength: 8 });

const decision = fc.oneof(
  fc.record({ what: fc.constant("merge" as const), first: theme, second: theme, marks: some, undone: fc.boolean() }),
  fc.record({ what: fc.constant("split" as const), first: theme, second: theme, marks: some, undone: fc.boolean() }),
  fc.record({
    what: fc.constant("move" as const),
    first: theme,
    second: fc.option(theme, { nil: undefined }),
    marks: some,
    undone: fc.boolean(),
  }),
);
type Drawn = typeof decision extends fc.Arbitrary<infer T> ? T : never;

const held = (drawn: readonly Drawn[]): HeldDecision[] =>
  drawn.map(({ what, first, second, marks, undone }, order) => ({
    ...{ what, at: 1, order, undone },
    themes: second === undefined ? [first] : [first, second],
    members: [{ theme: what === "split" ? second! : first, marks }],
  }));

/** A grouping of the statements, and how they were grouped before. */
const grouping = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: ids.length, maxLength: ids.length });
const groupsOf = (numbers: readonly number[]): number[][] =>
  [...Map.groupBy(numbers.keys(), (row) => numbers[row]!).values()].map((rows) => [...rows]);

test("whatever is grouped and decided, a statement is in one group at most, and one that was put somewhere is there", () => {
  fc.assert(
    fc.property(fc.array(decision, { maxLength: 5 }), grouping, grouping, (drawn, now, before) => {
      const decisions = held(drawn.filter(({ first, second }) => first !== second));
      const placements = placementsOf(
        decisions,
        (mark) => mark,
        (id) => id,
      );
      const previous = themes.map((id, number) => ({
        ...{ id, born: number },
        members: ids.filter((_, row) => before[row] === number),
      }));
      const known = knownAsDecided(previous, placements, rowOf);
      const { groups } = placeDecided(groupsOf(now), {
        ids,
        known,
        placements,
        distance: (row, [other = 0]) => Math.abs(row - other),
      });
      const rows = groups.flat();
      assert.equal(new Set(rows).size, rows.length);
      for (const [statement, where] of placements.placed) {
        const group = groups.find((one) => one.includes(rowOf.get(statement)!));
        assert.ok(group, `${statement} was put into ${where}`);
        // All that were put into one theme are in one group, and none that was put elsewhere.
        for (const [other, there] of placements.placed)
          assert.equal(group.includes(rowOf.get(other)!), there === where, `${statement} and ${other}`);
      }
      for (const [statement, barred] of placements.barred)
        for (const { id, members } of known) if (barred.has(id)) assert.ok(!members.includes(statement));
    }),
  );
});

test("without decisions groups stay as they are", () => {
  fc.assert(
    fc.property(grouping, (now) => {
      const placements = placementsOf(
        [],
        (mark) => mark,
        (id) => id,
      );
      const groups = groupsOf(now);
      assert.deepEqual(placeDecided(groups, { ids, known: [], placements, distance: () => 1 }).groups, groups);
    }),
  );
});

test("a merge that was taken back holds apart what would be grouped together", () => {
  const merge: HeldDecision = {
    ...{ what: "merge", themes: ["a", "b"], at: 1, order: 0, undone: true },
    members: [
      { theme: "a", marks: ["s0", "s1"] },
      { theme: "b", marks: ["s2", "s3"] },
    ],
  };
  const placements = placementsOf(
    [merge],
    (mark) => mark,
    (id) => id,
  );
  const known = merge.members.map(({ theme: id, marks }, born) => ({ id, members: [...marks], born }));
  const { groups } = placeDecided([[0, 1, 2, 3, 4]], { ids, known, placements, distance: (_, rows) => rows[0]! });
  assert.deepEqual(groups, [
    [0, 1, 4],
    [2, 3],
  ]);
});
