/** The OpenAPI document, made from the same definitions and schemas that the server runs on. */
import { OpenAPIRegistry, OpenApiGeneratorV31, type ResponseConfig } from "@asteasolutions/zod-to-openapi";
import { type ZodObject, type ZodType, z } from "zod";
import { isLegacyPath } from "./legacy/errors.ts";
import { examples } from "./openapi-examples.ts";
import { operationId } from "./operation-id.ts";
import type { Answer, Route } from "./route.ts";

export type OpenApiDocument = ReturnType<OpenApiGeneratorV31["generateDocument"]>;

const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    errors: z
      .array(z.object({ field: z.string(), code: z.string(), message: z.string() }))
      .optional()
      .meta({ description: "one for each wrong field" }),
  })
  .meta({ id: "Problem" });

/** What the original dashboard's paths say instead. */
const LegacyError = z.object({ error: z.string() }).meta({ id: "LegacyError" });

const Principal = z.object({
  tenant: z.string(),
  scopes: z.array(z.enum(["ingest", "read", "admin"])),
  via: z.enum(["key", "session", "loopback"]),
});

const json = (schema: ZodType, example?: unknown) => ({ "application/json": { schema, example } });
const problem = (description: string) => ({
  description,
  content: { "application/problem+json": { schema: Problem } },
});

function answersOf(route: Route) {
  const refusal = isLegacyPath(route.path)
    ? (description: string) => ({ description, content: json(LegacyError) })
    : problem;
  const refusals = {
    400: refusal("What is wrong, field by field"),
    401: refusal("A valid key is needed"),
    403: refusal("The key may not do this"),
    429: refusal("More requests than the key may make; try again after Retry-After seconds"),
    503: refusal("The store or the queue does not answer; try again after Retry-After seconds"),
  };
  const answers = Object.entries<Answer>(route.answers).map(([status, { description, schema }]) => {
    if (Number(status) >= 400) return [status, refusal(description)] as const;
    const example = examples[operationId(route)]?.answer;
    return [status, schema === undefined ? { description } : { description, content: json(schema, example) }] as const;
  });
  return { ...refusals, ...Object.fromEntries(answers) };
}

function register(registry: OpenAPIRegistry, route: Route): void {
  const scope = route.scope === "installation" ? "the installation's admin" : `scope \`${route.scope}\``;
  registry.registerPath({
    method: route.method,
    path: route.path.replaceAll(/:(\w+)/g, "{$1}"),
    operationId: operationId(route),
    tags: [route.tag],
    summary: route.summary,
    description: `Needs ${scope}.`,
    request: {
      headers: route.headers as ZodObject | undefined,
      params: route.params as ZodObject | undefined,
      query: route.query as ZodObject | undefined,
      body: route.body && { content: bodyContent(route) },
    },
    responses: answersOf(route),
  });
}

function bodyContent(route: Route) {
  const content = json(route.body!, examples[operationId(route)]?.request);
  return route.read === undefined ? content : { ...content, "application/x-ndjson": { schema: z.string() } };
}

function registerSession(registry: OpenAPIRegistry): void {
  const path = "/api/v1/session";
  const tags = ["Session"];
  const body = { content: json(z.object({ key: z.string() }), { key: "gsw_Zk31xQpR7d…" }) };
  const foreign = problem("A page of another origin");
  const opened = { description: "Signed in; the cookie is set", content: json(Principal) };
  registry.registerPath({
    method: "post",
    path,
    tags,
    operationId: "createSession",
    security: [],
    summary: "Sign in: show a key, get the dashboard's cookie",
    request: { body },
    responses: {
      201: opened,
      401: problem("The key is not valid"),
      403: foreign,
      429: problem("Too many tries; try again after Retry-After seconds"),
    },
  });
  registry.registerPath({
    method: "get",
    path,
    tags,
    operationId: "getSession",
    summary: "The key, session or loopback that this request acts as",
    responses: { 200: { ...opened, description: "The principal" }, 401: problem("Nobody") },
  });
  registry.registerPath({
    method: "delete",
    path,
    tags,
    operationId: "deleteSession",
    security: [],
    summary: "Sign out",
    responses: { 204: { description: "Out" }, 403: foreign },
  });
}

function registerHealth(registry: OpenAPIRegistry): void {
  const tags = ["Health"];
  const Status = z.object({ status: z.literal("ok") });
  const Checks = z.object({ queue: z.string(), store: z.string() });
  const paths: readonly (readonly [
    id: string,
    path: string,
    summary: string,
    responses: Record<number, ResponseConfig>,
  ])[] = [
    ["getHealth", "/healthz", "The process lives", { 200: { description: "It does", content: json(Status) } }],
    [
      "getReadiness",
      "/readyz",
      "Queue and store can be reached",
      {
        200: { description: "Both", content: json(Status.extend({ checks: Checks })) },
        503: problem("Which of them can't, in `checks`"),
      },
    ],
    [
      "getMetrics",
      "/metrics",
      "Figures of the process, in Prometheus' text format; for the installation's admin",
      {
        200: {
          description: "The metrics in the text format of Prometheus",
          content: { "text/plain": { schema: z.string() } },
        },
        401: problem("A valid key is needed"),
        403: problem("For the installation's admin"),
      },
    ],
    [
      "getOpenApi",
      "/openapi.json",
      "This document",
      { 200: { description: "The document", content: json(z.looseObject({})) } },
    ],
  ];
  const other = { 405: problem("Another method than GET and HEAD") };
  for (const [id, path, summary, answers] of paths) {
    const responses = { ...answers, ...other };
    const security = path === "/metrics" ? {} : { security: [] };
    registry.registerPath({ method: "get", path, tags, operationId: id, ...security, summary, responses });
  }
}

/** `server`: where the API is, as who reads this reaches it. */
export function createOpenApi(routes: readonly Route[], version: string, server = "/"): OpenApiDocument {
  const registry = new OpenAPIRegistry();
  registry.registerComponent("securitySchemes", "key", { type: "http", scheme: "bearer" });
  registry.registerComponent("securitySchemes", "apiKey", { type: "apiKey", in: "header", name: "X-API-Key" });
  registry.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: "groundswell_session",
  });
  registerSession(registry);
  for (const route of routes) register(registry, route);
  registerHealth(registry);
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: "3.1.0",
    servers: [{ url: server, description: "This installation" }],
    // Everything that does not say otherwise; one of them is enough.
    security: [{ key: [] }, { apiKey: [] }, { session: [] }],
    info: {
      title: "Groundswell",
      version,
      description: "Turns a stream of customer feedback into ranked, evidenced problems.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
  });
}
