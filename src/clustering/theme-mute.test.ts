/** Which themes keep quiet. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ClusterDocument } from "../model/cluster.ts";
import { listening } from "./theme-mute.ts";

const theme: ClusterDocument = {
  ...{ id: "t1", app: "demo", kind: "problem", label: "Maps", name: "Map does not open", size: 8, share: 0.1 },
  ...{ priority: "High", versions: [], first_seen: 0, last_seen: 0, trend: [], sentiment: {}, lineage: [] },
  ...{ term: 1, alive: true },
};

test("a theme that is mostly a campaign's keeps quiet, and speaks again when others tell of it too", () => {
  assert.equal(listening(theme, 10).quiet, undefined);
  assert.equal(listening({ ...theme, campaign: 0.4 }, 10).quiet, undefined);
  const campaign = listening({ ...theme, campaign: 0.5 }, 10);
  assert.equal(campaign.quiet, true);
  assert.equal(listening({ ...campaign, campaign: 0.3 }, 10).quiet, undefined);
});

test("a muted theme keeps quiet until it is as big as was said, and says once that it speaks again", () => {
  const muted = { ...theme, people: { muted: { at: 5, until: { size: 9 }, from: 0 } } };
  assert.equal(listening(muted, 10).quiet, true);
  const spoken = listening({ ...muted, size: 9 }, 10);
  assert.deepEqual([spoken.quiet, spoken.lineage], [undefined, [{ at: 10, what: "escalated" }]]);
  assert.deepEqual(listening(spoken, 20).lineage, spoken.lineage);
});
