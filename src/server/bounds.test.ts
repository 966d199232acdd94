/** Cost is bounded at the edge: no list or text that a route takes is endless, and the longest values cost next to nothing to check. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { type ZodType, z } from "zod";
import { processorTime } from "../../test/processor-time.ts";
import { readConfig } from "../config.ts";
import { DEFAULT_TENANT } from "../model/tenant.ts";
import type { Route } from "./route.ts";
import type { RouteDeps } from "./route-deps.ts";
import { createRoutes } from "./routes.ts";
import { put, startTestServer, ticketDocument } from "./server.testing.ts";

/** Nothing is asked of them: what routes take is looked at alone. */
const routes = createRoutes({ config: readConfig({}) } as unknown as RouteDeps);

interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly propertyNames?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

const inputOf = (schema: ZodType): Schema =>
  z.toJSONSchema(schema, { io: "input", unrepresentable: "any", reused: "inline" }) as Schema;

/** A pattern without `*`, `+` and open ends matches nothing endless. */
const isBounded = ({ enum: values, const: constant, maxLength, pattern = ".*" }: Schema): boolean =>
  values !== undefined || constant !== undefined || maxLength !== undefined || !/[*+]|,\}/.test(pattern);

/** Where something in it may be of any length. */
function endless(schema: Schema, path: string): string[] {
  const { $defs = {} } = schema;
  const inner: [string, Schema][] = [
    ...Object.entries(schema.properties ?? {}).map(([name, one]): [string, Schema] => [`${path}.${name}`, one]),
    ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])].map((one): [string, Schema] => [
      path,
      one,
    ]),
    ...Object.entries($defs).map(([name, one]): [string, Schema] => [`${path}#${name}`, one]),
  ];
  if (schema.items !== undefined) inner.push([`${path}[]`, schema.items]);
  if (schema.propertyNames !== undefined) inner.push([`${path}{name}`, { type: "string", ...schema.propertyNames }]);
  const isMap = typeof schema.additionalProperties === "object";
  if (isMap) inner.push([`${path}{}`, schema.additionalProperties as Schema]);
  const own =
    (schema.type === "string" && !isBounded(schema)) ||
    (schema.type === "array" && schema.maxItems === undefined) ||
    (isMap && schema.maxProperties === undefined);
  return [...(own ? [path] : []), ...inner.flatMap(([name, one]) => endless(one, name))];
}

/** What a route checks by a schema. Feedback is read record by record, each within its own limits. */
const parts = ({ query, params, body, headers, read }: Route): [string, ZodType][] =>
  Object.entries({ query, params, headers, body: read === undefined ? body : undefined }).filter(
    (part): part is [string, ZodType] => part[1] !== undefined,
  );

test("what is endless is found, wherever it is", () => {
  const schema = z.object({
    text: z.string(),
    list: z.array(z.string().max(3)),
    map: z.record(z.string().max(3), z.number()),
    pattern: z.string().regex(/^a+$/),
    fine: z.array(z.string().regex(/^a{1,3}$/)).max(2),
    either: z.union([z.enum(["a"]), z.array(z.literal("b")).max(1), z.string()]),
  });
  assert.deepEqual(endless(inputOf(schema), "it"), ["it.text", "it.list", "it.map", "it.pattern", "it.either"]);
});

test("no route takes an endless list, text or map", () => {
  for (const route of routes)
    for (const [part, schema] of parts(route))
      assert.deepEqual(endless(inputOf(schema), part), [], `${route.method} ${route.path}`);
});

/** Of what patterns that start over at each character take longest for. */
const FILLINGS = ["a", " ", '"', "1", ".", "\\", "-", ",", "T", "[", "%", "(", "é", "漢", "😀", '"a', "a.", "1.", ". "];
const fill = (filling: string, length: number): string =>
  filling.repeat(Math.ceil(length / filling.length)).slice(0, length);
/** No more fits into a request line. */
const LONGEST = 16_000;

/** The longest value that the schema allows, of this filling. */
function longest(schema: Schema, filling: string): unknown {
  const [first] = schema.anyOf ?? schema.oneOf ?? schema.allOf ?? [];
  if (first !== undefined) return longest(first, filling);
  if (schema.type === "array")
    return Array.from({ length: Math.min(schema.maxItems ?? 0, 500) }, (_, index) =>
      index < 20 ? longest(schema.items ?? {}, filling) : longest({ type: schema.items?.type }, ""),
    );
  if (schema.type === "object")
    return Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([name, one]) => [name, longest(one, filling)]),
    );
  if (schema.type === "string") return filling === "" ? "" : fill(filling, schema.maxLength ?? LONGEST);
  return schema.type === "boolean" ? true : 1;
}

