/** What people decide about themes is there at once, holds through every later pass, and can be taken back. On each store. */
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { pino } from "pino";
import { NOW } from "../../../test/samples.ts";
import type { Principal } from "../../auth/principal.ts";
import { markOf } from "../../clustering/statement-marks.ts";
import type { Cluster } from "../../model/cluster.ts";
import type { TenantId } from "../../model/tenant.ts";
import type { Decide, ThemeDecision } from "../../model/theme-decision.ts";
import { listAudit } from "../../operations/audit.ts";
import { listClusters, readCluster } from "../../operations/clusters.ts";
import { decideOnThemes, listDecisions, undoDecision } from "../../operations/theme-decisions.ts";
import { effectOf } from "../../operations/theme-effect.ts";
import { isRefused, planDecision } from "../../operations/theme-plan.ts";
import { readBestQuotes } from "../../operations/theme-quotes.ts";
import { readWhy } from "../../operations/theme-why.ts";
import type { Store } from "../../store/store.ts";
import { freshTenant, unitVector, writeAll } from "../../store/testsuite/fixtures.ts";
import { strictly } from "../periodic/strict.testing.ts";
import { find, stores, telling } from "./decisions.testing.ts";
import { createClusteringPass } from "./pass.ts";

const told = {
  upload: ["photo upload fails", "cannot upload photos", "uploading photos fails every time", "photos do not upload"],
  otp: ["otp not coming", "the otp never arrives", "not receiving otp", "no otp received on my phone"],
  battery: ["drains my battery", "battery drains too fast", "the battery is empty after an hour, drains it"],
};

