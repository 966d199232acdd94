import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { pino } from "pino";
import { readConfig } from "../config.ts";
import { AppModel } from "../model/app-model.ts";
import { noiseSettings } from "../text/noise/judge.ts";
import type { RouterSource } from "./jobs.ts";
import { startTextPool, type TextPool } from "./pool.ts";

const model = AppModel.parse({
  name: "Pedalwick",
  description_list: ["Plan bicycle trips"],
  first_order_labels: [{ name: "Maps", second_order_labels: ["Wrong route"] }],
});
const routerFor = (app: number): RouterSource => ({ key: `app-${app}`, model, corrections: [] });
const inputs = [{ text: "The map sends me into a river every morning", title: "", untranslated: false }];

describe("the text threads", () => {
  let pool: TextPool;
  before(async () => {
    pool = await startTextPool({ threads: 1, settings: noiseSettings(readConfig({})), log: pino({ level: "silent" }) });
  });
  after(() => pool.close());

  it("know the router of each app, however many apps take turns, in whatever order", async () => {
    const labels = new Set<string>();
    const enrich = async (app: number): Promise<void> => {
      const { rows } = await pool.enrich(inputs, routerFor(app));
      labels.add(JSON.stringify(rows[0]!.attributes));
    };
    // An app that comes again just before its router would be the next to go.
    for (let app = 0; app <= 64; app++) await enrich(app);
    for (const app of [1, 65, 1, 66, 2, 67, 2]) await enrich(app);
    for (let at = 0; at < 400; at++) await enrich((at * at + 7 * at) % 97);
    assert.equal(labels.size, 1);
  });

  it("know it too when batches of new apps come side by side", async () => {
    const batches = Array.from({ length: 210 }, (_, at) => pool.enrich(inputs, routerFor(100 + (at % 70))));
    for (const { rows } of await Promise.all(batches)) assert.equal(rows.length, 1);
  });
});