const timeOf = (work: () => unknown): number => {
  const started = processorTime();
  work();
  return processorTime() - started;
};

test("checking the longest values takes no time, whatever they are made of", () => {
  for (const route of routes)
    for (const [part, schema] of parts(route)) {
      const shape = inputOf(schema);
      for (const filling of FILLINGS) {
        const value = longest(shape, filling);
        let took = timeOf(() => schema.safeParse(value));
        // What is quadratic is slow each time, a busy machine is not.
        if (took >= 500) took = timeOf(() => schema.safeParse(value));
        assert.ok(took < 500, `${route.method} ${route.path} ${part} of ${filling}: ${Math.round(took)} ms`);
      }
    }
});

test("each parameter of each route is answered at once at its longest, and never with a fault of ours", async () => {
  await using server = await startTestServer();
  for (const route of routes.filter(({ method }) => method === "get")) {
    const path = route.path.replaceAll(/:\w+/g, "a".repeat(300));
    const { properties = {} } = route.query === undefined ? {} : inputOf(route.query);
    for (const [name, schema] of Object.entries(properties)) {
      for (const filling of ["a", " ", '"', "1", ",", "漢"]) {
        const most = filling === "漢" ? 500 : 4_000;
        const value = fill(filling, Math.min(schema.maxLength ?? most, most));
        const started = processorTime();
        const answer = await server.ask("GET", `${path}?${name}=${encodeURIComponent(value)}`);
        const took = processorTime() - started;
        assert.ok(answer.status < 500, `${path} ${name} of ${filling}: ${answer.status} ${answer.text}`);
        assert.ok(took < 2_000, `${path} ${name} of ${filling}: ${Math.round(took)} ms`);
      }
    }
  }
});

test("headers of 15,000 characters cost nothing either", async () => {
  await using server = await startTestServer();
  await put(server.store, DEFAULT_TENANT, "tickets", { t1: ticketDocument() });
  const json = { revision: 1, state: "claimed" };
  for (const name of [
    "if-match",
    "authorization",
    "x-api-key",
    "cookie",
    "origin",
    "content-type",
    "content-encoding",
  ]) {
    for (const filling of ["a", '"', '"a', '"a.', " ", ";", "W/", "=", "Bearer ", "groundswell_session=", "[", "\\"]) {
      const value = `"${fill(filling, 15_000)}`;
      const started = processorTime();
      const answers = await Promise.all(
        Array.from({ length: 8 }, () =>
          server.ask("PUT", "/api/v1/tickets/t1/work", { json, headers: { [name]: value } }),
        ),
      );
      const took = processorTime() - started;
      assert.ok(took < 2_000, `${name} of ${filling}: ${Math.round(took)} ms`);
      for (const { status } of answers) assert.ok(status < 500, `${name}: ${status}`);
    }
  }
});

test("beside 60 tags of 15,500 characters at once the probe is answered at once", async () => {
  await using server = await startTestServer();
  await put(server.store, DEFAULT_TENANT, "tickets", { t1: ticketDocument() });
  const json = { revision: 1, state: "claimed" };
  for (const filling of ["a", '"', '"a', " ", 'W/"', "\\"]) {
    const headers = { "if-match": `"${fill(filling, 15_500)}` };
    let isDone = false;
    const hostile = Array.from({ length: 60 }, () => server.ask("PUT", "/api/v1/tickets/t1/work", { json, headers }));
    const all = Promise.all(hostile).finally(() => {
      isDone = true;
    });
    do {
      const started = processorTime();
      assert.equal((await server.ask("GET", "/healthz")).status, 200);
      const took = processorTime() - started;
      assert.ok(took < 1_000, `beside ${filling}: ${Math.round(took)} ms`);
    } while (!isDone);
    for (const { status } of await all) assert.equal(status, 400);
  }
});

test("a tag is read however it is written, and what is none is refused", async () => {
  await using server = await startTestServer();
  await put(server.store, DEFAULT_TENANT, "tickets", { t1: ticketDocument() });
  const put1 = (value: string, state: string) =>
    server.ask("PUT", "/api/v1/tickets/t1/work", { json: { revision: 1, state }, headers: { "if-match": value } });
  const { headers } = await server.ask("GET", "/api/v1/tickets/t1");
  const claimed = await put1(`  W/${headers.get("etag")} `, "claimed");
  assert.equal(claimed.status, 200);
  assert.equal((await put1(claimed.headers.get("etag")!, "done")).status, 200);
  for (const wrong of ["none", '"one', 'one"', '"a" "b"', `"${"a".repeat(300)}"`])
    assert.equal((await put1(wrong, "claimed")).status, 400, wrong);
});
