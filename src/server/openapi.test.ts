/** The OpenAPI document: valid, named, with servers and examples, and true of what the routes take. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { readConfig } from "../config.ts";
import { createOpenApi } from "./openapi.ts";
import { examples } from "./openapi-examples.ts";
import { operationId } from "./operation-id.ts";
import type { RouteDeps } from "./route-deps.ts";
import { createRoutes } from "./routes.ts";
import { startTestServer } from "./server.testing.ts";

const routes = createRoutes({ config: readConfig({}) } as unknown as RouteDeps);
const document = createOpenApi(routes, "1.2.3", "https://feedback.groundswell.test");

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly schema: { readonly type?: string } }[];
}
const operations = Object.values(document.paths ?? {}).flatMap((item) =>
  Object.values(item as Record<string, Operation>),
);

test("holds every rule that Redocly recommends", async () => {
  const config = await createConfig({ extends: ["recommended"] });
  const problems = await lintFromString({ source: JSON.stringify(document), config });
  assert.deepEqual(
    problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`),
    [],
  );
});

test("each operation has a name of its own, which says what it does", () => {
  const ids = operations.map((one) => one.operationId);
  assert.ok(ids.length > 50);
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ids) assert.match(id, /^[a-z]+(?:[A-Z][a-z]*)*$/);
  for (const id of ["sendFeedback", "listInsights", "getInsight", "updateInsight", "getTicketWork", "createTenantKey"])
    assert.ok(ids.includes(id), id);
});

test("says where the API is: the public address, or wherever the document was read", async () => {
  assert.deepEqual(
    document.servers?.map(({ url }) => url),
    ["https://feedback.groundswell.test"],
  );
  await using server = await startTestServer();
  const { text } = await server.ask("GET", "/openapi.json");
  assert.equal((JSON.parse(text) as { servers: { url: string }[] }).servers[0]?.url, "/");
});

test("numbers are numbers, what is true or false is so, and several of a kind are a list", () => {
  const typeOf = (id: string, name: string) =>
    operations.find((one) => one.operationId === id)?.parameters?.find((one) => one.name === name)?.schema.type;
  for (const { operationId: id, parameters = [] } of operations)
    if (parameters.some(({ name }) => name === "limit")) assert.equal(typeOf(id, "limit"), "integer", id);
  assert.equal(typeOf("listTickets", "priority"), "integer");
  assert.equal(typeOf("getFacets", "size"), "integer");
  assert.equal(typeOf("listClusters", "all"), "boolean");
  assert.equal(typeOf("listRejections", "replayed"), "boolean");
  assert.equal(typeOf("listInsights", "sentiment"), "array");
});

test("whoever sends a body sees an example of it, and each example holds its schema", () => {
  const ids = routes.map(operationId);
  for (const id of Object.keys(examples)) assert.ok(ids.includes(id), `${id} is no operation`);
  for (const route of routes) {
    const id = operationId(route);
    const { request, answer } = examples[id] ?? {};
    assert.equal(request !== undefined, route.body !== undefined, `${id}: an example of what to send`);
    if (route.body !== undefined) assert.ok(route.body.safeParse(request).success, `${id}: what is sent`);
    if (answer === undefined) continue;
    const success = Object.entries(route.answers).find(([status]) => Number(status) < 300)?.[1].schema;
    assert.ok(success?.safeParse(answer).success, `${id}: what comes back`);
  }
});
