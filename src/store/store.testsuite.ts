/** The store's contract: what every adapter passes, unchanged. One file of tests a topic, in `testsuite/`. */
import assert from "node:assert/strict";
import { after, before, describe } from "node:test";
import { aggregateTests } from "./testsuite/aggregates.ts";
import { documentTests } from "./testsuite/documents.ts";
import type { CurrentStore, OpenedStore, OpenStore } from "./testsuite/fixtures.ts";
import { pagingTests } from "./testsuite/paging.ts";
import { queryTests } from "./testsuite/queries.ts";
import { blockedTests, goneTests, refusalTests } from "./testsuite/refusals.ts";
import { lifecycleTests, scanningTests } from "./testsuite/scanning.ts";
import { tenancyTests } from "./testsuite/tenancy.ts";
import { textTests } from "./testsuite/text.ts";
import { vectorTests } from "./testsuite/vectors.ts";

const topics: Readonly<Record<string, (current: CurrentStore) => void>> = {
  documents: documentTests,
  refusals: refusalTests,
  "whoever is gone": goneTests,
  filters: queryTests,
  "order and pages": pagingTests,
  "facets and histograms": aggregateTests,
  words: textTests,
  vectors: vectorTests,
  "scan and visibility": scanningTests,
  tenants: tenancyTests,
};

/** `open` gives a store of its own each time; `close` is called on each at the end and removes its data. */
export function storeSuite(name: string, open: OpenStore): void {
  describe(`store contract: ${name}`, () => {
    let opened: OpenedStore | undefined;
    before(async () => {
      opened = await open();
    });
    after(async () => {
      await opened?.store.close();
      await opened?.close();
    });
    const current: CurrentStore = () => {
      assert.ok(opened !== undefined, "the store could not be opened");
      return opened.store;
    };
    for (const [topic, tests] of Object.entries(topics)) describe(topic, () => tests(current));
    describe("open and close", () => lifecycleTests(open));
    describe("kept from writing", () => blockedTests(open));
  });
}
