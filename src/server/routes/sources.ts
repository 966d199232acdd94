/** Sources: what can be registered, registrations, trying and pulling them, and what each run came to. */
import { z } from "zod";
import { Gap, Run, SourceMode, SourceType, secretNames } from "../../model/source.ts";
import type { TenantId } from "../../model/tenant.ts";
import { NewSource, SourceChange } from "../../operations/source-input.ts";
import { askForPull, listRuns, readRun, trySource } from "../../operations/source-runs.ts";
import { createSources, type Refused } from "../../operations/sources.ts";
import { from, id, listOf, paging, place, to } from "../parameters.ts";
import { notFound, Problem } from "../problem.ts";
import { defineRoute, type Route } from "../route.ts";
import type { RouteDeps } from "../route-deps.ts";
import { noSources } from "../source-parts.ts";

const Source = z
  .object({
    id: z.string(),
    public_id: z.string(),
    type: SourceType,
    app: z.string(),
    name: z.string(),
    modes: z.array(SourceMode),
    enabled: z.boolean(),
    settings: z.record(z.string(), z.unknown()),
    secrets: z.partialRecord(z.enum(secretNames), z.object({ set: z.literal(true), hint: z.string() })),
    schedule: z.string(),
    lookback: z.number().int().optional(),
    backfill_days: z.number().int(),
    budget: NewSource.shape.budget,
    cursor: z.unknown(),
    covered_until: z.number().int().optional(),
    gaps: z.array(Gap),
    last_run: z
      .object({ id: z.string(), state: Run.shape.state, ended_at: z.number().int(), error: z.unknown().optional() })
      .optional(),
    next_run_at: z.number().int().optional(),
    failing_since: z.number().int().optional(),
    created_at: z.number().int(),
    updated_at: z.number().int(),
  })
  .meta({ id: "Source" });

const RegisteredSource = Source.extend({
  push_url: z.string().optional(),
  push_secret: z.string().optional().meta({ description: "shown this once" }),
});

const SourceKind = z.object({
  type: SourceType,
  title: z.string(),
  modes: z.array(SourceMode),
  settings: z.unknown().meta({ description: "JSON Schema" }),
  secrets: z.array(z.enum(secretNames)),
});

const Tried = z.object({
  ok: z.boolean(),
  sample: z.array(z.unknown()),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
});

/** A time in a body may also be a number. */
const time = z.union([z.string().max(64), z.number().transform(String)]);
const PullAsked = z.strictObject({ from: time.pipe(from).optional(), to: time.pipe(to).optional() }).default({});

const refusal = ({ errors }: Refused): Problem => {
  const fields = errors.map(({ field }) => field).join(", ");
  return new Problem(400, `wrong body: ${fields}`, { errors });
};

const missing = { 404: { description: "No such source" } };
const tag = "Sources";

const partsOf = (deps: RouteDeps) => ({ ...(deps.sources ?? noSources), store: deps.store, now: deps.now });

/** What there is. */
function listRoutes(deps: RouteDeps): Route[] {
  const parts = partsOf(deps);
  const { connectors } = parts;
  const sources = createSources({ ...parts, publicUrl: () => deps.publicUrl() });
  return [
    defineRoute({
      method: "get",
      path: "/api/v1/source-types",
      tag,
      summary: "What can be registered, and what each needs",
      scope: "read",
      answers: { 200: { description: "Every type", schema: z.array(SourceKind) } },
      async handle() {
        const body = Object.values(connectors).map(({ type, title, modes, settings, secrets }) => {
          return { type, title, modes, settings: z.toJSONSchema(settings, { io: "input" }), secrets };
        });
        return { body };
      },
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/sources",
      tag,
      summary: "Registered sources and their state, newest first",
      scope: "read",
      query: z.strictObject({ app: place.optional(), type: SourceType.optional(), ...paging }),
      answers: { 200: { description: "A page of sources", schema: listOf(Source) } },
      handle: async ({ principal, query }) => ({ body: await sources.list(principal.tenant, query) }),
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/sources/:id",
      tag,
      summary: "One source",
      scope: "read",
      params: id,
      answers: { 200: { description: "The source", schema: Source }, ...missing },
      async handle({ principal, params }) {
        const source = await sources.read(principal.tenant, params.id);
        if (source === undefined) throw notFound("source");
        return { body: source };
      },
    }),
  ];
}