for (const [engine, open] of Object.entries(stores)) {
  describe(`decisions about themes on ${engine}`, () => {
    let store: Store;
    let close: () => Promise<void>;
    let tenant: TenantId;
    let principal: Principal;
    let now = NOW + 1_000;
    let number = 0;
    before(async () => {
      ({ store, close } = await open());
    });
    after(() => close());

    async function tell(quotes: readonly string[]): Promise<string[]> {
      const docs = quotes.map((quote) => telling(number++, quote));
      await writeAll(
        store,
        tenant,
        "insights",
        docs.map((doc) => ({ op: "create", id: doc.id, doc, vector: unitVector(1) })),
      );
      return docs.map(({ id }) => id);
    }
    const apps = { routerSource: async () => ({ key: "", model: undefined, corrections: [] }) };
    async function pass(): Promise<void> {
      now += 100;
      const task = async (...[asked]: Parameters<typeof find>) => find(asked);
      const run = createClusteringPass({ store, apps, find: task, log: pino({ level: "silent" }), now: () => now });
      await strictly(run)(tenant, 1, new AbortController().signal);
    }
    const themeOf = async (insight: string): Promise<string> =>
      (await store.get(tenant, "insights", insight))!.doc.themes[0] ?? "none";
    const themesOf = async (insights: readonly string[]): Promise<string[]> => [
      ...new Set(await Promise.all(insights.map(themeOf))),
    ];
    const read = async (id: string): Promise<Cluster> => (await readCluster(store, tenant, id))!;
    const ids = async (): Promise<string[]> => (await listClusters(store, tenant, {})).items.map(({ id }) => id).sort();
    async function decide(decision: Decide): Promise<ThemeDecision> {
      now += 1;
      const taken = await decideOnThemes(store, principal, decision, now);
      assert.ok("what" in taken, JSON.stringify(taken));
      return taken;
    }
    async function undo(id: string): Promise<void> {
      now += 1;
      assert.equal((await undoDecision(store, principal, id, now)).kind, "ok");
    }

    /** A tenant with three themes and the insights of each. */
    async function begin() {
      tenant = freshTenant();
      principal = { tenant, scopes: ["admin"], via: "loopback" };
      const [upload, otp, battery] = [await tell(told.upload), await tell(told.otp), await tell(told.battery)];
      await pass();
      const themes = {
        upload: await themeOf(upload[0]!),
        otp: await themeOf(otp[0]!),
        battery: await themeOf(battery[0]!),
      };
      assert.equal(new Set(Object.values(themes)).size, 3);
      return { upload, otp, battery, themes };
    }

    test("merged themes are one at once and after every pass, whatever comes in; taken back, they are two again", async () => {
      const { upload, otp, battery, themes } = await begin();
      const merge = { what: "merge", themes: [themes.otp, themes.battery] } satisfies Decide;
      const plan = await planDecision(store, tenant, merge, now);
      assert.ok(!isRefused(plan));
      const effect = await effectOf(store, tenant, plan);
      const leaving = plan.to === themes.otp ? battery.length : otp.length;
      assert.deepEqual([effect.insights, effect.reopens], [leaving, 0]);
      assert.deepEqual(effect.themes.map((one) => one.size_after).sort(), [0, 7]);
      const kept = (await read(plan.to!)).name;
      const named = `Is called "${kept}" until the next pass, which names it by what all of them say.`;
      assert.equal(effect.says, `Moves ${leaving} insights, no ticket changes, none reopens. ${named}`);
      assert.equal((await ids()).length, 3);

      const decision = await decide(merge);
      const [elder = "", younger = ""] = decision.themes;
      const whole = async (...more: string[]) => {
        assert.deepEqual(await themesOf([...otp, ...battery, ...more]), [elder]);
        assert.equal((await read(elder)).size, 7 + more.length);
        assert.deepEqual(await ids(), [elder, themes.upload].sort());
      };
      await whole();
      assert.equal((await read(elder)).name, kept);
      assert.equal((await read(younger)).lineage.at(-1)!.decision, decision.id);
      await pass();
      await whole();
      const more = await tell(["battery drains so fast", "never receive the otp"]);
      await pass();
      await whole(...more);
      await pass();
      await whole(...more);
      assert.equal((await read(elder)).lineage.filter(({ what }) => what === "merged").length, 1);

      await undo(decision.id);
      const apart = async () => {
        assert.deepEqual(await themesOf(otp), [themes.otp]);
        assert.deepEqual(await themesOf(battery), [themes.battery]);
        assert.deepEqual(await ids(), [themes.upload, themes.otp, themes.battery].sort());
      };
      await apart();
      await pass();
      await apart();
      assert.deepEqual(await themesOf(upload), [themes.upload]);
      const { items } = await listAudit(store, tenant, {});
      assert.deepEqual(items.map(({ action }) => action).sort(), ["theme.merge", "theme.undone"]);
    });

    test("merged themes keep a title that a person gave the one that lives, as the preview says", async () => {
      const { themes } = await begin();
      const both = [themes.otp, themes.battery];
      for (const theme of both) await decide({ what: "rename", theme, title: `Called ${theme}` });
      const merge = { what: "merge", themes: both } satisfies Decide;
      const plan = await planDecision(store, tenant, merge, now);
      assert.ok(!isRefused(plan));
      assert.ok((await effectOf(store, tenant, plan)).says.endsWith(`Is called "Called ${plan.to}".`));
      await decide(merge);
      await pass();
      assert.equal((await read(plan.to!)).name, `Called ${plan.to}`);
    });

    test("what was split off stays a theme of its own, takes what is like it, and keeps a given title", async () => {
      const { otp, themes } = await begin();
      const statements = otp.slice(0, 2).map((insight) => ({ insight }));
      const decision = await decide({ what: "split", theme: themes.otp, statements, title: "OTP late" });
      const born = decision.themes[1]!;
      const parted = async () => {
        assert.deepEqual(await themesOf(otp.slice(0, 2)), [born]);
        assert.deepEqual(await themesOf(otp.slice(2)), [themes.otp]);
        assert.equal((await read(born)).name, "OTP late");
      };
      await parted();
      assert.deepEqual((await read(born)).lineage[0]!.with, [themes.otp]);
      await pass();
      await parted();
      const [late] = await tell(["otp not coming"]);
      await pass();
      await parted();
      assert.equal(await themeOf(late!), born);
      await undo(decision.id);
      assert.deepEqual(await themesOf([...otp, late!]), [themes.otp]);
      await pass();
      assert.deepEqual(await themesOf([...otp, late!]), [themes.otp]);
    });

    test("a statement that was moved stays where it was put, and one that doesn't belong stays out", async () => {
      const { otp, battery, themes } = await begin();
      const [first, second] = otp as [string, string];
      const moved = await decide({
        ...{ what: "move", theme: themes.otp, to: themes.battery, statements: [{ insight: first, statement: 0 }] },
      });
      await decide({ what: "move", theme: themes.otp, statements: [{ insight: second }] });
      const asSaid = async () => {
        assert.deepEqual(await themesOf([first, ...battery]), [themes.battery]);
        assert.notEqual(await themeOf(second), themes.otp);
        assert.equal((await read(themes.otp)).size, 2);
        assert.equal((await read(themes.battery)).size, 4);
      };
      await asSaid();
      await pass();
      await asSaid();
      await tell(["no otp is received"]);
      await pass();
      assert.equal(await themeOf(first), themes.battery);
      assert.notEqual(await themeOf(second), themes.otp);
      const refused = await undoDecision(store, principal, moved.id, now);
      assert.equal(refused.kind, "later ones");
    });

    test("an insight that is erased and comes again, or is read anew, is where people put its statements", async () => {
      const { otp, battery, themes } = await begin();
      const first = otp[0]!;
      await decide({ what: "move", theme: themes.otp, to: themes.battery, statements: [{ insight: first }] });
      const { doc } = (await store.get(tenant, "insights", first))!;
      const [told] = doc.statements;
      const { theme: _, ...fresh } = { ...told!, start: 1, quote: told!.quote.slice(1) };
      const again = { ...doc, statements: [fresh], themes: [], ingested_at: doc.ingested_at + 1 };
      const { cluster_id: __, ...unplaced } = again;
      await store.write(tenant, "insights", [{ op: "put", id: first, doc: unplaced }]);
      await pass();
      assert.deepEqual(await themesOf([first, ...battery]), [themes.battery]);
    });

    test("a title that people gave stays until it is taken back; the earlier one then holds", async () => {
      const { themes } = await begin();
      const found = (await read(themes.otp)).name;
      const one = await decide({ what: "rename", theme: themes.otp, title: "Codes do not arrive" });
      const two = await decide({ what: "rename", theme: themes.otp, title: "Login codes do not arrive" });
      await tell(["the otp does not arrive"]);
      await pass();
      assert.equal((await read(themes.otp)).name, "Login codes do not arrive");
      assert.equal((await undoDecision(store, principal, one.id, now)).kind, "later ones");
      await undo(two.id);
      assert.equal((await read(themes.otp)).name, "Codes do not arrive");
      await undo(one.id);
      assert.equal((await read(themes.otp)).name, found);
      assert.equal((await undoDecision(store, principal, one.id, now)).kind, "undone already");
    });

    test("a muted theme is quiet until it grows as was said, and says then that it escalated", async () => {
      const { themes } = await begin();
      const isQuiet = async () => (await listClusters(store, tenant, { muted: true })).items.map(({ id }) => id);
      await decide({ what: "mute", theme: themes.otp, until: { size: 6 } });
      assert.deepEqual(await isQuiet(), [themes.otp]);
      await tell(["otp is not coming"]);
      await pass();
      assert.deepEqual(await isQuiet(), [themes.otp]);
      await tell(["otp not arriving"]);
      await pass();
      const theme = await read(themes.otp);
      assert.deepEqual(
        [await isQuiet(), theme.muted?.escalated_at, theme.lineage.at(-1)?.what],
        [[], now, "escalated"],
      );
    });

    test("a theme that is said to be fixed shows what came after, by version", async () => {
      const { themes } = await begin();
      await decide({ what: "fixed", theme: themes.otp, version: "6.2", at: NOW + 5_000 });
      const { at, version, after: later, after_older, days, holds } = (await read(themes.otp)).fixed!;
      assert.deepEqual(
        { at, version, later, after_older, days, holds },
        { ...{ at: NOW + 5_000, version: "6.2", later: 0 }, after_older: 0, days: 0, holds: false },
      );
      const [other] = await tell(["the battery drains"]);
      for (const [days, holds] of [
        [2, false],
        [3, true],
      ] as const) {
        const set = { date: NOW + 5_000 + days * 86_400 };
        await store.write(tenant, "insights", [{ op: "update", id: other!, set }]);
        await store.refresh(["insights"]);
        const told = (await read(themes.otp)).fixed!;
        assert.deepEqual([told.days, told.holds], [days, holds]);
      }
      const [old, fresh] = await tell(["otp not coming", "the otp never arrives"]);
      for (const [id, changes] of [
        [old!, { date: NOW + 6_000, version: "6.1" }],
        [fresh!, { date: NOW + 7_000, version: "6.2.1" }],
      ] as const)
        await store.write(tenant, "insights", [{ op: "update", id, set: changes }]);
      await pass();
      const fixed = (await read(themes.otp)).fixed!;
      assert.deepEqual([fixed.after, fixed.after_older, fixed.last_after, fixed.holds], [1, 1, NOW + 7_000, false]);
    });

    test("it says why statements are together: shared words, the nearest two, those least like the others", async () => {
      const { otp, themes } = await begin();
      const why = (await readWhy(store, tenant, themes.otp))!;
      assert.deepEqual(why.words[0], { word: "otp", share: 1 });
      assert.equal(new Set(why.nearest!.statements.map(({ quote }) => quote)).size, 2);
      assert.equal(why.least_alike.length, 3);
      const shares = why.least_alike.map(({ likeness }) => likeness);
      assert.deepEqual(shares, shares.toSorted());
      assert.ok(why.nearest!.likeness >= shares.at(-1)!);
      for (const { insight } of [...why.nearest!.statements, ...why.least_alike]) assert.ok(otp.includes(insight));
      assert.equal(await readWhy(store, tenant, "none"), undefined);
      const best = (await readBestQuotes(store, tenant, [await read(themes.otp)])).get(themes.otp)!;
      const { doc } = (await store.get(tenant, "clusters", themes.otp))!;
      assert.equal(doc.telling![0], markOf(best.insight.id, best.statement));
      assert.ok(otp.includes(best.insight.id));
    });

    test("a decision that a crash cut off is finished by the next pass, once", async () => {
      const { otp, battery, themes } = await begin();
      const decision = await decide({ what: "merge", themes: [themes.otp, themes.battery] });
      await undo(decision.id);
      const stored = (await store.get(tenant, "theme_decisions", decision.id))!.doc;
      const { undone_at: _, ...open } = { ...stored, undone: false, open: true };
      await store.write(tenant, "theme_decisions", [{ op: "put", id: decision.id, doc: open }]);
      await tell(["otp is not coming"]);
      await pass();
      assert.deepEqual(await themesOf([...otp, ...battery]), [decision.themes[0]]);
      const { items } = await listDecisions(store, tenant, { theme: themes.otp });
      assert.equal(items.length, 1);
      assert.equal((await store.get(tenant, "theme_decisions", decision.id))!.doc.open, false);
    });
  });
}
