/** Versions and themes as filters and figures, and labels proposed from themes. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { ClusterDocument } from "../model/cluster.ts";
import { DEFAULT_TENANT } from "../model/tenant.ts";
import { put, putInsights, startTestServer, type TestServer } from "./server.testing.ts";
import { statement, theme } from "./theme.testing.ts";

let server: TestServer;
const DAY = 86_400;
const START = Date.UTC(2024, 0, 1) / 1000;

const themes: readonly Partial<ClusterDocument>[] = [
  { id: "gold", name: "Gold is gone", label: "Gold is gone", size: 9, share: 0.1 },
  { id: "login", name: "Cannot sign in", label: "Login", size: 20, share: 0.2 },
  { id: "rare", name: "Rare thing fails", label: "Rare thing fails", size: 4, share: 0.1 },
  { id: "thin", name: "Thin thing fails", label: "Thin thing fails", size: 8, share: 0.001 },
  { id: "dead", name: "Old thing fails", label: "Old thing fails", size: 30, share: 0.3, alive: false },
];

before(async () => {
  server = await startTestServer();
  const of = (version: string | undefined, at: number, themes: readonly string[] = []) => ({
    ...(version === undefined ? {} : { version }),
    date: START + at,
    themes: [...themes],
    statements: themes.map((id, place) =>
      statement("My gold is gone from the vault since today", { theme: id }, place),
    ),
  });
  await putInsights(server.store, {
    a: of("5.9", 0, ["gold"]),
    b: of("5.10", 60, ["login"]),
    c: of("v5.10.0", 120, ["login"]),
    d: of("6.0-beta", DAY),
    e: of("6.0", DAY, ["gold"]),
    f: of(undefined, DAY),
    g: { ...of("5.10", DAY), app_name: "maps" },
  });
  const clusters = Object.fromEntries(themes.map((parts) => [parts.id!, theme(parts)]));
  await put(server.store, DEFAULT_TENANT, "clusters", clusters);
});
after(() => server[Symbol.asyncDispose]());

const found = async (query: Readonly<Record<string, string>>): Promise<string> => {
  const { body } = await server.ask("GET", `/api/v1/insights?${new URLSearchParams({ app: "notes", ...query })}`);
  return body.items
    .map(({ id }) => id)
    .sort()
    .join("");
};

test("a version finds what names it, a range what lies in it in version order", async () => {
  assert.equal(await found({ version: "5.10" }), "b");
  assert.equal(await found({ version: "=5.10" }), "bc");
  assert.equal(await found({ version: ">=5.10" }), ["b", "c", "d", "e"].join(""));
  assert.equal(await found({ version: ">=5.10 <6.0" }), "bcd");
  assert.equal(await found({ version: "<5.10" }), "a");
  assert.equal(await found({ version: ">7" }), "");
  assert.equal(await found({ version: "" }), "abcdef");
});

test("what looks like a range and is none is refused by name", async () => {
  for (const path of ["insights?version=>=new", "facets?by=kind&version=>=5,,<6", "trends?version=<>5"]) {
    const { status, body } = await server.ask("GET", `/api/v1/${path}`);
    assert.deepEqual([status, body.errors[0]?.field], [400, "version"], path);
  }
});

test("facets and trends by version come in version order, and go by the range", async () => {
  type Facets = { readonly version: readonly { readonly value: string; readonly count: number }[] };
  const facets = await server.ask<Facets>("GET", "/api/v1/facets?by=version&app=notes");
  assert.deepEqual(
    facets.body.version.map(({ value }) => value),
    ["5.9", "5.10", "v5.10.0", "6.0-beta", "6.0"],
  );
  const some = await server.ask<Facets>("GET", "/api/v1/facets?by=version&app=notes&version=%3C%3D5.10");
  assert.deepEqual(
    some.body.version.map(({ value }) => value),
    ["5.9", "5.10", "v5.10.0"],
  );
  type Trend = { readonly items: readonly { readonly at: number; readonly value: string }[] };
  const trend = await server.ask<Trend>("GET", "/api/v1/trends?by=version&app=notes&interval=day&version=%3E5.9");
  assert.deepEqual(
    trend.body.items.map(({ at, value }) => [(at - START) / DAY, value]),
    [
      [0, "5.10"],
      [0, "v5.10.0"],
      [1, "6.0-beta"],
      [1, "6.0"],
    ],
  );
});

test("a theme is a filter and a facet", async () => {
  assert.equal(await found({ theme: "login" }), "bc");
  assert.equal(await found({ theme: "login", cluster: "login" }), "bc");
  assert.equal(await found({ theme: "login", cluster: "gold" }), "");
  const { body } = await server.ask<{ readonly theme: unknown }>("GET", "/api/v1/facets?by=theme&app=notes");
  assert.deepEqual(body.theme, [
    { value: "gold", count: 2 },
    { value: "login", count: 2 },
  ]);
});

test("big living themes without a label are proposed as labels, with what people said", async () => {
  const { body } = await server.ask("GET", "/api/v1/apps/notes/label-proposals");
  assert.deepEqual(body, {
    items: [
      {
        label: "Gold is gone",
        kind: "problem",
        cluster_id: "gold",
        size: 9,
        share: 0.1,
        utterances: ["My gold is gone from the vault since today"],
      },
    ],
    total: 1,
    next_cursor: null,
  });
  assert.equal((await server.ask("GET", "/api/v1/apps/none/label-proposals")).body.total, 0);
});
