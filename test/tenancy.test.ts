/**
 * A tenant's admin asks every operation of the API, and every command, for another tenant's things: nothing of them is shown,
 * their ids are not there, and not a byte of theirs is changed.
 */
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { createKeyRing } from "../src/auth/keys.ts";
import { registry } from "../src/cli/registry.ts";
import { runCommand } from "../src/cli/shell.testing.ts";
import { appDocumentId, sessionDocumentId } from "../src/model/identity.ts";
import type { TenantId } from "../src/model/tenant.ts";
import { put, putInsights, ticketDocument } from "../src/server/server.testing.ts";
import { openProvider, openRig, type Provider, type Rig } from "../src/sources/rig.testing.ts";
import { collectionNames } from "../src/store/collections.ts";
import { eventDocument, eventErrorDocument, rejection } from "../src/store/testsuite/fixtures.ts";

const MINE = "mine" as TenantId;
const THEIRS = "theirs" as TenantId;
/** Stands in everything of theirs. */
const MARK = "quokka";
/** Names of apps are free: two tenants may have the same one. */
const APP = "walrus";
const HTTP_METHODS = ["get", "post", "put", "patch", "delete"] as const;

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
}

describe("what another tenant has", () => {
  let rig: Rig;
  let provider: Provider;
  let mine: string;
  let theirs: string;
  /** Of theirs, by what stands before a parameter in a path. */
  let ids: Record<string, string>;

  before(async () => {
    rig = await openRig();
    provider = await openProvider(() => ({ status: 404 }));
    const ring = createKeyRing(rig.store, { now: () => 1 });
    const adminOf = async (tenant: TenantId) =>
      (await ring.create({ tenant, name: tenant === THEIRS ? MARK : "k", scopes: ["admin"] })).key;
    [mine, theirs] = [await adminOf(MINE), await adminOf(THEIRS)];
    const { store } = rig;
    const made = async (path: string, json: unknown, method = "POST") => {
      const { status, body, text } = await rig.server.ask<{ id: string }>(method, path, { key: theirs, json });
      assert.ok(status < 300, `${path}: ${status} ${text}`);
      return body.id;
    };
    await putInsights(store, { i1: { main_text: MARK, app_name: MARK } }, THEIRS);
    await put(store, THEIRS, "tickets", { t1: ticketDocument({ app: MARK }) });
    await put(store, THEIRS, "rejections", { r1: rejection({ id: "r1", record: { text: MARK } }) });
    const letter = {
      queue: "raw",
      reason: MARK,
      app: MARK,
      source: "s",
      at: 1,
      records: 1,
      body: "[]",
      attributes: {},
    };
    await put(store, THEIRS, "dead_letters", { d1: { ...letter, state: "dead" } });
    const theme = { id: "c1", app: MARK, label: "Sync", name: MARK, size: 3, first_seen: 1, last_seen: 2 };
    const more = { trend: [], sentiment: {}, lineage: [], term: 1, alive: true };
    await put(store, THEIRS, "clusters", {
      c1: { ...theme, ...more, kind: "problem", share: 1, priority: "High", versions: [] },
    });
    const decision = { id: "x1", app: MARK, themes: ["c1"], at: 1, actor: MARK, title: MARK };
    const state = { members: [], order: 0, open: false, undone: false };
    await put(store, THEIRS, "theme_decisions", { x1: { ...decision, ...state, what: "rename" } });
    const model = { name: APP, description_list: [MARK], first_order_labels: [], generated_qrys_for_sec_labels: {} };
    await put(store, THEIRS, "apps", { [appDocumentId(APP)]: { name: APP, model, updated_at: 1 } });
    const request = { id: "f1", title: MARK, count: 2, orgs: [], quotes: [], first_seen: 1, last_seen: 2, items: [] };
    await put(store, THEIRS, "feature_requests", { f1: { ...request, app: MARK, seen: [] } });
    const event = { event_id: "e1", session_id: "v1", data: { word: MARK }, application: MARK };
    await put(store, THEIRS, "events", { e1: eventDocument({ ...event, persons: ["p1"] }) });
    await put(store, THEIRS, "event_errors", { x1: eventErrorDocument({ id: "x1", input: MARK }) });
    const session = { session_id: "v1", applications: [MARK], clocks: {}, first_us: 1, last_us: 1, received_at: 1 };
    await put(store, THEIRS, "sessions", { [sessionDocumentId("v1")]: session });
    const settings = { url: `${provider.url}/${MARK}` };
    const source = await made("/api/v1/sources", { id: "s1", type: "rss", app: MARK, name: MARK, settings });
    const run = await rig.server.ask<{ run: { id: string } }>("POST", "/api/v1/sources/s1/pull", { key: theirs });
    const questions = [{ id: "q1", question_text: MARK, question_type: "text" }];
    const form = await made("/api/v1/forms", { title: MARK, description: MARK, status: "open", questions });
    const answered = { metadata: {}, answers: [], submitted_at: 1, form, form_version: 1 };
    const response = { ...answered, response_id: "a1", app: MARK, created_batch: "b", tallies: [] };
    await put(store, THEIRS, "responses", { a1: response as never });
    const receipt = { response: "a1", response_key: "a1", form, kind: "thanks", channel: "log", to: "", body: MARK };
    const receiptState = { reference: "R", state: "sent", tries: 1, looks: 0, created_at: 1, updated_at: 1 };
    await put(store, THEIRS, "receipts", { rc1: { ...receipt, ...receiptState } as never });
    const upload = { form, state: "done", bytes: 1, rows: 1, accepted: 1, rejected: 0, started_at: 1, name: MARK };
    await put(store, THEIRS, "uploads", { u1: { ...upload, form_version: 1, place: {}, identity: MARK } as never });
    const type = { category: MARK, name: MARK, schema: { type: "object" } };
    const eventType = await made("/api/v1/event-types", type, "PUT");
    const alert = await made("/api/v1/alerts", { name: MARK, on: "digest", to: { type: "log" } });
    const keys = await rig.server.ask("GET", "/api/v1/keys", { key: theirs });
    ids = {
      ...{ insights: "i1", tickets: "t1", clusters: "c1", "theme-decisions": "x1", apps: APP, dead: "raw", raw: "d1" },
      ...{ "feature-requests": "f1", events: "e1", errors: "x1", sessions: "v1", people: "p1", sources: source },
      ...{ runs: run.body.run.id, forms: form, f: form, responses: "a1", receipts: "rc1", uploads: "u1" },
      ...{ "event-types": eventType, alerts: alert, keys: keys.body.items[0]!.id, themes: "c1", tenants: THEIRS },
    };
  });
  after(async () => {
    await rig[Symbol.asyncDispose]();
    await provider[Symbol.asyncDispose]();
  });

  /** All of theirs, but when their keys were used last. */
  async function snapshot(): Promise<unknown[]> {
    const all: unknown[] = [];
    for (const collection of collectionNames)
      for await (const { id, doc } of rig.store.scan(THEIRS, collection, {}))
        if (!("action" in doc && String(doc.action).startsWith("key."))) all.push([collection, id, doc]);
    return all;
  }

  const fill = (path: string): string => {
    let before = "";
    return path.replaceAll(/[^/]+/g, (segment) => {
      const filled = segment.startsWith("{") ? (ids[before] ?? "i1") : segment;
      before = filled;
      return encodeURIComponent(filled);
    });
  };

  async function operations(): Promise<{ readonly method: string; readonly path: string; readonly named: boolean }[]> {
    const { body } = await rig.server.ask<{ paths: Record<string, Record<string, Operation>> }>("GET", "/openapi.json");
    return Object.entries(body.paths).flatMap(([path, item]) =>
      HTTP_METHODS.filter((method) => item[method] !== undefined).map((method) => {
        const needed = (item[method]!.parameters ?? []).filter((one) => one.in === "query" && one.required);
        const query = needed.map(({ name }) => `${name}=${MARK}`).join("&");
        return { method: method.toUpperCase(), path: fill(path) + (query && `?${query}`), named: path.includes("{") };
      }),
    );
  }

  /** Streams end when nobody listens any more. */
  const isStream = (path: string): boolean => path === "/api/v1/live";
  /** Anybody's who was told of it: it belongs to no tenant until it is opened by its public name. */
  const isPublic = (path: string): boolean => /^\/(?:f|embed|static|assets)\//.test(path);

  it("is neither shown nor changed by any operation of the API", async (t) => {
    const before = await snapshot();
    const all = (await operations()).filter(({ path }) => !isStream(path) && !isPublic(path));
    let shown = 0;
    const open: string[] = [];
    for (const { method, path, named } of all) {
      if (method === "GET") {
        const own = await rig.server.ask(method, path, { key: theirs });
        if (own.status === 200 && own.text.includes(MARK)) shown++;
      }
      const json = method === "GET" || method === "DELETE" ? undefined : {};
      const answer = await rig.server.ask(method, path, { key: mine, json });
      // Files of responses have no place here: 501.
      assert.ok(answer.status < 500 || answer.status === 501, `${method} ${path}: ${answer.status}`);
      assert.ok(
        !answer.text.replaceAll(path, "").includes(MARK) || answer.status === 404 || answer.status === 400,
        `${method} ${path}: ${answer.text.slice(0, 200)}`,
      );
      if (named && answer.status < 300) open.push(`${method} ${path}`);
    }
    t.diagnostic(`${all.length} operations, ${shown} of which show their owner what they hide from others`);
    // Names of apps and queues are everybody's: behind them is what the asker has.
    assert.deepEqual(
      open.filter((one) => !/\/(?:apps|dead)\//.test(one)),
      [],
    );
    assert.ok(shown > 30, `only ${shown} show anything to its owner`);
    assert.deepEqual(await snapshot(), before);
  });

  it("is neither shown nor changed by any command", async () => {
    const folder = await mkdtemp(join(tmpdir(), "groundswell-tenancy-"));
    await writeFile(join(folder, "form.json"), JSON.stringify({ id: ids.forms, title: "x", questions: [] }));
    const before = await snapshot();
    const environment = { GROUNDSWELL_URL: rig.server.url, GROUNDSWELL_API_KEY: mine };
    const commands: Readonly<Record<string, readonly (readonly string[])[]>> = {
      ledger: [[], ["--pipeline", "events"]],
      dead: [
        ["list"],
        ["list", "raw"],
        ["show", "raw", "d1"],
        ["redrive", "raw", "d1"],
        ["purge", "raw", "d1"],
        ["purge", "raw"],
      ],
      rejections: [["list"], ["replay"], ["replay", "r1"]],
      sources: [
        ...[["list"], ["test", ids.sources!], ["pull", ids.sources!], ["runs", ids.sources!]],
        ["pull", ids.sources!, "--from", "2026-01-01", "--to", "2026-01-02"],
      ],
      events: [["list"], ["list", "--session", "v1"]],
      apps: [["list"], ["show", APP]],
      forms: [
        ...[["list"], ["show", ids.forms!], ["delete", ids.forms!], ["export", ids.forms!], ["summary", ids.forms!]],
        ...[
          ["put", "form.json"],
          ["upload", ids.forms!, "form.json"],
          ["embed", ids.forms!],
        ],
      ],
      decisions: [
        ...[["list"], ["undo", "x1"]],
        ...[
          ["preview", '{"what":"rename","theme":"c1","title":"x"}'],
          ["take", '{"what":"rename","theme":"c1","title":"x"}'],
        ],
      ],
      alerts: [["list"], ["test", ids.alerts!], ["deliveries", ids.alerts!], ["delete", ids.alerts!]],
      audit: [[]],
      export: [[], ["--app", MARK]],
      keys: [["list"], ["list", "--tenant", THEIRS], ["revoke", ids.keys!], ["revoke", ids.keys!, "--tenant", THEIRS]],
      tenants: [["list"]],
      people: [
        ["erase", "--id", MARK],
        ["erase", "--name", MARK],
      ],
      ingest: [["form.json", "--app", "own"]],
    };
    /** Of no tenant: text in, rows out, or another place than a daemon's. */
    const others = ["enrich", "route", "themes", "cluster", "language", "classify", "relay", "store", "doctor"];
    assert.deepEqual(registry.map(({ name }) => name).sort(), [...Object.keys(commands), ...others].sort());
    for (const [name, runs] of Object.entries(commands)) {
      for (const argv of runs) {
        const { stdout, stderr } = await runCommand([name, ...argv], { environment, folder });
        const told = `${name} ${argv.join(" ")}: ${stdout}${stderr}`;
        assert.ok(!stdout.includes(MARK), told);
        assert.doesNotMatch(stderr, /at file:|TypeError/, told);
      }
    }
    assert.deepEqual(await snapshot(), before);
    const own = await runCommand(["sources", "list"], { environment: { ...environment, GROUNDSWELL_API_KEY: theirs } });
    assert.ok(own.stdout.includes(MARK));
    await rm(folder, { recursive: true });
  });
});
