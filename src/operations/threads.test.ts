/** Conversations: from any message to all of it, in order, within one source and tenant. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { insightId } from "../model/identity.ts";
import { DEFAULT_TENANT, type TenantId } from "../model/tenant.ts";
import { putInsights, startTestServer, type TestServer } from "../server/server.testing.ts";

let server: TestServer;
const idOf = (data_id: string, tenant: TenantId = DEFAULT_TENANT) =>
  insightId({ tenant, app: "notes", source: "discourse", source_id: "s1", data_id });
const message = (data_id: string, date: number, parent_id?: string, tenant?: TenantId) => ({
  [idOf(data_id, tenant)]: { app_name: "notes", source: "discourse", source_id: "s1", data_id, date, parent_id },
});

before(async () => {
  server = await startTestServer();
  await putInsights(server.store, {
    ...message("1", 10),
    ...message("2", 30, "1"),
    ...message("3", 20, "1"),
    ...message("4", 40, "2"),
    ...message("9", 15),
    // What they answer was dropped.
    ...message("11", 50, "10"),
    ...message("12", 60, "10"),
    // Each says that it answers the other.
    ...message("21", 70, "22"),
    ...message("22", 80, "21"),
  });
  await putInsights(server.store, message("5", 25, "1", "other" as TenantId), "other" as TenantId);
});
after(() => server[Symbol.asyncDispose]());

const thread = async (data_id: string): Promise<string[]> => {
  const { body } = await server.ask<{ items: { data_id: string }[] }>(
    "GET",
    `/api/v1/insights/${idOf(data_id)}/thread`,
  );
  return body.items.map((one) => one.data_id);
};

test("any message leads to the whole conversation, oldest first", async () => {
  for (const from of ["1", "2", "3", "4"]) assert.deepEqual(await thread(from), ["1", "3", "2", "4"], from);
  assert.deepEqual(await thread("9"), ["9"]);
});

test("answers to what is not here are one conversation all the same, and a circle ends", async () => {
  assert.deepEqual(await thread("12"), ["11", "12"]);
  assert.deepEqual(await thread("21"), ["21", "22"]);
});

test("there is no conversation of an insight that is not there", async () => {
  assert.equal((await server.ask("GET", "/api/v1/insights/nobody/thread")).status, 404);
  assert.equal((await server.ask("GET", `/api/v1/insights/${idOf("5", "other" as TenantId)}/thread`)).status, 404);
});

test("impact is shown, and insights are chosen by it", async () => {
  await putInsights(server.store, { liked: { impact: 40 }, ignored: { impact: 1 }, odd: { impact: "many" }, none: {} });
  const ids = async (query: string) =>
    (await server.ask("GET", `/api/v1/insights?${query}`)).body.items.map(({ id }) => id).sort();
  assert.deepEqual(await ids("min_impact=2"), ["liked"]);
  assert.deepEqual(await ids("max_impact=5"), ["ignored"]);
  assert.equal((await server.ask<{ impact: unknown }>("GET", "/api/v1/insights/odd")).body.impact, "many");
});
