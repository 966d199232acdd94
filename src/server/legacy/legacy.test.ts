/** The original dashboard's walk: its calls in its order, and the type of every field that it reads. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { FeatureRequestDocument } from "../../model/feature-request.ts";
import type { Insight } from "../../model/insight.ts";
import { DEFAULT_TENANT } from "../../model/tenant.ts";
import { builtInAppModel } from "../../text/routing/built-in.ts";
import { type AnswerBody, put, putInsights, startTestServer, type TestServer } from "../server.testing.ts";

let server: TestServer;
const origin = "http://localhost:3000";
const NOW = Math.floor(Date.now() / 1000);

const attributes = (parts: object = {}) => ({
  keywords: ["keeps spinning"],
  positive_keywords: [],
  first_order_labels: ["Payments"],
  second_order_labels: ["Charged twice", "Refund missing"],
  second_order_label_to_keywordlist: [{ name: "Charged twice", keywords: ["keeps spinning"] }],
  sentiment: "negative" as const,
  priority: "High" as const,
  pricing: { is_pricing: "No" as const },
  feature_requests: [],
  ...parts,
});

before(async () => {
  server = await startTestServer();
  await putInsights(server.store, {
    a: { app_name: "Wallet", date: NOW - 86_400, attributes: attributes() },
    b: {
      app_name: "Wallet",
      date: NOW - 3_600,
      attributes: attributes({
        sentiment: "positive",
        priority: "Low",
        first_order_labels: [],
        second_order_labels: [],
      }),
    },
    c: { app_name: "Other", date: NOW },
  });
  const item = (id: string, date: number) => ({ id, title: `wish ${id}`, wish: id, text: `please add ${id}`, date });
  const request: FeatureRequestDocument = {
    ...{ id: "f", app: "Wallet", title: "wishes", count: 2, orgs: [], quotes: [], first_seen: 1, last_seen: 2 },
    ...{ items: [item("x", 1), item("y", 2)], seen: ["x", "y"] },
  };
  await put(server.store, DEFAULT_TENANT, "feature_requests", { f: request });
});

after(() => server[Symbol.asyncDispose]());

async function ask<Body = AnswerBody>(path: string, json?: unknown) {
  const answer = await server.ask<Body>(json === undefined ? "GET" : "POST", path, { json, headers: { origin } });
  assert.equal(answer.headers.get("access-control-allow-origin"), origin, path);
  return answer;
}

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((one) => typeof one === "string");

type Shown = Pick<Insight, "id" | "date" | "main_text" | "metadata" | "attributes">;

function checkInsight(insight: Shown): void {
  assert.equal(typeof insight.id, "string");
  assert.ok(Number.isInteger(insight.date));
  assert.equal(typeof insight.main_text, "string");
  assert.equal(typeof insight.metadata, "object");
  assert.ok(isTexts(insight.attributes.keywords));
  assert.ok(isTexts(insight.attributes.first_order_labels));
  assert.match(insight.attributes.sentiment, /^(positive|negative|neutral)$/);
  assert.match(insight.attributes.priority, /^(Critical|High|Moderate|Low)$/);
}

test("registering an app: a model is suggested, edited and inserted, once", async () => {
  const said = {
    app_name: "Tram",
    app_id: "example.tram",
    description: ["Buy tickets", "Live departures"],
    general_label_list: ["Login", ""],
  };
  const suggested = await ask("/api/app/appmodel/getdata", said);
  assert.equal(suggested.status, 200);
  assert.deepEqual([suggested.body.name, suggested.body.app_id], ["Tram", "example.tram"]);
  for (const label of suggested.body.first_order_labels) {
    assert.equal(typeof label.name, "string");
    assert.ok(isTexts(label.second_order_labels));
  }
  const app_model = {
    ...suggested.body,
    first_order_labels: [
      { name: "Tickets", second_order_labels: ["Ticket missing"] },
      { name: "Login", second_order_labels: [] },
    ],
  };
  const inserted = await ask("/api/app/appmodel/insert", { app_model, description: said.description });
  assert.deepEqual([inserted.status, inserted.body], [200, { success: true }]);
  const again = await ask("/api/app/appmodel/insert", { app_model, description: said.description });
  assert.deepEqual([again.status, again.body], [500, { error: "App already exists" }]);
});

test("a description that is one text, as an untouched field or typed in, is taken too", async () => {
  const untouched = { app_name: "A", app_id: "", description: "", general_label_list: [] };
  const none = await ask("/api/app/appmodel/getdata", untouched);
  assert.equal(none.status, 200);
  const typed = await ask("/api/app/appmodel/getdata", { ...untouched, description: "Pay bills.\nSend money" });
  assert.deepEqual(typed.body.description_list, ["Pay bills.", "Send money"]);
});

test("without a description or labels the original's defaults are suggested", async () => {
  for (const said of [{}, { description: null, general_label_list: null }, { description: "Pay bills" }]) {
    const { status, body } = await ask("/api/app/appmodel/getdata", { app_name: "A", app_id: "", ...said });
    assert.equal(status, 200);
    assert.deepEqual(
      body.first_order_labels.map(({ name }) => name),
      builtInAppModel.first_order_labels.map(({ name }) => name),
    );
  }
});

test("keywords that are empty are no chips, and what the newest 1,000 leave out is said", async () => {
  const empty = attributes({
    keywords: ["", " ", "map"],
    second_order_label_to_keywordlist: [{ name: "Charged twice", keywords: ["", "map"] }],
  });
  await putInsights(server.store, { k: { app_name: "Keywords", date: NOW, attributes: empty } });
  const { body } = await ask<Shown[]>("/api/app/datamodel/getall", { app_name: "Keywords" });
  assert.deepEqual(body[0]?.attributes.keywords, ["map"]);
  assert.deepEqual(body[0]?.attributes.second_order_labels, { "Charged twice": ["map"], "Refund missing": [] });
  const filtered = await ask<Shown[]>("/api/app/datamodel/filter", { app_name: "Keywords" });
  assert.deepEqual(filtered.body[0]?.attributes.keywords, ["map"]);

  const many = Array.from({ length: 1_005 }, (_, at) => [`m${at}`, { app_name: "Many", date: NOW - at * 60 }] as const);
  await putInsights(server.store, Object.fromEntries(many));
  const newest = await ask<Shown[]>("/api/app/datamodel/getall", { app_name: "Many" });
  assert.equal(newest.body.length, 1_000);
  assert.equal(newest.headers.get("x-total-count"), "1005");
  assert.match(newest.headers.get("access-control-expose-headers") ?? "", /X-Total-Count, X-Newest-Since/);
  assert.equal(newest.headers.get("x-newest-since"), new Date((NOW - 999 * 60) * 1000).toISOString());
  await ask("/api/app/appmodel/delete", { app_name: "Many" });
  await ask("/api/app/appmodel/delete", { app_name: "Keywords" });
});

test("models and filters are read as other programs write them: nulls, figures as numbers, any capitals, blanks, milliseconds", async () => {
  const app_model = { name: "Bus", app_id: null, score: 4.5, free: true, currency: null, first_order_labels: [] };
  const inserted = await ask("/api/app/appmodel/insert", { app_model, description: [] });
  assert.deepEqual([inserted.status, inserted.body], [200, { success: true }]);
  await ask("/api/app/appmodel/delete", { app_name: " Bus " });
  const found = async (filter: object) =>
    (await ask<Shown[]>("/api/app/datamodel/filter", { app_name: "Wallet", ...filter })).body.map(({ id }) => id);
  assert.deepEqual(await found({ sentiment: "Negative", priority: "HIGH" }), ["a"]);
  assert.deepEqual(await found({ app_name: " Wallet ", start_date: (NOW - 7_200) * 1_000 }), ["b"]);
  assert.equal((await ask<Shown[]>("/api/app/datamodel/getall", { app_name: " Wallet" })).body.length, 2);
});

test("a page may send the headers that our routes read, and the one that old libraries add", async () => {
  for (const path of ["/api/app/datamodel/getall", "/api/v1/forms/f/responses"]) {
    const { status, headers } = await server.ask("OPTIONS", path, { headers: { origin } });
    assert.equal(status, 204);
    const allowed = (headers.get("access-control-allow-headers") ?? "").toLowerCase().split(", ");
    for (const name of ["content-type", "authorization", "idempotency-key", "if-match", "x-requested-with"])
      assert.ok(allowed.includes(name), `${path} ${name}`);
  }
});

test("choosing an app: registered ones and those that feedback came for", async () => {
  const { status, body } = await ask("/api/app/appmodel/appnames");
  assert.deepEqual([status, body], [200, ["Other", "Tram", "Wallet"]]);
});

test("an app's page: all its insights, second-order labels as a map, and its labels", async () => {
  const all = await ask<Shown[]>("/api/app/datamodel/getall", { app_name: "Wallet" });
  assert.deepEqual(
    all.body.map(({ id }) => id),
    ["b", "a"],
  );
  for (const insight of all.body) {
    checkInsight(insight);
    assert.ok(!Array.isArray(insight.attributes.second_order_labels));
    assert.ok(Object.values(insight.attributes.second_order_labels).every(isTexts));
  }
  assert.deepEqual(all.body[1]?.attributes.second_order_labels, {
    "Charged twice": ["keeps spinning"],
    "Refund missing": [],
  });
  const first = await ask("/api/app/firstorderlabels", { app_name: "Wallet" });
  assert.deepEqual(first.body, ["Payments"]);
  const registered = await ask("/api/app/firstorderlabels", { app_name: "Tram" });
  assert.deepEqual(registered.body, ["Tickets", "Login"]);
  const second = await ask("/api/app/firstorderlabel/secondorderlabels", {
    app_name: "Tram",
    first_order_label: "Tickets",
  });
  assert.deepEqual(second.body, ["Ticket missing"]);
  const none = await ask("/api/app/firstorderlabel/secondorderlabels", {
    app_name: "Tram",
    first_order_label: "Nothing",
  });
  assert.deepEqual(none.body, []);
});

test("filtering: empty values mean any, dates may have fractions, second-order labels stay a list", async () => {
  const filter = async (parts: object) => {
    const { status, body } = await ask<Shown[]>("/api/app/datamodel/filter", { app_name: "Wallet", ...parts });
    assert.equal(status, 200);
    for (const insight of body) {
      checkInsight(insight);
      assert.ok(isTexts(insight.attributes.second_order_labels));
    }
    return body.map(({ id }) => id);
  };
  const any = {
    first_order_labels: [],
    second_order_labels: [],
    sentiment: "",
    start_date: "",
    end_date: "",
    priority: "",
  };
  assert.deepEqual(await filter(any), ["b", "a"]);
  assert.deepEqual(await filter({}), ["b", "a"]);
  assert.deepEqual(await filter({ ...any, sentiment: "negative", priority: "High" }), ["a"]);
  // Every label and keyword that is asked for has to be there, as the original asked.
  assert.deepEqual(await filter({ ...any, first_order_labels: ["Payments", "Nothing"] }), []);
  assert.deepEqual(await filter({ ...any, first_order_labels: "Payments" }), ["a"]);
  assert.deepEqual(await filter({ ...any, second_order_labels: ["Charged twice", "Refund missing"] }), ["a"]);
  assert.deepEqual(await filter({ ...any, keywords: ["keeps spinning"], first_order_labels: ["Payments"] }), ["a"]);
  assert.deepEqual(await filter({ ...any, keywords: ["keeps spinning", "else"] }), []);
  assert.deepEqual(await filter({ ...any, keywords: [""] }), ["b", "a"]);
  assert.deepEqual(await filter({ ...any, second_order_labels: ["Refund missing"] }), ["a"]);
  assert.deepEqual(await filter({ ...any, start_date: NOW - 7_200.25, end_date: NOW + 0.5 }), ["b"]);
  assert.deepEqual(await filter({ ...any, start_date: NOW - 86_400, end_date: NOW - 86_400 }), ["a"]);
});

test("feature requests: title, text and date of each, newest first", async () => {
  const { body } = await ask("/api/app/features/getdata", {});
  assert.deepEqual(body, [
    { title: "wish y", text: "please add y", date: 2 },
    { title: "wish x", text: "please add x", date: 1 },
  ]);
});

test("what is missing or wrong is an invalid request, in the original's words", async () => {
  const invalid = { error: "Invalid request" };
  const paths = [
    "/api/app/datamodel/getall",
    "/api/app/datamodel/filter",
    "/api/app/firstorderlabels",
    "/api/app/firstorderlabel/secondorderlabels",
    "/api/app/appmodel/getdata",
    "/api/app/appmodel/insert",
    "/api/app/appmodel/delete",
  ];
  for (const path of paths) {
    for (const asking of [
      {},
      { json: {} },
      { json: { app_name: 7 } },
      { json: [] },
      { body: "{" },
      { body: "app_name=x", headers: { "content-type": "text/plain" } },
    ]) {
      const answer = await server.ask("POST", path, asking);
      assert.deepEqual([answer.status, answer.body], [400, invalid], `${path} ${JSON.stringify(asking)}`);
    }
  }
  const { description: _, ...undescribed } = { app_model: { name: "Half" }, description: [] };
  assert.deepEqual((await server.ask("POST", "/api/app/appmodel/insert", { json: undescribed })).body, invalid);
  const half = await server.ask("POST", "/api/app/firstorderlabel/secondorderlabels", { json: { app_name: "Tram" } });
  assert.deepEqual([half.status, half.body], [400, invalid]);
  const deep = { body: `{"app_name":${"[".repeat(200_000)}` };
  assert.deepEqual((await server.ask("POST", "/api/app/datamodel/getall", deep)).body, invalid);
});

test("a deleted app is gone from the names, even where feedback for it is kept", async () => {
  assert.deepEqual((await ask("/api/app/appmodel/delete", { app_name: "Tram" })).body, { success: true });
  await ask("/api/app/appmodel/insert", { app_model: { name: "Wallet" }, description: [] });
  assert.deepEqual((await ask("/api/app/appmodel/delete", { app_name: "Wallet" })).body, { success: true });
  assert.deepEqual((await ask("/api/app/appmodel/appnames")).body, ["Other"]);
  // Known by its feedback alone.
  assert.deepEqual((await ask("/api/app/appmodel/delete", { app_name: "Other" })).body, { success: true });
  assert.deepEqual((await ask("/api/app/appmodel/appnames")).body, []);
  assert.equal((await ask("/api/app/appmodel/delete", { app_name: "Other" })).status, 404);
  assert.equal((await ask<Shown[]>("/api/app/datamodel/getall", { app_name: "Wallet" })).body.length, 2);
  const missing = await ask("/api/app/appmodel/delete", { app_name: "Tram" });
  assert.deepEqual([missing.status, typeof missing.body.error], [404, "string"]);
});