/** Making, changing and removing one. */
function registrationRoutes(deps: RouteDeps): Route[] {
  const sources = createSources({ ...partsOf(deps), publicUrl: () => deps.publicUrl() });
  return [
    defineRoute({
      method: "post",
      path: "/api/v1/sources",
      tag,
      summary: "Register a source",
      scope: "admin",
      body: NewSource,
      answers: {
        201: { description: "Registered; a push secret is shown this once", schema: RegisteredSource },
        409: { description: "The id is taken" },
      },
      async handle({ principal, body }) {
        const made = await sources.create(principal, body);
        if (made === "taken") throw new Problem(409, "the id is taken");
        if ("errors" in made) throw refusal(made);
        const { source, push } = made;
        const location = `/api/v1/sources/${encodeURIComponent(source.id)}`;
        return { status: 201, body: { ...source, ...push }, headers: { Location: location } };
      },
    }),
    defineRoute({
      method: "patch",
      path: "/api/v1/sources/:id",
      tag,
      summary: "Change a source; its cursor is kept unless it is set to null",
      scope: "admin",
      params: id,
      body: SourceChange,
      answers: { 200: { description: "As it is now", schema: Source }, ...missing },
      async handle({ principal, params, body }) {
        const changed = await sources.change(principal, params.id, body);
        if (changed === undefined) throw notFound("source");
        if ("errors" in changed) throw refusal(changed);
        return { body: changed };
      },
    }),
    defineRoute({
      method: "delete",
      path: "/api/v1/sources/:id",
      tag,
      summary: "Remove a source; its insights are kept",
      scope: "admin",
      params: id,
      answers: { 204: { description: "The source is removed" }, ...missing },
      async handle({ principal, params }) {
        if (!(await sources.remove(principal, params.id))) throw notFound("source");
        return {};
      },
    }),
  ];
}

/** Asking the provider now, and what came of it. */
function runRoutes(deps: RouteDeps): Route[] {
  const parts = partsOf(deps);
  const checked = async (tenant: TenantId, sourceId: string): Promise<void> => {
    if ((await deps.store.get(tenant, "sources", sourceId)) === undefined) throw notFound("source");
  };
  return [
    defineRoute({
      method: "post",
      path: "/api/v1/sources/:id/test",
      tag,
      summary: "Try the credentials and fetch one page; stores nothing",
      scope: "admin",
      params: id,
      answers: { 200: { description: "Whether the credentials work, and a few records", schema: Tried }, ...missing },
      async handle({ principal, params, signal }) {
        const tried = await trySource(parts, principal.tenant, params.id, signal);
        if (tried === undefined) throw notFound("source");
        return { body: tried };
      },
    }),
    defineRoute({
      method: "post",
      path: "/api/v1/sources/:id/pull",
      tag,
      summary: "Pull now; with from or to, a back-fill that leaves the cursor alone",
      scope: "admin",
      params: id,
      body: PullAsked,
      answers: {
        202: { description: "The run", schema: z.object({ run: Run }) },
        409: { description: "A pull of this source runs already, or the source is only pushed to" },
        ...missing,
      },
      async handle({ principal, params, body }) {
        const run = await askForPull(parts, principal.tenant, params.id, body);
        if (run === undefined) throw notFound("source");
        if (run === "running") throw new Problem(409, "a pull of this source runs already");
        if (run === "push_only") throw new Problem(409, "this source is pushed to, not pulled");
        return { status: 202, body: { run } };
      },
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/sources/:id/runs",
      tag,
      summary: "Runs of a source, newest first",
      scope: "read",
      params: id,
      query: z.strictObject(paging),
      answers: { 200: { description: "A page of runs of the source", schema: listOf(Run) }, ...missing },
      async handle({ principal, params, query }) {
        await checked(principal.tenant, params.id);
        return { body: await listRuns(deps.store, principal.tenant, params.id, query) };
      },
    }),
    defineRoute({
      method: "get",
      path: "/api/v1/sources/:id/runs/:run",
      tag,
      summary: "One run",
      scope: "read",
      params: id.extend({ run: z.string().min(1).max(300) }),
      answers: { 200: { description: "The run of the source", schema: Run }, 404: { description: "No such run" } },
      async handle({ principal, params }) {
        const run = await readRun(deps.store, principal.tenant, params.id, params.run);
        if (run === undefined) throw notFound("run");
        return { body: run };
      },
    }),
  ];
}

export const sourceRoutes = (deps: RouteDeps): Route[] => [
  ...listRoutes(deps),
  ...registrationRoutes(deps),
  ...runRoutes(deps),
];
