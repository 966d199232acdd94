import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { openTestbed, type Testbed } from "../../../test/testbed.ts";
import { freshTenant } from "../../store/testsuite/fixtures.ts";
import { type Growth, growSessions, readSessions } from "./sessions.ts";

const at = (timestamp_us: number, application = "shop"): Growth => ({
  ...{ session_id: "s", application, timestamp_us, received_at: 10, clock: undefined },
});

describe("sessions grow", () => {
  let bed: Testbed;
  before(async () => {
    bed = await openTestbed();
  });
  after(() => bed.close());

  it("by what is known of them, in one write", async () => {
    const tenant = freshTenant();
    await growSessions(bed.store, tenant, [at(5), at(3)]);
    const known = await readSessions(bed.store, tenant, ["s"]);
    const store = { ...bed.store, getMany: () => assert.fail("nothing is read again") };
    const grown = (await growSessions(store, tenant, [at(9)], known)).get("s")!;
    assert.deepEqual([grown.before?.last_us, grown.now.first_us, grown.now.last_us], [5, 3, 9]);
  });

  it("from what they are by now, where that was overtaken", async () => {
    const tenant = freshTenant();
    await growSessions(bed.store, tenant, [at(5), at(3)]);
    const known = await readSessions(bed.store, tenant, ["s"]);
    await growSessions(bed.store, tenant, [at(1, "site")]);
    for (const growth of [at(9), at(4)]) {
      const { before, now } = (await growSessions(bed.store, tenant, [growth], known)).get("s")!;
      assert.deepEqual([before?.first_us, now.first_us, now.applications], [1, 1, ["shop", "site"]]);
    }
    const unknown = (await growSessions(bed.store, tenant, [at(2)], new Map())).get("s")!;
    assert.deepEqual([unknown.now.first_us, unknown.now.last_us], [1, 9]);
  });
});
