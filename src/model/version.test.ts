import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { compareVersions, isInVersionRange, parseVersionRange, versionOf } from "./version.ts";

test("the version is read under each name that the metadata may have, as it was written", () => {
  assert.equal(versionOf({ version: " 5.10 " }), "5.10");
  assert.equal(versionOf({ app_version: "5.2.0 (210)" }), "5.2.0 (210)");
  assert.equal(versionOf({ appVersion: "v3" }), "v3");
  assert.equal(versionOf({ reviewCreatedVersion: "4.2.1" }), "4.2.1");
  assert.equal(versionOf({ version: "", app_version: "7" }), "7");
  assert.equal(versionOf({ version: 5.2 }), "5.2");
});

test("what names no version is none", () => {
  for (const version of [undefined, null, "", "Varies with device", Number.NaN, {}, ["5.2"], `${"1.".repeat(60)}1`]) {
    assert.equal(versionOf({ version }), undefined, JSON.stringify(version));
  }
});

test("versions are ordered by their numbers, releases after what came before them and before what mends them", () => {
  const ordered = [
    "4.9.12",
    "5.2-alpha",
    "5.2-beta.2",
    "5.2-beta.11",
    "5.2-rc1",
    "5.2",
    "5.2 (9)",
    "5.2 (11)",
    "5.2-hotfix1",
    "5.2.1",
    "5.10",
    "2024.1.3",
    "20240101000000000000001",
  ];
  const shuffled = ordered.toReversed();
  assert.deepEqual(shuffled.sort(compareVersions), ordered);
});

test("a leading v, zeros at the end and zeros before a number make no difference", () => {
  for (const same of ["v5.2", "V 5.2.0", "Version 5.2", "5.02", "5.2.0.0", "5_2"]) {
    assert.equal(compareVersions(same, "5.2"), 0, same);
  }
});

test("the order is one: antisymmetric and transitive, whatever is compared", () => {
  const part = fc.constantFrom("0", "1", "2", "10", "a", "beta", "hotfix", ".", "-", "+", " ", "(7)", "v", "");
  const version = fc.array(part, { maxLength: 7 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(version, version, version, (a, b, c) => {
      assert.equal(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a)), 0);
      if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) assert.ok(compareVersions(a, c) <= 0);
    }),
  );
});

const isIn = (version: string, range: string): boolean => {
  const parsed = parseVersionRange(range);
  assert.ok(parsed !== undefined, range);
  return isInVersionRange(version, parsed);
};

test("a range holds for the versions between its bounds", () => {
  const versions = ["5.1.9", "5.2-beta", "5.2", "5.2 (11)", "5.10", "6.0"];
  const within = (range: string) => versions.filter((version) => isIn(version, range));
  assert.deepEqual(within(">=5.2"), ["5.2", "5.2 (11)", "5.10", "6.0"]);
  assert.deepEqual(within(">5.2"), ["5.10", "6.0"]);
  assert.deepEqual(within("<=5.2"), ["5.1.9", "5.2-beta", "5.2", "5.2 (11)"]);
  assert.deepEqual(within(">= 5.2 <6"), ["5.2", "5.2 (11)", "5.10"]);
  assert.deepEqual(within(">=5.2,<5.10"), ["5.2", "5.2 (11)"]);
  assert.deepEqual(within("=v5.2.0"), ["5.2", "5.2 (11)"]);
  assert.deepEqual(within("=5.2+11"), ["5.2 (11)"]);
});

test("what is no range is not taken for one", () => {
  for (const text of ["", "5.2", ">=", ">=beta", ">=5.2 or so", "=>5.2", ">5 ".repeat(9), `>=${"1".repeat(100)}`]) {
    assert.equal(parseVersionRange(text), undefined, text);
  }
});
